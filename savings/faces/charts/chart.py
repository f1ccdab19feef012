"""A chart ready for a page, a paper or a file: drawn, told in words, and with its data as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

#: What a chart can be taken home as.
ENDINGS = ("svg", "png", "csv")
#: A row of a chart's data: words, years, and amounts in kroner; None where nobody has stated anything.
Row = Sequence[str | int | Decimal | None]


@dataclass(frozen=True)
class Chart:
    """A chart ready for a page or a paper.

    Attributes:
        id: unique on the page.
        title, text: its name, and the same in words.
        svg_wide, svg_narrow: the drawing for a desk and for a phone.
        figure: the interactive figure as plain values; None where there is none.
        note: what a reader must know beside the drawing; empty where there is nothing.
        source: what a file of it must say of where it comes from, since it leaves its page.
        heads, rows: its data.
        files: the name and the address of each file there is of it.
    """

    id: str
    title: str
    text: str
    svg_wide: SafeString
    svg_narrow: SafeString
    figure: dict[str, Any] | None = None
    note: str = ""
    source: str = ""
    heads: Sequence[str] = ()
    rows: Sequence[Row] = ()
    files: Sequence[tuple[str, str]] = ()

    @property
    def figure_id(self) -> str:
        """The id of the element that carries the figure's data."""
        return f"{self.id}-figure"

    def with_files(self, address: Callable[[str], str]) -> Chart:
        """The chart with a link to each of its files, whose address `address` knows by its ending."""
        return replace(self, files=tuple((ending.upper(), address(ending)) for ending in ENDINGS))
