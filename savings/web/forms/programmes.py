"""What a reader asks of a status, of several programmes, and of what has changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from savings.elements.numbers import SCALES
from savings.elements.words import STANDINGS
from savings.projections.initiatives import ORDERS as INITIATIVE_ORDERS
from savings.projections.overview import ORDERS
from savings.projections.question import ChangesQuestion, StatusQuestion
from savings.web.forms.fields import (
    DayField,
    Form,
    NumberField,
    PageField,
    PriceLevelField,
    SelectField,
    TextField,
    YearField,
    read_level,
)

#: The unit of amounts (`beloeb`) as it stands in addresses, and its name in `money.UNITS`.
AMOUNTS = {"kr": "kr", "1000": "1.000 kr", "mio": "mio. kr"}


class StatusQuery(Form):
    """As of when (`pr`), which year (`aar`), which price level (`pl`), which unit (`enhed`), amounts in what (`beloeb`).

    Without a price level it is the programme's price basis; `pl=oplyst` asks for amounts as they were stated.
    """

    pr = DayField(_("As of"))
    aar = YearField(_("Year"))
    pl = PriceLevelField(_("Price level"))
    enhed = TextField(_("Unit"), most=40, too_long=_("Write a unit's code, such as SUF."))
    beloeb = SelectField(
        _("Amounts in"),
        [("", _("what fits")), *((key, SCALES[unit].name) for key, unit in AMOUNTS.items())],
        wrong=_("Choose kr, 1000 or mio."),
    )

    def question(self, today: date) -> StatusQuestion:
        """What is asked of the ledger; of today, where no date is."""
        return StatusQuestion(**self._limits(today))

    def _limits(self, today: date) -> dict[str, Any]:
        cleaned = self.cleaned_data
        as_of = cleaned["pr"] or today
        return {
            "as_of": as_of, "is_past": as_of < today, "year": cleaned["aar"], "unit": cleaned["enhed"] or None,
            **read_level(cleaned["pl"]), "amounts_in": AMOUNTS.get(cleaned["beloeb"], ""),
        }  # fmt: skip

    def query(self) -> dict[str, str]:
        """What was asked, as it stands in an address; nothing that was left out."""
        asked = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in asked.items()}


class StatusPageQuery(StatusQuery):
    """And of the list of initiatives: in which order (`orden`), and which page (`side`)."""

    orden = SelectField(
        _("Order"), [("", ""), *((name, name) for name in INITIATIVE_ORDERS)],
        wrong=_("There is no such order. Choose one by the heads of the table."),
    )  # fmt: skip
    side = PageField(_("Page"))

    def status_query(self) -> dict[str, str]:
        """What was asked of the status itself, which goes with the reader to its other pages."""
        return {name: value for name, value in self.query().items() if name in StatusQuery.base_fields}


class OverviewQuery(StatusQuery):
    """Which programmes: words to search for (`soeg`), how they stand (`stand`), and in which order (`orden`)."""

    soeg = TextField(_("Search"), most=100, too_long=_("Write fewer words."))
    stand = SelectField(
        _("Stands"),
        [("", _("All")), *((standing.value, words) for standing, words in STANDINGS.items())],
        wrong=_("There is no such standing. Choose one."),
    )
    orden = SelectField(
        _("Order"),
        [("", _("what is most open first")), *((name, name) for name in ORDERS)],
        wrong=_("There is no such order. Choose one by the heads of the table."),
    )

    @property
    def order(self) -> str:
        """The order asked for, a key of `ORDERS`."""
        return self.cleaned_data["orden"] or "open"


class SinceQuery(StatusQuery):
    """Since when: a date (`fra`), or a published report by its number (`rapport`)."""

    fra = DayField(_("Since"))
    rapport = NumberField(_("Since the report"), wrong=_("Choose one of the published reports."))

    def clean(self) -> dict[str, Any]:
        """An opening that lies after the closing has nothing between."""
        asked = self.cleaned_data
        if asked.get("fra") and asked.get("pr") and asked["fra"] > asked["pr"]:
            self.add_error("fra", _("Write a date no later than the one the status is as of."))
        return asked

    def changes_question(self, today: date) -> ChangesQuestion:
        return ChangesQuestion(**self._change_limits(today))

    def _change_limits(self, today: date) -> dict[str, Any]:
        return {**self._limits(today), "since": self.cleaned_data["fra"], "since_report": self.cleaned_data["rapport"]}
