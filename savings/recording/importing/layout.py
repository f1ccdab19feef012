"""Which column of a file holds what, in the long layout (a row per year) and the wide one (a column per year)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from savings.recording.importing.columns import HEADINGS, ImportField, name_headings
from savings.recording.importing.faults import Fault, InvalidInput, Reason
from savings.recording.importing.numbers import read_text
from savings.recording.importing.tables import FileCell, FileRecord
from savings.recording.importing.words import fold, read_year

ColumnKey = TypeVar("ColumnKey")


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column's place, from 0, and its heading as the file writes it."""

    index: int
    heading: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is. `amounts` are the columns of amounts: one without a year when long, one per year when wide."""

    name: str
    fields: Mapping[ImportField, ImportColumn]
    amounts: tuple[tuple[ImportColumn, int | None], ...]
    unnamed: frozenset[int]
    width: int

    @property
    def fewest_fields(self) -> int:
        """How many fields a record must have: a row may leave out texts at its end, but no kind, year or amount."""
        required = [self.fields[field].index for field in (ImportField.KIND, ImportField.YEAR) if field in self.fields]
        return 1 + max([*required, *(column.index for column, _ in self.amounts)])


def recognise_layout(heading: FileRecord) -> tuple[Layout | None, list[Fault]]:
    """The layout that the headings describe, or what is wrong with them."""
    fields: dict[ImportField, ImportColumn] = {}
    years: dict[int, ImportColumn] = {}
    unnamed: set[int] = set()
    refusals: list[InvalidInput] = []
    for index, cell in enumerate(heading.cells):
        column = ImportColumn(index, _clean_heading(cell))
        try:
            _place_column(column, fields, years, unnamed)
        except InvalidInput as refused:
            refusals.append(refused)
    if refusals := refusals or _find_missing(fields, years):
        return None, [refused.at(heading.line, refused.found) for refused in refusals]
    return _build_layout(fields, years, frozenset(unnamed), len(heading.cells)), []


def _clean_heading(cell: FileCell) -> str:
    return read_text(cell).replace("\ufeff", "").strip()


def _place_column(
    column: ImportColumn, fields: dict[ImportField, ImportColumn], years: dict[int, ImportColumn], unnamed: set[int]
) -> None:
    heading = fold(column.heading)
    if not heading:
        unnamed.add(column.index)
    elif field := HEADINGS.get(heading):
        _add_column(fields, field, column)
    elif re.fullmatch("[0-9]{4}", heading):
        _add_column(years, read_year(heading), column)
    else:
        raise InvalidInput(Reason.UNKNOWN_COLUMN, column.heading, name_headings())


def _add_column(columns: dict[ColumnKey, ImportColumn], key: ColumnKey, column: ImportColumn) -> None:
    if key in columns:
        raise InvalidInput(Reason.DUPLICATE_COLUMN, column.heading)
    columns[key] = column


def _find_missing(fields: dict[ImportField, ImportColumn], years: dict[int, ImportColumn]) -> list[InvalidInput]:
    missing = [] if ImportField.KIND in fields else [InvalidInput(Reason.NO_KIND_COLUMN)]
    long = [fields[field] for field in (ImportField.YEAR, ImportField.AMOUNT) if field in fields]
    if years:
        return missing + [InvalidInput(Reason.TWO_LAYOUTS, column.heading) for column in long]
    if not long:
        return [*missing, InvalidInput(Reason.NO_YEARS_OR_AMOUNTS)]
    if ImportField.YEAR not in fields:
        return [*missing, InvalidInput(Reason.NO_YEAR_COLUMN)]
    return missing if ImportField.AMOUNT in fields else [*missing, InvalidInput(Reason.NO_AMOUNT_COLUMN)]


def _build_layout(
    fields: dict[ImportField, ImportColumn], years: dict[int, ImportColumn], unnamed: frozenset[int], width: int
) -> Layout:
    if years:
        return Layout("wide", fields, tuple((column, year) for year, column in years.items()), unnamed, width)
    return Layout("long", fields, ((fields[ImportField.AMOUNT], None),), unnamed, width)
