"""Charts: one description each, drawn on the server as SVG, and on demand as an interactive Plotly figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.elements import bridge as words
from savings.elements.charts.against_plan import describe_against_plan, draw_against_plan
from savings.elements.charts.multiples import MultiplesDrawing, describe_multiples, draw_multiples
from savings.elements.charts.phase_in import describe_phase_in
from savings.elements.charts.phase_in_plot import draw_phase_in
from savings.elements.charts.plotly_figure import against_plan_figure, phase_in_figure, split_figure, waterfall_figure
from savings.elements.charts.rows import Row, against_plan_rows, multiples_rows, phase_in_rows, split_rows, waterfall_rows
from savings.elements.charts.split import SplitDrawing, describe_split, draw_split
from savings.elements.charts.svg import SCREEN_FONT
from savings.elements.charts.waterfall import WaterfallDrawing, build_bars, draw_waterfall
from savings.elements.sentences import as_of_words
from savings.elements.without_price_level import DRAWN, find_unlevelled
from savings.money import ZERO
from savings.projections.bridge import Bridge
from savings.projections.status import Status
from savings.vocabulary import Figure
from savings.vocabulary.figures import ELSEWHERE, NET_REALISED, SECURED, TARGET

WIDE, NARROW = 720, 320


class Described(Protocol):
    """A chart's one description."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def words(self) -> str:
        """The same in words."""


S = TypeVar("S")
D = TypeVar("D", bound=Described)


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


@dataclass(frozen=True)
class ChartOf(Generic[S, D]):
    """A sort of chart of a status or a bridge: how it is described, and how its one description is drawn and written.

    Attributes:
        name: its name in addresses.
        describe: gives None where there is nothing to draw.
        draw: the drawing by its id on the page, its width and its font.
        source: whose figures they are, in which prices and as of when.
        note: what a reader must know beside the drawing.
    """

    name: str
    describe: Callable[[S], D | None]
    draw: Callable[[D, str, int, str], SafeString]
    rows: Callable[[D], list[Row]]
    source: Callable[[S], str]
    figure: Callable[[D], dict[str, Any] | None] = lambda _drawing: None
    note: Callable[[S, D], str] = lambda _subject, _drawing: ""

    def __call__(self, subject: S, *, font_family: str = SCREEN_FONT) -> Chart | None:
        """The chart for a desk and for a phone; None where there is nothing to draw."""
        drawing = self.describe(subject)
        if drawing is None:
            return None
        return Chart(
            self.name,
            drawing.title,
            drawing.words,
            self.draw(drawing, f"{self.name}-w", WIDE, font_family),
            self.draw(drawing, f"{self.name}-n", NARROW, font_family),
            self.figure(drawing),
            self.rows(drawing),
            self.note(subject, drawing),
            self.source(subject),
        )


def _price_note(status: Status, _drawing: object = None, figures: Sequence[Figure] = ()) -> str:
    """That some of what is drawn has no price level, where the rest has; of these figures of the status' year, else of any."""
    marks = find_unlevelled(status)
    is_marked = any(marks.in_headline(figure) for figure in figures) if figures else bool(marks)
    return str(DRAWN) if is_marked else ""


def _split_note(status: Status, _drawing: SplitDrawing) -> str:
    return _price_note(status, figures=(TARGET, NET_REALISED, SECURED, ELSEWHERE))


def _units_note(status: Status, drawing: MultiplesDrawing) -> str:
    return " ".join(filter(None, [drawing.note, _price_note(status)]))


def _source(status: Status) -> str:
    """Whose figures they are, of which unit, in which prices and as of when."""
    of = [status.programme.name, *([status.unit.name] if status.unit else [])]
    return f"{', '.join(of)}: {as_of_words(status)}"


phase_in_chart = ChartOf("phase-in", describe_phase_in, draw_phase_in, phase_in_rows, _source, phase_in_figure, _price_note)
split_chart = ChartOf("split", describe_split, draw_split, split_rows, _source, split_figure, _split_note)
against_plan_chart = ChartOf(
    "against-plan", describe_against_plan, draw_against_plan, against_plan_rows, _source, against_plan_figure, _price_note
)
units_chart = ChartOf("units", describe_multiples, draw_multiples, multiples_rows, _source, note=_units_note)

#: The charts of a status by their names in addresses.
STATUS_CHARTS: dict[str, Callable[..., Chart | None]] = {
    "split": split_chart,
    "phase-in": phase_in_chart,
    "against-plan": against_plan_chart,
    "units": units_chart,
}


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
    return WaterfallDrawing(bars, scale, title, f"{sentence}. {words.bridge_note(bridge)}.", main.figure, bridge.year)


bridge_chart = ChartOf(
    "bridge",
    describe_bridge,
    draw_waterfall,
    waterfall_rows,
    lambda bridge: f"{bridge.programme.name}: {words.bridge_note(bridge)}",
    waterfall_figure,
)
