"""Charts: one description each, drawn on the server as SVG, and on demand as an interactive Plotly figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from django.utils.safestring import SafeString

from savings.faces.charts.against_plan import draw_against_plan
from savings.faces.charts.chart import Chart
from savings.faces.charts.data import against_plan_data, multiples_data, phase_in_data, source_of, split_data, waterfall_data
from savings.faces.charts.multiples import describe_multiples, draw_multiples
from savings.faces.charts.phase_in import describe_phase_in, draw_phase_in
from savings.faces.charts.planned import describe_against_plan
from savings.faces.charts.plotly_figure import phase_in_figure
from savings.faces.charts.plotly_planned import against_plan_figure
from savings.faces.charts.plotly_split import split_figure
from savings.faces.charts.small import draw_small_phase_in
from savings.faces.charts.split import describe_split, draw_split, height_of
from savings.faces.charts.svg import SCREEN_FONT, Sheet
from savings.faces.charts.waterfall import WaterfallDrawing, draw_waterfall, waterfall_figure
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import Status

__all__ = [
    "CHARTS", "Chart", "WaterfallDrawing", "against_plan_chart", "multiples_chart", "phase_in_chart", "small_phase_in",
    "split_chart", "waterfall_chart",
]  # fmt: skip

WIDE, NARROW = 720, 320


def phase_in_chart(status: Status, font_family: str = SCREEN_FONT) -> Chart | None:
    """The phase-in of a status; None where there is nothing to draw."""
    drawing = describe_phase_in(status)
    if drawing is None:
        return None
    wide = draw_phase_in(drawing, "phase-in-w", WIDE, font_family)
    narrow = draw_phase_in(drawing, "phase-in-n", NARROW, font_family)
    heads, rows = phase_in_data(status)
    return Chart(
        "phase-in", drawing.title, drawing.words, wide, narrow, phase_in_figure(drawing),
        source=source_of(status), heads=heads, rows=rows,
    )  # fmt: skip


def split_chart(status: Status, font_family: str = SCREEN_FONT) -> Chart | None:
    """The split of the target; None without a target."""
    drawing = describe_split(status)
    if drawing is None:
        return None
    wide = draw_split(drawing, Sheet("split-w", WIDE, height_of(drawing, WIDE), font_family))
    narrow = draw_split(drawing, Sheet("split-n", NARROW, height_of(drawing, NARROW), font_family))
    heads, rows = split_data(drawing, status)
    return Chart(
        "split", drawing.title, drawing.words, wide, narrow, split_figure(drawing),
        source=source_of(status), heads=heads, rows=rows,
    )  # fmt: skip


def against_plan_chart(status: Status, font_family: str = SCREEN_FONT) -> Chart | None:
    """What was realised against the plan; None where nobody has stated a plan."""
    drawing = describe_against_plan(status)
    if drawing is None:
        return None
    wide = draw_against_plan(drawing, "against-plan-w", WIDE, font_family)
    narrow = draw_against_plan(drawing, "against-plan-n", NARROW, font_family)
    heads, rows = against_plan_data(drawing, status)
    return Chart(
        "against-plan", drawing.title, drawing.words, wide, narrow, against_plan_figure(drawing),
        note=drawing.note, source=source_of(status), heads=heads, rows=rows,
    )  # fmt: skip


def multiples_chart(status: Status, font_family: str = SCREEN_FONT) -> Chart | None:
    """A panel for each unit; None unless at least two of them have amounts."""
    drawing = describe_multiples(status)
    if drawing is None:
        return None
    wide = draw_multiples(drawing, "units-w", WIDE, font_family)
    narrow = draw_multiples(drawing, "units-n", NARROW, font_family)
    heads, rows = multiples_data(status)
    return Chart(
        "units", drawing.title, drawing.words, wide, narrow, note=drawing.note, source=source_of(status), heads=heads, rows=rows
    )


def waterfall_chart(
    drawing: WaterfallDrawing, identity: str = "waterfall", font_family: str = SCREEN_FONT, source: str = ""
) -> Chart:
    """A waterfall, `identity` unique on the page; `source` is what a file of it says of where it comes from."""
    wide = draw_waterfall(drawing, f"{identity}-w", WIDE, font_family)
    narrow = draw_waterfall(drawing, f"{identity}-n", NARROW, font_family)
    heads, rows = waterfall_data(drawing)
    figure = waterfall_figure(drawing)
    return Chart(identity, drawing.title, drawing.words, wide, narrow, figure, source=source, heads=heads, rows=rows)


def small_phase_in(years: Sequence[PhaseInYear], identity: str, *, font_family: str = SCREEN_FONT) -> SafeString:
    """The phase-in as a small picture for a table's row, `identity` unique on the page; empty where nothing is stated."""
    return draw_small_phase_in(years, identity, font_family)


#: The charts of a status by their names in addresses: each takes the status and a font family.
CHARTS: Mapping[str, Callable[[Status, str], Chart | None]] = MappingProxyType({
    "split": split_chart, "phase-in": phase_in_chart, "against-plan": against_plan_chart, "units": multiples_chart,
})  # fmt: skip
