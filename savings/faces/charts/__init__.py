"""Charts: one description each, drawn on the server as SVG, and on demand as an interactive Plotly figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from savings.faces.charts.phase_in import describe_phase_in, draw_phase_in
from savings.faces.charts.plotly_figure import phase_in_figure
from savings.faces.charts.small import draw_small_phase_in
from savings.faces.charts.split import describe_split, draw_split, height_of
from savings.faces.charts.svg import SCREEN_FONT, Sheet
from savings.faces.charts.waterfall import WaterfallDrawing, draw_waterfall, waterfall_figure
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import Status

WIDE, NARROW = 720, 320


@dataclass(frozen=True)
class Chart:
    """A chart ready for a page or a paper.

    Attributes:
        id: unique on the page.
        title, text: its name, and the same in words.
        svg_wide, svg_narrow: the drawing for a desk and for a phone.
        figure: the interactive figure as plain values; None where there is none.
    """

    id: str
    title: str
    text: str
    svg_wide: SafeString
    svg_narrow: SafeString
    figure: dict[str, Any] | None = None

    @property
    def figure_id(self) -> str:
        """The id of the element that carries the figure's data."""
        return f"{self.id}-figure"


def phase_in_chart(status: Status, *, font_family: str = SCREEN_FONT) -> Chart | None:
    """The phase-in of a status; None where there is nothing to draw."""
    drawing = describe_phase_in(status)
    if drawing is None:
        return None
    wide = draw_phase_in(drawing, "phase-in-w", WIDE, font_family)
    narrow = draw_phase_in(drawing, "phase-in-n", NARROW, font_family)
    return Chart("phase-in", drawing.title, drawing.words, wide, narrow, phase_in_figure(drawing))


def split_chart(status: Status, *, font_family: str = SCREEN_FONT) -> Chart | None:
    """The split of the target; None without a target."""
    drawing = describe_split(status)
    if drawing is None:
        return None
    wide = draw_split(drawing, Sheet("split-w", WIDE, height_of(drawing, WIDE), font_family))
    narrow = draw_split(drawing, Sheet("split-n", NARROW, height_of(drawing, NARROW), font_family))
    return Chart("split", drawing.title, drawing.words, wide, narrow)


def waterfall_chart(drawing: WaterfallDrawing, identity: str = "waterfall", *, font_family: str = SCREEN_FONT) -> Chart:
    """A waterfall, `identity` unique on the page."""
    wide = draw_waterfall(drawing, f"{identity}-w", WIDE, font_family)
    narrow = draw_waterfall(drawing, f"{identity}-n", NARROW, font_family)
    return Chart(identity, drawing.title, drawing.words, wide, narrow, waterfall_figure(drawing))


def small_phase_in(years: Sequence[PhaseInYear], identity: str, *, font_family: str = SCREEN_FONT) -> SafeString:
    """The phase-in as a small picture for a table's row, `identity` unique on the page; empty where nothing is stated."""
    return draw_small_phase_in(years, identity, font_family)
