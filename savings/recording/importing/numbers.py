"""Numbers as people write them: in a column of a file, pasted, or typed on a page, in Danish, English or plain form.

What a column may hold:

| written | read as |
|---|---|
| `1234`, `1 234` | 1234 |
| `1.234,5`, `1 234,5`, `1.234.567`, `0,125` | Danish, and proof that the column is |
| `1,234.5`, `1,234,567`, `0.125` | English, and proof that the column is |
| `1234.5`, `1 234.5` | plain: a decimal point, and proof that commas group nothing |
| `1.234` | 1234 if the column proves only Danish, 1.234 if it proves only English or plain, else refused |
| `1,234` | 1.234 if the column proves only Danish, 1234 if it proves only English, else refused |
| `-5`, `−5`, `–5`, `5-`, `(5)` | −5; the last two are how accounting systems write it |
| `5 kr.`, `kr. 5`, `DKK 5` | 5, and the amount unit must then be kroner |

Where the column proves nothing, a page reads its own language's thousands (`1.234` on a Danish page, `1,234` on an English
one), for so it prints them; and whoever imports a file may say which it is. Only spaces group digits besides points and
commas: a tab or a line break inside a field is none. Everything else is refused: `1.23.4`, `5 %`, `1e6`, `1'234`, `500,-`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Literal

from savings.money import LARGEST, NotMoney, kroner
from savings.recording.importing.faults import InvalidInput, Reason
from savings.recording.importing.tables import FileCell, ShownNumber

#: More digits than any amount the ledger can hold, and few enough for Decimal's 28 to stay exact.
MOST_DIGITS = 25
#: Digits that Excel keeps of a number; what a float shows beyond them is arithmetic noise, not something typed.
EXCEL_DIGITS = 15
#: How far, in kroner, the noise of a sum in Excel may stand from a whole øre. A hundredth of an øre is never an amount.
NOISE = Decimal("0.0001")

DASHES = "-−–‐‑"
_SPACES = re.compile("[ \u00a0\u2000-\u200a\u202f\u205f]+")
_CURRENCY = re.compile(r"^(?:kr\.?|dkk) ?(?P<after>.*)$|^(?P<before>.*?) ?(?:kr\.?|dkk)$", re.IGNORECASE)
_NEGATIVE = re.compile(rf"^(?:[{DASHES}] ?(?P<led>[^()]+)|(?P<trailed>[^()]+?) ?[{DASHES}]|\((?P<held>[^()]+)\))$")


#: How somebody writes numbers: which language's marks.
NumberLanguage = Literal["danish", "english"]


class NumberFormat(Enum):
    """What a written number shows of the format of its column."""

    EITHER = "either"
    DANISH = "danish"
    ENGLISH = "english"
    PLAIN = "plain"
    ONE_POINT = "one point, three digits"
    ONE_COMMA = "one comma, three digits"


_BY_SPACE = r"[1-9][0-9]{0,2}(?: [0-9]{3})+"
_BY_POINT = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"
_BY_COMMA = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"
#: In order: the first that fits is the form. `0.000` is nought in both forms (Danish Excel writes it), so it proves nothing.
_FORMS = (
    (NumberFormat.EITHER, re.compile(rf"[0-9]+|{_BY_SPACE}|0\.000")),
    (NumberFormat.ONE_POINT, re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")),
    (NumberFormat.ONE_COMMA, re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")),
    (NumberFormat.DANISH, re.compile(rf"(?:[0-9]*|{_BY_SPACE}|{_BY_POINT}),[0-9]+|{_BY_POINT}")),
    (NumberFormat.ENGLISH, re.compile(rf"(?:[0-9]{{0,3}}|{_BY_COMMA})\.[0-9]+|{_BY_COMMA}")),
    (NumberFormat.PLAIN, re.compile(rf"(?:[0-9]+|{_BY_SPACE})\.[0-9]+")),
)


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number taken apart but not yet read: its digits and separators, its sign, and whether it names kroner."""

    form: NumberFormat
    digits: str
    negative: bool
    says_kroner: bool


@dataclass(frozen=True, slots=True)
class ColumnFormats:
    """The formats that a column of numbers certainly uses.

    Attributes:
        page: whose thousands the page prints on which the numbers are typed; where the column proves nothing, a number
            written so is one of thousands.
        answer: what somebody has said of the whole file; it settles whatever the column does not.
    """

    danish: bool = False
    english: bool = False
    plain: bool = False
    page: NumberLanguage | None = None
    answer: NumberLanguage | None = None

    def find_language(self, form: NumberFormat) -> NumberLanguage | None:
        """In which language a number of one mark and three digits is written; None where nothing settles it."""
        proves_point = self.english or self.plain
        thousands: NumberLanguage = "danish" if form is NumberFormat.ONE_POINT else "english"
        if self.danish == proves_point:
            return thousands if not proves_point and self.page == thousands else self.answer
        proven: NumberLanguage = "danish" if self.danish else "english"
        # Who writes 1234.5 groups nothing by commas, so 1,234 may be either; so it may where page and column differ.
        is_sure = self.page in (None, proven) and not (self.plain and form is NumberFormat.ONE_COMMA)
        return proven if is_sure else self.answer


@lru_cache(maxsize=65_536)
def parse_number(text: str) -> WrittenNumber | None:
    """The number that `text` writes, or None when it writes none that Valby accepts."""
    bare, says_kroner = _strip_currency(_SPACES.sub(" ", text).strip())
    digits, negative = _strip_sign(bare)
    if sum(char.isdigit() for char in digits) > MOST_DIGITS:
        return None
    for form, pattern in _FORMS:
        if pattern.fullmatch(digits):
            return WrittenNumber(form, digits, negative, says_kroner)
    return None


def _strip_currency(text: str) -> tuple[str, bool]:
    match = _CURRENCY.match(text)
    if match is None:
        return text, False
    return (match["after"] or match["before"] or "").strip(), True


def _strip_sign(text: str) -> tuple[str, bool]:
    match = _NEGATIVE.match(text)
    if match is not None:
        return (match["led"] or match["trailed"] or match["held"]).strip(), True
    return text.removeprefix("+").lstrip(), False


def find_formats(texts: Iterable[str], page: NumberLanguage | None = None) -> ColumnFormats:
    """The formats that the column's own values prove; the amounts of all years count as one column."""
    return build_formats({number.form for number in map(parse_number, texts) if number is not None}, page=page)


def build_formats(
    forms: Set[NumberFormat], *, page: NumberLanguage | None = None, answer: NumberLanguage | None = None
) -> ColumnFormats:
    """What the forms of a column's numbers prove."""
    danish, english, plain = (form in forms for form in (NumberFormat.DANISH, NumberFormat.ENGLISH, NumberFormat.PLAIN))
    return ColumnFormats(danish, english, plain, page, answer)


def read_number(number: WrittenNumber, column: ColumnFormats) -> Decimal:
    """The value of a written number in a column whose formats are known.

    Raises:
        InvalidInput: when it can mean two numbers and the column does not settle which.
    """
    value = Decimal(_to_plain_digits(number, column))
    return -value if number.negative and value else value


def _to_plain_digits(number: WrittenNumber, column: ColumnFormats) -> str:
    digits, form = number.digits.replace(" ", ""), number.form
    if form in (NumberFormat.EITHER, NumberFormat.PLAIN):
        return digits
    language: str | None = form.value
    if form in (NumberFormat.ONE_POINT, NumberFormat.ONE_COMMA):
        language = column.find_language(form)
        if language is None:
            raise _build_ambiguity(digits)
    return digits.replace(".", "").replace(",", ".") if language == "danish" else digits.replace(",", "")


def _build_ambiguity(digits: str) -> InvalidInput:
    # A fourth decimal makes it certain: no thousands are grouped by four.
    whole = digits.replace(".", "").replace(",", "")
    return InvalidInput(Reason.AMBIGUOUS, digits, f"{whole} / {digits}0")


def write_number(value: Decimal, language: NumberLanguage) -> str:
    """A number as somebody would type it, without thousands, so that it is read back as itself in any column.

    Three decimals alone could be thousands, so they get a fourth.
    """
    text = format_plain(value)
    if re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", text):
        text += "0"
    return text.replace(".", ",") if language == "danish" else text


def read_amount(cell: str | Decimal, unit: Decimal, column: ColumnFormats) -> Decimal:
    """The amount in kroner that a cell states when one of its unit is `unit` kroner.

    Raises:
        InvalidInput: when it is no number, can mean two, is not exact to the øre, or is larger than the ledger holds.
    """
    if isinstance(cell, Decimal):
        return _read_excel_amount(cell, unit)
    number = parse_number(cell)
    if number is None:
        raise InvalidInput(Reason.AMOUNT, cell)
    if number.says_kroner and unit != 1:
        raise InvalidInput(Reason.TWO_UNITS, cell)
    try:
        return _to_exact_kroner(read_number(number, column) * unit, cell)
    except InvalidInput as refused:
        raise InvalidInput(refused.reason, cell, refused.expected) from None


def _read_excel_amount(cell: Decimal, unit: Decimal) -> Decimal:
    if not cell.is_finite():
        raise InvalidInput(Reason.AMOUNT, str(cell))
    if abs(cell) >= Decimal(10) ** MOST_DIGITS:
        raise InvalidInput(Reason.TOO_LARGE, format_plain(cell))
    try:
        return _to_exact_kroner(cell * unit, format_plain(cell))
    except InvalidInput:
        return _to_exact_kroner(_strip_noise(cell, unit) * unit, format_plain(cell))


def _strip_noise(cell: Decimal, unit: Decimal) -> Decimal:
    """The number to the 15 digits Excel keeps and shows, if that only removes noise.

    `=0,1+0,2` is stored as 0.30000000000000004, while the reader sees and means 0,3.
    """
    places = EXCEL_DIGITS - 1 - cell.adjusted()
    rounded = cell.quantize(Decimal(1).scaleb(-places)) if places <= MOST_DIGITS and cell else Decimal(0)
    return rounded if abs(rounded - cell) * unit < NOISE else cell


def _to_exact_kroner(amount: Decimal, text: str) -> Decimal:
    try:
        return abs(kroner(amount)) if not amount else kroner(amount)
    except NotMoney:
        raise InvalidInput(Reason.TOO_LARGE if abs(amount) > LARGEST else Reason.ORE, text) from None


def format_plain(number: Decimal) -> str:
    """A number from a workbook as its text: 2023, not 2023.0."""
    if not number.is_finite():
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_text(cell: FileCell) -> str:
    """What a cell says, as text."""
    if isinstance(cell, str):
        return cell
    return format_plain(cell.value if isinstance(cell, ShownNumber) else cell)
