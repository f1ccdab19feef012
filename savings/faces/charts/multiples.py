"""Small multiples: each unit's net realised by year in a panel of its own, all on one scale, so that the eye compares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.faces.charts.svg import BLUE, INK, SOFT_INK, WHITE, Sheet, element, text, wide_as
from savings.faces.grids import unit_label
from savings.faces.numbers import Scale
from savings.faces.sentences import scale_of
from savings.kinds import Kind
from savings.money import ZERO
from savings.projections.status import Status

#: More panels than these nobody compares; the table beneath has them all.
MOST = 40


@dataclass(frozen=True)
class Panel:
    """One unit: its name and code, and by year its net realised and its target in kroner (None where nothing is stated)."""

    name: str
    code: str
    net: tuple[Decimal | None, ...]
    target: tuple[Decimal | None, ...]

    def values(self) -> Iterator[Decimal]:
        """Every amount in it."""
        yield from (amount for amount in (*self.net, *self.target) if amount is not None)


@dataclass(frozen=True)
class MultiplesDrawing:
    """The chart's one description."""

    years: tuple[int, ...]
    panels: tuple[Panel, ...]
    scale: Scale
    title: str
    words: str


def describe_multiples(status: Status) -> MultiplesDrawing | None:
    """The units that have an amount; None where fewer than two have."""
    years = status.grid.years
    panels = []
    for row in status.grid.rows:
        shown = [row.year(year) for year in years]
        net = tuple(f.net_realised if f.has(Kind.REALISED) or f.has(Kind.OFFSET) else None for f in shown)
        target = tuple(f.target if f.has_target else None for f in shown)
        panel = Panel(unit_label(status, row.unit), row.unit or "", net, target)
        if any(panel.values()):
            panels.append(panel)
    if len(panels) < 2:
        return None
    scale = scale_of(status)
    kept = tuple(panels[:MOST])
    return MultiplesDrawing(
        years, kept, scale, _("Net realised and target by unit"), " ".join(_words(p, years, scale) for p in kept)
    )


def _words(panel: Panel, years: tuple[int, ...], scale: Scale) -> str:
    told = [f"{year} {scale.show(amount)}" for year, amount in zip(years, panel.net, strict=True) if amount is not None]
    said = ", ".join(told) or _("nothing stated")
    return f"{panel.name}: {said}."


HIGH, TOP, FLOOR, EDGE, GUTTER, LETTER = 118, 24, 92, 6, 20, 12


def draw_multiples(drawing: MultiplesDrawing, identity: str, width: int, font: str) -> SafeString:
    """The drawing: panels side by side, four in a row on a wide sheet and two on a narrow one."""
    across = min(4 if width > 500 else 2, len(drawing.panels))
    rows = -(-len(drawing.panels) // across)
    sheet = Sheet(identity, width, HIGH * rows, font)
    return sheet.finished(_parts(drawing, width, across), title=drawing.title, words=drawing.words)


def _parts(drawing: MultiplesDrawing, width: int, across: int) -> Iterator[str]:
    wide = Decimal(width - 2 * EDGE - GUTTER * (across - 1)) / across
    amounts = [ZERO, *(amount for panel in drawing.panels for amount in panel.values())]
    top, low = max(amounts), min(amounts)
    for place, panel in enumerate(drawing.panels):
        left, high = EDGE + (wide + GUTTER) * (place % across), HIGH * (place // across)
        yield from _Panel(drawing, panel, left, Decimal(high), wide, top, low).parts()


class _Panel:
    """Where things stand in one panel."""

    def __init__(
        self, drawing: MultiplesDrawing, panel: Panel, left: Decimal, high: Decimal, wide: Decimal, top: Decimal, low: Decimal
    ) -> None:
        self.drawing, self.panel, self.left, self.high, self.wide, self.top, self.low = drawing, panel, left, high, wide, top, low
        self.slot = min(Decimal(28), wide / len(drawing.years))

    def y(self, amount: Decimal) -> Decimal:
        """The height of an amount on the sheet; every panel has the same scale."""
        return self.high + TOP + (self.top - amount) / ((self.top - self.low) or Decimal(1)) * (FLOOR - TOP)

    def parts(self) -> Iterator[str]:
        """Everything in the panel."""
        yield text(_fitted(self.panel, int(self.wide)), self.left, self.high + 14, font_size=LETTER, font_weight="600")
        zero = self.y(ZERO)
        years = self.drawing.years
        for index, year in enumerate(years):
            yield from self._year(index, year, zero)
        right = self.left + self.slot * len(years)
        yield element("line", x1=self.left, x2=right, y1=zero, y2=zero, stroke=INK, stroke_width=1)
        foot = self.high + FLOOR + 16
        look: dict[str, object] = {"fill": SOFT_INK, "font_size": LETTER}
        yield text(str(years[0]), self.left, foot, **look)
        if self.slot * len(years) >= 80:
            yield text(str(years[-1]), right, foot, text_anchor="end", **look)
        last = next((index for index in reversed(range(len(years))) if self.panel.net[index] is not None), None)
        if last is not None:
            shown = self.drawing.scale.show(self.panel.net[last] or ZERO)
            room = right + 4 + wide_as(shown) <= self.left + self.wide
            x, anchor = (right + 4, "start") if room else (self.left + self.wide, "end")
            y = self.high + TOP if not room else max(self.y(self.panel.net[last] or ZERO) + 4, self.high + TOP + 4)
            yield text(shown, x, y, text_anchor=anchor, font_size=LETTER, fill=BLUE)

    def _year(self, index: int, year: int, zero: Decimal) -> Iterator[str]:
        net, target = self.panel.net[index], self.panel.target[index]
        left = self.left + self.slot * index
        if net:
            top, bottom = sorted((self.y(net), zero))
            data = self._data("net", year, net, _("net realised"))
            yield element("rect", x=left + self.slot / 8, y=top, width=self.slot * 3 / 4, height=bottom - top, fill=BLUE, **data)
        if target is not None:
            y = self.y(target)
            yield element("line", x1=left, x2=left + self.slot, y1=y, y2=y, stroke=WHITE, stroke_width=5)
            data = self._data("target", year, target, _("target"))
            yield element("line", x1=left, x2=left + self.slot, y1=y, y2=y, stroke=INK, stroke_width=2, **data)

    def _data(self, part: str, year: int, amount: Decimal, words: str) -> dict[str, object]:
        said = f"{self.panel.name}, {year}: {words} {self.drawing.scale.show(amount)} {self.drawing.scale.name}"
        unit = self.panel.code or "-"
        return {"data_part": part, "data_unit": unit, "data_year": str(year), "data_amount": f"{amount:f}", "data_said": said,
                "data_figure": "net_realised" if part == "net" else part}  # fmt: skip


def _fitted(panel: Panel, wide: int) -> str:
    """The unit's name where it fits, else its code, else as much of the name as fits."""
    for words in (panel.name, panel.code):
        if words and wide_as(words, bold=True) <= wide:
            return words
    cut = panel.name
    while cut and wide_as(f"{cut}…", bold=True) > wide:
        cut = cut[:-1]
    return f"{cut.rstrip()}…"
