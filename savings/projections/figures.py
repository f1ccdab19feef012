"""The figures of a status: what one set of cells of one year adds up to, and the rates between the sums."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from savings.money import ZERO
from savings.projections.cells import Cell
from savings.vocabulary import Kind, Sums
from savings.vocabulary import figures as declared
from savings.vocabulary.figure import Figure


class _Amount:
    """A declared figure as an attribute: its amount, zero where nothing is stated."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def __get__(self, sums: Sums, owner: Any = None) -> Decimal:
        return self.figure.amount(sums)


class _Reading:
    """A declared figure as an attribute: what it reads, None where nothing gives it."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def __get__(self, sums: Sums, owner: Any = None) -> Decimal | None:
        return self.figure.read(sums)


class Figures(Sums):
    """The sums of one year, in kroner of the price level asked for, and the product's figures read from them.

    `plan_early` and `forecast_early` are what a plan known only by its ends may already have brought this year, on top of
    `plan` or `forecast`; zero where the profile is decided.
    """

    __slots__ = ()

    target, plan, forecast = _Amount(declared.TARGET), _Amount(declared.PLAN), _Amount(declared.FORECAST)
    secured, elsewhere = _Amount(declared.SECURED), _Amount(declared.ELSEWHERE)
    realised, offset, net_realised = _Amount(declared.REALISED), _Amount(declared.OFFSET), _Amount(declared.NET_REALISED)
    documented, undocumented = _Amount(declared.DOCUMENTED), _Amount(declared.UNDOCUMENTED)
    outstanding, open = _Amount(declared.OUTSTANDING), _Amount(declared.OPEN)
    realisation_rate, evidence_coverage = _Reading(declared.REALISATION_RATE), _Reading(declared.EVIDENCE_COVERAGE)
    deviation, forecast_deviation = _Reading(declared.DEVIATION), _Reading(declared.FORECAST_DEVIATION)

    @property
    def plan_early(self) -> Decimal:
        return self.early.get(Kind.PLAN, ZERO)

    @property
    def forecast_early(self) -> Decimal:
        return self.early.get(Kind.FORECAST, ZERO)

    @property
    def has_target(self) -> bool:
        """Whether a target was set; without one, outstanding and open are not shown as shortfalls."""
        return self.has(Kind.TARGET)

    @property
    def has_realised(self) -> bool:
        """Whether anything is said of what is realised, or of new costs that eat of it."""
        return declared.NET_REALISED.is_stated(self)


EMPTY = Figures()


def compute_figures(cells: Iterable[Cell], year: int) -> Figures:
    """The figures of `year` in these cells; years are never added together.

    The cells must be in one price level (or without any): the caller restates them first.
    """
    return compute_figures_by_year(cells, (year,))[year]


def compute_figures_by_year(cells: Iterable[Cell], years: Iterable[int]) -> dict[int, Figures]:
    """The figures of each of the years, in one pass over the cells."""
    stated: dict[int, dict[Kind, Decimal]] = {year: {} for year in years}
    early: dict[int, dict[Kind, Decimal]] = {year: {} for year in stated}
    evidenced: dict[int, dict[Kind, Decimal]] = {year: {} for year in stated}
    for cell in cells:
        if cell.year in stated:
            _add(stated[cell.year], cell)
            if cell.evidenced:
                _add(evidenced[cell.year], cell)
        if cell.earliest_year is not None:
            for year in range(cell.earliest_year, cell.year):
                if year in stated:
                    _add(early[year], cell)
    return {
        year: Figures(stated[year], early[year], evidenced[year]) if stated[year] or early[year] else EMPTY for year in stated
    }


def _add(sums: dict[Kind, Decimal], cell: Cell) -> None:
    sums[cell.kind] = sums.get(cell.kind, ZERO) + cell.amount
