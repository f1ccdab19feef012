"""The figures of each chart as a table, for whoever takes them along: texts, years and amounts in kroner."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.charts.against_plan import AgainstPlanDrawing
from savings.elements.charts.multiples import MultiplesDrawing
from savings.elements.charts.phase_in import PhaseInDrawing
from savings.elements.charts.split import SplitDrawing
from savings.elements.charts.waterfall import WaterfallDrawing

#: A row of a chart's table; None where nobody has stated anything.
Row = Sequence[str | int | Decimal | None]


def phase_in_rows(drawing: PhaseInDrawing) -> list[Row]:
    """Year by year: target, net realised, what is still to come at least and at most, forecast."""
    heads: Row = [
        _("Year"),
        _("Target"),
        _("Net realised"),
        _("Still to come, at least"),
        _("Still to come, at most"),
        _("Forecast"),
    ]
    rows: list[Row] = [[c.year, c.target, c.net, c.low, c.high, c.forecast] for c in drawing.columns]
    return [heads, *rows]


def split_rows(drawing: SplitDrawing) -> list[Row]:
    """The parts of the target, and the target."""
    rows: list[Row] = [[part.words, part.amount] for part in drawing.parts]
    return [[_("Part"), _("Amount in DKK")], *rows, [_("Target"), drawing.target]]


def against_plan_rows(drawing: AgainstPlanDrawing) -> list[Row]:
    """Year by year: net realised, the plan at least and at most, and the deviation."""
    heads = [_("Year"), _("Net realised"), _("Plan, at least"), _("Plan, at most"), _("Deviation")]
    rows: list[Row] = [[y.year, y.net, y.low, y.high, y.deviation] for y in drawing.years]
    return [heads, *rows]


def multiples_rows(drawing: MultiplesDrawing) -> list[Row]:
    """Unit by unit and year by year: net realised and target; the units without a panel, too."""
    heads = [_("Code"), _("Unit"), _("Year"), _("Net realised"), _("Target")]
    rows: list[Row] = [
        [panel.code, panel.name, year.year, year.net, year.target] for panel in drawing.all_panels for year in panel.years
    ]
    return [heads, *rows]


def waterfall_rows(drawing: WaterfallDrawing) -> list[Row]:
    """Opening, steps and closing, as rounded on the table."""
    rows: list[Row] = [[stage.words, stage.change * drawing.scale.one] for stage in drawing.stages]
    return [[_("Step"), _("Amount in DKK")], *rows]
