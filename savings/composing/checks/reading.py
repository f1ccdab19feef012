"""How the checks read a report: its lines with their places, its sentences, and the numbers and amounts typed in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from math import inf
from time import thread_time

from savings.composing.document import Heading, Line, Paragraph, ReportDocument, Run, TypedTable, lines_of, words_of

#: Stands in a line for what was not typed by hand: a bound figure, a reference, a link's address.
BOUND = "\ufffc"


#: When the check must be done: seconds of the thread's own work, so that a busy machine makes nothing late.
_ends: ContextVar[float] = ContextVar("ends", default=inf)


class CheckTookTooLong(Exception):
    """The check is not done in the time it was given."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Give what is read within so many seconds.

    Raises:
        CheckTookTooLong: at the first line that is read after that.
    """
    before = _ends.set(thread_time() + seconds)
    try:
        yield
    finally:
        _ends.reset(before)


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line that the writer wrote, or one of its sentences.

    Attributes:
        block: the part it stands in; None for what stands in the head.
        text: as it is printed.
        typed: the same with each bound figure as `BOUND`.
        is_heading: whether it is a heading.
    """

    block: int | None
    text: str
    typed: str
    runs: tuple[Run, ...] = ()
    is_heading: bool = False


def read_lines(document: ReportDocument, *, tables: bool = False) -> Iterator[WrittenLine]:
    """The lines of a report and of its footnotes; the cells of typed tables where they are asked for."""
    called: dict[int, int] = {}
    for placed in document.pieces:
        for line in lines_of(placed.piece):
            for run in line:
                if run.note:
                    called.setdefault(run.note, placed.block)
        if tables or not isinstance(placed.piece, TypedTable):
            for line in lines_of(placed.piece):
                yield _build_line(placed.block, line, isinstance(placed.piece, Heading))
    for number, line in enumerate(document.footnotes, 1):
        yield _build_line(called.get(number), line, False)


def _build_line(block: int | None, line: Line, is_heading: bool) -> WrittenLine:
    if thread_time() > _ends.get():
        raise CheckTookTooLong
    text = "".join(run.text for run in line)
    typed = "".join(BOUND if run.bound else run.text for run in line)
    return WrittenLine(block, text, typed, line, is_heading)


def words_around(document: ReportDocument, place: int) -> str:
    """What is said of a typed table besides its heads: its first head, and the lines right before and after it."""
    table = document.pieces[place].piece
    lines = [words_of(table.heads[0])] if isinstance(table, TypedTable) and table.heads else []
    for beside in document.pieces[max(0, place - 1) : place + 2]:
        if isinstance(beside.piece, Heading | Paragraph):
            lines.append(words_of(beside.piece.runs))
    return "\n".join(lines)


#: A full stop after these, or after a number before a month, ends no sentence.
_SHORT = re.compile(
    r"(?:\b(?:kr|mio|mia|jf|nr|pr|ca|bl\.a|f\.eks|hhv|inkl|ekskl|stk|afs|s|p|t|no|cf|e\.g|i\.e)|\d)\.$", re.IGNORECASE
)
#: Letters of the longest of them, with its full stop and the one before it.
LONGEST_SHORT = 8
_END = re.compile(r"(?<=[.!?])\s(?=[A-ZÆØÅ\ufffc])")


def sentences(lines: Iterator[WrittenLine]) -> Iterator[WrittenLine]:
    """The sentences of some lines; the bound figures keep their places, so both texts are cut at the same ends."""
    for line in lines:
        begun: list[str] = []
        for piece in _END.split(line.typed):
            begun.append(piece)
            # A look at all that has begun, at each of its ends, would take the square of its length.
            if not _SHORT.search(piece[-LONGEST_SHORT:]):
                yield _sentence(line, begun)
                begun = []
        if begun:
            yield _sentence(line, begun)


def _sentence(line: WrittenLine, pieces: list[str]) -> WrittenLine:
    if thread_time() > _ends.get():
        raise CheckTookTooLong
    text = " ".join(pieces)
    return WrittenLine(line.block, text, text, is_heading=line.is_heading)


def excerpt(text: str, start: int = 0, end: int | None = None) -> str:
    """The words around a place, enough to find it by."""
    end = len(text) if end is None else end
    left, right = max(0, start - 40), min(len(text), end + 40)
    # No word is cut in two, unless it is longer than what is shown.
    left = text.find(" ", left, start) + 1 or left if left else 0
    right = max(text.rfind(" ", end, right), end) if right < len(text) and " " in text[end:right] else right
    cut = text[left:right].replace(BOUND, "…").strip()
    return f"{'… ' if left else ''}{cut}{' …' if right < len(text) else ''}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was typed, with its decimals, and the unit of amount (in kroner) where it has one."""

    value: Decimal
    decimals: int
    unit: Decimal | None = None

    @property
    def half(self) -> Decimal:
        """Half of the last digit: what rounding may hide."""
        return Decimal(5).scaleb(-self.decimals - 1)

    def times(self, factor: Decimal) -> Number:
        """The number in another unit of which one is `factor` of this; its last digit weighs as much as before."""
        shift = factor.adjusted()
        return Number(self.value * factor, self.decimals - shift, self.unit)


def adds_up(terms: Sequence[Number], total: Number, *, rounds: bool) -> bool:
    """Whether terms come to a total; where they are rounded, each may be half of its last digit off."""
    allowed = total.half + sum((term.half for term in terms), Decimal(0)) if rounds else Decimal(0)
    return abs(sum((term.value for term in terms), Decimal(0)) - total.value) <= allowed


def plain(value: Decimal) -> str:
    """A number for a finding's excerpt: the same in all languages, since acknowledgements are kept under it."""
    return format(value.normalize(), "f").replace(".", ",")


#: Hard spaces, the narrow ones too, group the digits of a number as a point does; a plain one may stand between two numbers.
_HARD = "\u00a0\u202f\u2009"
#: No amount has more than five groups, or more than fifteen digits in a row: a longer one is no number that is read.
DANISH = rf"\d{{1,3}}(?:[.{_HARD}]\d{{3}}){{1,5}}(?:,\d{{1,15}})?|\d{{1,15}}(?:,\d{{1,15}})?"
ENGLISH = rf"\d{{1,3}}(?:[,{_HARD}]\d{{3}}){{1,5}}(?:\.\d{{1,15}})?|\d{{1,15}}(?:\.\d{{1,15}})?"
#: A number as each language writes it.
NUMBERS = {"da": DANISH, "en": ENGLISH}
_NUMBER = {language: re.compile(rf"(?<![\d.,])(?:{number})(?![\d]|[.,]\d)") for language, number in NUMBERS.items()}
#: Nothing but one number in a cell: then a plain space groups its digits, too.
_SPACED = re.compile(r"\D*\d{1,3}(?: \d{3})+(?:[.,]\d+)?\D*")


def read_typed_number(text: str, language: str) -> Number | None:
    """The number that a text is, unit and sign and all; None where it is none, or several."""
    if _SPACED.fullmatch(text):
        text = re.sub(r"(?<=\d) (?=\d)", "\u202f", text)
    numbers = _NUMBER[language].findall(text)
    if len(numbers) != 1:
        return None
    point, group = (",", ".") if language == "da" else (".", ",")
    whole, _sep, decimals = re.sub(rf"[{_HARD}{re.escape(group)}]", "", numbers[0]).partition(point)
    value = Decimal(f"{whole}.{decimals}") if decimals else Decimal(whole)
    place = text.index(numbers[0])
    before, after = text[:place], text[place + len(numbers[0]) :]
    negative = bool(re.search(r"[-−–]\s?(?:kr\.?|DKK)?\s?$", before)) or ("(" in before and ")" in after)
    # The unit is what stands around the number: 1.000 kr. is a thousand of one krone.
    return Number(-value if negative else value, len(decimals), read_unit(f"{before}\n{after}"))


_UNITS = (
    (re.compile(r"\b(?:mia\b|milliarder|billion)", re.IGNORECASE), Decimal(1_000_000_000)),
    (re.compile(r"\b(?:mio\b|mill\b|million)", re.IGNORECASE), Decimal(1_000_000)),
    (re.compile(r"\b(?:t\.?\s?kr|tkr|tusind|thousand|1[.,]?000\s?(?:kr|DKK))", re.IGNORECASE), Decimal(1_000)),
    (re.compile(r"\b(?:kr\b|kroner|DKK)", re.IGNORECASE), Decimal(1)),
)


def read_unit(text: str) -> Decimal | None:
    """How many kroner one of the unit named in a text is; None where none is named."""
    return next((unit for pattern, unit in _UNITS if pattern.search(text)), None)


#: What stands before a number that is no amount, and words after it that say it counts something else than money.
_NO_AMOUNT = re.compile(r"(?:\b(?:nr|no|cvr|matr|tlf|tel|side|page|stk|lov|act)\.?|§)\s?$", re.IGNORECASE)
#: A unit that is told, such as "in 1.000 kr.", is no amount.
_IN_UNIT = re.compile(r"(?:\b(?:i|in|hele|whole)\s|\()$", re.IGNORECASE)
_UNIT_ALONE = re.compile(r"1[.,]?000\s?(?:kr|DKK)", re.IGNORECASE)
_COUNTED = {
    "da": re.compile(
        r"\s(?!(?:kroner|millioner|milliarder|efter|eller|under|over|siden|mindre|større|flere|færre|senere|tidligere|højere|lavere|yderligere|nærmere"
        r"|længere)\b)"
        r"(?:[a-zæøå]{2,}(?:ere|inger|elser|heder|tioner)|\w*(?:borgere|sager|timer|dage|uger|måneder|personer|ansatte|årsværk"
        r"|besøg|opkald|husstande|elever|brugere|boliger|pladser|breve|dokumenter|enheder|kvadratmeter)|stk|kvm|m2|m²|km)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\s(?:\w*(?:residents|citizens|people|persons|inhabitants|visits|visitors|calls|cases|letters|documents|hours|days"
        r"|weeks|months|employees|staff|users|pupils|homes|households|places|units|enquiries|inquiries|appointments)"
        r"|sq|m2|m²|km)\b",
        re.IGNORECASE,
    ),
}


def counts_something_else(text: str, place: int, language: str) -> bool:
    """Whether what follows a number says that it counts something else than money, such as people or hours."""
    return bool(_COUNTED[language].match(text, place))


def find_amounts(text: str, language: str) -> Iterator[re.Match[str]]:
    """What looks like an amount or a share: a number with a unit, a range of them, one that is grouped by thousands, or words.

    Numbers of laws and pages, counts such as "12.500 borgere", and a unit by itself such as "i 1.000 kr." are none.
    """
    for match in _AMOUNT[language].finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        is_unit = _UNIT_ALONE.match(match[0]) and _IN_UNIT.search(before)
        if not (is_unit or _NO_AMOUNT.search(before) or counts_something_else(text, match.end(), language)):
            yield match
    # Most lines name no kroner in words; reading them for numbers in words would cost more than all else.
    if _KRONER_AFTER_A_WORD.search(text):
        yield from _IN_WORDS[language].finditer(text)


_UNIT = r"(?:mio\b\.?|mill\b\.?|mia\b\.?|millioner|milliarder|million|billion|t\.|t(?=\s?kr\b)|tusinde?|thousand|1[.,]000)"
_KRONER = r"(?:kr\b\.?|kroner\b|DKK\b|tkr\b\.?)"
_SHARE = r"(?:%|‰|procent(?:point)?\b|promille\b|pct\b\.?(?:\s?-?\s?point\b)?|per cent\b|percent\b|percentage points?\b)"
_RANGE = {language: rf"(?:(?:{number})\s?[-–−]\s?)?" for language, number in NUMBERS.items()}
_ANY_NUMBER = {language: rf"(?:\d{{1,3}}(?: \d{{3}}){{1,5}}(?:[.,]\d{{1,15}})?|{number})" for language, number in NUMBERS.items()}
_GROUPED = {
    "da": rf"\d{{1,3}}(?:[.{_HARD}]\d{{3}}){{1,5}}(?:,\d{{1,15}})?",
    "en": rf"\d{{1,3}}(?:[,{_HARD}]\d{{3}}){{1,5}}(?:\.\d{{1,15}})?",
}
_AMOUNT = {
    language: re.compile(
        rf"(?<![\w.,/-])[-−]?(?:(?:{_KRONER})\s?{_RANGE[language]}{number}(?:\s?{_UNIT})?"
        rf"|{_RANGE[language]}{number}\s?(?:{_UNIT}\s?{_KRONER}|{_UNIT}(?!\w)|{_KRONER}|{_SHARE})"
        rf"|(?:{_GROUPED[language]}))(?![\d]|[.,]\d)",
        re.IGNORECASE,
    )
    for language, number in _ANY_NUMBER.items()
}
_KRONER_AFTER_A_WORD = re.compile(r"[a-zæøå]\s(?:kr\b|kroner\b|DKK\b)", re.IGNORECASE)
_DANISH_WORD = (
    r"halvanden|halv|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|(?:tret|fjort|femt|sekst|sytt|att|nitt)en|tyve"
    r"|tredive|fyrre|halvtreds|tres|halvfjerds|firs|halvfems"
)
_ENGLISH_WORD = (
    r"half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
#: An amount in words begins with a number, so that "mange millioner kroner" is none.
_IN_WORDS = {
    "da": re.compile(
        rf"\b(?:{_DANISH_WORD})(?:\s(?:{_DANISH_WORD}|og|hundrede?|tusinde?|million(?:er)?|milliard(?:er)?)){{0,7}}\s(?:kr\b\.?|kroner\b)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"\b(?:{_ENGLISH_WORD})(?:[\s-]+(?:{_ENGLISH_WORD}|a|an|and|hundred|thousand|million|billion)){{0,7}}\s(?:kroner\b|DKK\b)",
        re.IGNORECASE,
    ),
}
