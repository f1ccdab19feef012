"""The phase-in chart: what is realised year by year, what the plan still owes, the band nobody decided, and the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.faces.charts.svg import BLUE, INK, ORANGE, PALE_BLUE, SOFT_INK, WHITE, Sheet, element, hatch, text
from savings.faces.numbers import Scale
from savings.faces.sentences import chart_text, scale_of
from savings.kinds import Kind
from savings.money import ZERO
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import Status


@dataclass(frozen=True)
class Column:
    """One year of the chart, in kroner; None where nobody has stated anything."""

    year: int
    net: Decimal | None
    low: Decimal
    high: Decimal
    target: Decimal | None
    forecast: Decimal | None

    @property
    def base(self) -> Decimal:
        """Where what is still to come begins."""
        return self.net or ZERO

    @property
    def band(self) -> Decimal:
        """How much of the plan has no decided year."""
        return self.high - self.low

    def values(self) -> Iterator[Decimal]:
        """Every height the axis must reach."""
        yield from (ZERO, self.base, self.base + self.high, self.target or ZERO, self.forecast or ZERO)


@dataclass(frozen=True)
class PhaseInDrawing:
    """The chart's one description, which the drawing and the interactive figure both render."""

    columns: tuple[Column, ...]
    scale: Scale
    title: str
    words: str


def describe_phase_in(status: Status) -> PhaseInDrawing | None:
    """The phase-in of a status; None where there is nothing to draw."""
    columns = tuple(_column(year) for year in status.phase_in)
    if not any(any(column.values()) for column in columns):
        return None
    return PhaseInDrawing(columns, scale_of(status), _("Phase-in, year by year"), chart_text(status))


def _column(year: PhaseInYear) -> Column:
    shown = year.figures
    stated = shown.has(Kind.REALISED) or shown.has(Kind.OFFSET)
    return Column(
        year.year,
        shown.net_realised if stated else None,
        year.to_come_low,
        year.to_come_high,
        shown.target if shown.has_target else None,
        shown.forecast if shown.has(Kind.FORECAST) else None,
    )


NAMES_WIDE, NAMES_NARROW = 150, 84
TOP, BOTTOM, LEFT = 30, 26, 6
#: Narrower than this, a column has no room for its numbers; the table beneath has them all.
ROOM_FOR_NUMBERS = 36
LINE = 15


def draw_phase_in(drawing: PhaseInDrawing, sheet: Sheet) -> SafeString:
    """The drawing, with names at its right edge instead of a legend."""
    return sheet.finished(_Plot(drawing, sheet).parts(), title=drawing.title, words=drawing.words)


class _Plot:
    """Where things stand on one sheet."""

    def __init__(self, drawing: PhaseInDrawing, sheet: Sheet) -> None:
        self.drawing, self.sheet, self.columns = drawing, sheet, drawing.columns
        self.names = NAMES_WIDE if sheet.width > 500 else NAMES_NARROW
        self.slot = Decimal(sheet.width - LEFT - self.names) / len(self.columns)
        self.bar = min(Decimal(72), self.slot * Decimal("0.68"))
        heights = [value for column in self.columns for value in column.values()]
        self.top, self.low = max(heights), min(heights)
        self.has_room = self.slot >= ROOM_FOR_NUMBERS

    def y(self, amount: Decimal) -> Decimal:
        """The height of an amount on the sheet."""
        span = (self.top - self.low) or Decimal(1)
        return TOP + (self.top - amount) / span * (self.sheet.height - TOP - BOTTOM)

    def x(self, index: int) -> Decimal:
        """The left edge of a year's bar."""
        return LEFT + self.slot * index + (self.slot - self.bar) / 2

    def parts(self) -> Iterator[str]:
        """Everything on the sheet."""
        yield element("defs", hatch(f"{self.sheet.id}-band", BLUE))
        for index, column in enumerate(self.columns):
            yield from self._column(index, column)
        right = LEFT + self.slot * len(self.columns)
        yield element("line", x1=LEFT, x2=right, y1=self.y(ZERO), y2=self.y(ZERO), stroke=INK, stroke_width=1)
        yield from self._band_words()
        yield from self._names(right + 8)

    def _column(self, index: int, column: Column) -> Iterator[str]:
        if column.net:
            yield self._box(index, ZERO, column.net, "net", column, fill=BLUE)
        if column.low:
            yield self._box(index, column.base, column.base + column.low, "low", column, fill=PALE_BLUE, stroke=BLUE)
        if column.band:
            bottom = column.base + column.low
            pattern = f"url(#{self.sheet.id}-band)"
            yield self._box(
                index, bottom, bottom + column.band, "band", column, fill=pattern, stroke=BLUE, stroke_dasharray="4 3"
            )
        yield from self._ticks(index, column)
        yield from self._numbers(index, column)
        every = -(-ROOM_FOR_NUMBERS // max(int(self.slot), 1))
        if index % every == 0:
            middle = self.x(index) + self.bar / 2
            yield text(str(column.year), middle, self.sheet.height - 8, text_anchor="middle", fill=SOFT_INK)

    def _box(self, index: int, start: Decimal, end: Decimal, part: str, column: Column, **look: object) -> str:
        top, bottom = sorted((self.y(start), self.y(end)))
        amount = {"net": column.net, "low": column.low, "band": column.band}[part]
        data = {"data_part": part, "data_year": str(column.year), "data_amount": f"{amount:f}"}
        return element("rect", x=self.x(index), y=top, width=self.bar, height=bottom - top, **look, **data)

    def _ticks(self, index: int, column: Column) -> Iterator[str]:
        for part, amount, colour, dashes in (("target", column.target, INK, None), ("forecast", column.forecast, ORANGE, "3 2")):
            if amount is not None:
                y = self.y(amount)
                yield element(
                    "line", x1=self.x(index) - 5, x2=self.x(index) + self.bar + 5, y1=y, y2=y, stroke=colour, stroke_width=3,
                    stroke_dasharray=dashes, data_part=part, data_year=str(column.year), data_amount=f"{amount:f}",
                )  # fmt: skip

    def _numbers(self, index: int, column: Column) -> Iterator[str]:
        if not self.has_room:
            return
        middle, show = self.x(index) + self.bar / 2, self.drawing.scale.show
        if column.target is not None:
            above = self.y(column.target) - 7
            yield text(show(column.target), middle, above, text_anchor="middle", font_weight="600")
        if column.net:
            yield from self._within(ZERO, column.net, show(column.net), middle, WHITE)
        if column.low:
            yield from self._within(column.base, column.base + column.low, show(column.low), middle, INK)
        if column.band:
            bottom = column.base + column.low
            words = f"{show(column.low)}–{show(column.high)}"
            yield from self._within(bottom, bottom + column.band, words, middle, INK, plate=True)

    def _within(
        self, start: Decimal, end: Decimal, words: str, middle: Decimal, colour: str, *, plate: bool = False
    ) -> Iterator[str]:
        """A number in the middle of its box, on a plate where the box is hatched; left out where the box is too flat."""
        top, bottom = sorted((self.y(start), self.y(end)))
        if bottom - top < LINE + 2:
            return
        y = (top + bottom) / 2 + 4
        if plate:
            wide = Decimal(len(words) * 7 + 6)
            yield element("rect", x=middle - wide / 2, y=y - 13, width=wide, height=17, fill=WHITE)
        yield text(words, middle, y, text_anchor="middle", fill=colour)

    def _band_words(self) -> Iterator[str]:
        banded = [index for index, column in enumerate(self.columns) if column.band]
        if banded:
            left = self.x(banded[0])
            top = min(self.y(self.columns[index].base + self.columns[index].high) for index in banded)
            yield text(_("years not decided"), left, top - 8, fill=SOFT_INK, font_style="italic")

    def _names(self, x: Decimal) -> Iterator[str]:
        """What is what, beside the last column that has it, pushed apart where they would touch."""
        placed: Decimal | None = None
        for y, words, colour in sorted(self._named()):
            y = y if placed is None else max(y, placed + LINE)
            placed = y
            yield text(words, x, y + 4, fill=colour)

    def _named(self) -> Iterator[tuple[Decimal, str, str]]:
        last = self._last(lambda column: column.target is not None)
        if last is not None and last.target is not None:
            yield self.y(last.target), _("target"), INK
        last = self._last(lambda column: bool(column.high))
        if last is not None:
            height = last.low or last.high
            yield (
                self.y(last.base + height / 2),
                _("still to come") if self.names < NAMES_WIDE else _("still to come by the plan"),
                SOFT_INK,
            )
        last = self._last(lambda column: bool(column.net))
        if last is not None and last.net is not None:
            yield self.y(last.net / 2), _("net realised"), BLUE
        last = self._last(lambda column: column.forecast is not None)
        if last is not None and last.forecast is not None:
            yield self.y(last.forecast), _("forecast"), ORANGE

    def _last(self, has: object) -> Column | None:
        return next((column for column in reversed(self.columns) if has(column)), None)  # type: ignore[operator]


def columns_of(drawing: PhaseInDrawing) -> Sequence[Column]:
    """The chart's columns."""
    return drawing.columns
