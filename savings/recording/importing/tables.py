"""The table in a file: a heading and records with their line numbers, before anything in it is understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from savings.recording.importing.faults import Fault, InvalidInput, Reason


class ShownNumber(NamedTuple):
    """A number whose format shows it otherwise: divided by `scale`, and with a unit's name after it (`1,2 mio. kr.`)."""

    value: Decimal
    scale: Decimal
    unit: str


#: A cell is text, or a number that the file itself holds as a number.
FileCell = str | Decimal | ShownNumber

#: Largest file taken, in bytes; 100,000 rows need about ten million.
MOST_BYTES = 40_000_000
#: Most rows, and most cells in all, that a table may have.
MOST_ROWS = 150_000
MOST_CELLS = 2_000_000

#: Characters that no text needs, that PostgreSQL (NUL) or a workbook (the rest) cannot hold. Tab and line breaks are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class FileRecord(NamedTuple):
    """One row of the table and the line, counted from 1, on which it begins."""

    line: int
    cells: Sequence[FileCell]


@dataclass(frozen=True, slots=True)
class FileTable:
    """A heading and the records below it, read as they are asked for, once.

    `comments` are the lines left out, `faults` what is wrong with cells by themselves, and `notes` what the reader of the
    file must be told: all of them whole once the records have been read.
    """

    heading: FileRecord
    records: Iterator[FileRecord]
    comments: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def is_blank(cells: Iterable[FileCell]) -> bool:
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


def take_heading(records: Iterator[FileRecord]) -> FileRecord:
    """The first record. Raises `InvalidInput` when there is none at all."""
    heading = next(records, None)
    if heading is None:
        raise InvalidInput(Reason.EMPTY)
    return heading
