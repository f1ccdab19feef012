"""The grid: figures by unit and year in the units' tree, with Ikke fordelt as a row of its own and totals that add up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from savings.projections.cells import Cell
from savings.projections.figures import EMPTY, Figures, add_figures
from savings.projections.measures import NO_PARENTS, Own, Parents, measure_units, split_by_place
from savings.vocabulary import figures as declared


@dataclass(frozen=True)
class GridRow:
    """One row of the grid: a unit's code (None is *Ikke fordelt*) and its figures by year, with all that is under it.

    Attributes:
        parent: the code of the row it lies under; None at the top.
        is_own: whether it is the unit itself without those under it (*… selv*); it then lies under the unit's own row.
        depth: how deep it lies in the tree, 0 at the top.
        has_children: whether rows lie under it, which add up to it.
    """

    unit: str | None
    by_year: Mapping[int, Figures] = field(hash=False)
    parent: str | None = None
    is_own: bool = False
    depth: int = 0
    has_children: bool = False

    def year(self, year: int) -> Figures:
        """The figures of a year; empty where the unit has none."""
        return self.by_year.get(year, EMPTY)


@dataclass(frozen=True)
class FigureGrid:
    """Rows by unit in tree order, *Ikke fordelt* last, and one row of totals; the rows without children add up to it.

    Attributes:
        parents: the unit that each unit lies under, of those that the rows know of.
    """

    years: tuple[int, ...]
    rows: tuple[GridRow, ...]
    total: GridRow
    parents: Parents = field(default_factory=dict, hash=False)

    @property
    def leaves(self) -> tuple[GridRow, ...]:
        """The rows that no rows lie under: they add up to the total."""
        return tuple(row for row in self.rows if not row.has_children)

    @property
    def tops(self) -> tuple[GridRow, ...]:
        """The rows that lie under no other: they add up to the total, too."""
        return tuple(row for row in self.rows if row.parent is None)


def years_of(cells: Iterable[Cell]) -> tuple[int, ...]:
    """Every year from the first to the last that a posting speaks of, gaps and banded years included; a 0 makes no year."""
    named = {year for cell in cells if cell.amount for year in (cell.year, cell.earliest_year or cell.year)}
    return tuple(range(min(named), max(named) + 1)) if named else ()


def build_grid(
    cells: Sequence[Cell], units: Sequence[str], parents: Parents = NO_PARENTS, *, wanted: Collection[str] | None = None
) -> FigureGrid:
    """The cells (in one price level) by unit and year.

    Args:
        cells: those of the whole programme, so that each amount finds the target it counts towards.
        units: codes in the order the rows shall have, those above before those under them; a unit in the cells but not here
            follows after them.
        parents: the unit that each unit lies under.
        wanted: the codes of the units that the grid is limited to; None for all, *Ikke fordelt* among them.
    """
    of_wanted = [cell for cell in cells if wanted is None or cell.unit in wanted]
    years = years_of(of_wanted)
    own = {year: split_by_place(each, parents) for year, each in measure_units(cells, years).items()}
    used = [cell.unit for cell in of_wanted if cell.unit is not None]
    codes = [code for code in units if wanted is None or code in wanted]
    tree = _Tree(own, {code: parents.get(code) for code in dict.fromkeys([*codes, *used])})
    is_whole = wanted is None
    return FigureGrid(years, tuple(tree.rows(is_whole=is_whole)), tree.total(is_whole=is_whole), parents)


class _Tree:
    """The units of a grid, and what each of them alone has in each year; `parents` in the order of the rows."""

    def __init__(self, own: Mapping[int, Own], parents: Mapping[str, str | None]) -> None:
        self.own = own
        self.parents = {code: above if above in parents else None for code, above in parents.items()}
        self.children: dict[str | None, list[str]] = {}
        for code, above in self.parents.items():
            self.children.setdefault(above, []).append(code)

    def total(self, *, is_whole: bool) -> GridRow:
        return GridRow(None, self._add([*self.parents, *([None] if is_whole else [])]))

    def rows(self, *, is_whole: bool) -> Iterator[GridRow]:
        for code in self.children.get(None, ()):
            yield from self._rows_of(code, 0)
        unallocated = GridRow(None, self._add([None]))
        if is_whole and _says_anything(unallocated):
            yield unallocated

    def _rows_of(self, code: str, depth: int) -> Iterator[GridRow]:
        under = self.children.get(code, ())
        yield GridRow(code, self._add(self._with_those_under(code)), self.parents[code], False, depth, bool(under))
        for child in under:
            yield from self._rows_of(child, depth + 1)
        if under:
            alone = GridRow(code, self._add([code]), code, True, depth + 1)
            if _says_anything(alone):
                yield alone

    def _with_those_under(self, code: str) -> Iterator[str]:
        yield code
        for child in self.children.get(code, ()):
            yield from self._with_those_under(child)

    def _add(self, codes: Iterable[str | None]) -> dict[int, Figures]:
        units = list(codes)
        return {year: add_figures(own[code] for code in units if code in own) for year, own in self.own.items()}


def _says_anything(row: GridRow) -> bool:
    """Whether the row has amounts, or is a place that something counts towards: without it the table would not add up."""
    splits = (declared.SHORTFALL, declared.SURPLUS, declared.UNCOVERED, declared.OVERCOVERED, declared.NOT_EXPECTED)
    return any(
        any(figures.stated.values()) or any(figures.early.values()) or any(each.amount(figures) for each in splits)
        for figures in row.by_year.values()
    )
