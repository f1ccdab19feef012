"""Realised against the plan, drawn: what came each year, what the plan said of it, and how far apart the two are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.faces.charts.lettering import LINE
from savings.faces.charts.planned import AgainstPlanDrawing, Planned, names
from savings.faces.charts.svg import BLUE, INK, ORANGE, PURPLE, SOFT_INK, WHITE, Number, Sheet, element, hatch, text, wide_as
from savings.money import ZERO

LEFT, SWATCH, TOP, PLOT = 6, 18, 26, 150
WIDEST_SLOT, GAP = Decimal(112), 10
#: In rows: how high a year's row is, and how thick its bar.
ROW, THICK = 26, 12
PARTS = ("net", "plan", "forecast", "deviation")


def draw_against_plan(drawing: AgainstPlanDrawing, identity: str, width: int, font: str) -> SafeString:
    """The drawing: years side by side with their numbers beneath, or from top to bottom where the numbers need the room."""
    columns = _Columns(drawing, identity, width)
    plot = columns if columns.fits else _Rows(drawing, identity, width)
    parts = list(plot.parts())
    return Sheet(identity, width, plot.height, font).finished(parts, title=drawing.title, words=drawing.words)


class _Plot:
    """What the two layouts share."""

    def __init__(self, drawing: AgainstPlanDrawing, identity: str, width: int) -> None:
        self.drawing, self.identity, self.width, self.years = drawing, identity, width, drawing.years
        values = [value for year in self.years for value in year.values()]
        self.top, self.low = max(values), min(values)
        self.span = (self.top - self.low) or Decimal(1)
        self.shown = [part for part in PARTS if any(drawing.number(year, part) for year in self.years)]
        self.banded = any(year.is_band for year in self.years)
        self.band: dict[str, object] = {"fill": f"url(#{identity}-band)", "stroke": PURPLE, "stroke_dasharray": "4 3"}

    def begun(self) -> Iterator[str]:
        """The pattern, and the unit of the amounts."""
        yield element("defs", hatch(f"{self.identity}-band", PURPLE, angle=135, gap=7))
        yield text(str(self.drawing.scale.name), LEFT, 13, fill=SOFT_INK)

    def data(self, year: Planned, part: str, amount: Decimal) -> dict[str, object]:
        """What a mark carries: its exact amount, and how it is read out."""
        with_unit = self.drawing.scale.show_with_unit
        if part == "band":
            ends = {"low": with_unit(year.low or ZERO), "high": with_unit(year.high or ZERO)}
            said = _("plan between %(low)s and %(high)s") % ends
        else:
            said = f"{names()[part]} {with_unit(amount)}"
            if part == "net" and year.deviation is not None:
                said = f"{said}, {names()['deviation']} {self.drawing.scale.plus(year.deviation)}{with_unit(year.deviation)}"
        return {
            "data_part": part, "data_year": str(year.year), "data_amount": f"{amount:f}", "data_said": f"{year.year}: {said}",
        }  # fmt: skip

    def swatch(self, part: str, x: Number, y: Number) -> Iterator[str]:
        """A part's own mark, before its name."""
        if part == "net":
            yield element("rect", x=x, y=y - 10, width=13, height=12, fill=BLUE)
        elif part == "band":
            yield element("rect", x=x, y=y - 10, width=13, height=12, **self.band)
        elif part != "deviation":
            yield _tick(part, (x, y - 4), (x + 13, y - 4))


class _Columns(_Plot):
    """Years side by side, and beneath each its numbers, a row for each part."""

    def __init__(self, drawing: AgainstPlanDrawing, identity: str, width: int) -> None:
        super().__init__(drawing, identity, width)
        named = SWATCH + GAP + max(wide_as(names()[part], bold=True) for part in self.shown)
        self.slot = min(WIDEST_SLOT, Decimal(width - LEFT - named) / len(self.years))
        numbers = (drawing.number(year, part) for year in self.years for part in self.shown)
        self.fits = self.slot >= max(wide_as("2000"), *(wide_as(number, bold=True) for number in numbers)) + 6
        self.right = LEFT + self.slot * len(self.years)
        self.floor = TOP + PLOT + 6
        self.height = self.floor + LINE * (1 + len(self.shown) + self.banded) + 6

    def y(self, amount: Decimal) -> Decimal:
        """The height of an amount on the sheet."""
        return TOP + (self.top - amount) / self.span * PLOT

    def parts(self) -> Iterator[str]:
        """Everything on the sheet: bands behind bars, marks before them."""
        yield from self.begun()
        for index, year in enumerate(self.years):
            yield from self._shapes(LEFT + self.slot * index, year)
        zero = self.y(ZERO)
        yield element("line", x1=LEFT, x2=self.right, y1=zero, y2=zero, stroke=INK, stroke_width=1)
        for index, year in enumerate(self.years):
            yield from self._marks(LEFT + self.slot * index, year)
            yield from self._numbers(LEFT + self.slot * index + self.slot / 2, year)
        for number, part in enumerate(self.shown):
            y = self._line(number + 1)
            yield from self.swatch(part, self.right + GAP, y)
            yield text(names()[part], self.right + GAP + SWATCH, y, font_weight="600" if part == "deviation" else None)
        if self.banded:
            y = self._line(len(self.shown) + 1)
            yield from self.swatch("band", LEFT, y)
            yield text(names()["band"], LEFT + SWATCH, y, fill=SOFT_INK)

    def _line(self, number: int) -> int:
        return self.floor + 14 + LINE * number

    def _shapes(self, left: Decimal, year: Planned) -> Iterator[str]:
        if year.is_band and year.low is not None and year.high is not None:
            top, bottom = self.y(year.high), self.y(year.low)
            place = {"x": left + self.slot / 12, "y": top, "width": self.slot * 10 / 12, "height": bottom - top}
            yield element("rect", **place, **self.band, **self.data(year, "band", year.high - year.low))
        if year.net is not None:
            top, bottom = sorted((self.y(ZERO), self.y(year.net)))
            high = max(bottom - top, Decimal(1))
            place = {"x": left + self.slot / 4, "y": bottom - high, "width": self.slot / 2, "height": high}
            yield element("rect", **place, fill=BLUE, **self.data(year, "net", year.net))

    def _marks(self, left: Decimal, year: Planned) -> Iterator[str]:
        ends = left + self.slot / 12, left + self.slot * 11 / 12
        for part, amount in _ticks(year):
            y = self.y(amount)
            if part == "plan":
                yield _rim((ends[0], y), (ends[1], y))
            yield _tick(part, (ends[0], y), (ends[1], y), **self.data(year, part, amount))

    def _numbers(self, middle: Decimal, year: Planned) -> Iterator[str]:
        yield text(str(year.year), middle, self._line(0), text_anchor="middle", fill=SOFT_INK)
        for number, part in enumerate(self.shown):
            look = _look(part)
            words = self.drawing.number(year, part)
            if words:
                yield text(words, middle, self._line(number + 1), text_anchor="middle", data_label=part, **look)


class _Rows(_Plot):
    """Years from top to bottom, each with its bar, and with the net realised and the deviation at the right."""

    def __init__(self, drawing: AgainstPlanDrawing, identity: str, width: int) -> None:
        super().__init__(drawing, identity, width)
        self.rows = [part for part in ("net", "deviation") if part in self.shown]
        self.heads = {part: names()[part].split() for part in self.rows}
        self.first = TOP + LINE * max((len(lines) - 1 for lines in self.heads.values()), default=0)
        self.ends: dict[str, Decimal] = {}
        end = Decimal(width - 2)
        for part in reversed(self.rows):
            self.ends[part] = end
            words = [*self.heads[part], *(drawing.number(year, part) for year in self.years)]
            end -= max(wide_as(line, bold=True) for line in words) + GAP
        self.left = Decimal(LEFT + wide_as("2000") + 8)
        self.reach = end - self.left
        self.height = self.first + ROW * len(self.years) + 4

    def x(self, amount: Decimal) -> Decimal:
        """Where an amount lies along the sheet."""
        return self.left + (amount - self.low) / self.span * self.reach

    def parts(self) -> Iterator[str]:
        """Everything on the sheet; it grows by the names beneath."""
        yield from self.begun()
        for part in self.rows:
            for number, line in enumerate(self.heads[part]):
                look = {**_look(part), "fill": SOFT_INK}
                yield text(line, self.ends[part], 13 + LINE * number, text_anchor="end", **look)
        for index, year in enumerate(self.years):
            yield from self._row(Decimal(self.first + ROW * index), year)
        zero, bottom = self.x(ZERO), self.first + ROW * len(self.years)
        yield element("line", x1=zero, x2=zero, y1=self.first, y2=bottom, stroke=INK, stroke_width=1)
        for index, year in enumerate(self.years):
            yield from self._marks(Decimal(self.first + ROW * index), year)
        yield from self._names()

    def _row(self, top: Decimal, year: Planned) -> Iterator[str]:
        yield text(str(year.year), LEFT, top + 17, fill=SOFT_INK)
        if year.is_band and year.low is not None and year.high is not None:
            place = {"x": self.x(year.low), "y": top + 2, "width": self.x(year.high) - self.x(year.low), "height": ROW - 4}
            yield element("rect", **place, **self.band, **self.data(year, "band", year.high - year.low))
        if year.net is not None:
            left, right = sorted((self.x(ZERO), self.x(year.net)))
            place = {"x": left, "y": top + (ROW - THICK) // 2, "width": max(right - left, Decimal(1)), "height": THICK}
            yield element("rect", **place, fill=BLUE, **self.data(year, "net", year.net))
        for part in self.rows:
            words = self.drawing.number(year, part)
            if words:
                yield text(words, self.ends[part], top + 17, text_anchor="end", data_label=part, **_look(part))

    def _marks(self, top: Decimal, year: Planned) -> Iterator[str]:
        for part, amount in _ticks(year):
            x = self.x(amount)
            if part == "plan":
                yield _rim((x, top + 2), (x, top + ROW - 2))
            yield _tick(part, (x, top + 2), (x, top + ROW - 2), **self.data(year, part, amount))

    def _names(self) -> Iterator[str]:
        x = Decimal(LEFT)
        self.height += LINE
        for part in [*(part for part in self.shown if part != "deviation"), *(["band"] if self.banded else [])]:
            wide = SWATCH + wide_as(names()[part]) + 14
            if x > LEFT and x + wide - 14 > self.width:
                x, self.height = Decimal(LEFT), self.height + LINE
            yield from self.swatch(part, x, self.height - 6)
            yield text(names()[part], x + SWATCH, self.height - 6, fill=SOFT_INK)
            x += wide


def _look(part: str) -> dict[str, object]:
    colours = {"net": INK, "plan": PURPLE, "forecast": ORANGE, "deviation": INK}
    return {"fill": colours[part], "font_weight": "600" if part == "deviation" else None}


def _ticks(year: Planned) -> Iterable[tuple[str, Decimal]]:
    """The marks of a year: the forecast last and broken, so that a plan at the same amount is seen between its dashes."""
    return [(part, amount) for part, amount in (("plan", year.plan), ("forecast", year.forecast)) if amount is not None]


def _rim(start: tuple[Number, Number], end: tuple[Number, Number]) -> str:
    return element("line", x1=start[0], x2=end[0], y1=start[1], y2=end[1], stroke=WHITE, stroke_width=6)


def _tick(part: str, start: tuple[Number, Number], end: tuple[Number, Number], **data: object) -> str:
    colour, dashes = (PURPLE, None) if part == "plan" else (ORANGE, "5 3")
    place = {"x1": start[0], "x2": end[0], "y1": start[1], "y2": end[1]}
    return element("line", **place, stroke=colour, stroke_width=3, stroke_dasharray=dashes, **data)
