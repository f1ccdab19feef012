"""The data of each chart as a table: exact amounts in kroner, and what they are stated in and as of."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from savings.faces.charts.chart import Row
from savings.faces.charts.planned import AgainstPlanDrawing
from savings.faces.charts.split import SplitDrawing
from savings.faces.charts.waterfall import WaterfallDrawing
from savings.faces.grids import NET, TARGET, unit_label
from savings.faces.numbers import day
from savings.faces.sentences import as_of_words
from savings.faces.wording import price_level_words
from savings.kinds import Kind
from savings.projections.status import Status

Data = tuple[Sequence[str], Sequence[Row]]


def source_of(status: Status) -> str:
    """Whose figures they are, of which unit, in which prices and as of when."""
    of = [status.programme.name, *([status.unit.name] if status.unit else [])]
    return f"{', '.join(of)}: {as_of_words(status)}"


def phase_in_data(status: Status) -> Data:
    """Each year of the phase-in; what is to come by its latest and its earliest reading."""
    heads = [
        _("Year"), _("Net realised"), _("Still to come by the plan, at the latest"),
        _("Still to come by the plan, at the earliest"), _("Target"), _("Forecast"),
    ]  # fmt: skip
    rows = []
    for year in status.phase_in:
        shown = year.figures
        planned, forecast = shown.has(Kind.PLAN), shown.has(Kind.FORECAST) and not shown.forecast_early
        rows.append([
            year.year, NET.read(shown), year.to_come_low if planned else None, year.to_come_high if planned else None,
            TARGET.read(shown), shown.forecast if forecast else None,
        ])  # fmt: skip
    return _stated(heads, rows, status)


def split_data(drawing: SplitDrawing, status: Status) -> Data:
    """The target, and each part of it."""
    rows: list[Row] = [[status.year, _("target"), drawing.target]]
    rows += [[status.year, part.words, part.amount] for part in drawing.parts]
    return _stated([_("Year"), _("Part of the target"), _("Amount")], rows, status)


def against_plan_data(drawing: AgainstPlanDrawing, status: Status) -> Data:
    """Each year's net realised beside the plan, by its latest and its earliest reading."""
    heads = [
        _("Year"), _("Net realised"), _("Plan, at the latest"), _("Plan, at the earliest"), _("Forecast"),
        _("Deviation from the plan"),
    ]  # fmt: skip
    rows = [[year.year, year.net, year.low, year.high, year.forecast, year.deviation] for year in drawing.years]
    return _stated(heads, rows, status)


def multiples_data(status: Status) -> Data:
    """Every unit and year that has an amount, those without a panel, too."""
    rows = [
        [row.unit or "", unit_label(status, row.unit), year, net, target]
        for row in status.grid.rows
        for year in status.grid.years
        if (net := NET.read(row.year(year))) is not None or TARGET.read(row.year(year)) is not None
        for target in [TARGET.read(row.year(year))]
    ]
    return _stated([_("Code"), _("Unit"), _("Year"), _("Net realised"), _("Target")], rows, status)


def waterfall_data(drawing: WaterfallDrawing) -> Data:
    """The opening amount, each step, and the closing amount."""
    return [_("Step"), _("Amount"), _("Amount unit")], [[bar.words, bar.amount, "kr"] for bar in drawing.bars]


def _stated(heads: Sequence[str], rows: Sequence[Row], status: Status) -> Data:
    """The rows with what their amounts are stated in, in each of them, so that a filter or a pivot table keeps it."""
    said = ["kr", price_level_words(status.price_levels), day(status.as_of)]
    return [*heads, _("Amount unit"), _("Price level"), _("As of")], [[*row, *said] for row in rows]
