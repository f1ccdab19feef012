"""Do the rows and columns of a table add up? Rounding, at most half of the last digit of each number, is told from error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from savings.faces.report.checks import Finding, Weight
from savings.faces.report.checks.reading import Number, fits, number_of, plain
from savings.faces.report.document import Document, MadeTable, TypedTable, words_of
from savings.faces.wording import OPEN, OUTSTANDING
from savings.manuscript import LANGUAGES

TOTAL = re.compile(r"^(?:i\s?alt|sum|total|samlet|tilsammen|altogether|grand total|in all)\b", re.IGNORECASE)
#: A row such as "Samlet administration" is a total where it fits as one or is the last, and else a row like the others.
_BEGINS_LIKE = re.compile(r"(?:samlet|sum)\s+\w", re.IGNORECASE)
#: What these heads tell of is not added together: rates, averages and prices of one.
_NO_SUM = re.compile(
    r"gennemsnit|grad\b|\brates?\b|\bsats|\btakst|\bindeks|\bindex\b|\bpr\.\s+(?!år|dag|uge|måned|time|kvartal|\d)"
    r"|\bper\s+(?!year|annum|day|week|month|quarter|hour|\d)|\baverage|\bmean\b|\bmedian|\bvækst|\bgrowth",
    re.IGNORECASE,
)
PART = re.compile(r"^(?:heraf|deraf|of which|thereof)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
EMPTY = {"", "–", "-", "−"}
Column = Sequence[tuple[str, str]]


def check(document: Document) -> Iterator[Finding]:
    """Tables, typed and made."""
    language = document.manuscript.language
    for placed in document.pieces:
        piece = placed.piece
        if isinstance(piece, TypedTable):
            rows = [[words_of(cell).strip() for cell in row] for row in piece.rows]
            heads = [words_of(head).strip() for head in piece.heads]
            yield from _typed(placed.block, heads, rows, piece.numeric, language)
        elif isinstance(piece, MadeTable):
            yield from _made(placed.block, piece, language)


def wrong(block: int | None, words: str, expected: Decimal) -> Finding:
    """The finding that a sum does not fit its parts, which come to what is expected."""
    return Finding(
        "sum", Weight.BLOCKING, block, words,
        _("The sum does not fit its parts: they come to %(sum)s.") % {"sum": plain(expected)},
        _("Correct the sum or its parts; rounding cannot explain the difference."),
    )  # fmt: skip


def _typed(
    block: int, heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], language: str
) -> Iterator[Finding]:
    for column in range(1, len(heads)):
        if numeric[column] and not _NO_SUM.search(heads[column]):
            cells = [(row[0].strip("* "), row[column]) for row in rows]
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
    for place, (label, cell) in enumerate(cells):
        number = number_of(cell, language)
        begins_like = bool(_BEGINS_LIKE.match(label)) and not _is_last(cells, place)
        is_total = bool(TOTAL.match(label)) and not (begins_like and len(every) < 2)
        if is_total:
            if number is None or len(every) < 2:
                continue
            meant = [terms for terms in (since, every, totals) if len(terms) > 1] or [every]
            if ("%" in cell or "%" in head) and number.value != 100:
                continue
            does_fit = any(fits(terms, number, rounds=rounds) for terms in meant)
            is_total = does_fit or not begins_like
            if is_total:
                if not does_fit:
                    words = f"{head}: {', '.join(plain(term.value) for term in meant[0])} → {label} {cell}"
                    yield wrong(block, words[:300], sum((term.value for term in meant[0]), Decimal(0)))
                totals, since = [*totals, number], []
        if not is_total and not PART.match(label):
            if number is not None:
                since.append(number)
                every.append(number)
            elif cell.strip() not in EMPTY:
                return  # a column with a cell that is no number, such as "not stated", has no sum that could be checked


def _is_last(cells: Column, place: int) -> bool:
    """Whether nothing but parts of what is above stands below a row."""
    return all(PART.match(label) for label, _cell in cells[place + 1 :])


def _across(
    block: int, heads: Sequence[str], rows: Sequence[Sequence[str]], column: int, numeric: Sequence[bool], language: str
) -> Iterator[Finding]:
    """A column of totals against those since the last such column, all before it, or the totals before it: whichever fits."""
    before = [place for place in range(1, column) if numeric[place]]
    plain_ones = [place for place in before if not TOTAL.match(heads[place])]
    years = [place for place in plain_ones if _YEAR.search(heads[place])]
    # Where years are summed up, a number of another sort beside them is no term.
    every = years if len(years) > 1 else plain_ones
    earlier = [place for place in before if TOTAL.match(heads[place])]
    since = [place for place in every if not earlier or place > earlier[-1]]
    meant = [places for places in (since, every, earlier) if len(places) > 1]
    if not meant or any("%" in heads[place] or _NO_SUM.search(heads[place]) for place in (*every, column)):
        return
    for row in rows:
        total = number_of(row[column], language)
        terms = [[term for place in places if (term := number_of(row[place], language))] for places in meant]
        there = [some for some in terms if len(some) > 1]
        if total is None or not there:
            continue
        rounds = _is_rounded(heads[column], [row[place] for place in (*every, column)], language)
        if not any(fits(some, total, rounds=rounds) for some in there):
            words = f"{row[0]}: {', '.join(row[place] for place in meant[0])} → {row[column]}"
            yield wrong(block, words[:300], sum((term.value for term in there[0]), Decimal(0)))


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
        if total is not None and len(above) > 1 and not fits(terms, total, rounds=True):
            head = data["heads"][column] if data["heads"] else ""
            words = f"{data['caption']}, {head}: {', '.join(plain(term.value) for term in terms)} → {rows[last][1][column]}"
            yield wrong(block, words[:300], sum((term.value for term in terms), Decimal(0)))


def _headline(block: int, rows: Sequence[tuple[str, Sequence[str]]], language: str) -> Iterator[Finding]:
    """Target = realised + outstanding, and each whole its parts."""
    wholes = [(place, number_of(cells[1], language)) for place, (style, cells) in enumerate(rows) if style == "main"]
    if len(wholes) == 3 and all(number for _place, number in wholes):
        target, realised, left = (number for _place, number in wholes if number)
        more = Number(-left.value, left.decimals)
        if not (fits([realised, left], target, rounds=True) or fits([realised, more], target, rounds=True)):
            words = " / ".join(f"{rows[place][1][0]} {rows[place][1][1]}" for place, _number in wholes)
            yield wrong(block, words, realised.value + left.value)
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
            if of and len(there) > 1 and not fits(there, of, rounds=True):
                words = f"{rows[place][1][0]} {plain(of.value)}: {', '.join(plain(part.value) for part in there)}"
                yield wrong(block, words, sum((part.value for part in there), Decimal(0)))


def _text(cell: Any) -> str:
    said = cell["text"] if isinstance(cell, dict) else cell if isinstance(cell, str) else cell[0]
    return str(said).removesuffix("*").strip()
