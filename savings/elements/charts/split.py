"""The split bar: the target of one year as realised, realised elsewhere, secured and open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.elements.charts.lettering import spread
from savings.elements.charts.svg import (
    BLUE,
    INK,
    ORANGE,
    PALE_BLUE,
    PURPLE,
    SOFT_INK,
    WHITE,
    Canvas,
    element,
    hatch,
    mark_data,
    text,
    text_width,
)
from savings.elements.numbers import Scale
from savings.elements.sentences import scale_of
from savings.elements.summary import summary
from savings.money import ZERO
from savings.projections.figures import Figures
from savings.projections.status import Status
from savings.vocabulary import Place, Vocabulary


@dataclass(frozen=True)
class SplitPart:
    """A piece of the bar: its key, its words and kroner."""

    key: str
    words: str
    amount: Decimal


@dataclass(frozen=True)
class SplitDrawing:
    """The bar's one description."""

    parts: tuple[SplitPart, ...]
    target: Decimal
    scale: Scale
    title: str
    words: str
    year: int

    @property
    def below(self) -> Decimal:
        """How far below zero the net is; zero where it is not."""
        return sum((part.amount for part in self.parts if part.amount < 0), ZERO)

    @property
    def reach(self) -> Decimal:
        """Where the bar ends: at the target, or beyond it where more than the target was found."""
        return max(self.target, self.below + sum((part.amount for part in self.parts if part.amount > 0), ZERO))


def describe_split(status: Status) -> SplitDrawing | None:
    """The target of the status' year and what it consists of; None without a target above zero."""
    headline = status.headline
    if headline.target <= 0:
        return None
    title = _("The target of %(year)s, split") % {"year": status.year}
    return SplitDrawing(
        tuple(_parts(headline, status.vocabulary)), headline.target, scale_of(status), title, summary(status), status.year
    )


def _parts(headline: Figures, vocabulary: Vocabulary) -> Iterator[SplitPart]:
    if headline.offset or headline.documented < 0 or headline.documented > headline.realised:
        # Offsets eat of the realised as a whole: which part of it they eat, nobody has said.
        parts = [SplitPart("net_realised", _("net realised"), headline.net_realised)]
    else:
        parts = [
            SplitPart("documented", _("realised, documented"), headline.documented),
            SplitPart("undocumented", _("realised, not documented"), headline.undocumented),
        ]
    parts += [SplitPart(figure.code, str(figure.drawn), figure.amount(headline)) for figure in vocabulary.at(Place.SPLIT)]
    # More found than was left to find makes the open part negative: the bar then reaches beyond the target.
    yield from (part for part in parts if part.amount > 0 or (part.amount and part.key == "net_realised"))


TOP, BAR, STRIP, ROW, EDGE, SWATCH, GAP = 24, 40, 7, 38, 6, 18, 16


def draw_split(drawing: SplitDrawing, identity: str, width: int, font: str) -> SafeString:
    """The bar with its labels beneath, each with a swatch and as near its own piece as there is room."""
    sheet = Canvas(identity, width, _labels_top(drawing) + ROW * len(_rows(drawing, width)), font)
    return sheet.render(_draw_parts(drawing, sheet), title=drawing.title, words=drawing.words)


def _draw_parts(drawing: SplitDrawing, sheet: Canvas) -> Iterator[str]:
    yield element(
        "defs",
        hatch(f"{sheet.id}-undocumented", BLUE, ground=PALE_BLUE, angle=135, gap=5),
        hatch(f"{sheet.id}-elsewhere", PURPLE, angle=0, gap=5),
        hatch(f"{sheet.id}-secured", SOFT_INK, angle=45, gap=9),
    )
    for part, left, width in _places(drawing, sheet.width):
        top, high = (TOP, BAR) if part.amount > 0 else (TOP + BAR + 3, STRIP)
        words = f"{part.words}: {drawing.scale.show(part.amount)} {drawing.scale.name}"
        data = mark_data(part.key, part.amount, words, figure=part.key) | {"data_year": str(drawing.year)}
        yield element("rect", x=left, y=top, width=max(width, Decimal(1)), height=high, **_look(sheet, part), **data)
    yield from _labels(drawing, sheet)
    yield from _target(drawing, sheet)


def _look(sheet: Canvas, part: SplitPart) -> dict[str, object]:
    """How a part is painted: told from the others by its pattern and its rim as well as its colour."""
    looks: dict[str, dict[str, object]] = {
        "undocumented": {"fill": f"url(#{sheet.id}-undocumented)", "stroke": BLUE},
        "elsewhere": {"fill": f"url(#{sheet.id}-elsewhere)", "stroke": PURPLE},
        "secured": {"fill": f"url(#{sheet.id}-secured)", "stroke": SOFT_INK},
        "open": {"fill": WHITE, "stroke": ORANGE, "stroke_dasharray": "5 3", "stroke_width": 2},
    }
    return looks.get(part.key, {"fill": BLUE})


def _x(drawing: SplitDrawing, width: int, amount: Decimal) -> Decimal:
    """Where an amount lies along the bar; left of zero lies what new costs have eaten beyond the realised."""
    return EDGE + (amount - drawing.below) / (drawing.reach - drawing.below) * (width - 2 * EDGE)


def _places(drawing: SplitDrawing, width: int) -> Iterator[tuple[SplitPart, Decimal, Decimal]]:
    """Each part, its left edge and its width; a part below zero lies beneath the bar, which then begins at its end."""
    begin = drawing.below
    for part in drawing.parts:
        start = drawing.below if part.amount < 0 else begin
        end = ZERO if part.amount < 0 else begin + part.amount
        left = _x(drawing, width, start)
        yield part, left, _x(drawing, width, end) - left
        begin = begin if part.amount < 0 else end


def _labels_top(drawing: SplitDrawing) -> int:
    return TOP + BAR + 8 + (STRIP + 4 if drawing.below else 0)


def _rows(drawing: SplitDrawing, width: int) -> list[list[tuple[SplitPart, Decimal]]]:
    """The labels in reading order, in as few rows as hold them, and where each begins."""
    rows: list[list[tuple[SplitPart, Decimal]]] = []
    used = width
    for part, left, _wide in _places(drawing, width):
        need = _label_width(drawing, part) + GAP
        if used + need - GAP > width - 2 * EDGE:
            rows.append([])
            used = 0
        rows[-1].append((part, left))
        used += need
    # In one row each label stands at its piece; in several they are a list, which reads best from one edge.
    return [_spread(drawing, row, width, at_pieces=len(rows) == 1) for row in rows]


def _spread(
    drawing: SplitDrawing, row: list[tuple[SplitPart, Decimal]], width: int, *, at_pieces: bool
) -> list[tuple[SplitPart, Decimal]]:
    sizes = [_label_width(drawing, part) for part, _left in row]
    wanted = [left if at_pieces else Decimal(EDGE) for _part, left in row]
    lefts = spread(wanted, sizes, start=EDGE, end=width - EDGE, gap=GAP)
    return [(part, left) for (part, _left), left in zip(row, lefts, strict=True)]


def _label_width(drawing: SplitDrawing, part: SplitPart) -> int:
    return SWATCH + max(text_width(part.words), text_width(drawing.scale.show(part.amount), bold=True))


def _labels(drawing: SplitDrawing, sheet: Canvas) -> Iterator[str]:
    for number, row in enumerate(_rows(drawing, sheet.width)):
        top = _labels_top(drawing) + ROW * number
        for part, x in row:
            yield element("rect", x=x, y=top + 5, width=12, height=12, **_look(sheet, part))
            yield text(drawing.scale.show(part.amount), x + SWATCH, top + 15, font_weight="600", data_label=part.key)
            yield text(part.words, x + SWATCH, top + 31, fill=SOFT_INK)


def _target(drawing: SplitDrawing, sheet: Canvas) -> Iterator[str]:
    x = _x(drawing, sheet.width, drawing.target)
    words = _("target %(amount)s") % {"amount": drawing.scale.show_with_unit(drawing.target)}
    end = max(x + 2, Decimal(EDGE + text_width(words, bold=True)))
    for colour, wide in ((WHITE, 7), (INK, 3)):
        yield element("line", x1=x, x2=x, y1=18, y2=TOP + BAR + 4, stroke=colour, stroke_width=wide)
    yield text(words, end, 13, text_anchor="end", font_weight="600", data_target=f"{drawing.target:f}")
