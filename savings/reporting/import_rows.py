"""A programme's amounts as rows that the import reads: each cell with what is known of its unit and initiative."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from savings.models import Initiative, Programme, Unit
from savings.reporting.sums import read_sums
from savings.vocabulary import Kind


class ExportedRow(NamedTuple):
    """A cell in kroner, in the price level that it was stated in, and never restated."""

    kind: Kind
    unit: str
    unit_name: str
    parent: str
    initiative: str
    duration: str
    owner: str
    year: int
    price_level: int | None
    amount: Decimal


def read_import_rows(programme: Programme, as_of: date) -> list[ExportedRow]:
    """All cells of a programme as of a date, those of 0 that are said among them; three queries."""
    cells: dict[tuple[str, int | None, int | None, int, int | None], Decimal] = defaultdict(Decimal)
    for each in read_sums([programme.pk], as_of=as_of, past=False):
        cells[each.kind, each.unit, each.initiative, each.year, each.price_level] += each.amount
    units = Unit.objects.select_related("parent").in_bulk({unit for _kind, unit, *_rest in cells if unit is not None})
    initiatives = Initiative.objects.filter(programme=programme).in_bulk()
    kinds = list(Kind)
    rows = []
    for (kind, number, place, year, level), amount in cells.items():
        unit = units[number] if number is not None else None
        initiative = initiatives[place] if place is not None else None
        names = (unit.code, unit.name, unit.parent.code if unit.parent else "") if unit is not None else ("", "", "")
        about = (initiative.name, initiative.duration, initiative.responsible) if initiative is not None else ("", "", "")
        rows.append(ExportedRow(Kind(kind), *names, *about, year, level, amount))
    return sorted(rows, key=lambda row: (row.unit, row.initiative, kinds.index(row.kind), row.year, row.price_level or 0))
