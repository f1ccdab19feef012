"""Which column of a file holds what, in the long layout (a row per year) and the wide one (a column per year)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from savings.recording.importing.faults import Fault, Reason, Refused
from savings.recording.importing.numbers import cell_text
from savings.recording.importing.tables import Cell, Record
from savings.recording.importing.words import folded, read_year

Key = TypeVar("Key")


class Field(StrEnum):
    """What a column can hold, besides the amounts of a year."""

    UNIT = "unit"
    INITIATIVE = "initiative"
    KIND = "kind"
    YEAR = "year"
    AMOUNT = "amount"
    AMOUNT_UNIT = "amount_unit"
    PRICE_LEVEL = "price_level"
    DURATION = "duration"
    REFERENCE = "reference"
    NOTE = "note"


#: The headings for each field, as `folded` leaves them; the Danish ones also without their Danish letters.
HEADINGS: dict[str, Field] = {
    "enhed": Field.UNIT, "unit": Field.UNIT,
    "indsats": Field.INITIATIVE, "initiative": Field.INITIATIVE,
    "art": Field.KIND, "kind": Field.KIND,
    "år": Field.YEAR, "aar": Field.YEAR, "year": Field.YEAR,
    "beløb": Field.AMOUNT, "beloeb": Field.AMOUNT, "amount": Field.AMOUNT,
    "beløbsenhed": Field.AMOUNT_UNIT, "beloebsenhed": Field.AMOUNT_UNIT, "amount unit": Field.AMOUNT_UNIT,
    "prisniveau": Field.PRICE_LEVEL, "price level": Field.PRICE_LEVEL,
    "varighed": Field.DURATION, "duration": Field.DURATION,
    "reference": Field.REFERENCE,
    "tekst": Field.NOTE, "note": Field.NOTE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column's place, from 0, and its heading as the file writes it."""

    index: int
    heading: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is. `amounts` are the columns of amounts: one without a year when long, one per year when wide."""

    name: str
    fields: Mapping[Field, Column]
    amounts: tuple[tuple[Column, int | None], ...]
    unnamed: frozenset[int]
    width: int

    @property
    def needed(self) -> int:
        """How many fields a record must have: a row may leave out texts at its end, but no kind, year or amount."""
        required = [self.fields[field].index for field in (Field.KIND, Field.YEAR) if field in self.fields]
        return 1 + max([*required, *(column.index for column, _ in self.amounts)])


def recognise(heading: Record) -> tuple[Layout | None, list[Fault]]:
    """The layout that the headings describe, or what is wrong with them."""
    fields: dict[Field, Column] = {}
    years: dict[int, Column] = {}
    unnamed: set[int] = set()
    refusals: list[Refused] = []
    for index, cell in enumerate(heading.cells):
        column = Column(index, _heading(cell))
        try:
            _place(column, fields, years, unnamed)
        except Refused as refused:
            refusals.append(refused)
    if refusals := refusals or _incomplete(fields, years):
        return None, [refused.at(heading.line, refused.found) for refused in refusals]
    return _layout(fields, years, frozenset(unnamed), len(heading.cells)), []


def _heading(cell: Cell) -> str:
    return cell_text(cell).replace("\ufeff", "").strip()


def _place(column: Column, fields: dict[Field, Column], years: dict[int, Column], unnamed: set[int]) -> None:
    heading = folded(column.heading)
    if not heading:
        unnamed.add(column.index)
    elif field := HEADINGS.get(heading):
        _add(fields, field, column)
    elif re.fullmatch("[0-9]{4}", heading):
        _add(years, read_year(heading), column)
    else:
        raise Refused(Reason.UNKNOWN_COLUMN, column.heading)


def _add(columns: dict[Key, Column], key: Key, column: Column) -> None:
    if key in columns:
        raise Refused(Reason.DUPLICATE_COLUMN, column.heading)
    columns[key] = column


def _incomplete(fields: dict[Field, Column], years: dict[int, Column]) -> list[Refused]:
    missing = [] if Field.KIND in fields else [Refused(Reason.NO_KIND_COLUMN)]
    long = [fields[field] for field in (Field.YEAR, Field.AMOUNT) if field in fields]
    if years:
        return missing + [Refused(Reason.TWO_LAYOUTS, column.heading) for column in long]
    if not long:
        return [*missing, Refused(Reason.NO_YEARS_OR_AMOUNTS)]
    if Field.YEAR not in fields:
        return [*missing, Refused(Reason.NO_YEAR_COLUMN)]
    return missing if Field.AMOUNT in fields else [*missing, Refused(Reason.NO_AMOUNT_COLUMN)]


def _layout(fields: dict[Field, Column], years: dict[int, Column], unnamed: frozenset[int], width: int) -> Layout:
    if years:
        return Layout("wide", fields, tuple((column, year) for year, column in years.items()), unnamed, width)
    return Layout("long", fields, ((fields[Field.AMOUNT], None),), unnamed, width)
