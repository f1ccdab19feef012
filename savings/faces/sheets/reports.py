"""The tables of a report, as it shows them, to be taken along: plain values, with the report's own footnotes at them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.faces.footnotes import mark_words
from savings.faces.screen.document import DocumentScreen, Shown
from savings.faces.sheets.cells import Value
from savings.faces.sheets.taken import Place, Taken, are_years, holds_numbers, plain, value_of
from savings.faces.unlevelled import MARK

_CALL = re.compile(r'<sup class="marks"><a [^>]*>(\d+)</a></sup>')
_SMALL = re.compile(r"<small>(.*?)</small>")


def tables_taken(document: DocumentScreen) -> list[Taken]:
    """Every table of a report in its order."""
    return [_taken(piece) for piece in document.pieces if piece.sort == "table"]


def footnotes_told(document: DocumentScreen) -> list[str]:
    """The report's footnotes, each with its number."""
    return [f"{mark_words((number,))}: {plain(note)}" for number, note in enumerate(document.footnotes, 1)]


@dataclass(frozen=True)
class _Read:
    """A cell read apart: its text, what stands small beneath it, and the notes it calls."""

    text: str
    small: str
    notes: tuple[int, ...]

    @property
    def bare(self) -> str:
        """The text without its mark."""
        return self.text.removesuffix(MARK)


def _read(cell: SafeString) -> _Read:
    notes = tuple(int(number) for number in _CALL.findall(cell))
    text = _SMALL.sub("", _CALL.sub("", cell))
    return _Read(plain(SafeString(text)), " ".join(plain(SafeString(part)) for part in _SMALL.findall(cell)), notes)


def _taken(table: Shown) -> Taken:
    rows = [[_read(cell) for cell, _right in cells] for _style, cells in table.rows]
    sides = [right for _cell, right in table.rows[0][1]] if table.rows else [right for _head, right in table.heads]
    labels = [plain(label) for label, _right in table.heads] or _labels(sides)
    columns = list(_columns(rows, sides))
    lines = [tuple(column.value(row) for column in columns) for row in rows]
    own = {column.place: at for at, column in enumerate(columns) if not column.small}
    at: list[tuple[Place, _Read]] = [
        ((row, own[place]), cell) for row, cells in enumerate(rows) for place, cell in enumerate(cells)
    ]
    has_total = bool(table.rows) and table.rows[-1][0] == "total"
    nowhere = (False,) * len(columns)
    return Taken(
        caption=table.caption, said=table.said, foot=table.foot, shares=nowhere,
        details=tuple(column.small for column in columns),
        heads=tuple(_("%(column)s: more") % {"column": labels[it.place]} if it.small else labels[it.place] for it in columns),
        numeric=tuple(column.numeric for column in columns), rows=tuple(lines[:-1] if has_total else lines),
        total=lines[-1] if has_total else (),
        marked=frozenset(place for place, cell in at if cell.text != cell.bare and columns[place[1]].numeric),
        notes={place: cell.notes for place, cell in at if cell.notes},
    )  # fmt: skip


def _labels(sides: Sequence[bool]) -> list[str]:
    """Names for the columns of a table that has no heads: on paper its caption is enough."""
    return [_("Amount") if right else _("What") if not place else _("Share") for place, right in enumerate(sides)]


@dataclass(frozen=True)
class _Column:
    place: int
    small: bool
    numeric: bool
    years: bool

    def value(self, row: Sequence[_Read]) -> Value:
        """What a row says in this column."""
        cell = row[self.place]
        text = cell.small if self.small else cell.bare if self.numeric else cell.text
        return value_of(text, numeric=self.numeric or self.years)


def _columns(rows: Sequence[Sequence[_Read]], sides: Sequence[bool]) -> Iterator[_Column]:
    for place, right in enumerate(sides):
        texts = [row[place].text for row in rows]
        yield _Column(place, small=False, numeric=holds_numbers(texts, right), years=are_years(texts))
        if any(row[place].small for row in rows):
            yield _Column(place, small=True, numeric=False, years=False)
