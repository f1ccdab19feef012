"""The parts of forms: fields whose messages say what to write, and a form that leaves the telling to us."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from savings.models.ledger import YEARS

#: A text or its lazy translation; the stubs know no common name for both.
Words = Any
Choices = Sequence[tuple[str, Words]]
NO_NUL = _("There is a character in it that cannot be stored. Write it again by hand.")


class Form(forms.Form):
    """A form that cleans and never saves. The browser's own bubbles say neither where nor what in our words."""

    use_required_attribute = False

    def add_error(self, field: str | None, error: Any) -> None:
        """A date or number that is none is shown again as it was typed, which the browser's own fields would not do."""
        super().add_error(field, error)
        if field is not None and isinstance(self.fields[field].widget, forms.DateInput):
            self.fields[field].widget = forms.TextInput(attrs=self.fields[field].widget.attrs | {"type": "text"})


def text(
    label: Words, *, wanted: Words = "", most: int = 300, lines: int = 1, help_text: Words = "", **kwargs: Any
) -> forms.CharField:
    """A text; `wanted` is the message when it is missing, and makes it required."""
    too_long = _("Write at most %(limit_value)d characters; there are %(show_value)d.")
    widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput(attrs={"autocomplete": "off"})
    field = forms.CharField(label=label, required=bool(wanted), max_length=most, help_text=help_text, widget=widget, **kwargs)
    field.error_messages |= {"required": wanted}
    field.validators = [MaxLengthValidator(most, message=too_long), ProhibitNullCharactersValidator(message=NO_NUL)]
    return field


def choice(
    label: Words, choices: Choices | Callable[[], Any], *, wanted: Words = "", help_text: Words = "", radio: bool = True
) -> forms.ChoiceField:
    """One of several, as radio buttons or (for many) a list; `wanted` is the message when none is chosen."""
    widget = forms.RadioSelect() if radio else forms.Select()
    field = forms.ChoiceField(label=label, choices=choices, required=bool(wanted), help_text=help_text, widget=widget)
    field.error_messages |= {"required": wanted, "invalid_choice": wanted or _("Choose one of those shown.")}
    return _grouped(field) if radio else field


def several(
    label: Words, choices: Choices | Callable[[], Any], *, wanted: Words = "", help_text: Words = ""
) -> forms.MultipleChoiceField:
    """Any of several, as boxes to tick; `wanted` is the message when none is, and makes it required."""
    widget = forms.CheckboxSelectMultiple()
    field = forms.MultipleChoiceField(label=label, choices=choices, required=bool(wanted), help_text=help_text, widget=widget)
    field.error_messages |= {
        "required": wanted,
        "invalid_choice": _("Choose among those shown."),
        "invalid_list": _("Choose among those shown."),
    }
    return _grouped(field)


def _grouped(field: Any) -> Any:
    """Marks a field that is a group of controls, which needs a legend and not a label (`_field.html` asks)."""
    field.group = True
    return field


def day(label: Words, *, wanted: Words = "", help_text: Words = "") -> forms.DateField:
    """A date; `wanted` is the message when it is missing, and makes it required."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    field = forms.DateField(label=label, required=bool(wanted), help_text=help_text, widget=widget, validators=[_living_memory])
    field.error_messages |= {"required": wanted, "invalid": _("Write a date, such as 2026-12-31.")}
    return field


def _living_memory(value: date) -> None:
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise forms.ValidationError(_("Write a date, such as 2026-12-31."))


def year(label: Words, *, wanted: Words = "", help_text: Words = "") -> forms.IntegerField:
    """A year, typed; `wanted` is the message when it is missing, and makes it required."""
    wrong = _("Write a year with four digits, from 1900 to 2199.")
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "maxlength": 20, "autocomplete": "off"})
    messages = {"required": wanted, "invalid": wrong, "min_value": wrong, "max_value": wrong}
    return forms.IntegerField(
        label=label, required=bool(wanted), min_value=YEARS[0], max_value=YEARS[1], error_messages=messages, localize=False,
        widget=widget, help_text=help_text,
    )  # fmt: skip


def tick(label: Words, *, wanted: Words = "", help_text: Words = "") -> forms.BooleanField:
    """A box to tick; `wanted` is the message when it must be and is not."""
    return forms.BooleanField(label=label, required=bool(wanted), error_messages={"required": wanted}, help_text=help_text)


def named(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[str, str]]:
    """Choices whose keys are texts, as forms send them."""
    return [(str(key), str(value)) for key, value in pairs]
