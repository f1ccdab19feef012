"""Charts: one description each, drawn on the server as SVG, and on demand as an interactive Plotly figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.elements import bridge as words
from savings.elements.charts.against_plan import describe_against_plan, draw_against_plan
from savings.elements.charts.multiples import describe_multiples, draw_multiples
from savings.elements.charts.phase_in import describe_phase_in, draw_phase_in
from savings.elements.charts.plotly_figure import against_plan_figure, phase_in_figure, split_figure, waterfall_figure
from savings.elements.charts.rows import Row, against_plan_rows, multiples_rows, phase_in_rows, split_rows, waterfall_rows
from savings.elements.charts.small import draw_small_phase_in
from savings.elements.charts.split import describe_split, draw_split, height_of
from savings.elements.charts.svg import SCREEN_FONT, Canvas
from savings.elements.charts.waterfall import WaterfallDrawing, build_bars, draw_waterfall
from savings.elements.sentences import as_of_words
from savings.elements.without_price_level import DRAWN, unlevelled
from savings.money import ZERO
from savings.projections.bridge import Bridge
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import Status
from savings.vocabulary import Figure
from savings.vocabulary.figures import ELSEWHERE, NET_REALISED, SECURED, TARGET

WIDE, NARROW = 720, 320
D = TypeVar("D")


@dataclass(frozen=True)
class Chart:
    """A chart ready for a page or a paper.

    Attributes:
        id: unique on the page.
        title, text: its name, and the same in words.
        svg_wide, svg_narrow: the drawing for a desk and for a phone.
        figure: the interactive figure as plain values; None where there is none.
        rows: the same figures as a table, amounts in kroner; the first row names the columns.
        note: what a reader must know beside the drawing; empty where there is nothing.
        source: what a file of it says of where it comes from, since it leaves its page.
    """

    id: str
    title: str
    text: str
    svg_wide: SafeString
    svg_narrow: SafeString
    figure: dict[str, Any] | None = None
    rows: Sequence[Row] = ()
    note: str = ""
    source: str = ""

    @property
    def figure_id(self) -> str:
        """The id of the element that carries the figure's data."""
        return f"{self.id}-figure"


def _at_both_widths(
    draw: Callable[[D, str, int, str], SafeString], drawing: D, identity: str, font: str
) -> tuple[SafeString, SafeString]:
    """A drawing for a desk and for a phone, each with names of its own on the page."""
    return draw(drawing, f"{identity}-w", WIDE, font), draw(drawing, f"{identity}-n", NARROW, font)


def phase_in_chart(status: Status, *, font_family: str = SCREEN_FONT) -> Chart | None:
    """The phase-in of a status; None where there is nothing to draw."""
    drawing = describe_phase_in(status)
    if drawing is None:
        return None
    wide, narrow = _at_both_widths(draw_phase_in, drawing, "phase-in", font_family)
    return Chart(
        "phase-in",
        drawing.title,
        drawing.words,
        wide,
        narrow,
        phase_in_figure(drawing),
        phase_in_rows(drawing),
        note=_note(status),
        source=_source(status),
    )


def split_chart(status: Status, *, font_family: str = SCREEN_FONT) -> Chart | None:
    """The split of the target; None without a target."""
    drawing = describe_split(status)
    if drawing is None:
        return None
    wide = draw_split(drawing, Canvas("split-w", WIDE, height_of(drawing, WIDE), font_family))
    narrow = draw_split(drawing, Canvas("split-n", NARROW, height_of(drawing, NARROW), font_family))
    figure, rows, note = split_figure(drawing), split_rows(drawing), _note(status, _SPLIT)
    return Chart("split", drawing.title, drawing.words, wide, narrow, figure, rows, note=note, source=_source(status))


def against_plan_chart(status: Status, *, font_family: str = SCREEN_FONT) -> Chart | None:
    """Realised against plan; None without a plan."""
    drawing = describe_against_plan(status)
    if drawing is None:
        return None
    wide, narrow = _at_both_widths(draw_against_plan, drawing, "against-plan", font_family)
    figure, rows = against_plan_figure(drawing), against_plan_rows(drawing)
    note = _note(status)
    return Chart("against-plan", drawing.title, drawing.words, wide, narrow, figure, rows, note=note, source=_source(status))


def units_chart(status: Status, *, font_family: str = SCREEN_FONT) -> Chart | None:
    """Small multiples by unit; None where fewer than two units have an amount."""
    drawing = describe_multiples(status)
    if drawing is None:
        return None
    wide, narrow = _at_both_widths(draw_multiples, drawing, "units", font_family)
    rows, note = multiples_rows(drawing), " ".join(filter(None, [drawing.note, _note(status)]))
    return Chart("units", drawing.title, drawing.words, wide, narrow, None, rows, note=note, source=_source(status))


#: What the target consists of.
_SPLIT = (TARGET, NET_REALISED, SECURED, ELSEWHERE)


def _note(status: Status, figures: Sequence[Figure] = ()) -> str:
    """That some of what is drawn has no price level, where the rest has; of these figures of the status' year, else of any."""
    marks = unlevelled(status)
    drawn = any(marks.in_headline(figure) for figure in figures) if figures else bool(marks)
    return str(DRAWN) if drawn else ""


def _source(status: Status) -> str:
    """Whose figures they are, of which unit, in which prices and as of when."""
    of = [status.programme.name, *([status.unit.name] if status.unit else [])]
    return f"{', '.join(of)}: {as_of_words(status)}"


#: The charts of a status by their names in addresses.
STATUS_CHARTS = {"split": split_chart, "phase-in": phase_in_chart, "against-plan": against_plan_chart, "units": units_chart}


def small_phase_in(years: Sequence[PhaseInYear], identity: str, *, font_family: str = SCREEN_FONT) -> SafeString:
    """The phase-in as a small picture for a table's row, `identity` unique on the page; empty where nothing is stated."""
    return draw_small_phase_in(years, identity, font_family)


def bridge_chart(bridge: Bridge, *, font_family: str = SCREEN_FONT) -> Chart | None:
    """The waterfall of a bridge's main figure; None where nothing moved it."""
    drawing = describe_bridge(bridge)
    if drawing is None:
        return None
    wide, narrow = _at_both_widths(draw_waterfall, drawing, "bridge", font_family)
    return Chart(
        "bridge",
        drawing.title,
        drawing.words,
        wide,
        narrow,
        waterfall_figure(drawing),
        waterfall_rows(drawing),
        source=f"{bridge.programme.name}: {words.said(bridge)}",
    )


def describe_bridge(bridge: Bridge) -> WaterfallDrawing | None:
    """The waterfall of what is outstanding, else of the first figure that moved; rounded as in the table."""
    rows = words.rows(bridge)
    moved = [column for column in bridge.columns if column.steps]
    main = next((column for column in moved if column.figure == "outstanding"), next(iter(moved), None))
    if main is None:
        return None
    place = bridge.columns.index(main)
    *steps, last = rows[1:]
    changes = [(row.step.value, row.label, amount) for row in steps if row.step and (amount := row.shown[place]) is not None]
    ends = [(row.label, row.shown[place] or ZERO) for row in (rows[0], last)]
    title = _("%(figure)s in %(year)s, step by step") % {"figure": bridge.vocabulary[main.figure].words, "year": bridge.year}
    bars = tuple(build_bars(ends[0], changes, ends[1]))
    scale = words.scale_of(bridge)
    sentence = ". ".join(f"{stage.words}: {stage.format_change(scale)}" for stage in bars)
    return WaterfallDrawing(bars, scale, title, f"{sentence}. {words.said(bridge)}.", main.figure, bridge.year)
