"""The grid: figures by unit and year, with Ikke fordelt as a row of its own and totals that add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from savings.projections.cells import Cell, group_cells
from savings.projections.figures import EMPTY, Figures, compute_figures_by_year


@dataclass(frozen=True)
class GridRow:
    """One row of the grid: a unit's code (None is *Ikke fordelt*) and its figures by year."""

    unit: str | None
    by_year: Mapping[int, Figures] = field(hash=False)

    def year(self, year: int) -> Figures:
        """The figures of a year; empty where the unit has none."""
        return self.by_year.get(year, EMPTY)


@dataclass(frozen=True)
class FigureGrid:
    """Rows by unit in the order asked for, *Ikke fordelt* last, and one row of totals over them all."""

    years: tuple[int, ...]
    rows: tuple[GridRow, ...]
    total: GridRow


def years_of(cells: Iterable[Cell]) -> tuple[int, ...]:
    """Every year from the first to the last that a posting speaks of, gaps and banded years included."""
    named = {year for cell in cells for year in (cell.year, cell.earliest_year or cell.year)}
    return tuple(range(min(named), max(named) + 1)) if named else ()


def build_grid(cells: Sequence[Cell], units: Sequence[str]) -> FigureGrid:
    """The cells (in one price level) by unit and year.

    Args:
        units: codes in the order the rows shall have; a unit in the cells but not here follows after them.
    """
    years = years_of(cells)
    groups = group_cells(cells, lambda cell: cell.unit)
    codes = [*units, *(code for code in groups if code is not None and code not in units)]
    rows = tuple(_row(code, groups.get(code, []), years) for code in codes)
    unallocated = (_row(None, groups[None], years),) if None in groups else ()
    return FigureGrid(years, rows + unallocated, _row(None, cells, years))


def _row(unit: str | None, cells: Sequence[Cell], years: Iterable[int]) -> GridRow:
    return GridRow(unit, compute_figures_by_year(cells, years))
