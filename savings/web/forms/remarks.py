"""The forms for what is said of a figure: at which figure, what is said, and why a note is sent back or withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from savings.faces.wording import UNALLOCATED
from savings.vocabulary import VOCABULARY, Place
from savings.web.forms.fields import Form, Words, choice, text, year

LONGEST = 4000


class PlaceQuery(Form):
    """Which figure (`tal`), of which year and unit; `ingen=enhed` is what stands on no unit, neither is the whole programme."""

    tal = choice(
        _("Figure"), [(figure.code, figure.words) for figure in VOCABULARY.at(Place.NOTES)],
        wanted=_("Choose the figure that it is about."),
        radio=False,
    )  # fmt: skip
    aar = year(_("Year"), wanted=_("Write the year that it is about."))
    enhed = text(_("Unit"), most=40, help_text=_("Its code, such as SUF."))
    ingen = forms.MultipleChoiceField(
        label=_("Only what stands on none"),
        choices=[("enhed", UNALLOCATED)],
        required=False,
        error_messages={"invalid_choice": _("Choose the one shown, or nothing.")},
    )


class SaidForm(Form):
    """One text that must be written."""

    def __init__(self, *args: Any, label: Words, wanted: Words, help_text: Words = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = text(label, wanted=wanted, most=LONGEST, lines=6, help_text=help_text)
