"""What no sum over a whole row gives: figures worked out cell by cell and place by place, so that every table adds up.

A cell is here a unit and an initiative; where a unit has a plan, a forecast or something realised without an initiative
that year, the whole unit is one cell. A place is a unit, or the programme (None), whose own targets of the year add up to
more than zero; each amount counts towards the nearest place, its own unit or one above it, at last the programme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from savings.money import ZERO
from savings.projections.cells import Cell
from savings.projections.figures import EMPTY, Figures, add_figures
from savings.vocabulary import Kind
from savings.vocabulary import figures as declared

#: Of a year: the figures of each unit alone, without those under it; None is *Ikke fordelt*.
Own = dict[str | None, Figures]
#: Which unit lies under which; a unit that is not in it lies under none.
Parents = Mapping[str, str | None]
NO_PARENTS: Parents = {}
#: The kinds whose lines without an initiative make the whole unit one cell.
_WHOLE = frozenset({Kind.PLAN, Kind.FORECAST, Kind.REALISED})


@dataclass(slots=True)
class _Amounts:
    """The sums of one unit and initiative in a year, as they are added up."""

    stated: dict[Kind, Decimal] = field(default_factory=dict)
    early: dict[Kind, Decimal] = field(default_factory=dict)
    evidenced: dict[Kind, Decimal] = field(default_factory=dict)

    def add(self, other: _Amounts) -> None:
        for mine, theirs in ((self.stated, other.stated), (self.early, other.early), (self.evidenced, other.evidenced)):
            for kind, amount in theirs.items():
                mine[kind] = mine.get(kind, ZERO) + amount


_Parts = dict[str | None, dict[str | None, _Amounts]]


def measure_units(cells: Iterable[Cell], years: Collection[int]) -> dict[int, Own]:
    """The figures of each unit alone in each of the years, what is worked out cell by cell among them.

    The cells are those of the whole programme, in one price level (or as they are shown): whether there is any plan,
    forecast or target in a year is asked of all of them.
    """
    parts: dict[int, _Parts] = {year: defaultdict(lambda: defaultdict(_Amounts)) for year in years}
    for cell in cells:
        if cell.year in parts:
            amounts = parts[cell.year][cell.unit][cell.initiative]
            amounts.stated[cell.kind] = amounts.stated.get(cell.kind, ZERO) + cell.amount
            if cell.evidenced:
                amounts.evidenced[cell.kind] = amounts.evidenced.get(cell.kind, ZERO) + cell.amount
        if cell.earliest_year is not None:
            for year in range(cell.earliest_year, cell.year):
                if year in parts:
                    early = parts[year][cell.unit][cell.initiative].early
                    early[cell.kind] = early.get(cell.kind, ZERO) + cell.amount
    return {year: _measure_year(units) for year, units in parts.items()}


def _measure_year(units: _Parts) -> Own:
    stated = {kind for cells in units.values() for each in cells.values() for kind in each.stated}
    is_asked = any(each.stated.get(Kind.TARGET) for cells in units.values() for each in cells.values())
    return {unit: _measure_unit(cells, stated, is_asked=is_asked) for unit, cells in units.items()}


def _measure_unit(initiatives: Mapping[str | None, _Amounts], said: Collection[Kind], *, is_asked: bool) -> Figures:
    """The figures of one unit alone; `said` are the kinds that anything of the programme states that year."""
    whole = _Amounts()
    for amounts in initiatives.values():
        whole.add(amounts)
    documented = realised = ZERO
    for amounts in initiatives.values():
        gross = max(amounts.stated.get(Kind.REALISED, ZERO), ZERO)
        realised += gross
        documented += min(max(amounts.evidenced.get(Kind.REALISED, ZERO), ZERO), gross)
    measured = {declared.DOCUMENTED.code: documented, declared.UNDOCUMENTED.code: realised - documented}
    is_one = None in initiatives and not _WHOLE.isdisjoint(initiatives[None].stated)
    cells = [whole] if is_one else list(initiatives.values())
    measured |= _measure_cells([Figures(cell.stated) for cell in cells])
    target = whole.stated.get(Kind.TARGET, ZERO)
    if Kind.PLAN in said:
        identified = sum((_add_identified(Figures(cell.stated)) for cell in cells), ZERO)
        measured |= {declared.IDENTIFIED.code: identified, declared.UNIDENTIFIED.code: target - identified}
    if Kind.FORECAST in said:
        measured[declared.AT_RISK.code] = target - declared.NET_FORECAST.amount(Figures(whole.stated))
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
    is_forecast = any(declared.AT_RISK.code in figures.measured for figures in own.values())
    split = dict(own)
    for place, inside in members.items():
        if own.get(place) is None and not inside:
            continue
        together, alone = add_figures(inside), own.get(place, EMPTY)
        measured = {**alone.measured, **_split(together, is_forecast=is_forecast)}
        split[place] = Figures(alone.stated, alone.early, alone.evidenced, measured, together.is_asked)
    return split


def _split(together: Figures, *, is_forecast: bool) -> dict[str, Decimal]:
    measured = {
        declared.SHORTFALL.code: max(together.outstanding, ZERO),
        declared.SURPLUS.code: max(-together.outstanding, ZERO),
        declared.UNCOVERED.code: max(together.open, ZERO),
        declared.OVERCOVERED.code: max(-together.open, ZERO),
    }
    if is_forecast:
        has_any = not together.stated.keys().isdisjoint(declared.NET_FORECAST.kinds)
        expected = together.target - together.net_forecast
        measured |= {
            declared.NOT_EXPECTED.code: expected if has_any else ZERO,
            declared.NO_FORECAST.code: ZERO if has_any else together.target,
            declared.FORECAST_TARGET.code: together.target if has_any else ZERO,
        }
    return measured


def sum_by_year(cells: Iterable[Cell], years: Iterable[int]) -> dict[int, Figures]:
    """The sums of some cells in each of the years, and of a band that has begun, without what is worked out cell by cell.

    It is all that a plan is held against; hundreds of initiatives are asked of in every year.
    """
    stated: dict[int, dict[Kind, Decimal]] = {year: {} for year in years}
    early: dict[int, dict[Kind, Decimal]] = {year: {} for year in stated}
    for cell in cells:
        if cell.year in stated:
            sums = stated[cell.year]
            sums[cell.kind] = sums.get(cell.kind, ZERO) + cell.amount
        if cell.earliest_year is not None:
            for year in range(cell.earliest_year, cell.year):
                if year in early:
                    early[year][cell.kind] = early[year].get(cell.kind, ZERO) + cell.amount
    return {year: Figures(stated[year], early[year]) for year in stated}


def compute_figures_by_year(cells: Iterable[Cell], years: Iterable[int]) -> dict[int, Figures]:
    """The figures of some cells taken together in each of the years, as of one place: one pass over the cells."""
    measured = measure_units(cells, tuple(years))
    return {year: _join(own) for year, own in measured.items()}


def _join(own: Own) -> Figures:
    if not own:
        return EMPTY
    whole = add_figures(own.values())
    is_forecast = declared.AT_RISK.code in whole.measured
    split = _split(whole, is_forecast=is_forecast)
    return Figures(whole.stated, whole.early, whole.evidenced, {**whole.measured, **split}, whole.is_asked)


def compute_figures(cells: Iterable[Cell], year: int) -> Figures:
    """The figures of `year` in these cells, as of one place; years are never added together.

    The cells must be in one price level (or without any): the caller restates them first.
    """
    return compute_figures_by_year(cells, (year,))[year]
