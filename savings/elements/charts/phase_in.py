"""What the phase-in chart shows: the realised year by year, what the plan still owes, its undecided band, and the target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.numbers import Scale
from savings.elements.sentences import chart_text, scale_of
from savings.money import ZERO
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import Status
from savings.vocabulary import Kind
from savings.vocabulary.figures import NET_REALISED, TARGET


@dataclass(frozen=True)
class PhaseInColumn:
    """One year of the chart, in kroner; None where nobody has stated anything."""

    year: int
    net: Decimal | None
    low: Decimal
    high: Decimal
    target: Decimal | None
    forecast: Decimal | None

    @property
    def base(self) -> Decimal:
        """Where what is still to come begins."""
        return self.net or ZERO

    @property
    def band(self) -> Decimal:
        """How much of the plan has no decided year."""
        return self.high - self.low

    def amount(self, part: str) -> Decimal | None:
        """A part's amount in kroner; None where the column has no such part."""
        stated = {"net": self.net, "low": self.low or None, "band": self.band or None}
        return stated[part] if part in stated else {"target": self.target, "forecast": self.forecast}[part]

    def reach(self, part: str) -> tuple[Decimal, Decimal]:
        """From where to where a part reaches, in kroner: what is to come begins at the net, even below zero."""
        settled = self.base + self.low
        return {"net": (ZERO, self.base), "low": (self.base, settled), "band": (settled, self.base + self.high)}[part]

    def values(self) -> Iterator[Decimal]:
        """Every height the axis must reach; where part of a plan is negative, its earliest reading is the lower one."""
        to_come = (self.base + self.low, self.base + self.high)
        yield from (ZERO, self.base, *to_come, self.target or ZERO, self.forecast or ZERO)


@dataclass(frozen=True)
class PhaseInDrawing:
    """The chart's one description, which the drawing and the interactive figure both render."""

    columns: tuple[PhaseInColumn, ...]
    scale: Scale
    title: str
    words: str


def describe_phase_in(status: Status) -> PhaseInDrawing | None:
    """The phase-in of a status; None where there is nothing to draw."""
    columns = build_columns(status.phase_in)
    if not any(any(column.values()) for column in columns):
        return None
    return PhaseInDrawing(columns, scale_of(status), _("Phase-in, year by year"), chart_text(status))


def build_columns(years: Iterable[PhaseInYear]) -> tuple[PhaseInColumn, ...]:
    """The years as the chart's columns."""
    return tuple(_column(year) for year in years)


def _column(year: PhaseInYear) -> PhaseInColumn:
    figures = year.figures
    # A forecast known only by its ends has no height in the years before its last: a mark at zero would be invented.
    forecast = figures.forecast if figures.has(Kind.FORECAST) and not figures.forecast_early else None
    return PhaseInColumn(
        year.year, NET_REALISED.read(figures), year.to_come_low, year.to_come_high, TARGET.read(figures), forecast
    )
