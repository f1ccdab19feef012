"""The year in focus: the year that a report leads with where none is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from savings.money import ZERO
from savings.projections.cells import Cell
from savings.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Focus:
    """The year in focus.

    Attributes:
        year: the year.
        unbegun: the year of the as-of date, where it has a target but nothing realised or forecast of it is recorded yet, so
            that the year before it leads; None otherwise.
    """

    year: int
    unbegun: int | None = None


def find_focus(targets: Collection[int], *, as_of: date, full_effect_year: int, has_begun: bool) -> Focus:
    """The year in focus.

    Of the years with a target the latest that is not after the as-of date's; that year itself only once it has begun; where
    all lie ahead the first of them; where there is none, the full-effect year.

    Args:
        targets: the years whose targets add up to more than zero, of the whole programme.
        has_begun: whether an entry booked on or after the first day of the as-of date's year says something realised or
            forecast of that year.
    """
    this = as_of.year
    past = [year for year in targets if year <= this]
    if not past:
        return Focus(min(targets, default=full_effect_year))
    latest = max(past)
    if latest == this and not has_begun and this - 1 in targets:
        return Focus(this - 1, unbegun=this)
    return Focus(latest)


def target_years(cells: Iterable[Cell]) -> set[int]:
    """The years whose targets add up to more than zero."""
    sums: dict[int, Decimal] = {}
    for cell in cells:
        if cell.kind is Kind.TARGET:
            sums[cell.year] = sums.get(cell.year, ZERO) + cell.amount
    return {year for year, amount in sums.items() if amount > 0}
