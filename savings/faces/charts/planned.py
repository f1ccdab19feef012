"""What was realised each year and what the plan said of it: the description that the chart's renderings share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.faces.numbers import Scale
from savings.faces.sentences import scale_of
from savings.kinds import Kind
from savings.money import ZERO
from savings.projections.figures import Figures
from savings.projections.status import Status


def names() -> dict[str, str]:
    """What the parts are called."""
    return {
        "net": _("net realised"),
        "plan": _("plan"),
        "forecast": _("forecast"),
        "deviation": _("deviation"),
        "band": _("plan, years not decided"),
    }


@dataclass(frozen=True)
class Planned:
    """One year, in kroner; None where nobody has stated anything.

    Attributes:
        low, high: what the plan says, by its latest and its earliest reading; the same where the year is decided.
        forecast: None, too, where the forecast is known only by its ends.
    """

    year: int
    net: Decimal | None
    low: Decimal | None
    high: Decimal | None
    forecast: Decimal | None

    @property
    def is_band(self) -> bool:
        """Whether the plan is known only by its ends this year."""
        return self.low != self.high

    @property
    def plan(self) -> Decimal | None:
        """The plan where it is one amount: a band is never drawn as one."""
        return None if self.is_band else self.low

    @property
    def deviation(self) -> Decimal | None:
        """Net realised − plan; None unless both are stated, and where the plan is known only by its ends."""
        return None if self.net is None or self.plan is None else self.net - self.plan

    def values(self) -> Iterator[Decimal]:
        """Every amount the axis must reach."""
        yield from (value or ZERO for value in (self.net, self.low, self.high, self.forecast))


@dataclass(frozen=True)
class AgainstPlanDrawing:
    """The chart's one description, which the drawing and the interactive figure both render.

    Attributes:
        note: what part of the realised the plan does not speak of; empty where it speaks of all.
    """

    years: tuple[Planned, ...]
    scale: Scale
    title: str
    words: str
    note: str

    def signed(self, amount: Decimal) -> str:
        """A deviation as it is written: always with its sign."""
        return self.scale.plus(amount) + self.scale.show(amount)

    def number(self, year: Planned, part: str) -> str:
        """What stands in a year's row of numbers; empty where nothing is stated."""
        show = self.scale.show
        if part == "plan":
            if year.low is None or year.high is None:
                return ""
            return f"{show(year.low)}–{show(year.high)}" if year.is_band else show(year.low)
        amount = {"net": year.net, "forecast": year.forecast, "deviation": year.deviation}[part]
        if amount is None:
            return ""
        return self.signed(amount) if part == "deviation" else show(amount)


def describe_against_plan(status: Status) -> AgainstPlanDrawing | None:
    """The realised of a status against its plan; None where nobody has stated a plan."""
    years = tuple(planned_year(year.year, status.grid.total.year(year.year)) for year in status.phase_in)
    if not any(year.low is not None for year in years):
        return None
    scale = scale_of(status)
    nothing = _("nothing stated")
    words = " ".join(f"{year.year}: {', '.join(_said(year, scale)) or nothing}." for year in years)
    return AgainstPlanDrawing(years, scale, _("Realised against the plan, year by year"), words, _unplanned(status))


def planned_year(year: int, shown: Figures) -> Planned:
    """A year's sums as the chart compares them."""
    stated = shown.has(Kind.REALISED) or shown.has(Kind.OFFSET)
    planned = shown.has(Kind.PLAN)
    ends = sorted((shown.plan, shown.plan + shown.plan_early))
    return Planned(
        year,
        shown.net_realised if stated else None,
        ends[0] if planned else None,
        ends[1] if planned else None,
        shown.forecast if shown.has(Kind.FORECAST) and not shown.forecast_early else None,
    )


def _said(year: Planned, scale: Scale) -> Iterator[str]:
    if year.net is not None:
        yield _("net realised %(amount)s") % {"amount": scale.show(year.net)}
    if year.is_band and year.low is not None and year.high is not None:
        yield _("plan between %(low)s and %(high)s") % {"low": scale.show(year.low), "high": scale.show(year.high)}
    elif year.plan is not None:
        yield _("plan %(amount)s") % {"amount": scale.show(year.plan)}
    if year.forecast is not None:
        yield _("forecast %(amount)s") % {"amount": scale.show(year.forecast)}
    if year.deviation is not None:
        yield _("deviation from the plan %(amount)s") % {"amount": scale.show(year.deviation)}


def _unplanned(status: Status) -> str:
    """What was realised by initiatives that have no plan, in the status' year: it is in the bar, and in no plan."""
    planned = {cell.initiative for cell in status.cells if cell.kind is Kind.PLAN}
    kinds = (Kind.REALISED, Kind.OFFSET)
    rest = (c.amount for c in status.cells if c.kind in kinds and c.year == status.year and c.initiative not in planned)
    amount = sum(rest, ZERO)
    if not amount:
        return ""
    facts = {"amount": scale_of(status).show_with_unit(amount), "year": status.year}
    return (
        _("The plan says nothing of %(amount)s of the net realised in %(year)s: it stands on initiatives without a plan.") % facts
    )
