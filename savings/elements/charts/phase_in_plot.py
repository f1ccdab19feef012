"""The drawing of the phase-in: columns year by year, with their numbers where there is room, and names beside or beneath."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.elements.charts.lettering import LINE, Box, Lettering, spread
from savings.elements.charts.phase_in import PhaseInColumn, PhaseInDrawing
from savings.elements.charts.svg import (
    BLUE,
    INK,
    ORANGE,
    PALE_BLUE,
    SOFT_INK,
    WHITE,
    Canvas,
    element,
    hatch,
    mark_data,
    text,
    text_width,
)
from savings.money import ZERO

#: What a column and its slot may at most fill: one year alone shall not be a wall.
WIDEST_SLOT, WIDEST_BAR = Decimal(112), Decimal(72)
#: How much of its slot a bar fills; more where slots are tight, so that its number fits in it.
SHARE, SHARE_WHEN_TIGHT, TIGHT = Decimal("0.68"), Decimal("0.9"), 60
TOP, BOTTOM, LEFT, SWATCH = 48, 26, 6, 18
PLOT_WIDE, PLOT_NARROW = 200, 270
NUMBERED = ("target", "net", "low", "band", "forecast")


def draw_phase_in(drawing: PhaseInDrawing, identity: str, width: int, font: str) -> SafeString:
    """The drawing; its names stand at the right edge of a wide sheet, beneath a narrow one."""
    plot = _PhaseInPlot(drawing, identity, width)
    parts = list(plot.parts())
    return Canvas(identity, width, plot.height, font).render(parts, title=drawing.title, words=drawing.words)


class _PhaseInPlot:
    """Where things stand on one sheet."""

    def __init__(self, drawing: PhaseInDrawing, identity: str, width: int) -> None:
        self.drawing, self.identity, self.width, self.columns = drawing, identity, width, drawing.columns
        self.wide = width > 500
        self.height = self.floor = PLOT_WIDE if self.wide else PLOT_NARROW
        names = SWATCH + 10 + max(text_width(name) for name in _names().values()) if self.wide else LEFT
        self.slot = min(WIDEST_SLOT, Decimal(width - LEFT - names) / len(self.columns))
        self.bar = min(WIDEST_BAR, self.slot * (SHARE if self.slot >= TIGHT else SHARE_WHEN_TIGHT))
        self.beyond = min(Decimal(5), (self.slot - self.bar) / 2 - 1)
        self.right = LEFT + self.slot * len(self.columns)
        heights = [value for column in self.columns for value in column.values()]
        self.top, self.low = max(heights), min(heights)
        self.letters = Lettering(Box(Decimal(0), Decimal(20), Decimal(width), Decimal(self.floor - BOTTOM + 6)))
        self.looks: dict[str, dict[str, object]] = {
            "net": {"fill": BLUE},
            "low": {"fill": PALE_BLUE, "stroke": BLUE},
            "band": {"fill": f"url(#{identity}-band)", "stroke": BLUE, "stroke_dasharray": "4 3"},
        }

    def y(self, amount: Decimal) -> Decimal:
        """The height of an amount on the sheet; where something is below zero, its number has room beneath it."""
        span = (self.top - self.low) or Decimal(1)
        beneath = LINE if self.low < 0 else 0
        return TOP + (self.top - amount) / span * (self.floor - TOP - BOTTOM - beneath)

    def x(self, index: int) -> Decimal:
        """The left edge of a year's bar."""
        return LEFT + self.slot * index + (self.slot - self.bar) / 2

    def parts(self) -> Iterator[str]:
        """Everything on the sheet: first the shapes, then the letters, which know where the shapes are."""
        yield element("defs", hatch(f"{self.identity}-band", BLUE))
        yield text(str(self.drawing.scale.name), LEFT, 13, fill=SOFT_INK)
        for index, column in enumerate(self.columns):
            yield from self._boxes(index, column)
        zero = self.y(ZERO)
        yield element("line", x1=LEFT, x2=self.right, y1=zero, y2=zero, stroke=INK, stroke_width=1)
        for index, column in enumerate(self.columns):
            yield from self._ticks(index, column)
        yield from self._years()
        yield from self._numbers()
        is_band_named = yield from self._band_words()
        yield from self._names(without_band=is_band_named)

    def _boxes(self, index: int, column: PhaseInColumn) -> Iterator[str]:
        for part, look in self.looks.items():
            amount = column.amount(part)
            if amount is not None:
                box = self._box(index, part)
                self.letters.inked.append(box)
                height = max(box.bottom - box.top, Decimal(1)) if amount else ZERO
                place = {"x": box.left, "y": box.bottom - height, "width": box.right - box.left, "height": height}
                yield element("rect", **place, **look, **self._data(column, part, amount))

    def _data(self, column: PhaseInColumn, part: str, amount: Decimal) -> dict[str, object]:
        words = f"{column.year}: {_names()[part]} {self._words(column, part)} {self.drawing.scale.name}"
        figure = {"net": "net_realised", "low": "plan_early", "band": "plan_early"}.get(part, part)
        return mark_data(part, amount, words, year=column.year, figure=figure)

    def _box(self, index: int, part: str) -> Box:
        """Where a part stands. Below zero, the net hangs in the left half and what is to come rises beside it."""
        column, left, wide = self.columns[index], self.x(index), self.bar
        start, end = column.reach(part)
        if column.base < 0 and column.high:
            wide = self.bar / 2
            left = left if part == "net" else left + wide
        top, bottom = sorted((self.y(start), self.y(end)))
        return Box(left, top, left + wide, bottom)

    def _ticks(self, index: int, column: PhaseInColumn) -> Iterator[str]:
        left, right = self.x(index) - self.beyond, self.x(index) + self.bar + self.beyond
        # The forecast is drawn last and broken, so that a target at the same height is seen between its dashes.
        for part, amount in (("target", column.target), ("forecast", column.forecast)):
            if amount is not None:
                y = self.y(amount)
                self.letters.taken.append(Box(left, y - 2, right, y + 2))
                rim = part == "target" or amount != column.target
                yield from _tick(part, left, right, y, rim=rim, **self._data(column, part, amount))

    def _years(self) -> Iterator[str]:
        every = -(-(text_width("2000") + 4) // max(int(self.slot), 1))
        for index, column in enumerate(self.columns):
            if (len(self.columns) - 1 - index) % every == 0:
                middle = self.x(index) + self.bar / 2
                yield text(str(column.year), middle, self.floor - 8, text_anchor="middle", fill=SOFT_INK)

    def _numbers(self) -> Iterator[str]:
        """Every number of a part where all of them fit in their slots; else only the last year's."""
        for part in NUMBERED:
            stated = [(index, words) for index, column in enumerate(self.columns) if (words := self._words(column, part))]
            bold = part in ("target", "forecast")
            room = self.bar if part in ("net", "low") else self.slot
            if any(text_width(words, bold=bold) > room for _index, words in stated):
                stated = stated[-1:]
            for index, words in stated:
                yield from self._number(index, part, words)

    def _words(self, column: PhaseInColumn, part: str) -> str:
        amount, show = column.amount(part), self.drawing.scale.show
        if amount is None:
            return ""
        return f"{show(column.low)}–{show(column.high)}" if part == "band" else show(amount)

    def _number(self, index: int, part: str, words: str) -> Iterator[str]:
        column = self.columns[index]
        if part in ("target", "forecast"):
            rim = self.width - Decimal(text_width(words, bold=True)) / 2
            y, middle = self.y(column.amount(part) or ZERO), min(self.x(index) + self.bar / 2, rim)
            colour = INK if part == "target" else ORANGE
            yield from self.letters.place(words, [(middle, y - 7), (middle, y + 16)], bold=True, fill=colour)
            return
        box = self._box(index, part)
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2 + 4
        if box.right - box.left < text_width(words) and part != "band":
            return
        if box.bottom - box.top > LINE:
            quarter = (box.bottom - box.top) / 4
            flat = None if part == "band" else box
            colour = WHITE if part == "net" else INK
            yield from self.letters.place(words, [(x, y), (x, y + quarter), (x, y - quarter)], on=flat, fill=colour)
        elif part == "net" and not column.high:
            # Too flat to hold its number: it stands on the bar, or hangs beneath one below zero.
            outside = box.bottom + 14 if column.base < 0 else box.top - 6
            yield from self.letters.place(words, [(x, outside)], fill=BLUE)

    def _band_words(self) -> Generator[str, None, bool]:
        """What the hatching means, above it where there is room; returns whether it needs no other name."""
        banded = [index for index, column in enumerate(self.columns) if column.band]
        if not banded:
            return True
        top = min(self._box(index, "band").top for index in banded)
        left, right = self.x(banded[0]), self.x(banded[-1]) + self.bar
        words = _("years not decided")
        places = [((left + right) / 2, top - 8), (max(right - text_width(words) / Decimal(2), ZERO), top - 8)]
        letters = list(self.letters.place(words, places, fill=SOFT_INK, font_style="italic"))
        yield from letters
        return bool(letters)

    def _names(self, *, without_band: bool) -> Iterator[str]:
        """What is what, each with a swatch: beside its last year on a wide sheet, in rows beneath a narrow one."""
        parts = [part for part in _names() if self._last(part) is not None and not (part == "band" and without_band)]
        if self.wide:
            parts.sort(key=self._height)
            wanted = [self._height(part) - Decimal(LINE) / 2 for part in parts]
            tops = spread(wanted, [LINE] * len(parts), start=TOP - LINE, end=self.floor - BOTTOM, gap=0)
            for part, top in zip(parts, tops, strict=True):
                yield from self._name(part, self.right + 8, top + 13)
            return
        x = Decimal(LEFT)
        self.height += LINE + 2
        for part in parts:
            wide = SWATCH + text_width(_names()[part]) + 14
            if x > LEFT and x + wide - 14 > self.width:
                x, self.height = Decimal(LEFT), self.height + LINE
            yield from self._name(part, x, Decimal(self.height - 8))
            x += wide

    def _name(self, part: str, x: Decimal, y: Decimal) -> Iterator[str]:
        if part in ("target", "forecast"):
            yield from _tick(part, x, x + 13, y - 4)
        else:
            yield element("rect", x=x, y=y - 10, width=13, height=12, **self.looks[part])
        yield text(_names()[part], x + SWATCH, y, fill=ORANGE if part == "forecast" else INK)

    def _last(self, part: str) -> int | None:
        return next((i for i in reversed(range(len(self.columns))) if self.columns[i].amount(part) is not None), None)

    def _height(self, part: str) -> Decimal:
        """How high on the sheet a part stands in the last year that has it."""
        index = self._last(part) or 0
        if part in ("target", "forecast"):
            return self.y(self.columns[index].amount(part) or ZERO)
        box = self._box(index, part)
        return (box.top + box.bottom) / 2


def _names() -> dict[str, str]:
    """What the parts are called on the sheet."""
    return {
        "target": _("target"),
        "forecast": _("forecast"),
        "band": _("years not decided"),
        "low": _("still to come by the plan"),
        "net": _("net realised"),
    }


def _tick(part: str, left: Decimal, right: Decimal, y: Decimal, *, rim: bool = True, **data: object) -> Iterator[str]:
    """A line across a column, with a white rim so that it is seen on every ground; a forecast is broken."""
    if rim:
        yield element("line", x1=left, x2=right, y1=y, y2=y, stroke=WHITE, stroke_width=6)
    colour, dashes = (INK, None) if part == "target" else (ORANGE, "5 3")
    yield element("line", x1=left, x2=right, y1=y, y2=y, stroke=colour, stroke_width=3, stroke_dasharray=dashes, **data)
