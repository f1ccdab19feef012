"""The table in a file: a heading and records with their line numbers, before anything in it is understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from savings.recording.importing.faults import Fault, InvalidInput, Reason

#: A cell is text, or a number that the file itself holds as a number.
FileCell = str | Decimal

#: Largest file taken, in bytes; 50,000 rows need about five million.
MOST_BYTES = 20_000_000
#: Most rows, and most cells in all, that a table may have.
MOST_ROWS = 100_000
MOST_CELLS = 2_000_000

#: Characters that no text needs, that PostgreSQL (NUL) or a workbook (the rest) cannot hold. Tab and line breaks are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One row of the table and the line, counted from 1, on which it begins."""

    line: int
    cells: tuple[FileCell, ...]


@dataclass(frozen=True, slots=True)
class FileTable:
    """The heading, the records below it, the comment lines left out, and cells whose value the file does not hold."""

    heading: FileRecord
    records: tuple[FileRecord, ...]
    comments: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()


def is_blank(cells: tuple[FileCell, ...]) -> bool:
    """Whether a row holds nothing but separators and spaces."""
    return not any(cell.strip() if isinstance(cell, str) else True for cell in cells)


def find_control_character(text: str) -> int | None:
    """Where in the text the first control character stands, None when there is none."""
    match = _CONTROL.search(text)
    return None if match is None else match.start()


def check_size(rows: int, columns: int) -> None:
    """Refuse a table that is too large to read. Raises `InvalidInput`."""
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        most = min(MOST_ROWS, MOST_CELLS // max(columns, 1))
        raise InvalidInput(Reason.SHEET_SIZE, f"{rows} × {columns}", str(most))


def build_table(records: list[FileRecord], comments: list[int], faults: tuple[Fault, ...] = ()) -> FileTable:
    """The table whose heading is the first record. Raises `InvalidInput` when there is no record at all."""
    if not records:
        raise InvalidInput(Reason.EMPTY)
    return FileTable(records[0], tuple(records[1:]), tuple(comments), faults)
