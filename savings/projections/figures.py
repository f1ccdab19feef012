"""The figures of a status: what one set of cells of one year adds up to, and the rates between the sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from savings.kinds import Kind
from savings.money import ZERO
from savings.projections.cells import Cell

#: A figure by its name in addresses: the kinds it adds up, with their signs.
SIGNS: dict[str, dict[Kind, int]] = {
    **{kind.value: {kind: 1} for kind in Kind},
    "net_realised": {Kind.REALISED: 1, Kind.OFFSET: 1},
    "plan_early": {Kind.PLAN: 1},
    "documented": {Kind.REALISED: 1},
    "undocumented": {Kind.REALISED: 1},
    "outstanding": {Kind.TARGET: 1, Kind.REALISED: -1, Kind.OFFSET: -1},
    "open": {Kind.TARGET: 1, Kind.REALISED: -1, Kind.OFFSET: -1, Kind.SECURED: -1, Kind.ELSEWHERE: -1},
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of one year, in kroner of the price level asked for; everything else is derived from them.

    Attributes:
        target, plan, forecast, secured, realised, elsewhere, offset: sums of the postings of that kind
            (`offset` is negative).
        documented: the part of `realised` whose entries carry evidence.
        plan_early, forecast_early: what a plan known only by its ends may already have brought this year,
            on top of `plan` or `forecast`; zero where the profile is decided.
        kinds: the kinds that have a posting, so that a sum of zero is told from nothing said.
    """

    target: Decimal = ZERO
    plan: Decimal = ZERO
    forecast: Decimal = ZERO
    secured: Decimal = ZERO
    realised: Decimal = ZERO
    elsewhere: Decimal = ZERO
    offset: Decimal = ZERO
    documented: Decimal = ZERO
    plan_early: Decimal = ZERO
    forecast_early: Decimal = ZERO
    kinds: frozenset[Kind] = frozenset()

    def has(self, kind: Kind) -> bool:
        """Whether any posting of that kind stands behind these figures."""
        return kind in self.kinds

    @property
    def has_target(self) -> bool:
        """Whether a target was set; without one, outstanding and open are not shown as shortfalls."""
        return self.has(Kind.TARGET)

    @property
    def net_realised(self) -> Decimal:
        """Realised + offset: what is left of the realised saving when new costs have eaten of it."""
        return self.realised + self.offset

    @property
    def outstanding(self) -> Decimal:
        """Target − net realised; negative means *more than the target*."""
        return self.target - self.net_realised

    @property
    def open(self) -> Decimal:
        """Outstanding − secured − elsewhere: what nobody has yet found."""
        return self.outstanding - self.secured - self.elsewhere

    @property
    def realisation_rate(self) -> Decimal | None:
        """Net realised / target; None without a target."""
        return self.net_realised / self.target if self.target else None

    @property
    def evidence_coverage(self) -> Decimal | None:
        """Realised postings of entries with evidence / realised; None where nothing is realised."""
        return self.documented / self.realised if self.realised else None

    @property
    def deviation(self) -> Decimal | None:
        """Net realised − plan; None without a plan."""
        return self.net_realised - self.plan if self.has(Kind.PLAN) else None

    @property
    def forecast_deviation(self) -> Decimal | None:
        """Forecast − plan; None unless both are stated."""
        both = self.has(Kind.PLAN) and self.has(Kind.FORECAST)
        return self.forecast - self.plan if both else None


EMPTY = Figures()


def figures(cells: Iterable[Cell], year: int) -> Figures:
    """The figures of `year` in these cells; years are never added together.

    The cells must be in one price level (or without any): the caller restates them first.
    """
    return figures_by_year(cells, (year,))[year]


def figures_by_year(cells: Iterable[Cell], years: Iterable[int]) -> dict[int, Figures]:
    """The figures of each of the years, in one pass over the cells."""
    sums: dict[int, dict[str, Decimal]] = {year: {} for year in years}
    kinds: dict[int, set[Kind]] = {year: set() for year in sums}
    for cell in cells:
        if cell.year in sums:
            kinds[cell.year].add(cell.kind)
            _add(sums[cell.year], cell.kind.value, cell.amount)
            if cell.kind is Kind.REALISED and cell.evidenced:
                _add(sums[cell.year], "documented", cell.amount)
        if cell.earliest_year is not None:
            for year in range(cell.earliest_year, cell.year):
                if year in sums:
                    kinds[year].add(cell.kind)
                    _add(sums[year], f"{cell.kind.value}_early", cell.amount)
    return {year: Figures(**sums[year], kinds=frozenset(kinds[year])) if kinds[year] else EMPTY for year in sums}


def _add(sums: dict[str, Decimal], name: str, amount: Decimal) -> None:
    sums[name] = sums.get(name, ZERO) + amount
