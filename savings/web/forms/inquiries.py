"""Which sample an auditor asks for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from savings.projections.inquiries import SampleQuestion
from savings.reporting.choices import read_programme_choices
from savings.web.forms.fields import ChecksField, Form, NumberField, RadioField, TextField, YearField

#: More entries than anybody goes through by hand.
MOST = 500


class SampleQuery(Form):
    """Programmes, year, size, seed and how to draw."""

    program = ChecksField(_("Programmes"), help_text=_("None ticked: all."))
    aar = YearField(_("Year"), help_text=_("Left empty: all years."))
    antal = NumberField(
        _("How many entries"), most=MOST, wrong=_("Write a whole number from 1 to 500."), wanted=_("Write how many entries."),
    )  # fmt: skip
    startord = TextField(
        _("Seed"), most=60, wanted=_("Write a seed, for instance the day and your initials."),
        help_text=_("Any word or number. The same seed draws the same entries as long as the ledger says the same."),
    )  # fmt: skip
    metode = RadioField(
        _("How to draw"), [("chance", _("by chance, each entry alike")), ("amount", _("by amount, the larger the likelier"))],
        wanted=_("Choose how to draw."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices(program=read_programme_choices())

    @property
    def question(self) -> SampleQuestion:
        """The question, cleaned."""
        asked = self.cleaned_data
        return SampleQuestion(
            programmes=tuple(asked["program"]), year=asked["aar"], size=asked["antal"], seed=asked["startord"],
            by_amount=asked["metode"] == "amount",
        )  # fmt: skip
