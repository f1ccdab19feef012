"""The overview: every programme's figures in its own full-effect year, side by side and never added across years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from savings.projections.facts import HeadFacts, ProgrammeFacts
from savings.projections.figures import Figures


@dataclass(frozen=True)
class OverviewLine:
    """A programme and its figures of its full-effect year, each amount in the price level it was stated in."""

    programme: ProgrammeFacts
    figures: Figures
    price_levels: tuple[int | None, ...]
    waiting: int
    last_booked_on: date | None


@dataclass(frozen=True)
class Overview:
    """The programmes as of a date, in the order of what is open, the largest first."""

    as_of: date
    lines: tuple[OverviewLine, ...]
    head: HeadFacts
