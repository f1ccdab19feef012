"""Numbers that somebody types: their fields, and what is wrong with one; where it can mean two, the question which."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from savings.elements.numbers import locale_code
from savings.money import LARGEST
from savings.recording.importing.faults import InvalidInput, Reason
from savings.recording.importing.numbers import ColumnFormats, NumberLanguage, parse_number, read_number
from savings.web.forms.fields import LabelledField, TextField, Words


def page_language() -> NumberLanguage:
    """Whose marks the page prints its numbers with."""
    return "english" if locale_code() == "en_GB" else "danish"


class AmountField(TextField):
    """An amount that stands by itself, so that its own text must say which number it means."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        super().__init__(label, most=60, **kwargs)

    def clean(self, value: Any) -> Decimal:
        """The amount, in whatever unit it is typed in.

        Raises:
            ValidationError: when it is no number, can mean two, or is too large.
        """
        text = super().clean(value)
        number = parse_number(text)
        if number is None:
            raise forms.ValidationError(_("Write the amount as a number, such as 1.9 or 1,900,000, without other words."))
        try:
            amount = read_number(number, ColumnFormats(page=page_language()))
        except InvalidInput as refused:
            raise forms.ValidationError(wrong_amount(refused, text)) from None
        if abs(amount) > LARGEST:
            raise forms.ValidationError(_("Write a smaller amount, with at most 14 digits before the decimals."))
        return amount


class QuantityField(LabelledField, forms.CharField):
    """A number that is no amount of money; None where nothing is written."""

    #: What numeric(16, 4) holds.
    LARGEST, PLACES = Decimal(10) ** 12, 4

    def __init__(self, label: Words, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 14})
        super().__init__(label, max_length=40, widget=box, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """The number.

        Raises:
            ValidationError: when it is none, can mean two, is too large, or has more than four decimals.
        """
        text = str(super().clean(value)).strip()
        if not text:
            return None
        wrong = forms.ValidationError(_("Write a number, such as 1,250 or 12.5, with at most four decimals."))
        number = parse_number(text)
        if number is None or number.says_kroner:
            raise wrong
        try:
            quantity = read_number(number, ColumnFormats(page=page_language()))
        except InvalidInput as refused:
            raise forms.ValidationError(wrong_amount(refused, text)) from None
        if abs(quantity) >= self.LARGEST or quantity != quantity.quantize(Decimal(1).scaleb(-self.PLACES)):
            raise wrong
        return quantity


def two_meanings(text: str) -> tuple[str, str]:
    """The two numbers that `1.234` or `1,234` can be, as the page writes them: 1234, and 1,234 (1.234 in English)."""
    bare = text.strip()
    point = "." if page_language() == "english" else ","
    return bare.replace(".", "").replace(",", ""), bare.replace(".", ",").replace(",", point)


def wrong_amount(refused: InvalidInput, text: str, *, offered: bool = False) -> str:
    """Why an amount cannot be taken, and what to do.

    Args:
        offered: whether the form offers the two numbers to choose from, so that nobody has to write again.
    """
    if refused.reason is not Reason.AMBIGUOUS:
        return refused.at(0).message
    whole, fraction = two_meanings(text)
    asked = _("%(text)s: do you mean %(whole)s or %(fraction)s?") % {"text": text.strip(), "whole": whole, "fraction": fraction}
    return asked if offered else f"{asked} " + _("Write the one you mean.")
