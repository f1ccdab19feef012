"""Which amounts count towards another target, because an entry makes a unit a place or ends that it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from savings.projections.cells import Cell
from savings.projections.figures import Figures
from savings.projections.measures import Parents, find_place, find_places, measure_units
from savings.vocabulary import Kind
from savings.vocabulary.figures import ELSEWHERE, NET_FORECAST, NET_REALISED, SECURED

#: What counts towards a target, and is told where it counts elsewhere from now on.
COUNTED = (NET_REALISED, SECURED, ELSEWHERE, NET_FORECAST)


@dataclass(frozen=True)
class PlaceChange:
    """That the amounts of a unit in a year count towards another target than before.

    Attributes:
        unit: whose amounts; None is *Ikke fordelt*.
        before, after: the place that they counted and will count towards, by code; None is the programme.
        figures: the unit's own, with what the entry adds.
    """

    year: int
    unit: str | None
    before: str | None
    after: str | None
    figures: Figures


def find_place_changes(cells: Sequence[Cell], added: Sequence[Cell], parents: Parents) -> tuple[PlaceChange, ...]:
    """The units whose amounts count elsewhere once an entry is approved, by year and in the order of their codes.

    Args:
        cells: what is approved of the whole programme; `added`: what the entry would add.
        parents: the unit that each unit lies under.
    """
    # Only a target makes a place or ends one, and a page of entries asks this of each.
    years = sorted({cell.year for cell in added if cell.kind is Kind.TARGET})
    if not years:
        return ()
    before, after = measure_units(cells, years), measure_units([*cells, *added], years)
    changes = []
    for year in years:
        old, new = find_places(before[year]), find_places(after[year])
        for unit in sorted(after[year], key=lambda code: code or "") if old != new else ():
            first, then, figures = find_place(unit, old, parents), find_place(unit, new, parents), after[year][unit]
            if first != then and any(figure.amount(figures) for figure in COUNTED):
                changes.append(PlaceChange(year, unit, first, then, figures))
    return tuple(changes)
