"""The table under the chart of realised against plan: each year's plan, what came, and how far apart the two are."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext as _

from savings.faces.charts.planned import AgainstPlanDrawing, Planned, describe_against_plan
from savings.faces.numbers import DASH, Scale
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.faces.sentences import as_of_words
from savings.projections.status import Status


class Opened(Protocol):
    """Where the figures lead."""

    def entries(self, figure: str, year: int) -> str:
        """The entries behind a figure of a year."""


def against_plan_table(status: Status, scale: Scale, links: Opened) -> Sheet | None:
    """Each year of the chart; None where nobody has stated a plan."""
    drawing = describe_against_plan(status)
    if drawing is None:
        return None
    heads = [
        Head("year", _("Year"), numeric=False),
        Head("plan", _("Plan")),
        Head("net", _("Net realised")),
        Head("deviation", _("Deviation from the plan")),
    ]
    rows = [_row(drawing, year, links) for year in drawing.years]
    return sheet(_("Realised against the plan"), heads, rows, said=as_of_words(status))


def _row(drawing: AgainstPlanDrawing, year: Planned, links: Opened) -> dict[str, Cell]:
    def opened(part: str, figure: str) -> Cell:
        words = drawing.number(year, part)
        return Cell(words, links.entries(figure, year.year)) if words else Cell(DASH)

    return {
        "year": Cell(str(year.year)),
        "plan": opened("plan", "plan") if not year.is_band else Cell(drawing.number(year, "plan")),
        "net": opened("net", "net_realised"),
        "deviation": Cell(drawing.number(year, "deviation") or DASH),
    }
