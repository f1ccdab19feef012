"""Where letters stand on a drawing: no text over another, none beyond the sheet, and none that is hard to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from savings.elements.charts.svg import WHITE, Number, element, text, text_width

#: How far a line of 13 px reaches above and below the line it stands on, and from one line to the next.
ASCENT, DESCENT, LINE = 11, 4, 18


@dataclass(frozen=True)
class Box:
    """A part of the sheet, in pixels."""

    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal

    def touches(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: Box) -> bool:
        """Whether all of the other lies within this one."""
        return self.left <= other.left and other.right <= self.right and self.top <= other.top and other.bottom <= self.bottom


def box_of(words: str, x: Number, y: Number, *, anchor: str = "start", bold: bool = False) -> Box:
    """The box a text fills when it stands on the line `y`, with its start, middle or end at `x`."""
    wide = Decimal(text_width(words, bold=bold))
    left = x - {"start": Decimal(0), "middle": wide / 2, "end": wide}[anchor]
    return Box(left, Decimal(y - ASCENT), left + wide, Decimal(y + DESCENT))


@dataclass
class Lettering:
    """The texts of one drawing, each in the first of its places that is free.

    Attributes:
        room: the part of the sheet that texts may fill.
        taken: what no text may stand on: the texts before it, and lines.
        inked: what a text may stand on only with a white plate beneath it.
    """

    room: Box
    taken: list[Box] = field(default_factory=list)
    inked: list[Box] = field(default_factory=list)

    def place(
        self, words: str, places: Sequence[tuple[Number, Number]], *, anchor: str = "middle", bold: bool = False,
        on: Box | None = None, **look: object,
    ) -> Iterator[str]:  # fmt: skip
        """The text in the first free place (x, line); nothing where none is free, for the table beneath has it.

        Args:
            on: a flat colour that the text stands on without a plate.
        """
        for x, y in places:
            box = box_of(words, x, y, anchor=anchor, bold=bold)
            if self.room.holds(box) and not any(box.touches(other) for other in self.taken):
                self.taken.append(box)
                if not (on and on.holds(box)) and any(box.touches(other) for other in self.inked):
                    yield _plate(box, self.room)
                    look["fill"] = None if look.get("fill") == WHITE else look.get("fill")
                yield text(words, x, y, text_anchor=anchor, font_weight="600" if bold else None, **look)
                return


def _plate(box: Box, room: Box) -> str:
    left, right = max(box.left - 2, room.left), min(box.right + 2, room.right)
    return element("rect", x=left, y=box.top, width=right - left, height=box.bottom - box.top, fill=WHITE)


def spread(wanted: Sequence[Number], sizes: Sequence[Number], *, start: Number, end: Number, gap: Number) -> list[Decimal]:
    """Where pieces in a row begin: each as near as can be to where it wants, none touching, none beyond the ends.

    What does not fit at all runs past `start`, never over `end`.
    """
    placed: list[Decimal] = []
    free = Decimal(start)
    for want, size in zip(wanted, sizes, strict=True):
        placed.append(max(Decimal(want), free))
        free = placed[-1] + size + gap
    limit = Decimal(end)
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit - sizes[index])
        limit = placed[index] - gap
    return placed


def wrap_lines(words: str, room: Number, *, most: int, bold: bool = False) -> list[str] | None:
    """The words in at most `most` lines, each at most `room` wide; None where they do not fit without cutting a word."""
    lines: list[str] = []
    for word in words.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, bold=bold) <= room:
            lines[-1] = joined
        elif text_width(word, bold=bold) <= room:
            lines.append(word)
        else:
            return None
    return lines if len(lines) <= most else None


def shorten(words: str, room: Number, *, bold: bool = False) -> str:
    """The words as they are, or as much of their beginning as fits, with an ellipsis where something is left out."""
    if text_width(words, bold=bold) <= room:
        return words
    ends = range(len(words) - 1, 0, -1)
    return next((cut for end in ends if text_width(cut := words[:end].rstrip() + "…", bold=bold) <= room), "")


def fit_lines(words: str, room: Number, *, most: int, bold: bool = False) -> list[str]:
    """The words in at most `most` lines, the last of them shortened where not all of them fit."""
    whole = wrap_lines(words, room, most=most, bold=bold)
    if whole is not None:
        return whole
    lines: list[str] = []
    left = words.split()
    while left and len(lines) < most - 1:
        count = max((n for n in range(1, len(left) + 1) if text_width(" ".join(left[:n]), bold=bold) <= room), default=0)
        if not count:
            break
        lines.append(" ".join(left[:count]))
        left = left[count:]
    return [*lines, shorten(" ".join(left), room, bold=bold)]
