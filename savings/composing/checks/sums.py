"""Do the rows and columns of a table add up? Rounding, at most half of the last digit of each number, is told from error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from django.utils.translation import gettext as _

from savings.composing.checks import CheckContext, Finding, Weight
from savings.composing.checks.reading import Number, adds_up, plain, read_typed_number, read_unit, words_around
from savings.composing.document import MadeTable, ReportDocument, TypedTable, words_of
from savings.elements.table import AmountBand, NumericValue, Table, TableColumn, TableRow, Value, write_value
from savings.vocabulary import VOCABULARY

TOTAL = re.compile(
    r"^(?:i\s?alt|sum|total|samlet|tilsammen|altogether|grand total|in all|sub-?\s?total|delsum|mellemsum)\b", re.IGNORECASE
)
_ENDS_AS_TOTAL = re.compile(r"\b(?:i\s?alt|total|in all)\W*$", re.IGNORECASE)
#: A row such as "Samlet administration" is a total where it fits as one or is the last, and else a row like the others.
_BEGINS_LIKE = re.compile(r"^(?:(?:samlet|samlede|sum|total)\s\w|net(?:to)?(?:\s\w|\W*$))", re.IGNORECASE)
#: What these heads tell of is not added together: rates, averages and prices of one.
_NO_SUM = re.compile(
    r"gennemsnit|tilfredshed|karakter|ventetid|satisfaction|score|waiting time"
    r"|grad\b|\brates?\b|\bsats|\btakst|\bindeks|\bindex\b|\bpr\.\s(?!år|dag|uge|måned|time|kvartal|\d)"
    r"|\bper\s(?!year|annum|day|week|month|quarter|hour|\d)|\baverage|\bmean\b|\bmedian|\bvækst|\bgrowth",
    re.IGNORECASE,
)
PART = re.compile(r"^(?:heraf|deraf|of which|thereof)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
EMPTY = {"", "–", "-", "−"}
#: Figures that are not there without a target, so that the rows need not come to the total.
_DERIVED = {figure.code for figure in VOCABULARY.figures if figure.needs_target}
Column = Sequence[tuple[str, str]]


def check(document: ReportDocument, _context: CheckContext) -> Iterator[Finding]:
    """Tables, typed and made."""
    language = document.manuscript.language
    for place, placed in enumerate(document.pieces):
        piece = placed.piece
        if isinstance(piece, TypedTable):
            rows = [[words_of(cell).strip() for cell in row] for row in piece.rows]
            heads = [words_of(head).strip() for head in piece.heads]
            yield from _check_typed_table(
                placed.block, heads, rows, piece.numeric, language, read_unit(words_around(document, place))
            )
        elif isinstance(piece, MadeTable):
            yield from _check_ledger_table(placed.block, piece)


def sum_finding(block: int | None, words: str, expected: Decimal) -> Finding:
    """The finding that a sum does not fit its parts, which come to what is expected."""
    return Finding(
        "sum", Weight.TO_ACKNOWLEDGE, block, words,
        _("The sum does not fit its parts: they come to %(sum)s.") % {"sum": plain(expected)},
        _("Correct the sum or its parts; rounding cannot explain the difference."),
    )  # fmt: skip


def _check_typed_table(
    block: int, heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], language: str, unit: Decimal | None
) -> Iterator[Finding]:
    for column in range(1, len(heads)):
        if numeric[column] and not _NO_SUM.search(heads[column]):
            cells = [(row[0].strip("*=Σ: "), row[column]) for row in rows]
            rounds = "%" in heads[column] or is_rounded(heads[column], [cell for _label, cell in cells], language, unit)
            yield from _column(block, heads[column], cells, language, rounds=rounds)
    for column, head in enumerate(heads):
        if column and TOTAL.match(head):
            yield from _across(block, heads, rows, column, numeric, language, unit)


def is_rounded(head: str, cells: Sequence[str], language: str, unit: Decimal | None) -> bool:
    """Whether the numbers are rounded ones: with decimals, or in thousands or more. Whole kroner and counts are exact.

    Args:
        unit: what the table's first head or the line before it says of all its numbers.
    """
    numbers = [read_typed_number(cell, language) for cell in cells]
    if any(number and number.decimals for number in numbers):
        return True
    units = {number.unit for number in numbers if number and number.unit} | {read_unit(head) or unit or Decimal(1)}
    return any(each > 1 for each in units) or any("%" in cell for cell in cells)


def _column(block: int, head: str, cells: Column, language: str, *, rounds: bool) -> Iterator[Finding]:
    """Each total against the rows since the last one, all rows, or the totals before it: whichever fits is meant."""
    since: list[Number] = []
    every: list[Number] = []
    totals: list[Number] = []
    for place, (label, cell) in enumerate(cells):
        number = read_typed_number(cell, language)
        begins_like = _begins_like(label)
        is_total = is_total_label(label) and not (begins_like and len(every) < 2 and not _is_last(cells, place))
        if is_total:
            if number is not None and not every:
                yield from _from_above(block, head, cells[place:], number, language, rounds=rounds)
                return
            if number is None or len(every) < 2:
                continue
            meant = [terms for terms in (since, every, totals) if len(terms) > 1] or [every]
            if ("%" in cell or "%" in head) and number.value != 100:
                continue
            does_fit = any(adds_up(terms, number, rounds=rounds) for terms in meant)
            if begins_like and not does_fit:
                does_fit = _fits_otherwise(every, number, rounds=rounds)
            is_total = does_fit or (_is_last(cells, place) if begins_like else True)
            if is_total:
                if not does_fit:
                    words = f"{head}: {', '.join(plain(term.value) for term in meant[0])} → {label} {cell}"
                    yield sum_finding(block, words[:300], sum((term.value for term in meant[0]), Decimal(0)))
                totals, since = [*totals, number], []
        if not is_total and not PART.match(label):
            if number is not None:
                since.append(number)
                every.append(number)
                yield from _parts(block, head, cells[place:], number, language)
            elif cell.strip() not in EMPTY:
                return  # a column with a cell that is no number, such as "not stated", has no sum that could be checked


def _parts(block: int, head: str, cells: Column, whole: Number, language: str) -> Iterator[Finding]:
    """What stands below a row as a part of it is no more than the row itself."""
    for label, cell in cells[1:]:
        part = read_typed_number(cell, language) if PART.match(label) else None
        if part is None:
            return
        if part.value * whole.value > 0 and abs(part.value) > abs(whole.value) + whole.half + part.half:
            message = _("A part is more than the whole it stands under.")
            words = f"{head}: {cells[0][0]} {cells[0][1]} → {label} {cell}"
            mend = _("Correct one of the two, or move the part under the row it belongs to.")
            yield Finding("part", Weight.TO_ACKNOWLEDGE, block, words[:300], message, mend)


def is_total_label(label: str) -> bool:
    """Whether a row or column calls itself a total."""
    return bool(TOTAL.match(label) or _ENDS_AS_TOTAL.search(label) or _BEGINS_LIKE.match(label))


def _begins_like(label: str) -> bool:
    return bool(_BEGINS_LIKE.match(label)) and not _ENDS_AS_TOTAL.search(label)


def _fits_otherwise(every: Sequence[Number], total: Number, *, rounds: bool) -> bool:
    """Whether a row that only begins like a total is an average of those above, or what is left of the first."""
    values = [term.value for term in every]
    left = [every[0], *(Number(-term.value, term.decimals) for term in every[1:])]
    return (min(values) <= total.value <= max(values) and total.value > 0 < min(values)) or adds_up(left, total, rounds=rounds)


def _from_above(block: int, head: str, cells: Column, total: Number, language: str, *, rounds: bool) -> Iterator[Finding]:
    """A total that stands above its rows: they come to it once, or once for each way the whole is split."""
    rows = [(label, read_typed_number(cell, language)) for label, cell in cells[1:] if not PART.match(label)]
    terms = [number for label, number in rows if number]
    if len(terms) < 2 or len(terms) < len(rows) or any(is_total_label(label) for label, _number in rows) or "%" in head:
        return
    if not any(adds_up(terms[:end], total, rounds=rounds) for end in range(1, len(terms) + 1)):
        words = f"{head}: {cells[0][0]} {cells[0][1]} → {', '.join(plain(term.value) for term in terms)}"
        yield sum_finding(block, words[:300], sum((term.value for term in terms), Decimal(0)))


def _is_last(cells: Column, place: int) -> bool:
    """Whether nothing but parts of what is above stands below a row."""
    return all(PART.match(label) for label, _cell in cells[place + 1 :])


def _across(
    block: int,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    column: int,
    numeric: Sequence[bool],
    language: str,
    unit: Decimal | None,
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
        total = read_typed_number(row[column], language)
        terms = [[term for place in places if (term := read_typed_number(row[place], language))] for places in meant]
        there = [some for some in terms if len(some) > 1]
        if total is None or not there:
            continue
        rounds = is_rounded(heads[column], [row[place] for place in (*every, column)], language, unit)
        if not any(adds_up(some, total, rounds=rounds) for some in there):
            words = f"{row[0]}: {', '.join(row[place] for place in meant[0])} → {row[column]}"
            yield sum_finding(block, words[:300], sum((term.value for term in there[0]), Decimal(0)))


def _check_ledger_table(block: int, piece: MadeTable) -> Iterator[Finding]:
    """A table of the ledger's: its printed rows against its printed total, so that a fault of ours is found, too."""
    table = piece.table
    if piece.name == "headline":
        yield from _headline(block, table)
        return
    last = next((place for place, row in enumerate(table.rows) if row.style == "total"), None)
    if last is None:
        return
    for column in table.columns:
        if column.is_numeric:
            # Rows that lie under another are in it.
            rows = [row for row in table.rows[: last + 1] if not row.depth]
            yield from _check_ledger_column(block, table, column, [row.cell(column.key).value for row in rows])


def _check_ledger_column(block: int, table: Table, column: TableColumn, values: Sequence[Value]) -> Iterator[Finding]:
    *above, total = values
    # A band has no sum.
    if (column.key in _DERIVED and None in above) or any(isinstance(value, AmountBand) for value in above):
        return
    terms = [number for value in above if (number := _read_printed(value, table))]
    whole = _read_printed(total, table)
    if whole is not None and len(above) > 1 and not adds_up(terms, whole, rounds=True):
        parts = ", ".join(plain(term.value) for term in terms)
        words = f"{table.caption}, {column.label}: {parts} → {write_value(total, table.scale)}"
        yield sum_finding(block, words[:300], sum((term.value for term in terms), Decimal(0)))


def _read_printed(value: Value, table: Table) -> Number | None:
    """A figure as it is printed; None for what is none."""
    return Number(value.round(table.scale), value.places(table.scale)) if isinstance(value, NumericValue) else None


def _headline(block: int, table: Table) -> Iterator[Finding]:
    """Target = realised + outstanding, and each whole its parts."""
    numbers = [_read_printed(row.cell("amount").value, table) for row in table.rows]
    wholes = [(place, numbers[place]) for place, row in enumerate(table.rows) if row.style == "main"]
    if len(wholes) >= 3 and all(number for _place, number in wholes[:3]):
        target, realised, left = (number for _place, number in wholes[:3] if number)
        more = Number(-left.value, left.decimals)
        if not (adds_up([realised, left], target, rounds=True) or adds_up([realised, more], target, rounds=True)):
            words = " / ".join(_row_words(table.rows[place], table) for place, _number in wholes)
            yield sum_finding(block, words, realised.value + left.value)
    for place, whole in wholes:
        parts = [number for number, _row in takewhile(_is_part, zip(numbers[place + 1 :], table.rows[place + 1 :], strict=True))]
        # With new costs, realised is told twice: what is left of it, and how much of it is documented.
        groups = (
            [(whole, parts[:2]), (parts[0], parts[2:])] if len(parts) == 4 and (place, whole) == wholes[1] else [(whole, parts)]
        )
        for of, some in groups:
            there = [part for part in some if part]
            if of and len(there) > 1 and not adds_up(there, of, rounds=True):
                label = table.rows[place].cell("label").value
                words = f"{label} {plain(of.value)}: {', '.join(plain(part.value) for part in there)}"
                yield sum_finding(block, words, sum((part.value for part in there), Decimal(0)))


def _is_part(numbered: tuple[Number | None, TableRow]) -> bool:
    return numbered[1].style == "part"


def _row_words(row: TableRow, table: Table) -> str:
    return f"{row.cell('label').value} {write_value(row.cell('amount').value, table.scale)}"
