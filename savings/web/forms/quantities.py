"""A field for a number that is no amount of money: how many, in whatever is counted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from django import forms
from django.utils.translation import gettext_lazy as _

from savings.faces.numbers import locale_code
from savings.web.forms.fields import Words

#: What numeric(16, 4) holds.
LARGEST, PLACES = Decimal(10) ** 12, 4
#: What a number is written with; Babel would read 1e5, too.
WRITTEN = frozenset("0123456789.,-")


class Quantity(forms.CharField):
    """A number as the reader's language writes it; None where nothing is written."""

    def clean(self, value: Any) -> Decimal | None:
        """The number.

        Raises:
            ValidationError: when it is none in the reader's language, is too large, or has more than four decimals.
        """
        text = str(super().clean(value)).strip().replace("−", "-")
        if not text:
            return None
        wrong = forms.ValidationError(_("Write a number, such as 1.250 or 12,5, with at most four decimals."))
        if set(text) - WRITTEN:
            raise wrong
        try:
            found = parse_decimal(text, locale=locale_code(), strict=True)
        except NumberFormatError:
            raise wrong from None
        if not found.is_finite() or abs(found) >= LARGEST or found != found.quantize(Decimal(1).scaleb(-PLACES)):
            raise wrong
        return found


def quantity(label: Words, *, help_text: Words = "") -> Quantity:
    """A number that may be left out."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 14})
    return Quantity(label=label, required=False, max_length=40, help_text=help_text, widget=widget)
