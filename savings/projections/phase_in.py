"""The phase-in: what is realised and what the plan still owes, year by year, with a band where nobody decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from savings.money import ZERO
from savings.projections.cells import Cell, group_cells
from savings.projections.figures import Figures
from savings.projections.grid import years_of
from savings.projections.measures import compute_figures_by_year, sum_by_year
from savings.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class PhaseInYear:
    """One year of the phase-in, in kroner.

    Attributes:
        year: the year.
        figures: the year's sums.
        to_come_low: what the plan says shall have come on top of the net realised, by its latest reading.
        to_come_high: the same by its earliest reading; larger than `to_come_low` where the years are not decided.
    """

    year: int
    figures: Figures
    to_come_low: Decimal
    to_come_high: Decimal

    @property
    def is_band(self) -> bool:
        """Whether the plan leaves open how much of it comes this year."""
        return self.to_come_high != self.to_come_low

    @property
    def expected_low(self) -> Decimal:
        """Net realised plus what the plan still owes, by its latest reading."""
        return self.figures.net_realised + self.to_come_low

    @property
    def expected_high(self) -> Decimal:
        """Net realised plus what the plan still owes, by its earliest reading."""
        return self.figures.net_realised + self.to_come_high


def build_phase_in(cells: Sequence[Cell], totals: Mapping[int, Figures] | None = None) -> tuple[PhaseInYear, ...]:
    """The phase-in over every year the cells (in one price level) speak of.

    Args:
        totals: the figures of each year, where they are known already.

    What a plan still owes is counted initiative by initiative, since an initiative that brought more than its plan
    does not deliver another's. An initiative without a plan owes nothing.
    """
    years = years_of(cells)
    whole = compute_figures_by_year(cells, years) if totals is None else totals
    parts = [sum_by_year(group, years) for group in group_cells(cells, lambda cell: cell.initiative).values()]
    return tuple(_year(year, whole[year], [part[year] for part in parts]) for year in years)


def _year(year: int, whole: Figures, parts: Sequence[Figures]) -> PhaseInYear:
    planned = [part for part in parts if part.has(Kind.PLAN)]
    low = sum((max(part.plan - part.net_realised, ZERO) for part in planned), ZERO)
    high = sum((max(part.plan + part.plan_early - part.net_realised, ZERO) for part in planned), ZERO)
    return PhaseInYear(year, whole, low, high)
