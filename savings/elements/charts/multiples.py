"""Small multiples: a panel for each unit, all in one scale, so that units can be compared at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.elements.charts.lettering import ASCENT, LINE, Box, Lettering, shorten
from savings.elements.charts.svg import BLUE, INK, SOFT_INK, Canvas, draw_end_years, element, mark_data, text, text_width
from savings.elements.labels import unit_label
from savings.elements.numbers import Scale
from savings.elements.sentences import scale_of
from savings.money import ZERO
from savings.projections.grid import GridRow
from savings.projections.status import Status
from savings.vocabulary.figures import NET_REALISED, TARGET

#: More panels than these are no longer taken in at a glance; the table has every unit.
MOST = 40


@dataclass(frozen=True)
class UnitYear:
    """A year of a panel, in kroner; None where nobody has stated anything."""

    year: int
    net: Decimal | None
    target: Decimal | None


@dataclass(frozen=True)
class Panel:
    """A unit: its code (empty for *Ikke fordelt*), its name, and its years."""

    code: str
    name: str
    years: tuple[UnitYear, ...]

    def values(self) -> Iterator[Decimal]:
        """Every amount that is drawn."""
        yield from (value for year in self.years for value in (year.net, year.target) if value is not None)


@dataclass(frozen=True)
class MultiplesDrawing:
    """The chart's one description.

    Attributes:
        panels, all_panels: the units that are drawn, and all that have an amount.
        year: the year whose amounts are written.
        note: what is left out, and that the panels share a scale.
    """

    panels: tuple[Panel, ...]
    all_panels: tuple[Panel, ...]
    year: int
    scale: Scale
    title: str
    words: str
    note: str


def describe_multiples(status: Status) -> MultiplesDrawing | None:
    """The units of a status side by side; None unless at least two of them have amounts."""
    # Units that lie under none stand beside each other; where one holds all, those under it.
    rows = status.grid.tops if len(status.grid.tops) > 1 else status.grid.leaves
    panels = [panel for row in rows if any((panel := _panel(status, row)).values())]
    if len(panels) < 2:
        return None
    largest = _largest(panels)
    scale = scale_of(status)
    words = " ".join(f"{panel.name}: {_describe_year(panel, status.year, scale)}." for panel in largest)
    title = _("Net realised and target by unit")
    return MultiplesDrawing(largest, tuple(panels), status.year, scale, title, words, _note(len(largest), len(panels), len(rows)))


def _panel(status: Status, row: GridRow) -> Panel:
    figures_by_year = ((year, row.year(year)) for year in status.grid.years)
    unit_years = tuple(UnitYear(year, NET_REALISED.read(figures), TARGET.read(figures)) for year, figures in figures_by_year)
    return Panel(row.unit or "", unit_label(status, row.unit, is_own=row.is_own), unit_years)


def _largest(panels: list[Panel]) -> tuple[Panel, ...]:
    """The panels in their own order; where they are too many, those with the largest amounts."""
    by_size = sorted(range(len(panels)), key=lambda i: max(map(abs, panels[i].values())), reverse=True)[:MOST]
    return tuple(panels[index] for index in sorted(by_size))


def _describe_year(panel: Panel, year: int, scale: Scale) -> str:
    parts = [f"{year.year} {scale.show(year.net)}" for year in panel.years if year.net is not None]
    target = next((shown.target for shown in panel.years if shown.year == year), None)
    clauses = [_("net realised %(amount)s") % {"amount": ", ".join(parts)}] if parts else [_("nothing recorded as realised")]
    if target is not None:
        clauses.append(_("target %(amount)s") % {"amount": f"{year} {scale.show(target)}"})
    return "; ".join(clauses)


def _note(drawn_panels: int, panels: int, rows: int) -> str:
    sentences = [_("All panels have the same scale.")]
    if drawn_panels < panels:
        sentences.append(
            _("Shown are the %(shown)s units with the largest amounts of %(found)s.") % {"shown": drawn_panels, "found": panels}
        )
    if panels < rows:
        sentences.append(_("Units without amounts have no panel."))
    return " ".join(sentences)


EDGE, GAP, TOP = 6, 16, 22
TITLE, PLOT, NAMES, BENEATH = 18, 48, 18, 12
WIDEST_SLOT = Decimal(40)


def draw_multiples(drawing: MultiplesDrawing, identity: str, width: int, font: str) -> SafeString:
    """The drawing: four panels abreast on a wide sheet, two on a narrow one."""
    plot = _MultiplesPlot(drawing, width)
    return Canvas(identity, width, plot.height, font).render(plot.parts(), title=drawing.title, words=drawing.words)


class _MultiplesPlot:
    """Where the panels stand, and the scale they share."""

    def __init__(self, drawing: MultiplesDrawing, width: int) -> None:
        self.drawing = drawing
        self.abreast = 4 if width > 500 else 2
        self.wide = (Decimal(width - 2 * EDGE) - GAP * (self.abreast - 1)) / self.abreast
        values = [ZERO, *(value for panel in drawing.panels for value in panel.values())]
        self.top, self.low = max(values), min(values)
        #: Where something is below zero, its number has room beneath it.
        self.foot = LINE if self.low < 0 else 0
        self.row = TITLE + LINE + PLOT + self.foot + NAMES + BENEATH
        self.height = TOP + self.row * -(-len(drawing.panels) // self.abreast)

    def parts(self) -> Iterator[str]:
        yield from self._key()
        for index, panel in enumerate(self.drawing.panels):
            left = EDGE + (self.wide + GAP) * (index % self.abreast)
            yield from _PanelPlot(self, panel, left, TOP + self.row * (index // self.abreast)).parts()

    def _key(self) -> Iterator[str]:
        """The unit of the amounts, and what a bar and a mark are."""
        unit, net = str(self.drawing.scale.name), _("net realised")
        yield text(unit, EDGE, 13, fill=SOFT_INK)
        x = EDGE + text_width(unit) + GAP
        yield element("rect", x=x, y=3, width=12, height=12, fill=BLUE)
        yield text(net, x + 16, 13, fill=SOFT_INK)
        x += 16 + text_width(net) + 12
        if any(year.target is not None for panel in self.drawing.panels for year in panel.years):
            yield element("line", x1=x, x2=x + 12, y1=9, y2=9, stroke=INK, stroke_width=2)
            yield text(_("target"), x + 16, 13, fill=SOFT_INK)


class _PanelPlot:
    """One panel at its place."""

    def __init__(self, plot: _MultiplesPlot, panel: Panel, left: Decimal, top: int) -> None:
        self.plot, self.panel, self.left, self.top = plot, panel, left, top
        self.slot = min(WIDEST_SLOT, plot.wide / max(len(panel.years), 1))
        self.right = left + self.slot * len(panel.years)
        #: The plot has a line above it for the number of a bar that reaches its roof.
        self.roof = top + TITLE + LINE

    def y(self, amount: Decimal) -> Decimal:
        return self.roof + (self.plot.top - amount) / ((self.plot.top - self.plot.low) or Decimal(1)) * PLOT

    def parts(self) -> Iterator[str]:
        panel, floor = self.panel, self.roof + PLOT + self.plot.foot
        yield text(_title(panel, self.plot.wide), self.left, self.top + 14, font_weight="600")
        for index, year in enumerate(panel.years):
            yield from self._marks(self.left + self.slot * index, year)
        zero = self.y(ZERO)
        yield element("line", x1=self.left, x2=self.right, y1=zero, y2=zero, stroke=SOFT_INK, stroke_width=1)
        yield from self._number()
        first, last = panel.years[0].year, panel.years[-1].year
        yield from draw_end_years(first, last, self.left, self.right, floor + NAMES - 4, room=2 * text_width(str(last)) + 8)

    def _marks(self, left: Decimal, year: UnitYear) -> Iterator[str]:
        if year.net is not None:
            top, bottom = sorted((self.y(ZERO), self.y(year.net)))
            high = max(bottom - top, Decimal(1))
            place = {"x": left + self.slot / 8, "y": bottom - high, "width": self.slot * 3 / 4, "height": high}
            yield element("rect", **place, fill=BLUE, **self._data(year, "net", _("net realised"), year.net))
        if year.target is not None:
            place = {"x1": left, "x2": left + self.slot, "y1": self.y(year.target), "y2": self.y(year.target)}
            yield element("line", **place, stroke=INK, stroke_width=2, **self._data(year, "target", _("target"), year.target))

    def _data(self, year: UnitYear, part: str, name: str, amount: Decimal) -> dict[str, object]:
        words = f"{self.panel.name}, {year.year}: {name} {self.plot.drawing.scale.show_with_unit(amount)}"
        figure = "net_realised" if part == "net" else part
        return {**mark_data(part, amount, words, year=year.year, figure=figure), "data_unit": self.panel.code or "-"}

    def _number(self) -> Iterator[str]:
        """The amount of the status' year at its bar, where it stands on nothing else."""
        for index, year in enumerate(self.panel.years):
            if year.year != self.plot.drawing.year or year.net is None:
                continue
            words = self.plot.drawing.scale.show(year.net)
            half = Decimal(text_width(words)) / 2
            middle = min(
                max(self.left + self.slot * (index + Decimal("0.5")), self.left + half), self.left + self.plot.wide - half
            )
            room = Box(
                self.left, Decimal(self.top + TITLE), self.left + self.plot.wide, Decimal(self.roof + PLOT + self.plot.foot)
            )
            letters = Lettering(room, taken=self._obstacles())
            ends = [self.y(amount) for amount in (ZERO, year.net, year.target) if amount is not None]
            # At the bar's own end, else beyond its target, too.
            above = [(middle, min(ends[:2]) - 5), (middle, min(ends) - 6)]
            beneath = [(middle, max(ends[:2]) + ASCENT + 3), (middle, max(ends) + ASCENT + 3)]
            yield from letters.place(words, [*beneath, *above] if year.net < 0 else [*above, *beneath], fill=INK)

    def _obstacles(self) -> list[Box]:
        """What a number must not stand on: the bars, the targets, and the line of zero."""
        zero = self.y(ZERO)
        boxes = [Box(self.left, zero - 1, self.right, zero + 1)]
        for index, year in enumerate(self.panel.years):
            left = self.left + self.slot * index
            if year.net is not None:
                top, bottom = sorted((zero, self.y(year.net)))
                boxes.append(Box(left + self.slot / 8, top, left + self.slot * 7 / 8, bottom))
            if year.target is not None:
                boxes.append(Box(left, self.y(year.target) - 1, left + self.slot, self.y(year.target) + 1))
        return boxes


def _title(panel: Panel, room: Decimal) -> str:
    """The unit's name where it fits, else its code; what has no code is shortened."""
    if text_width(panel.name, bold=True) <= room or not panel.code:
        return shorten(panel.name, room, bold=True)
    return shorten(panel.code, room, bold=True)
