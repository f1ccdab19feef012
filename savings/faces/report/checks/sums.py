"""Do rows and columns add up? Rounding is told from error: each printed number may be half of its last digit off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from savings.faces.report.checks import Finding, Weight
from savings.faces.report.checks.reading import Number, excerpt, number_of, number_pattern, written
from savings.faces.report.document import Document, MadeTable, TypedTable, words_of
from savings.faces.wording import OPEN, OUTSTANDING
from savings.manuscript import LANGUAGES

TOTAL = re.compile(r"^(?:i\s?alt|sum|total|samlet|tilsammen|altogether|grand total|in all)\b", re.IGNORECASE)
PART = re.compile(r"^(?:heraf|deraf|of which|thereof)\b", re.IGNORECASE)
EMPTY = {"", "–", "-", "−"}
Column = Sequence[tuple[str, str]]


def check(document: Document) -> Iterator[Finding]:
    """Tables, typed and made, and sums written out in the text."""
    language = document.manuscript.language
    for placed in document.pieces:
        piece = placed.piece
        if isinstance(piece, TypedTable):
            rows = [[words_of(cell).strip() for cell in row] for row in piece.rows]
            heads = [words_of(head).strip() for head in piece.heads]
            yield from _typed(placed.block, heads, rows, piece.numeric, language)
        elif isinstance(piece, MadeTable):
            yield from _made(placed.block, piece, language)
    for line in written(document, tables=True):
        for found, expected in _written_out(line.text, language):
            yield _wrong(line.block, excerpt(line.text, *found.span()), expected)


def _wrong(block: int | None, words: str, expected: Decimal) -> Finding:
    return Finding(
        "sum", Weight.BLOCKING, block, words,
        _("The sum does not fit its parts: they come to %(sum)s.") % {"sum": _plain(expected)},
        _("Correct the sum or its parts; rounding cannot explain the difference."),
    )  # fmt: skip


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f").replace(".", ",")


def _typed(
    block: int, heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], language: str
) -> Iterator[Finding]:
    for column in range(1, len(heads)):
        if numeric[column]:
            cells = [(row[0], row[column]) for row in rows]
            rounds = "%" in heads[column] or _is_rounded(heads[column], [cell for _label, cell in cells], language)
            yield from _column(block, heads[column], cells, language, rounds=rounds)
    for column, head in enumerate(heads):
        if column and TOTAL.match(head):
            yield from _across(block, heads, rows, column, numeric, language)


def _is_rounded(head: str, cells: Sequence[str], language: str) -> bool:
    """Whether the numbers are rounded ones: with decimals, or in thousands or more. Whole kroner and counts are exact."""
    numbers = [number_of(cell, language) for cell in cells]
    if any(number and number.decimals for number in numbers):
        return True
    named = number_of(f"1 {head}", language)
    units = {number.unit for number in [*numbers, named] if number and number.unit}
    return any(unit > 1 for unit in units) or any("%" in cell for cell in cells)


def _column(block: int, head: str, cells: Column, language: str, *, rounds: bool) -> Iterator[Finding]:
    """Each total against the rows since the last one, all rows, or the totals before it: whichever fits is meant."""
    since: list[Number] = []
    every: list[Number] = []
    totals: list[Number] = []
    for label, cell in cells:
        number = number_of(cell, language)
        if TOTAL.match(label.strip("* ")):
            if number is None or len(every) < 2:
                continue
            meant = [terms for terms in (since, every, totals) if len(terms) > 1] or [every]
            if "%" in cell and number.value != 100:
                continue
            if not any(_fits(terms, number, rounds=rounds) for terms in meant):
                words = f"{head}: {', '.join(_plain(term.value) for term in meant[0])} → {label} {cell}"
                yield _wrong(block, words[:300], sum((term.value for term in meant[0]), Decimal(0)))
            totals, since = [*totals, number], []
        elif number is not None and not PART.match(label):
            since.append(number)
            every.append(number)
        elif cell.strip() not in EMPTY and number is None and not PART.match(label):
            return  # a column with a cell that is no number, such as "not stated", has no sum that could be checked


def _fits(terms: Sequence[Number], total: Number, *, rounds: bool) -> bool:
    allowed = total.half + sum((term.half for term in terms), Decimal(0)) if rounds else Decimal(0)
    return abs(sum((term.value for term in terms), Decimal(0)) - total.value) <= allowed


def _across(
    block: int, heads: Sequence[str], rows: Sequence[Sequence[str]], column: int, numeric: Sequence[bool], language: str
) -> Iterator[Finding]:
    """A column of totals against the columns before it."""
    others = [place for place in range(1, column) if numeric[place]]
    if len(others) < 2 or any("%" in heads[place] for place in (*others, column)):
        return
    for row in rows:
        total, terms = number_of(row[column], language), [number_of(row[place], language) for place in others]
        there = [term for term in terms if term is not None]
        if total is not None and len(there) > 1:
            rounds = _is_rounded(heads[column], [row[place] for place in (*others, column)], language)
            if not _fits(there, total, rounds=rounds):
                words = f"{row[0]}: {', '.join(row[place] for place in others)} → {row[column]}"
                yield _wrong(block, words[:300], sum((term.value for term in there), Decimal(0)))


def _made(block: int, table: MadeTable, language: str) -> Iterator[Finding]:
    """A table of the ledger's: its printed rows against its printed total, so that a fault of ours is found, too."""
    data = table.data
    rows = [(row["style"], [_text(cell) for cell in row["cells"]]) for row in data["rows"]]
    if table.name == "headline":
        yield from _headline(block, rows, language)
        return
    last = next((place for place, (style, _cells) in enumerate(rows) if style == "total"), None)
    if last is None:
        return
    with override(LANGUAGES[language]):
        derived = {str(OUTSTANDING), str(OPEN)}
    for column, kind in enumerate(data["kinds"]):
        if kind not in ("number", "year"):
            continue
        above = [cells for style, cells in rows[:last] if style != "below"]
        # What is derived from a target is not there without one, so its rows need not come to its total; a band has no sum.
        is_derived = bool(data["heads"]) and data["heads"][column] in derived
        if (is_derived and any(cells[column] in EMPTY for cells in above)) or any("–" in cells[column][1:] for cells in above):
            continue
        terms = [number for cells in above if (number := number_of(cells[column], language))]
        total = number_of(rows[last][1][column], language)
        if total is not None and len(above) > 1 and not _fits(terms, total, rounds=True):
            head = data["heads"][column] if data["heads"] else ""
            words = f"{data['caption']}, {head}: {', '.join(_plain(term.value) for term in terms)} → {rows[last][1][column]}"
            yield _wrong(block, words[:300], sum((term.value for term in terms), Decimal(0)))


def _headline(block: int, rows: Sequence[tuple[str, Sequence[str]]], language: str) -> Iterator[Finding]:
    """Target = realised + outstanding, and each whole its parts."""
    wholes = [(place, number_of(cells[1], language)) for place, (style, cells) in enumerate(rows) if style == "main"]
    if len(wholes) == 3 and all(number for _place, number in wholes):
        target, realised, left = (number for _place, number in wholes if number)
        more = Number(-left.value, left.decimals)
        if not (_fits([realised, left], target, rounds=True) or _fits([realised, more], target, rounds=True)):
            words = " / ".join(f"{rows[place][1][0]} {rows[place][1][1]}" for place, _number in wholes)
            yield _wrong(block, words, realised.value + left.value)
    for place, whole in wholes:
        parts = []
        for style, cells in rows[place + 1 :]:
            if style != "part":
                break
            parts.append(number_of(cells[1], language))
        # With new costs, realised is told twice: what is left of it, and how much of it is documented.
        groups = [(whole, parts[:2]), (parts[0], parts[2:])] if len(parts) == 4 else [(whole, parts)]
        for of, some in groups:
            there = [part for part in some if part]
            if of and len(there) > 1 and not _fits(there, of, rounds=True):
                words = f"{rows[place][1][0]} {_plain(of.value)}: {', '.join(_plain(part.value) for part in there)}"
                yield _wrong(block, words, sum((part.value for part in there), Decimal(0)))


def _text(cell: Any) -> str:
    said = cell["text"] if isinstance(cell, dict) else cell if isinstance(cell, str) else cell[0]
    return str(said).removesuffix("*").strip()


def _written_out(text: str, language: str) -> Iterator[tuple[re.Match[str], Decimal]]:
    """Sums that are written out, such as 300 + 481 = 716, 3,3 = 1,4 + 2,0, and 3,3 mio. kr. (1,4 + 2,0)."""
    number = rf"(?:{number_pattern(language)})"
    # It takes no space but before a word, so that there is one way only to read a line.
    unit = r"(?:\s*(?:mio\b\.?|mia\b\.?|million\b|kr\b\.?|DKK\b)){0,2}"
    terms = rf"{number}{unit}(?:\s*[+−–]\s*{number}{unit}){{1,9}}"
    for pattern, first in (
        (rf"({terms})\s*=\s*({number}){unit}", True),
        (rf"({number}){unit}\s*=\s*({terms})", False),
        (rf"({number}){unit}\s*\(\s*({terms})\s*\)", False),
    ):
        for match in re.finditer(rf"(?<![\d.,+=−–]){pattern}", text):
            parts, whole = (match[1], match[2]) if first else (match[2], match[1])
            total = number_of(whole, language)
            signed = _terms(parts, language)
            if total and signed and not _fits(signed, total, rounds=any(term.decimals for term in (*signed, total))):
                yield match, sum((term.value for term in signed), Decimal(0))


def _terms(text: str, language: str) -> list[Number]:
    found = []
    for sign, words in re.findall(rf"([+−–]?)\s*((?:{number_pattern(language)}))", text):
        number = number_of(words, language)
        if number is not None:
            found.append(Number(-number.value if sign in "−–" and sign else number.value, number.decimals))
    return found
