"""The waterfall: from one amount to another by steps, each of which raises or lowers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.faces.charts.lettering import LINE, fitted, lines_of
from savings.faces.charts.plotly_figure import amounts_axis, framed, plain_number
from savings.faces.charts.svg import BLUE, INK, ORANGE, SOFT_INK, WHITE, Number, Sheet, element, hatch, text, wide_as
from savings.faces.numbers import Scale
from savings.money import ZERO

OPENING, CLOSING = "opening", "closing"


@dataclass(frozen=True)
class Bar:
    """A bar of the waterfall: from where to where it reaches, in kroner.

    Attributes:
        whole: whether it stands on zero; else it floats between two amounts.
    """

    key: str
    words: str
    start: Decimal
    end: Decimal
    whole: bool

    @property
    def amount(self) -> Decimal:
        """What it stands for: the whole of an amount, or a change with its sign."""
        return self.end - self.start

    @property
    def sort(self) -> str:
        """How it is painted."""
        return "whole" if self.whole else "less" if self.amount < 0 else "more"


@dataclass(frozen=True)
class WaterfallDrawing:
    """The waterfall's one description, which the drawing and the interactive figure both render.

    Attributes:
        opening, closing: the amounts it begins and ends with, in kroner.
        steps: key, words and change (kroner, with its sign) of each step, in order; together they lead to `closing`.
        opening_words, closing_words: what the two are called.
        title, words: the chart's name, and the same in words.

    Raises:
        ValueError: where the steps do not lead from the opening to the closing amount.
    """

    opening: Decimal
    steps: Sequence[tuple[str, str, Decimal]]
    closing: Decimal
    opening_words: str
    closing_words: str
    scale: Scale
    title: str
    words: str

    def __post_init__(self) -> None:
        reached = self.opening + sum((amount for _key, _words, amount in self.steps), ZERO)
        if reached != self.closing:
            # A connector would have to lead where no step leads.
            raise ValueError(f"the steps lead to {reached}, not to {self.closing}")

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The opening, the steps and the closing amount."""
        found = [Bar(OPENING, self.opening_words, ZERO, self.opening, whole=True)]
        for key, words, amount in self.steps:
            found.append(Bar(key, words, found[-1].end, found[-1].end + amount, whole=False))
        return (*found, Bar(CLOSING, self.closing_words, ZERO, self.closing, whole=True))

    def shown(self, bar: Bar) -> str:
        """A bar's number as it is written: a change always with its sign."""
        return self._sign(bar) + self.scale.show(bar.amount)

    def said(self, bar: Bar) -> str:
        """A bar in words, as the keyboard's walk reads it out."""
        return f"{bar.words}: {self._sign(bar)}{self.scale.show_with_unit(bar.amount)}"

    def _sign(self, bar: Bar) -> str:
        return "" if bar.whole else self.scale.plus(bar.amount)


LEFT, TOP = 6, 44
PLOT, WIDEST_SLOT, WIDEST_BAR = 190, Decimal(140), Decimal(72)
SHARE = Decimal("0.64")
#: In rows: how thick a bar is, how far apart two are, and how much of a wide sheet the words may take.
THICK, BETWEEN, WORDS_WIDE = 22, 10, 250
LINES = 3


def draw_waterfall(drawing: WaterfallDrawing, identity: str, width: int, font: str) -> SafeString:
    """The drawing: columns side by side where the sheet is wide enough for their words, else rows from top to bottom."""
    columns = _Columns(drawing, identity, width)
    plot = columns if width > 500 and columns.fits else _Rows(drawing, identity, width)
    return Sheet(identity, width, plot.height, font).finished(plot.parts(), title=drawing.title, words=drawing.words)


class _Plot:
    """What the two layouts share: the bars, how they are painted, and the ends of the axis."""

    def __init__(self, drawing: WaterfallDrawing, identity: str, width: int) -> None:
        self.drawing, self.identity, self.width, self.bars = drawing, identity, width, drawing.bars
        ends = [amount for bar in self.bars for amount in (bar.start, bar.end)]
        self.top, self.low = max(ends), min(ends)
        self.span = (self.top - self.low) or Decimal(1)
        self.looks: dict[str, dict[str, object]] = {
            "whole": {"fill": BLUE, "stroke": BLUE},
            "more": {"fill": f"url(#{identity}-more)", "stroke": BLUE},
            "less": {"fill": f"url(#{identity}-less)", "stroke": ORANGE},
        }

    def _defs(self) -> Iterator[str]:
        more, less = hatch(f"{self.identity}-more", BLUE, gap=5), hatch(f"{self.identity}-less", ORANGE, angle=135, gap=9)
        yield element("defs", more, less)
        yield text(str(self.drawing.scale.name), LEFT, 13, fill=SOFT_INK)

    def _rect(self, bar: Bar, *, x: Number, y: Number, width: Decimal, height: Decimal) -> str:
        data = {"data_part": bar.key, "data_amount": f"{bar.amount:f}", "data_said": self.drawing.said(bar)}
        return element("rect", x=x, y=y, width=width, height=height, **self.looks[bar.sort], **data)

    def _number(self, bar: Bar, x: Number, y: Number, **look: object) -> str:
        colour = ORANGE if bar.sort == "less" else INK
        return text(self.drawing.shown(bar), x, y, font_weight="600", fill=colour, data_label=bar.key, **look)


class _Columns(_Plot):
    """Columns side by side, words beneath."""

    def __init__(self, drawing: WaterfallDrawing, identity: str, width: int) -> None:
        super().__init__(drawing, identity, width)
        self.slot = min(WIDEST_SLOT, Decimal(width - 2 * LEFT) / len(self.bars))
        self.bar = min(WIDEST_BAR, self.slot * SHARE)
        room = self.slot - 8
        self.lines = [lines_of(bar.words, room, most=LINES) for bar in self.bars]
        self.fits = all(self.lines) and all(wide_as(drawing.shown(bar), bold=True) <= room for bar in self.bars)
        lowest = max(self.y(min(bar.start, bar.end)) + (LINE if self._beneath(bar) else 0) for bar in self.bars)
        self.floor = max(TOP + PLOT + 4, int(lowest))
        self.height = self.floor + LINE * max(len(lines or ()) for lines in self.lines) + 4

    def _beneath(self, bar: Bar) -> bool:
        """Whether a bar's number hangs beneath it; it never stands across the zero line."""
        if bar.amount < 0:
            end = self.y(min(bar.start, bar.end))
            return not end < self.y(ZERO) < end + LINE
        return self.y(ZERO) < self.y(bar.end) < self.y(ZERO) + LINE

    def y(self, amount: Decimal) -> Decimal:
        """The height of an amount on the sheet."""
        return TOP + (self.top - amount) / self.span * PLOT

    def x(self, index: int) -> Decimal:
        """The left edge of a bar."""
        return LEFT + self.slot * index + (self.slot - self.bar) / 2

    def parts(self) -> Iterator[str]:
        """Everything on the sheet."""
        yield from self._defs()
        for index, bar in enumerate(self.bars):
            top, bottom = sorted((self.y(bar.start), self.y(bar.end)))
            if index + 1 < len(self.bars):
                ends, y = {"x1": self.x(index) + self.bar, "x2": self.x(index + 1)}, self.y(bar.end)
                yield element("line", **ends, y1=y, y2=y, stroke=SOFT_INK, stroke_width=1)
            high = max(bottom - top, Decimal(1))
            yield self._rect(bar, x=self.x(index), y=bottom - high, width=self.bar, height=high)
            middle = self.x(index) + self.bar / 2
            yield self._number(bar, middle, bottom + 14 if self._beneath(bar) else top - 6, text_anchor="middle")
            for number, line in enumerate(self.lines[index] or ()):
                yield text(line, middle, self.floor + 13 + LINE * number, text_anchor="middle", fill=SOFT_INK)
        zero, right = self.y(ZERO), LEFT + self.slot * len(self.bars)
        yield element("line", x1=LEFT, x2=right, y1=zero, y2=zero, stroke=INK, stroke_width=1)


class _Rows(_Plot):
    """Rows from top to bottom: words beside the bars of a wide sheet, above those of a narrow one."""

    def __init__(self, drawing: WaterfallDrawing, identity: str, width: int) -> None:
        super().__init__(drawing, identity, width)
        beside = WORDS_WIDE if width > 500 else 0
        self.beside = bool(beside)
        self.lines = [fitted(bar.words, (beside or width) - 2 * LEFT, most=2) for bar in self.bars]
        self.left = Decimal(LEFT + beside)
        numbers = max(wide_as(drawing.shown(bar), bold=True) for bar in self.bars)
        self.reach = width - numbers - 12 - self.left
        self.tops: list[Decimal] = []
        y = Decimal(24)
        for lines in self.lines:
            words = LINE * len(lines)
            self.tops.append(y + (max(words - THICK, 0) // 2 if self.beside else words))
            y += (max(words, THICK) if self.beside else words + THICK) + BETWEEN
        self.height = int(y)

    def x(self, amount: Decimal) -> Decimal:
        """Where an amount lies along the sheet."""
        return self.left + (amount - self.low) / self.span * self.reach

    def parts(self) -> Iterator[str]:
        """Everything on the sheet; words that a connector passes behind stand on white."""
        yield from self._defs()
        yield from self._connectors()
        zero = self.x(ZERO)
        for bar, top, lines in zip(self.bars, self.tops, self.lines, strict=True):
            left, right = sorted((self.x(bar.start), self.x(bar.end)))
            wide = max(right - left, Decimal(1))
            yield self._rect(bar, x=left, y=top, width=wide, height=Decimal(THICK))
            yield element("line", x1=zero, x2=zero, y1=top - 3, y2=top + THICK + 3, stroke=INK, stroke_width=1)
            # To the right of zero, too, so that no number stands across its line.
            beyond = max(right, zero) if right > zero - 12 - wide_as(self.drawing.shown(bar), bold=True) else right
            yield self._number(bar, beyond + 6, top + 16)
            yield from self._words(top, lines)

    def _connectors(self) -> Iterator[str]:
        for bar, top, following in zip(self.bars, self.tops, self.tops[1:], strict=False):
            x = self.x(bar.end)
            yield element("line", x1=x, x2=x, y1=top + THICK, y2=following, stroke=SOFT_INK, stroke_width=1)

    def _words(self, top: Decimal, lines: Sequence[str]) -> Iterator[str]:
        first = top + (Decimal(THICK) - LINE * len(lines)) / 2 + 13 if self.beside else top - LINE * len(lines) + 12
        for number, line in enumerate(lines):
            y = first + LINE * number
            if not self.beside:
                yield element("rect", x=LEFT - 2, y=y - 12, width=wide_as(line) + 4, height=LINE - 2, fill=WHITE)
            yield text(line, LEFT, y, fill=SOFT_INK)


def waterfall_figure(drawing: WaterfallDrawing) -> dict[str, Any]:
    """The interactive figure as plain values; amounts in the drawing's unit, rounded as they are shown."""
    names = {"whole": _("before and after"), "more": _("increase"), "less": _("decrease")}
    bars = list(enumerate(drawing.bars))
    sorts = {sort: [(index, bar) for index, bar in bars if bar.sort == sort] for sort in names}
    data = [_trace(drawing, names[sort], sort, found) for sort, found in sorts.items() if found]
    # The places are numbers with words beneath: two steps of the same words would else fall in one place.
    words = {"tickmode": "array", "tickvals": [index for index, _bar in bars], "ticktext": [bar.words for _index, bar in bars]}
    return framed(data, xaxis={**words, "automargin": True, "fixedrange": True}, yaxis=amounts_axis(drawing.scale))


def _trace(drawing: WaterfallDrawing, name: str, sort: str, found: list[tuple[int, Bar]]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "marker": _marker(sort),
        "x": [index for index, _bar in found],
        "y": [plain_number(drawing.scale.round(bar.amount)) for _index, bar in found],
        "base": [plain_number(drawing.scale.round(bar.start)) for _index, bar in found],
        "width": [0.64 for _bar in found],
        "customdata": [drawing.said(bar) for _index, bar in found],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _marker(sort: str) -> dict[str, Any]:
    if sort == "whole":
        return {"color": BLUE}
    colour, shape = {"more": (BLUE, "/"), "less": (ORANGE, "\\")}[sort]
    return {"color": WHITE, "line": {"color": colour, "width": 1}, "pattern": {"shape": shape, "fgcolor": colour, "size": 6}}
