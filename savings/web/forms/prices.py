"""The forms of the price series: a new one, a release of changes, and the little calculator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.reporting.names import is_series_name_taken
from savings.web.forms.amounts import AmountField
from savings.web.forms.fields import DayField, Form, TextField, YearField
from savings.web.forms.price_lines import read_lines

NO_LINES = _("Write at least one line, with a year and its change in per cent.")
#: So many wrong lines are told of one by one.
MOST_FAULTS = 20


class SeriesForm(Form):
    """A series: its name, and where it is published."""

    name = TextField(_("Name"), wanted=_("Write the series' name."), most=200, help_text=_("It is permanent."))
    source = TextField(
        _("Source"),
        wanted=_("Write who publishes the series, and where."),
        most=1000,
        lines=3,
        help_text=_("Who publishes it, and where, such as an address on the web. It is permanent."),
    )

    def clean_name(self) -> str:
        """A name that no series has, also when it is written in other letters' size."""
        name = str(self.cleaned_data["name"])
        if is_series_name_taken(name):
            raise forms.ValidationError(_("There is a series of that name. Write another."))
        return name


class ReleaseForm(Form):
    """Changes by year, a line each, and where they were published."""

    lines = TextField(
        _("The changes"),
        wanted=NO_LINES,
        most=10_000,
        lines=8,
        strip=False,
        help_text=_(
            "A line for each year: the year, and the change in per cent from the year before, such as 2026;3,1. Two columns "
            "can be copied from a workbook. A change that is given as level correction and estimate is written as both, such as "
            "2026;0,4+3,1, and with the printed sum behind it is compared: 2026;0,4+3,1=3,5."
        ),
    )
    note = TextField(
        _("Where they were published"),
        wanted=_("Write where the changes were published."),
        most=500,
        lines=2,
        help_text=_("Such as the paper, its date and its page."),
    )
    announced_on = DayField(
        _("Announced on"),
        wanted=_("Write the day on which the changes were announced."),
        help_text=_("A status as of an earlier day keeps what was announced before, where anything was."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_announced_on(self) -> date:
        """What is not announced yet cannot be recorded."""
        day: date = self.cleaned_data["announced_on"]
        if day > self.today:
            raise forms.ValidationError(_("Write a day that is not ahead."))
        return day

    def clean_lines(self) -> str:
        """Lines that can all be read; what they say is in `changes`."""
        text = str(self.cleaned_data["lines"])
        read = read_lines(text)
        if len(read.faults) > MOST_FAULTS:
            rest = _g("%(count)s more lines cannot be read.") % {"count": len(read.faults) - MOST_FAULTS}
            raise forms.ValidationError([*read.faults[:MOST_FAULTS], rest])
        if read.faults or not read.changes:
            raise forms.ValidationError(list(read.faults) or [NO_LINES])
        self.changes = read.changes
        return text


class CalculatorForm(Form):
    """An amount, the price level it is in, and the one it is wanted in; it is asked for in the address."""

    beloeb = AmountField(
        _("Amount"),
        wanted=_("Write an amount, such as 1.9."),
        help_text=_("In kroner, or in millions: the answer is in the same."),
    )
    fra = YearField(_("From price level"), wanted=_("Write the year in whose prices the amount is."))
    til = YearField(_("To price level"), wanted=_("Write the year in whose prices it is wanted."))
