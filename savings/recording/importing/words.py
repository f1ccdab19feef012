"""The words a file may use for units, price levels, durations and totals, in Danish and English."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from savings.money import UNITS
from savings.recording.importing.faults import InvalidInput, Reason
from savings.recording.importing.numbers import DASHES
from savings.vocabulary import VOCABULARY, Duration, Kind, Vocabulary

FIRST_YEAR, LAST_YEAR = 1900, 2199
_GUARD = re.compile("^'(?=[=+@\uff1d\uff0b\uff0d\uff20-])")

#: Kroner where nobody has said so: another object than the kroner that are stated, and told from them by `is`.
UNSTATED_UNIT = Decimal(1)
_KR, _THOUSAND, _MILLION, _BILLION = UNITS["kr"], UNITS["1.000 kr"], UNITS["mio. kr"], Decimal(1_000_000_000)
#: Compared without spaces, points and commas, so that `1.000 kr.`, `1000 kr` and `1,000 kr` are one word.
_AMOUNT_UNITS: dict[str, Decimal] = {
    "": UNSTATED_UNIT,
    **dict.fromkeys(("kr", "kroner", "dkk"), _KR),
    **dict.fromkeys(
        ("1000kr", "1000kroner", "1000dkk", "tkr", "tdkk", "tusindkr", "tusindekr", "tusindkroner", "thousand",
         "thousandkr", "thousanddkk", "thousandkroner", "dkk1000", "dkkthousand", "kr1000"),
        _THOUSAND,
    ),
    **dict.fromkeys(
        ("miokr", "mio", "miokroner", "miodkk", "mill", "millkr", "million", "millions", "millioner", "millionkr",
         "millionerkr", "millionerkroner", "millionkroner", "milliondkk", "dkkmillion", "dkkmio", "mkr", "mdkk",
         "1000000kr", "1000000dkk"),
        _MILLION,
    ),
    **dict.fromkeys(
        ("mia", "miakr", "miadkk", "miakroner", "mrd", "mrdkr", "milliard", "milliarder", "milliarderkr", "milliarderkroner",
         "billion", "billiondkk", "dkkbillion", "dkkmia", "bn", "dkkbn"),
        _BILLION,
    ),
}  # fmt: skip
_NONE = frozenset({"", *DASHES, "—"})
_UNALLOCATED = _NONE | {"ikke fordelt", "ikkefordelt", "not allocated", "unallocated"}
_NOT_STATED = _NONE | {"ikke oplyst", "uoplyst", "ikke angivet", "not stated", "not given", "unknown"}
#: A total by its words: one of these alone, at the beginning, or at the end.
_TOTAL = re.compile(
    r"(?:i alt|ialt|total|totalt|totals?|sum|hovedtotal|sub ?totals?|delsum|delresultat|samlede|samlet|sammenlagt)"
    r"|(?:i alt|ialt|total|totalt|sum|sub ?total|samlede|samlet|hovedtotal|grand total)[ :,].*"
    r"|.*[ ,](?:i alt|ialt|total|totalt|totals|sum|tilsammen)"
)
_DURATIONS = {
    **dict.fromkeys(("varig", "varigt", "permanent"), Duration.PERMANENT.value),
    **dict.fromkeys(("engangs", "engang", "one off", "oneoff", "one time"), Duration.ONE_OFF.value),
}
_PRICE_LEVEL = re.compile(r"(?:p/?l |prisniveau )?([0-9]{4})(?: ?(?:p/?l|priser|prices|prisniveau|price level))?")
#: As statistics write it: 09-PL is 2009, 98-pl is 1998.
_SHORT_LEVEL = re.compile(r"([0-9]{2}) ?p/?l")


def fold(text: str) -> str:
    """The text for comparison: one spelling of å, one case, single spaces, hyphens and underscores as spaces."""
    composed = unicodedata.normalize("NFC", text.replace("\ufeff", ""))
    return " ".join(composed.casefold().replace("_", " ").replace("-", " ").split())


def read_name(text: str) -> str:
    """The text of a name on one line: composed letters and single spaces, so that equal names are equal.

    The apostrophe is left out that our own files put before what a spreadsheet could take for a formula.
    """
    return " ".join(_GUARD.sub("", unicodedata.normalize("NFC", text)).split())


def read_note(text: str) -> str:
    """The text of a note: its own line breaks, composed letters."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def read_unit(text: str) -> str | None:
    """The unit's code, or None for Ikke fordelt."""
    return None if text.strip() in _UNALLOCATED or fold(text) in _UNALLOCATED else read_name(text)


def read_initiative(text: str) -> str | None:
    """The initiative's name, or None for the programme as a whole."""
    return None if text.strip() in _NONE else read_name(text)


@lru_cache(maxsize=1024)
def read_kind(text: str, vocabulary: Vocabulary = VOCABULARY) -> Kind:
    """The kind of amount. Raises `InvalidInput` when there is none by that name."""
    try:
        return vocabulary.parse_kind(unicodedata.normalize("NFC", text))
    except ValueError:
        raise InvalidInput(Reason.KIND, text, _kinds_in_words(vocabulary)) from None


def _kinds_in_words(vocabulary: Vocabulary) -> str:
    is_danish = (get_language() or "da").startswith("da")
    *names, last = [figure.word_in_files(danish=is_danish) for figure in vocabulary.kinds.values()]
    return _("%(words)s or %(last)s") % {"words": ", ".join(names), "last": last}


@lru_cache(maxsize=1024)
def read_year(text: str) -> int:
    """The year an amount belongs to. Raises `InvalidInput` unless it is four digits from 1900 to 2199."""
    digits = text.strip()
    if re.fullmatch("[0-9]{4}", digits) and FIRST_YEAR <= int(digits) <= LAST_YEAR:
        return int(digits)
    raise InvalidInput(Reason.YEAR, text)


@lru_cache(maxsize=1024)
def read_amount_unit(text: str) -> Decimal:
    """How many kroner one of the unit is; kroner where nothing is said. Raises `InvalidInput` for other words."""
    word = re.sub(r"[\s.,]", "", text.casefold())
    if word not in _AMOUNT_UNITS:
        raise InvalidInput(Reason.AMOUNT_UNIT, text)
    return _AMOUNT_UNITS[word]


@lru_cache(maxsize=1024)
def read_price_level(text: str) -> int | None:
    """The year in whose prices an amount is stated, None when that is not stated. Raises `InvalidInput` for other words."""
    word = fold(text).rstrip(".")
    if word in _NOT_STATED or text.strip() in _NOT_STATED:
        return None
    if match := _SHORT_LEVEL.fullmatch(word):
        return int(match[1]) + (2000 if int(match[1]) < 70 else 1900)
    match = _PRICE_LEVEL.fullmatch(word)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise InvalidInput(Reason.PRICE_LEVEL, text)
    return int(match[1])


@lru_cache(maxsize=1024)
def read_duration(text: str) -> str:
    """`"permanent"`, `"one_off"`, or `""` where nothing is said. Raises `InvalidInput` for other words."""
    word = fold(text).rstrip(".")
    if not word or text.strip() in _NONE:
        return ""
    if word not in _DURATIONS:
        raise InvalidInput(Reason.DURATION, text)
    return _DURATIONS[word]


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no amount: empty, or a dash alone."""
    return text.strip() in _NONE


@lru_cache(maxsize=4096)
def is_total(text: str) -> bool:
    """Whether the name of a unit or initiative says that it is a total, such as *Driftsudgifter i alt* or *Subtotal*."""
    return _TOTAL.fullmatch(fold(text).rstrip(":").strip()) is not None
