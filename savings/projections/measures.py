"""What no sum over a whole row gives: figures worked out cell by cell and place by place, so that every table adds up.

A cell is here a unit and an initiative; where a unit has a plan, a forecast or something realised without an initiative
that year, the whole unit is one cell. A place is a unit, or the programme (None), whose own targets of the year add up to
more than zero; each amount counts towards the nearest place, its own unit or one above it, at last the programme.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from savings.money import ZERO
from savings.projections.cells import Cell
from savings.projections.figures import Figures, add_figures
from savings.vocabulary import Kind
from savings.vocabulary import figures as declared

#: Of a year: the figures of each unit alone, without those under it; None is *Ikke fordelt*.
Own = dict[str | None, Figures]
#: Which unit lies under which; a unit that is not in it lies under none.
Parents = Mapping[str, str | None]
NO_PARENTS: Parents = {}
#: The kinds whose lines without an initiative make the whole unit one cell.
_WHOLE = frozenset({Kind.PLAN, Kind.FORECAST, Kind.REALISED})


#: What is stated, what may come early, and what of the stated is evidenced, by kind.
_Sums = tuple[dict[Kind, Decimal], dict[Kind, Decimal], dict[Kind, Decimal]]
#: The sums of a year by unit and initiative, as they are added up.
_Parts = dict[str | None, dict[str | None, Figures]]


def _spread(cells: Iterable[Cell], years: Collection[int]) -> Iterator[tuple[int, Cell, bool]]:
    """Each of the years that a cell speaks of, and whether it is one in which part of a band may already have come."""
    for cell in cells:
        if cell.year in years:
            yield cell.year, cell, False
        if cell.earliest_year is not None:
            for year in range(cell.earliest_year, cell.year):
                if year in years:
                    yield year, cell, True


def measure_units(cells: Iterable[Cell], years: Collection[int]) -> dict[int, Own]:
    """The figures of each unit alone in each of the years, what is worked out cell by cell among them.

    The cells are those of the whole programme, in one price level (or as they are shown): whether there is any plan,
    forecast or target in a year is asked of all of them. The programme itself (None) is there in every year of which
    anything is said.
    """
    sums: dict[int, dict[str | None, dict[str | None, _Sums]]] = {year: {} for year in years}
    for year, cell, is_early in _spread(cells, sums.keys()):
        stated, early, evidenced = sums[year].setdefault(cell.unit, {}).setdefault(cell.initiative, ({}, {}, {}))
        target = early if is_early else stated
        target[cell.kind] = target.get(cell.kind, ZERO) + cell.amount
        if cell.evidenced and not is_early:
            evidenced[cell.kind] = evidenced.get(cell.kind, ZERO) + cell.amount
    return {
        year: _measure_year({unit: {name: Figures(*held) for name, held in own.items()} for unit, own in units.items()})
        for year, units in sums.items()
    }


def _measure_year(units: _Parts) -> Own:
    stated = {kind for cells in units.values() for each in cells.values() for kind in each.stated}
    is_asked = any(each.target for cells in units.values() for each in cells.values())
    everyone: _Parts = {None: {}, **units} if units else {}
    return {unit: _measure_unit(cells, stated, is_asked=is_asked) for unit, cells in everyone.items()}


def _measure_unit(initiatives: Mapping[str | None, Figures], said: Collection[Kind], *, is_asked: bool) -> Figures:
    """The figures of one unit alone; `said` are the kinds that anything of the programme states that year."""
    whole = add_figures(initiatives.values())
    documented = realised = ZERO
    for each in initiatives.values():
        gross = max(each.realised, ZERO)
        realised += gross
        documented += min(max(each.of(Kind.REALISED, evidenced=True), ZERO), gross)
    measured = {declared.DOCUMENTED.code: documented, declared.UNDOCUMENTED.code: realised - documented}
    is_one = None in initiatives and not _WHOLE.isdisjoint(initiatives[None].stated)
    cells = [whole] if is_one else list(initiatives.values())
    measured |= _measure_cells(cells)
    if Kind.PLAN in said:
        identified = sum(map(_add_identified, cells), ZERO)
        measured |= {declared.IDENTIFIED.code: identified, declared.UNIDENTIFIED.code: whole.target - identified}
    if Kind.FORECAST in said:
        measured[declared.AT_RISK.code] = whole.target - whole.net_forecast
    return Figures(whole.stated, whole.early, whole.evidenced, measured, is_asked)


def _measure_cells(cells: Sequence[Figures]) -> dict[str, Decimal]:
    planned = [cell for cell in cells if Kind.PLAN in cell.stated]
    both = [cell for cell in planned if Kind.FORECAST in cell.stated]
    measured = {}
    if planned:
        measured[declared.DEVIATION.code] = sum((cell.net_realised - cell.plan for cell in planned), ZERO)
    if both:
        measured[declared.NOT_DELIVERED.code] = sum((cell.plan - cell.net_forecast for cell in both), ZERO)
    return measured


def _add_identified(cell: Figures) -> Decimal:
    return cell.plan if Kind.PLAN in cell.stated else cell.net_realised + cell.secured + cell.elsewhere


def find_place(unit: str | None, places: Collection[str | None], parents: Parents) -> str | None:
    """The place that the amounts of a unit count towards: the unit itself, the nearest above it, or the programme."""
    while unit is not None and unit not in places:
        unit = parents.get(unit)
    return unit


def find_places(own: Own) -> set[str | None]:
    """The places of a year: the units with targets of their own above zero, and the programme."""
    return {unit for unit, figures in own.items() if figures.target > 0} | {None}


def split_by_place(own: Own, parents: Parents) -> Own:
    """The same figures, each place's with the split of what is outstanding and open, and of what is at risk, in it."""
    places = find_places(own)
    members: dict[str | None, list[Figures]] = {place: [] for place in places}
    for unit, figures in own.items():
        members[find_place(unit, places, parents)].append(figures)
    return {unit: _add_split(figures, add_figures(members.get(unit, ()))) for unit, figures in own.items()}


def _add_split(alone: Figures, together: Figures) -> Figures:
    """The figures of a unit with the split of what counts towards its target; as they are where nothing does."""
    if not together.measured:
        return alone
    return Figures(alone.stated, alone.early, alone.evidenced, {**alone.measured, **_split(together)}, alone.is_asked)


def _split(together: Figures) -> dict[str, Decimal]:
    measured = {
        declared.SHORTFALL.code: max(together.outstanding, ZERO),
        declared.SURPLUS.code: max(-together.outstanding, ZERO),
        declared.UNCOVERED.code: max(together.open, ZERO),
        declared.OVERCOVERED.code: max(-together.open, ZERO),
    }
    if declared.AT_RISK.is_stated(together):
        has_any = not together.stated.keys().isdisjoint(declared.NET_FORECAST.kinds)
        expected = together.target - together.net_forecast
        measured |= {
            declared.NOT_EXPECTED.code: expected if has_any else ZERO,
            declared.NO_FORECAST.code: ZERO if has_any else together.target,
            declared.FORECAST_TARGET.code: together.target if has_any else ZERO,
        }
    return measured


def measure_whole(cells: Iterable[Cell], year: int, parents: Parents, wanted: Collection[str] | None) -> Figures:
    """The figures of a year, each amount counted towards its nearest target.

    Args:
        cells: those of the whole programme.
        wanted: the codes of the units that the figures are limited to; None for all, *Ikke fordelt* among them.
    """
    own = split_by_place(measure_units(cells, (year,))[year], parents)
    return add_figures(figures for unit, figures in own.items() if wanted is None or unit in wanted)


def sum_by_year(cells: Iterable[Cell], years: Iterable[int]) -> dict[int, Figures]:
    """The sums of some cells in each of the years, and of a band that has begun, without what is worked out cell by cell.

    It is all that a plan is held against; hundreds of initiatives are asked of in every year.
    """
    stated: dict[int, dict[Kind, Decimal]] = {year: {} for year in years}
    early: dict[int, dict[Kind, Decimal]] = {year: {} for year in stated}
    for year, cell, is_early in _spread(cells, stated.keys()):
        sums = early[year] if is_early else stated[year]
        sums[cell.kind] = sums.get(cell.kind, ZERO) + cell.amount
    return {year: Figures(stated[year], early[year]) for year in stated}


def compute_figures_by_year(cells: Iterable[Cell], years: Iterable[int]) -> dict[int, Figures]:
    """The figures of some cells taken together in each of the years, as of one place: one pass over the cells."""
    measured = measure_units(cells, tuple(years))
    return {year: _join(own) for year, own in measured.items()}


def _join(own: Own) -> Figures:
    whole = add_figures(own.values())
    return _add_split(whole, whole)


def compute_figures(cells: Iterable[Cell], year: int) -> Figures:
    """The figures of `year` in these cells, as of one place; years are never added together.

    The cells must be in one price level (or without any): the caller restates them first.
    """
    return compute_figures_by_year(cells, (year,))[year]
