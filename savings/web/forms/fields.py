"""The parts of forms: fields that carry their widget and say what to write, and a form that leaves the telling to us."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from savings.prices import YEARS

#: A text or its lazy translation; the stubs know no common name for both.
Words = Any
Choices = Sequence[tuple[str, Words]]
#: The first choice of a list where nothing need be chosen.
NOTHING = ("", "–")
NO_NUL = _("There is a character in it that cannot be stored. Write it again by hand.")


class Form(forms.Form):
    """A form that cleans and never saves. The browser's own bubbles say neither where nor what in our words."""

    use_required_attribute = False

    def add_error(self, field: str | None, error: Any) -> None:
        """A date or number that is none is shown again as it was typed, which the browser's own fields would not do."""
        super().add_error(field, error)
        if field is not None and isinstance(self.fields[field].widget, forms.DateInput):
            self.fields[field].widget = forms.TextInput(attrs=self.fields[field].widget.attrs | {"type": "text"})

    def set_choices(self, **choices: Choices) -> None:
        """Give declared fields, by their names, the choices that stand in the database."""
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def leave_out(self, *names: str) -> None:
        """Take declared fields away that do not apply this time."""
        for name in names:
            del self.fields[name]


class LabelledField(forms.Field):
    """A field with a label first; `wanted` is the message when it is missing, and makes it required."""

    def __init__(self, label: Words, *, wanted: Words = "", **kwargs: Any) -> None:
        messages = {"required": wanted, **kwargs.pop("error_messages", {})}
        super().__init__(label=label, required=bool(wanted), error_messages=messages, **kwargs)


class TextField(LabelledField, forms.CharField):
    """A text, in a box where it has several lines; `too_long` is the message when it is, where the usual one does not do."""

    def __init__(self, label: Words, *, most: int = 300, lines: int = 1, too_long: Words = "", **kwargs: Any) -> None:
        box = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(label, max_length=most, widget=box, **kwargs)
        message = too_long or _("Write at most %(limit_value)d characters; there are %(show_value)d.")
        self.validators = [MaxLengthValidator(most, message=message), ProhibitNullCharactersValidator(message=NO_NUL)]


class WhyField(TextField):
    """Why a thing is changed."""

    def __init__(self) -> None:
        super().__init__(_("Why it is changed"), most=500, help_text=_("It stands in the trail."))


class PasswordField(LabelledField, forms.CharField):
    """A password; `complete` tells the browser whether it is the old or a new one."""

    def __init__(self, label: Words, *, complete: str, **kwargs: Any) -> None:
        messages = {"max_length": _("Write at most 200 characters.")}
        box = forms.PasswordInput(attrs={"autocomplete": complete})
        super().__init__(label, strip=False, max_length=200, widget=box, error_messages=messages, **kwargs)


class SelectField(LabelledField, forms.ChoiceField):
    """One of several, in a list; `wrong` is the message for what is not among them, where `wanted` does not say it."""

    def __init__(self, label: Words, choices: Choices = (), *, wanted: Words = "", wrong: Words = "", **kwargs: Any) -> None:
        messages = {"invalid_choice": wrong or wanted or _("Choose one of those shown.")}
        super().__init__(label, choices=choices, wanted=wanted, error_messages=messages, **kwargs)


class RadioField(SelectField):
    """One of a few, as radio buttons."""

    widget = forms.RadioSelect
    #: A group of controls needs a legend and not a label (`_field.html` asks).
    group: ClassVar = True


class ChecksField(LabelledField, forms.MultipleChoiceField):
    """Any of several, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple
    group: ClassVar = True

    def __init__(self, label: Words, choices: Choices = (), *, wrong: Words = "", **kwargs: Any) -> None:
        messages = dict.fromkeys(("invalid_choice", "invalid_list"), wrong or _("Choose among those shown."))
        super().__init__(label, choices=choices, error_messages=messages, **kwargs)


class TickField(LabelledField, forms.BooleanField):
    """A box to tick; `wanted` is the message when it must be and is not."""


class DayField(LabelledField, forms.DateField):
    """A date within the years that the ledger knows."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        wrong = _("Write a date, such as 2026-12-31.")
        box = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label, error_messages={"invalid": wrong}, widget=box, validators=[_check_day], **kwargs)


def _check_day(value: date) -> None:
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise forms.ValidationError(_("Write a date, such as 2026-12-31."))


class NumberField(LabelledField, forms.IntegerField):
    """A whole number from `least` to `most`, typed; `wrong` is the message when it is none of them."""

    def __init__(
        self, label: Words, *, least: int = 1, most: int = 2**62, wrong: Words, size: int = 6, letters: int = 20, **kwargs: Any
    ) -> None:
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        box = forms.TextInput(attrs={"inputmode": "numeric", "size": size, "maxlength": letters, "autocomplete": "off"})
        super().__init__(label, min_value=least, max_value=most, error_messages=messages, widget=box, **kwargs)


class YearField(NumberField):
    """A year that the ledger knows."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        wrong = _("Write a year with four digits, from 1900 to 2199.")
        super().__init__(label, least=YEARS[0], most=YEARS[1], wrong=wrong, **kwargs)


#: What stands in an address for amounts as they were stated, whatever the programme's price basis is.
AS_STATED = "oplyst"


class PriceLevelField(YearField):
    """A year in whose prices amounts are shown, or the word for amounts as they were stated."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        wrong = _("Write a year with four digits, or “oplyst” for amounts as they were stated.")
        self.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), wrong)

    def to_python(self, value: Any) -> Any:
        return AS_STATED if is_as_stated(value) else super().to_python(value)

    def run_validators(self, value: Any) -> None:
        if value != AS_STATED:
            super().run_validators(value)


def is_as_stated(value: object) -> bool:
    """Whether what was typed asks for amounts as they were stated."""
    return isinstance(value, str) and value.strip().casefold() == AS_STATED


def read_level(typed: int | str | None) -> dict[str, Any]:
    """What a `PriceLevelField` holds, as a question of the ledger has it."""
    is_stated = typed == AS_STATED
    return {"price_level": None if is_stated else typed, "as_stated": is_stated}


class PageField(NumberField):
    """A page's number, from 1."""

    def __init__(self, label: Words) -> None:
        super().__init__(label, most=1_000_000, wrong=_("Write a page's number, from 1."))


def key_choices(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[str, str]]:
    """Choices whose keys are texts, as forms send them."""
    return [(str(key), str(value)) for key, value in pairs]
