"""The phase-in as a small picture for a table's row: its shape only, since the row has the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.elements.charts.phase_in import PhaseInColumn, build_columns
from savings.elements.charts.svg import (
    BLUE,
    INK,
    ORANGE,
    PALE_BLUE,
    SCREEN_FONT,
    Canvas,
    draw_end_years,
    element,
    hatch,
    mark_data,
)
from savings.elements.numbers import scale_for
from savings.elements.sentences import phase_in_words
from savings.money import ZERO
from savings.projections.phase_in import PhaseInYear

WIDTH, HEIGHT = 160, 36
#: The columns stand above the years' names, which take the lowest line of the sheet.
TOP, FLOOR, NAMES = Decimal(3), Decimal(20), HEIGHT - 3
#: What a year may at most fill, so that one alone is no wall; and from how wide on both ends have room for a name.
WIDEST_SLOT, ROOM_FOR_TWO = Decimal(40), 80


def draw_small_phase_in(years: Sequence[PhaseInYear], identity: str, *, font_family: str = SCREEN_FONT) -> SafeString:
    """The picture; empty text where there is nothing to draw.

    Args:
        identity: unique on the page, for a table has a picture in each of its rows.
    """
    columns = build_columns(years)
    heights = [value for column in columns for value in column.values()]
    if not any(heights):
        return SafeString()
    row = _SmallPlot(columns, identity, max(heights), min(heights))
    words = phase_in_words(years, scale_for(heights))
    return Canvas(identity, WIDTH, HEIGHT, font_family).render(row.parts(), title=_title(columns), words=words)


def _title(columns: Sequence[PhaseInColumn]) -> str:
    first, last = columns[0].year, columns[-1].year
    if first == last:
        return _("Phase-in, %(year)s") % {"year": last}
    return _("Phase-in, %(first)s to %(last)s") % {"first": first, "last": last}


class _SmallPlot:
    """Where things stand on the picture."""

    def __init__(self, columns: Sequence[PhaseInColumn], identity: str, top: Decimal, low: Decimal) -> None:
        self.columns, self.top, self.low = columns, top, low
        self.slot = min(WIDEST_SLOT, Decimal(WIDTH) / len(columns))
        self.band = f"{identity}-band"
        self.looks: dict[str, dict[str, object]] = {
            "net": {"fill": BLUE},
            "low": {"fill": PALE_BLUE, "stroke": BLUE},
            "band": {"fill": f"url(#{self.band})"},
        }

    def y(self, amount: Decimal) -> Decimal:
        return TOP + (self.top - amount) / (self.top - self.low) * (FLOOR - TOP)

    def parts(self) -> Iterator[str]:
        yield element("defs", hatch(self.band, BLUE, gap=4))
        for index, column in enumerate(self.columns):
            for part in self.looks:
                if column.amount(part):
                    yield self._box(index, column, part)
        zero, right = self.y(ZERO), self.slot * len(self.columns)
        yield element("line", x1=0, x2=right, y1=zero, y2=zero, stroke=INK, stroke_width=1)
        for index, column in enumerate(self.columns):
            yield from self._ticks(index, column)
        first, last = self.columns[0].year, self.columns[-1].year
        yield from draw_end_years(first, last, 0, right, NAMES, room=ROOM_FOR_TWO)

    def _box(self, index: int, column: PhaseInColumn, part: str) -> str:
        left, wide = self.slot * index + self.slot / 8, self.slot * 3 / 4
        if column.base < 0 and column.high:
            # What is to come begins below zero, too, and must not lie on the net.
            wide = wide / 2
            left += ZERO if part == "net" else wide
        top, bottom = sorted(self.y(amount) for amount in column.reach(part))
        high = max(bottom - top, Decimal(1))
        return element("rect", x=left, y=bottom - high, width=wide, height=high, **self.looks[part], **_data(column, part))

    def _ticks(self, index: int, column: PhaseInColumn) -> Iterator[str]:
        left, right = self.slot * index, self.slot * (index + 1)
        for part, colour, dashes in (("target", INK, None), ("forecast", ORANGE, "3 2")):
            amount = column.amount(part)
            if amount is not None:
                y = self.y(amount)
                look = {"stroke": colour, "stroke_width": 2, "stroke_dasharray": dashes}
                yield element("line", x1=left, x2=right, y1=y, y2=y, **look, **_data(column, part))


def _data(column: PhaseInColumn, part: str) -> dict[str, object]:
    amount = column.amount(part)
    assert amount is not None  # only what is stated is drawn
    return mark_data(part, amount, year=column.year)
