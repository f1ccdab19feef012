"""Numbers and dates as a reader writes them, in Danish and English; the only place that rounds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from savings.money import UNITS, round_half_up

MINUS = "−"
DASH = "–"


@dataclass(frozen=True)
class Scale:
    """The unit amounts are shown in: how many kroner one of it is, its decimals, and its name."""

    one: Decimal
    places: int
    name: Promise
    with_amount: Promise

    def round(self, amount: Decimal) -> Decimal:
        """The amount (in kroner) in this unit, rounded half up."""
        return round_half_up(amount / self.one, self.places)

    def show(self, amount: Decimal) -> str:
        """The amount (in kroner) in this unit, as text without the unit's name."""
        return number(self.round(amount), self.places)

    def show_change(self, amount: Decimal) -> str:
        """A difference (in kroner) in this unit, with its sign."""
        return f"+{self.show(amount)}" if self.round(amount) > 0 else self.show(amount)

    def show_with_unit(self, amount: Decimal) -> str:
        """The amount (in kroner) with the unit's name, held together by a no-break space."""
        return (str(self.with_amount) % {"amount": self.show(amount)}).replace(" ", "\u00a0")


MILLIONS = Scale(UNITS["mio. kr"], 1, _("DKK million"), _("DKK %(amount)s million"))
THOUSANDS = Scale(UNITS["1.000 kr"], 0, _("DKK thousand"), _("DKK %(amount)s thousand"))
KRONER = Scale(UNITS["kr"], 2, _("DKK"), _("DKK %(amount)s"))

#: The unit asked for, by its name in `money.UNITS`.
SCALES = {"kr": KRONER, "1.000 kr": THOUSANDS, "mio. kr": MILLIONS}


def scale_for(amounts: Iterable[Decimal]) -> Scale:
    """The unit that shows these amounts (in kroner) best: millions with one decimal, thousands where all are small."""
    largest = max((abs(amount) for amount in amounts), default=Decimal(0))
    return THOUSANDS if 0 < largest < Decimal(500_000) else MILLIONS


def finest(amounts: Iterable[Decimal]) -> Scale:
    """The coarsest unit in which none of these amounts (in kroner) is rounded away, for tables that tell of small changes."""
    changes = [amount for amount in amounts if amount]
    fits = (scale for scale in (MILLIONS, THOUSANDS) if all(scale.round(amount) for amount in changes))
    return next(fits, KRONER)


def locale_code() -> str:
    """Babel's name for the language the reader has chosen."""
    return "en_GB" if (get_language() or "da").startswith("en") else "da_DK"


def number(value: Decimal, places: int) -> str:
    """A number with exactly `places` decimals, grouped, with a true minus sign: −1.234,5 in Danish, −1,234.5 in English.

    Written out by hand, since a page holds hundreds; a test holds it to Babel's.
    """
    return _write(value, places, locale_code())


@lru_cache(maxsize=1024)
def _write(value: Decimal, places: int, locale: str) -> str:
    exact = round_half_up(value, places)
    text = f"{abs(exact):,f}"
    if locale != "en_GB":
        text = text.translate(_DANISH_MARKS)
    return MINUS + text if exact < 0 else text


_DANISH_MARKS = str.maketrans(",.", ".,")


def read_number(text: str) -> Decimal | None:
    """The number that `number` or `percent` wrote, a share of one for a percentage; None for any other text."""
    bare = text.replace("\u00a0", " ").strip().removeprefix("+")
    is_share = bare.endswith("%")
    bare = bare.removesuffix("%").strip().removesuffix("*")
    group, point = (",", ".") if locale_code() == "en_GB" else (".", ",")
    match = re.fullmatch(rf"([{MINUS}-]?)(\d{{1,3}}(?:{re.escape(group)}\d{{3}})*|\d+)(?:{re.escape(point)}(\d+))?", bare)
    if match is None:
        return None
    sign, whole, decimals = match.groups()
    value = Decimal(f"{whole.replace(group, '')}.{decimals}" if decimals else whole.replace(group, ""))
    return (-value if sign else value) / (100 if is_share else 1)


def read_day(text: str) -> date | None:
    """The date that `day` wrote; None for any other text."""
    if match := re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", text):
        return date(*(int(part) for part in match.groups()[::-1]))
    if (match := re.fullmatch(r"(\d{1,2}) (\w+) (\d{4})", text)) and match[2] in _EN_MONTHS:
        return date(int(match[3]), _EN_MONTHS.index(match[2]) + 1, int(match[1]))
    return None


def percent(ratio: Decimal | None) -> str:
    """A ratio as whole per cent, `57 %` (`57%` in English); a dash where there is no ratio."""
    if ratio is None:
        return DASH
    sign = "%" if locale_code() == "en_GB" else "\u00a0%"
    return number(ratio * 100, 0) + sign


def day(value: date | None) -> str:
    """A date in a text: 14-10-2008 in Danish, 14 October 2008 in English; a dash for none."""
    if value is None:
        return DASH
    if locale_code() == "en_GB":
        return f"{value.day} {_EN_MONTHS[value.month - 1]} {value.year}"
    return f"{value:%d-%m-%Y}"


def month(value: date) -> str:
    """A month in a text: april 2008, April 2008."""
    names = _EN_MONTHS if locale_code() == "en_GB" else _DA_MONTHS
    return f"{names[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """A moment in a text, to the minute, in the office's time."""
    at = "at" if locale_code() == "en_GB" else "kl."
    local = localtime(value)
    return f"{day(local.date())} {at} {local:%H:%M}"


_EN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DA_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
