"""Forms that clean and never save: what a reader can ask of a status."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from savings.faces.screen.entries import FIGURES as DERIVED
from savings.faces.wording import KINDS, UNALLOCATED, WHOLE_PROGRAMME
from savings.kinds import Kind
from savings.web import fields


class Page(forms.IntegerField):
    """A page's number, from 1."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Write a page's number, from 1.")
        messages = {"invalid": wrong, "min_value": wrong, "max_value": wrong}
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"})
        super().__init__(
            min_value=1, max_value=1_000_000, required=False, error_messages=messages, localize=False, widget=widget, **kwargs
        )


class StatusQuery(fields.Form):
    """As of when (`pr`), which year (`aar`), which price level (`pl`), which unit (`enhed`)."""

    pr = fields.day(_("As of"))
    aar = fields.year(_("Year"))
    pl = fields.year(_("Price level"))
    enhed = forms.CharField(
        label=_("Unit"), required=False, max_length=40, error_messages={"max_length": _("Write a unit's code, such as SUF.")}
    )

    def asked(self) -> dict[str, str]:
        """What was asked, as it stands in an address; nothing that was left out."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in said.items()}


#: A figure by its name in addresses: the kinds it adds up, with their signs.
FIGURES: dict[str, dict[Kind, int]] = {
    **{kind.value: {kind: 1} for kind in Kind},
    "net_realised": {Kind.REALISED: 1, Kind.OFFSET: 1},
    "documented": {Kind.REALISED: 1},
    "undocumented": {Kind.REALISED: 1},
    "outstanding": {Kind.TARGET: 1, Kind.REALISED: -1, Kind.OFFSET: -1},
    "open": {Kind.TARGET: 1, Kind.REALISED: -1, Kind.OFFSET: -1, Kind.SECURED: -1, Kind.ELSEWHERE: -1},
}


class EntriesQuery(StatusQuery):
    """Which figure (`tal`), and of what; `ingen=enhed` or `ingen=indsats` asks for what stands on none."""

    tal = forms.ChoiceField(
        label=_("Figure"),
        choices=[("", _("All entries")), *((name, DERIVED.get(name) or KINDS[Kind(name)]) for name in FIGURES)],
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
    side = Page(label=_("Page"))
