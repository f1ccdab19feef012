"""Forms that clean and never save: what a reader can ask of a status."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from savings.faces.numbers import SCALES
from savings.faces.wording import STANDINGS, UNALLOCATED, WHOLE_PROGRAMME
from savings.projections.overview import ORDERS
from savings.reporting.question import ChangesQuestion, EntriesQuestion, FigureQuestion, StatusQuestion
from savings.vocabulary import VOCABULARY, Figure, Place
from savings.web.forms import fields


class Page(forms.IntegerField):
    """A page's number, from 1."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Write a page's number, from 1.")
        messages = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"})
        super().__init__(
            min_value=1, max_value=1_000_000, required=False, error_messages=messages, localize=False, widget=widget, **kwargs
        )


#: The unit of amounts (`beloeb`) as it stands in addresses, and its name in `money.UNITS`.
AMOUNTS = {"kr": "kr", "1000": "1.000 kr", "mio": "mio. kr"}


class StatusQuery(fields.Form):
    """As of when (`pr`), which year (`aar`), which price level (`pl`), which unit (`enhed`), amounts in what (`beloeb`)."""

    pr = fields.day(_("As of"))
    aar = fields.year(_("Year"))
    pl = fields.year(_("Price level"))
    enhed = forms.CharField(
        label=_("Unit"), required=False, max_length=40, error_messages={"max_length": _("Write a unit's code, such as SUF.")}
    )

    beloeb = forms.ChoiceField(
        label=_("Amounts in"),
        choices=[("", _("what fits")), *((key, SCALES[unit].name) for key, unit in AMOUNTS.items())],
        required=False,
        error_messages={"invalid_choice": _("Choose kr, 1000 or mio.")},
    )

    def question(self, today: date) -> StatusQuestion:
        """What is asked of the ledger; of today, where no date is."""
        return StatusQuestion(**self._limits(today))

    def _limits(self, today: date) -> dict[str, Any]:
        cleaned = self.cleaned_data
        as_of = cleaned["pr"] or today
        return {
            "as_of": as_of, "is_past": as_of < today, "year": cleaned["aar"], "unit": cleaned["enhed"] or None,
            "price_level": cleaned["pl"], "amounts_in": AMOUNTS.get(cleaned["beloeb"], ""),
        }  # fmt: skip

    def asked(self) -> dict[str, str]:
        """What was asked, as it stands in an address; nothing that was left out."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in said.items()}


class OverviewQuery(StatusQuery):
    """Which programmes: words to search for (`soeg`), how they stand (`stand`), and in which order (`orden`)."""

    soeg = forms.CharField(
        label=_("Search"), required=False, max_length=100, error_messages={"max_length": _("Write fewer words.")}
    )  # fmt: skip
    stand = forms.ChoiceField(
        label=_("Stands"),
        choices=[("", _("All")), *((standing.value, words) for standing, words in STANDINGS.items())],
        required=False,
        error_messages={"invalid_choice": _("There is no such standing. Choose one.")},
    )
    orden = forms.ChoiceField(
        label=_("Order"),
        choices=[("", _("what is most open first")), *((name, name) for name in ORDERS)],
        required=False,
        error_messages={"invalid_choice": _("There is no such order. Choose one by the heads of the table.")},
    )


class SinceQuery(StatusQuery):
    """Since when: a date (`fra`), or a published report by its number (`rapport`)."""

    fra = fields.day(_("Since"))
    rapport = forms.IntegerField(
        label=_("Since the report"), required=False, min_value=1, max_value=2**62, localize=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Choose one of the published reports.")),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """An opening that lies after the closing has nothing between."""
        asked = self.cleaned_data
        if asked.get("fra") and asked.get("pr") and asked["fra"] > asked["pr"]:
            self.add_error("fra", _("Write a date no later than the one the status is as of."))
        return asked

    def changes_question(self, today: date) -> ChangesQuestion:
        """What is asked of the changes up to a day."""
        return ChangesQuestion(**self._change_limits(today))

    def _change_limits(self, today: date) -> dict[str, Any]:
        return {**self._limits(today), "since": self.cleaned_data["fra"], "since_report": self.cleaned_data["rapport"]}


class EntriesQuery(SinceQuery):
    """Which figure (`tal`), and of what; `ingen=enhed` or `ingen=indsats` asks for what stands on none; `trin` for a step.

    `led` is the link up to which approvals count: the entries behind a figure of a published report.
    """

    led = forms.IntegerField(
        label=_("Link in the chain"), required=False, min_value=0, max_value=2**62, localize=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Write a link's number.")),
    )  # fmt: skip

    tal = forms.ChoiceField(
        label=_("Figure"),
        choices=[("", _("All entries")), *((figure.code, figure.words) for figure in VOCABULARY.with_entries)],
        required=False,
        error_messages={"invalid_choice": _("There is no figure by that name. Choose one.")},
    )
    indsats = forms.CharField(
        label=_("Initiative"),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Write the initiative's name as the status page has it.")},
    )
    ingen = forms.MultipleChoiceField(
        label=_("Only what stands on none"),
        choices=[("enhed", UNALLOCATED), ("indsats", WHOLE_PROGRAMME)],
        required=False,
        error_messages={"invalid_choice": _("Choose among the two, or neither.")},
    )
    trin = forms.ChoiceField(
        label=_("Step"),
        choices=[("", _("All")), *VOCABULARY.steps.items()],
        required=False,
        error_messages={"invalid_choice": _("There is no step by that name. Choose one.")},
    )
    side = Page(label=_("Page"))

    @property
    def figure(self) -> Figure | None:
        """The figure that is asked for; None for all entries."""
        return VOCABULARY[self.cleaned_data["tal"]] if self.cleaned_data["tal"] else None

    def entries_question(self, today: date) -> EntriesQuestion:
        """Which entries are asked for."""
        cleaned, nowhere = self.cleaned_data, self.cleaned_data["ingen"]
        figure = self.figure
        limits = self._change_limits(today) | {"unit": "" if "enhed" in nowhere else cleaned["enhed"] or None}
        return EntriesQuestion(
            **limits, initiative="" if "indsats" in nowhere else cleaned["indsats"] or None,
            kinds=tuple(figure.kinds) if figure else (), has_evidence=figure.evidenced if figure else None,
            with_early=figure is not None and figure.is_early,
            step=next((step for step in VOCABULARY.steps if step == cleaned["trin"]), None), link=cleaned["led"],
        )  # fmt: skip

    def figure_question(self) -> FigureQuestion | None:
        """Which one figure the entries are behind; None where they are behind several, or an initiative's."""
        cleaned, nowhere = self.cleaned_data, self.cleaned_data["ingen"]
        if self.figure not in VOCABULARY.at(Place.NOTES) or not cleaned["aar"] or cleaned["indsats"] or "indsats" in nowhere:
            return None
        unit = None if "enhed" in nowhere else cleaned["enhed"] or None
        is_whole = unit is None and "enhed" not in nowhere
        return FigureQuestion(figure=cleaned["tal"], year=cleaned["aar"], unit=unit, is_whole=is_whole)
