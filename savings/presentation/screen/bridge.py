"""What changed since last time, on the screen: a sentence, a table that adds up, and a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from savings.elements import bridge as told
from savings.elements.charts import Chart, bridge_chart
from savings.elements.links import ProgrammeLinks
from savings.elements.numbers import day
from savings.elements.table import Table
from savings.elements.tables.status import bridge_table
from savings.projections.bridge import Bridge
from savings.projections.reports import ReportFacts


@dataclass(frozen=True)
class BridgeScreen:
    """What changed, as texts, a table and a chart."""

    summary: str
    table: Table | None
    chart: Chart | None
    href: str


def bridge_screen(bridge: Bridge, links: ProgrammeLinks, *, chart: bool = True) -> BridgeScreen:
    """What changed between two moments.

    Args:
        chart: whether to draw the waterfall, too; the table says the same.
    """
    return BridgeScreen(
        summary=told.summary(bridge),
        table=bridge_table(bridge, links) if bridge.steps else None,
        chart=bridge_chart(bridge) if chart and bridge.steps else None,
        href=links.since(),
    )


def beginnings(reports: Sequence[ReportFacts]) -> list[tuple[int, str]]:
    """The published reports one can compare with, by number."""
    return [(report.number, _("%(title)s, %(date)s") % {"title": report.title, "date": day(report.as_of)}) for report in reports]
