"""Figures by unit, year and initiative as the paper and the workbook lay them out: which figures, which labels."""

from __future__ import annotations

from savings.elements.words import UNALLOCATED, WHOLE_PROGRAMME
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Figure, Place


def measures_of(status: Status) -> tuple[Figure, ...]:
    """The figures that have an amount anywhere in the status, so that no page shows columns of dashes only."""
    rows = [sums for row in status.grid.rows for sums in row.by_year.values()]
    return tuple(figure for figure in status.vocabulary.at(Place.WORKBOOK) if any(figure.read(row) is not None for row in rows))


def unit_label(status: Status, code: str | None) -> str:
    """A row's unit by name; *Ikke fordelt* for what nobody has divided."""
    return status.unit_name(code) or str(UNALLOCATED)


def initiative_label(line: InitiativeLine) -> str:
    """An initiative by name; *the programme as a whole* for amounts without one."""
    return line.facts.name if line.facts else str(WHOLE_PROGRAMME)
