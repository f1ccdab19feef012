"""The waterfall: from what was to what is, each step where the one before it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from savings.elements.charts.lettering import Box, Lettering
from savings.elements.charts.svg import BLUE, INK, ORANGE, SOFT_INK, Canvas, element, hatch, mark_data, text, text_width
from savings.elements.numbers import MINUS, Scale, number
from savings.money import ZERO
from savings.vocabulary.acts import RESTATING


@dataclass(frozen=True)
class WaterfallBar:
    """A bar: its key, its words, where it begins and where it ends, in the drawing's unit as rounded on the table."""

    key: str
    words: str
    begin: Decimal
    end: Decimal

    @property
    def is_whole(self) -> bool:
        """Whether it stands for an amount and not for a change."""
        return self.key in ("opening", "closing")

    @property
    def change(self) -> Decimal:
        """How much it adds; of an opening or closing, all of it."""
        return self.end - self.begin

    def format_change(self, scale: Scale) -> str:
        """Its number, a change with its sign."""
        amount = number(self.change, scale.places)
        return amount if self.is_whole or amount.startswith(MINUS) or not self.change else f"+{amount}"


@dataclass(frozen=True)
class WaterfallDrawing:
    """The waterfall's one description; a table beside it has the same numbers. `figure` of `year` is what it is of."""

    stages: tuple[WaterfallBar, ...]
    scale: Scale
    title: str
    words: str
    figure: str
    year: int


def build_bars(
    opening: tuple[str, Decimal], steps: Sequence[tuple[str, str, Decimal]], closing: tuple[str, Decimal]
) -> list[WaterfallBar]:
    """The bars from words and amounts (already rounded so that they lead across)."""
    words, running = opening
    bars = [WaterfallBar("opening", words, ZERO, running)]
    for key, label, change in steps:
        bars.append(WaterfallBar(key, label, running, running + change))
        running += change
    return [*bars, WaterfallBar("closing", closing[0], ZERO, closing[1])]


#: Each bar lies in a row of its own with its words to the left, or on a narrow sheet above it: words of any length fit.
ROW, ROW_NARROW, BAR, TOP, EDGE, GAP = 34, 54, 20, 8, 6, 8


def draw_waterfall(drawing: WaterfallDrawing, identity: str, width: int, font: str) -> SafeString:
    """The drawing: bars lying one under the other, joined where one ends and the next begins."""
    plan = _WaterfallPlot(drawing, identity, width)
    return Canvas(identity, width, plan.height, font).render(plan.parts(), title=drawing.title, words=drawing.words)


class _WaterfallPlot:
    """Where things lie on one sheet."""

    def __init__(self, drawing: WaterfallDrawing, identity: str, width: int) -> None:
        self.drawing, self.identity, self.stages = drawing, identity, drawing.stages
        self.narrow = width <= 500
        self.row = ROW_NARROW if self.narrow else ROW
        self.height = TOP + self.row * len(self.stages)
        names = max(text_width(stage.words, bold=stage.is_whole) for stage in self.stages)
        self.left = Decimal(EDGE if self.narrow else min(EDGE + names + GAP, width // 2))
        numbers = max(text_width(stage.format_change(drawing.scale), bold=True) for stage in self.stages)
        # A number may stand on either side of its bar, so there is room for one at both ends.
        self.left += numbers + GAP
        self.right = Decimal(width - EDGE - numbers - GAP)
        ends = [ZERO, *(end for stage in self.stages for end in (stage.begin, stage.end))]
        self.low, self.high = min(ends), max(ends)
        self.letters = Lettering(Box(ZERO, ZERO, Decimal(width), Decimal(self.height)))

    def x(self, amount: Decimal) -> Decimal:
        span = self.high - self.low or Decimal(1)
        return self.left + (amount - self.low) / span * (self.right - self.left)

    def y(self, index: int) -> int:
        """The upper edge of a bar."""
        return TOP + self.row * index + (self.row - BAR - 6)

    def parts(self) -> Iterator[str]:
        yield element("defs", hatch(f"{self.identity}-down", ORANGE, angle=-45), hatch(f"{self.identity}-up", BLUE, angle=45))
        zero = self.x(ZERO)
        for index in range(len(self.stages)):
            # Beside the bars only: on a narrow sheet the words stand between them.
            beside = {"y1": self.y(index) - 4, "y2": self.y(index) + BAR + 4}
            yield element("line", x1=zero, x2=zero, **beside, stroke=SOFT_INK, stroke_width=1)
        for index, stage in enumerate(self.stages):
            if index + 1 < len(self.stages) and not self.narrow:
                x = self.x(stage.end)
                below = {"y1": self.y(index) + BAR, "y2": self.y(index + 1)}
                yield element("line", x1=x, x2=x, **below, stroke=SOFT_INK, stroke_width=1, stroke_dasharray="2 2")
            yield self._bar(index, stage)
        for index, stage in enumerate(self.stages):
            yield from self._words(index, stage)

    def _look(self, stage: WaterfallBar) -> dict[str, object]:
        if stage.is_whole:
            return {"fill": INK}
        if stage.change < 0:
            return {"fill": f"url(#{self.identity}-down)", "stroke": ORANGE}
        return {"fill": f"url(#{self.identity}-up)", "stroke": BLUE}

    def _bar(self, index: int, stage: WaterfallBar) -> str:
        left, right = sorted((self.x(stage.begin), self.x(stage.end)))
        scale = self.drawing.scale
        words = f"{stage.words}: {stage.format_change(scale)} {scale.name}"
        data = mark_data(stage.key, stage.change * scale.one, words)
        if not stage.is_whole and stage.key not in RESTATING:
            data |= {"data_figure": self.drawing.figure, "data_year": str(self.drawing.year), "data_step": stage.key}
        place = {"x": left, "y": self.y(index), "width": max(right - left, Decimal(2)), "height": BAR}
        return element("rect", **place, **self._look(stage), **data)

    def _words(self, index: int, stage: WaterfallBar) -> Iterator[str]:
        line = self.y(index) + 15
        bold = "600" if stage.is_whole else None
        above = self.y(index) - 6
        yield text(stage.words, EDGE, above if self.narrow else line, font_weight=bold)
        left, right = sorted((self.x(stage.begin), self.x(stage.end)))
        change = stage.format_change(self.drawing.scale)
        if not stage.is_whole and stage.change < 0:
            yield text(change, left - GAP, line, text_anchor="end", fill=INK, data_label=stage.key)
        else:
            yield text(change, right + GAP, line, font_weight=bold, data_label=stage.key)
