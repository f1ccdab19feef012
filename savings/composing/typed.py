"""A table that a writer typed in a report, as a table of values: numbers, years and days where it has them."""

from __future__ import annotations

import re

from savings.composing.document import Line, TypedTable, words_of
from savings.elements.numbers import DASH, read_day, read_number
from savings.elements.table import NumberColumn, PlainNumber, Table, TableCell, TableColumn, Value, build_rows

_YEAR = re.compile(r"(?:19|20|21)\d\d")


def read_typed_table(piece: TypedTable) -> Table:
    """The table, its numbers read in the language that is active."""
    columns = [
        (NumberColumn if is_numeric else TableColumn)(f"c{place}", _text(head))
        for place, (head, is_numeric) in enumerate(zip(piece.heads, piece.numeric, strict=True))
    ]
    rows = build_rows(
        {column.key: TableCell(_read(column, _text(cell)), notes=_notes(cell)) for column, cell in zip(columns, row, strict=True)}
        for row in piece.rows
    )
    return Table("", columns, rows)


def _text(line: Line) -> str:
    return " ".join(words_of(line).split())


def _notes(line: Line) -> tuple[int, ...]:
    return tuple(run.note for run in line if run.note)


def _read(column: TableColumn, text: str) -> Value:
    if not text or text == DASH:
        return None
    if _YEAR.fullmatch(text):
        return int(text)
    number = read_number(text) if column.is_numeric else None
    if number is not None:
        return PlainNumber(number, max(0, -int(number.as_tuple().exponent)))
    return read_day(text) or text
