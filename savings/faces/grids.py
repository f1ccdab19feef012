"""Figures by unit, year and initiative as the paper and the workbook lay them out: which measures, which labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from savings.faces.headline import stated_amount
from savings.faces.wording import KINDS, NET_REALISED, OPEN, OUTSTANDING, UNALLOCATED, WHOLE_PROGRAMME, Words
from savings.kinds import Kind
from savings.projections.figures import Figures
from savings.projections.status import InitiativeLine, Status


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a row: its word, how it is read (kroner, or None where there is nothing to show), and its kind.

    `figure` is its name in addresses.
    """

    label: Words
    read: Callable[[Figures], Decimal | None]
    figure: str
    kind: Kind | None = None


def _kind(kind: Kind) -> Measure:
    return Measure(KINDS[kind], lambda shown: stated_amount(shown, kind), kind.value, kind)


def _net_realised(shown: Figures) -> Decimal | None:
    return shown.net_realised if shown.has(Kind.REALISED) or shown.has(Kind.OFFSET) else None


def _outstanding(shown: Figures) -> Decimal | None:
    return shown.outstanding if shown.has_target else None


def _open(shown: Figures) -> Decimal | None:
    return shown.open if shown.has_target else None


def _plan_at_the_earliest(shown: Figures) -> Decimal | None:
    return shown.plan + shown.plan_early if shown.plan_early else None


NET = Measure(NET_REALISED, _net_realised, "net_realised")
LEFT = Measure(OUTSTANDING, _outstanding, "outstanding")
UNFOUND = Measure(OPEN, _open, "open")
TARGET, PLAN, FORECAST = _kind(Kind.TARGET), _kind(Kind.PLAN), _kind(Kind.FORECAST)
SECURED, ELSEWHERE = _kind(Kind.SECURED), _kind(Kind.ELSEWHERE)
EARLY_PLAN = Measure(_("Plan, at the earliest"), _plan_at_the_earliest, "plan_early")
REALISED, OFFSET = _kind(Kind.REALISED), _kind(Kind.OFFSET)
#: Every measure, in the order of the formulas page.
MEASURES = (TARGET, PLAN, EARLY_PLAN, FORECAST, REALISED, OFFSET, NET, LEFT, SECURED, ELSEWHERE, UNFOUND)


def measures_of(status: Status) -> tuple[Measure, ...]:
    """The measures that have an amount anywhere in the status, so that no page shows columns of dashes only."""
    figures = [shown for row in status.grid.rows for shown in row.by_year.values()]
    return tuple(measure for measure in MEASURES if any(measure.read(shown) is not None for shown in figures))


def unit_label(status: Status, code: str | None) -> str:
    """A row's unit by name; *Ikke fordelt* for what nobody has divided."""
    return status.unit_name(code) or str(UNALLOCATED)


def initiative_label(line: InitiativeLine) -> str:
    """An initiative by name; *the programme as a whole* for amounts without one."""
    return line.facts.name if line.facts else str(WHOLE_PROGRAMME)
