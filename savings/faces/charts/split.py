"""The split bar: the target of one year as realised, realised elsewhere, secured and open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from savings.faces.charts.svg import BLUE, INK, ORANGE, PALE_BLUE, PURPLE, SOFT_INK, WHITE, Sheet, element, hatch, text, wide_as
from savings.faces.numbers import Scale
from savings.faces.sentences import scale_of, summary
from savings.money import ZERO
from savings.projections.figures import Figures
from savings.projections.status import Status


@dataclass(frozen=True)
class Part:
    """A piece of the bar: its key, its words and kroner."""

    key: str
    words: str
    amount: Decimal


@dataclass(frozen=True)
class SplitDrawing:
    """The bar's one description."""

    parts: tuple[Part, ...]
    target: Decimal
    scale: Scale
    title: str
    words: str

    @property
    def whole(self) -> Decimal:
        """What the bar's length stands for: the target, or all that was found where that is more."""
        return max(self.target, sum((part.amount for part in self.parts), ZERO))


def describe_split(status: Status) -> SplitDrawing | None:
    """The target of the status' year and what it consists of; None without a target above zero."""
    shown = status.headline
    if shown.target <= 0:
        return None
    title = _("The target of %(year)s, split") % {"year": status.year}
    return SplitDrawing(tuple(_parts(shown)), shown.target, scale_of(status), title, summary(status))


def _parts(shown: Figures) -> Iterator[Part]:
    if shown.offset or shown.documented < 0 or shown.documented > shown.realised:
        # Offsets eat of the realised as a whole: which part of it they eat, nobody has said.
        found = [Part("net_realised", _("net realised"), shown.net_realised)]
    else:
        found = [
            Part("documented", _("realised, documented"), shown.documented),
            Part("undocumented", _("realised, not documented"), shown.realised - shown.documented),
        ]
    found += [
        Part("elsewhere", _("realised elsewhere"), shown.elsewhere),
        Part("secured", _("secured, not delivered"), shown.secured),
        Part("open", pgettext("not secured", "open"), shown.open),
    ]
    yield from (part for part in found if part.amount > 0)


BAR, ROW, EDGE = 40, 34, 6


def height_of(drawing: SplitDrawing, width: int) -> int:
    """How high the sheet must be for the bar and its labels."""
    return 24 + BAR + 10 + ROW * len(_rows(drawing, width))


def draw_split(drawing: SplitDrawing, sheet: Sheet) -> SafeString:
    """The bar with its labels beneath, each at its own piece."""
    return sheet.finished(_drawn(drawing, sheet), title=drawing.title, words=drawing.words)


def _drawn(drawing: SplitDrawing, sheet: Sheet) -> Iterator[str]:
    yield element(
        "defs",
        hatch(f"{sheet.id}-undocumented", BLUE, ground=PALE_BLUE, angle=135, gap=5),
        hatch(f"{sheet.id}-elsewhere", PURPLE, angle=0, gap=5),
        hatch(f"{sheet.id}-secured", SOFT_INK, angle=45, gap=9),
    )
    looks = {
        "documented": {"fill": BLUE}, "net_realised": {"fill": BLUE},
        "undocumented": {"fill": f"url(#{sheet.id}-undocumented)", "stroke": BLUE},
        "elsewhere": {"fill": f"url(#{sheet.id}-elsewhere)", "stroke": PURPLE},
        "secured": {"fill": f"url(#{sheet.id}-secured)", "stroke": SOFT_INK},
        "open": {"fill": WHITE, "stroke": ORANGE, "stroke_dasharray": "5 3", "stroke_width": 2},
    }  # fmt: skip
    for part, left, width in _places(drawing, sheet.width):
        data = {"data_part": part.key, "data_amount": f"{part.amount:f}"}
        yield element("rect", x=left, y=24, width=width, height=BAR, **looks[part.key], **data)
    yield from _labels(drawing, sheet)
    yield from _target(drawing, sheet)


def _places(drawing: SplitDrawing, width: int) -> Iterator[tuple[Part, Decimal, Decimal]]:
    left, room = Decimal(EDGE), Decimal(width - 2 * EDGE)
    for part in drawing.parts:
        wide = part.amount / drawing.whole * room
        yield part, left, wide
        left += wide


def _rows(drawing: SplitDrawing, width: int) -> list[list[tuple[Part, Decimal, Decimal]]]:
    """The labels in as few rows as they fit in without touching; a label too far right is moved left."""
    rows: list[list[tuple[Part, Decimal, Decimal]]] = []
    ends: list[Decimal] = []
    for part, left, _wide in _places(drawing, width):
        need = Decimal(wide_as(part.words))
        x = max(Decimal(EDGE), min(left, width - EDGE - need))
        row = next((i for i, end in enumerate(ends) if end + 14 <= x), len(rows))
        if row == len(rows):
            rows.append([])
            ends.append(ZERO)
        rows[row].append((part, x, left))
        ends[row] = x + need
    return rows


def _labels(drawing: SplitDrawing, sheet: Sheet) -> Iterator[str]:
    for number, row in enumerate(_rows(drawing, sheet.width)):
        top = 24 + BAR + 18 + ROW * number
        for part, x, left in row:
            yield element("line", x1=left + 1, x2=left + 1, y1=24 + BAR, y2=top - 8, stroke=SOFT_INK, stroke_width=1)
            yield text(drawing.scale.show(part.amount), x, top + 2, font_weight="600", data_label=part.key)
            yield text(part.words, x, top + 16, fill=SOFT_INK)


def _target(drawing: SplitDrawing, sheet: Sheet) -> Iterator[str]:
    x = EDGE + drawing.target / drawing.whole * (sheet.width - 2 * EDGE)
    words = _("target %(amount)s") % {"amount": drawing.scale.show(drawing.target)}
    yield element("line", x1=x, x2=x, y1=18, y2=24 + BAR + 4, stroke=INK, stroke_width=3)
    yield text(words, x, 13, text_anchor="end", font_weight="600")
