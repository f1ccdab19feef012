"""What changed since last time, on the screen: a sentence, a table that adds up, and a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from savings.faces import bridge as told
from savings.faces.bridge import BridgeRow
from savings.faces.charts import Chart, bridge_chart
from savings.faces.numbers import DASH, Scale, day, number
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.projections.bridge import Bridge
from savings.projections.facts import ReportFacts
from savings.vocabulary import Kind, Step


class Addressed(Protocol):
    """Where the links lead."""

    def step(self, figure: str, step: str, bridge: Bridge) -> str:
        """The entries behind one step of a figure."""

    def entries(self, figure: str, year: int, *, unit: str | None = None) -> str:
        """The entries behind a figure."""

    def since(self, **changes: str) -> str:
        """The page of what changed."""


@dataclass(frozen=True)
class BridgeScreen:
    """What changed, as texts, a table and a chart."""

    summary: str
    said: str
    table: Sheet | None
    chart: Chart | None
    href: str


def bridge_screen(bridge: Bridge, links: Addressed, *, chart: bool = True) -> BridgeScreen:
    """What changed between two moments.

    Args:
        chart: whether to draw the waterfall, too; the table says the same.
    """
    return BridgeScreen(
        summary=told.summary(bridge),
        said=told.said(bridge),
        table=_table(bridge, links) if bridge.steps else None,
        chart=bridge_chart(bridge) if chart and bridge.steps else None,
        href=links.since(),
    )


def _table(bridge: Bridge, links: Addressed) -> Sheet:
    scale = told.scale_of(bridge)
    names = [column.figure for column in bridge.columns]
    heads = [
        Head("label", _("Change"), numeric=False),
        *(Head(name, words) for name, words in zip(names, told.heads(bridge), strict=True)),
    ]
    *rows, closing = told.rows(bridge)
    shown = [_row(row, names, bridge, scale, links) for row in rows]
    total = _row(closing, names, bridge, scale, links)
    return sheet(_("What has changed"), heads, shown, said=told.said(bridge), total=total)


def _row(row: BridgeRow, names: Sequence[str], bridge: Bridge, scale: Scale, links: Addressed) -> dict[str, Cell]:
    cells = {"label": Cell(row.label)}
    for name, amount in zip(names, row.shown, strict=True):
        cells[name] = _cell(amount, row, name, bridge, scale, links)
    return cells


def _cell(amount: Decimal | None, row: BridgeRow, figure: str, bridge: Bridge, scale: Scale, links: Addressed) -> Cell:
    if amount is None:
        return Cell(DASH)
    if row.step is None:
        at_end = row.label == told.closing_words(bridge.until)
        where = bridge.unit.code if bridge.unit else None
        return Cell(number(amount, scale.places), links.entries(figure, bridge.year, unit=where) if at_end else "")
    return Cell(told.change_words(row, amount, scale), _href(row.step, figure, bridge, links))


def _href(step: Kind | Step, figure: str, bridge: Bridge, links: Addressed) -> str:
    """Where a step leads: to its entries, to the page that reads them all where they were too many, or nowhere."""
    if step is Step.PRICE_LEVEL:
        return ""
    return links.since() if step is Step.TOGETHER else links.step(figure, step.value, bridge)


def beginnings(reports: Sequence[ReportFacts]) -> list[tuple[int, str]]:
    """The published reports one can compare with, by number."""
    return [(report.number, _("%(title)s, %(date)s") % {"title": report.title, "date": day(report.as_of)}) for report in reports]
