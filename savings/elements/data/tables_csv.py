"""Tables as CSV: what is on the screen, in its order, with numbers and dates as such."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from savings.elements.data.flat_table import FlatTable, SheetValue
from savings.elements.data.spreadsheet_text import guard_text
from savings.elements.data.status_csv import BOM
from savings.elements.numbers import locale_code
from savings.elements.table import Table


@dataclass(frozen=True)
class FileNotes:
    """What must be known to read the tables of a file, a line each.

    Attributes:
        first: what must be read before them, such as that the file does not hold all; `facts`: what can be read after them.
    """

    first: Sequence[str] = ()
    facts: Sequence[str] = ()


NO_NOTES = FileNotes()


def tables_csv(tables: Sequence[Table], notes: FileNotes = NO_NOTES) -> bytes:
    """The tables as CSV: UTF-8 with BOM, CRLF, `;` and decimal comma in Danish.

    A table alone begins with its heads, for a filter or a program, and what it is of stands after it. Of several, one below
    the other, each begins with what it is of.
    """
    out = io.StringIO()
    english = locale_code() == "en_GB"
    writer = csv.writer(out, delimiter="," if english else ";", lineterminator="\r\n")
    writer.writerows([guard_text(line)] for line in notes.first)
    for place, table in enumerate(tables):
        if place or notes.first:
            writer.writerow([])
        if len(tables) > 1:
            writer.writerow([guard_text(_describe(table))])
        flat = FlatTable(table)
        writer.writerow(guard_text(str(head)) for head in flat.heads)
        for at, row in enumerate(table.rows):
            cells = [write_csv_value(value, english=english) for value in flat.read(row)]
            writer.writerow([*cells, guard_text(flat.remarks[at])] if flat.remarks else cells)
    own = [_describe(table) for table in tables if len(tables) == 1 and not table.for_programs]
    lines = [*own, *(notes.facts if not are_for_programs(tables) else ())]
    writer.writerows([[], *([guard_text(line)] for line in lines)] if lines else [])
    return (BOM + out.getvalue()).encode()


def are_for_programs(tables: Sequence[Table]) -> bool:
    """Whether programs read the file: then nothing stands before its heads or after its rows."""
    return bool(tables) and all(table.for_programs for table in tables)


def _describe(table: Table) -> str:
    """What a table is of: its caption, its unit, prices and day, and what a mark in it means."""
    caption = ": ".join(filter(None, (table.caption, table.note)))
    return f"{caption}. {table.foot}" if table.foot else caption


def write_csv_value(value: SheetValue, *, english: bool) -> str:
    """A value as the language writes it in a file; empty for None."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text if english else text.replace(".", ",")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else guard_text(value)
