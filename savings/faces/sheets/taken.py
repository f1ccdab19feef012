"""A table of the screen as plain values: its texts read back as numbers, years, dates and moments, its marks as words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeData
from django.utils.translation import gettext as _

from savings.faces.footnotes import mark_words
from savings.faces.numbers import DASH, read_day, read_moment, read_number
from savings.faces.screen.tables import EMPTY, Cell, Head, Sheet
from savings.faces.sheets.cells import Value
from savings.faces.unlevelled import CONTAINS, MARK

#: The row and the column of a cell, from 0; the row of totals is the one after the last.
Place = tuple[int, int]


@dataclass(frozen=True)
class Taken:
    """A table to be taken along: plain values, None where nothing is said.

    Attributes:
        said: unit, price level and as-of of the amounts.
        numeric: which columns hold numbers; `shares` which of them are shares of one.
        details: which columns say more of the column before them.
        total: the row of totals; empty where nothing adds up.
        foot: what a mark at some of the amounts means.
        bare: whether programs read it: then its head is the first line of its file, and nothing stands after its rows.
        marked: the cells that contain amounts without a price level; `notes`: those with notes, and their numbers.
    """

    caption: str
    said: str
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    shares: tuple[bool, ...]
    details: tuple[bool, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()
    foot: str = ""
    bare: bool = False
    marked: frozenset[Place] = frozenset()
    notes: Mapping[Place, tuple[int, ...]] = field(default_factory=dict)

    @property
    def lines(self) -> Iterator[tuple[Value, ...]]:
        """The rows, and after them the row of totals where there is one."""
        yield from self.rows
        if self.total:
            yield self.total

    @property
    def remarks(self) -> Sequence[str]:
        """What stands at the figures of each line, in words: a number in a sheet bears no mark. Empty for none at all."""
        places = sorted({*self.marked, *self.notes})
        if not places:
            return ()
        said: dict[int, list[str]] = {}
        for place in places:
            said.setdefault(place[0], []).append(f"{self.heads[place[1]]}: {'; '.join(self._said(place))}")
        return [". ".join(said.get(row, ())) for row, _line in enumerate(self.lines)]

    def _said(self, place: Place) -> Iterator[str]:
        if place in self.marked:
            yield str(CONTAINS)
        if place in self.notes:
            yield mark_words(self.notes[place])


def taken(sheet: Sheet) -> Taken:
    """A table of the screen as plain values. What stands small in a cell gets a column of its own, a drawing none."""
    last = {head.key: cell for head, cell in sheet.total}
    lines: list[Mapping[str, Cell]] = [*sheet.data, *([last] if last else [])]
    columns = list(_columns(sheet.heads, lines[: len(sheet.data)]))
    read = [tuple(column.read(line.get(column.key, EMPTY)) for column in columns) for line in lines]
    own = [(place, column.key) for place, column in enumerate(columns) if not column.small]
    found = {(row, place): line[key] for row, line in enumerate(lines) for place, key in own if key in line}
    return Taken(
        caption=sheet.caption, said=plain(sheet.said), heads=tuple(column.label for column in columns),
        numeric=tuple(column.numeric for column in columns),
        shares=tuple(column.numeric and any("%" in plain(_text(line, column)) for line in lines) for column in columns),
        details=tuple(column.small for column in columns), rows=tuple(read[: len(sheet.data)]),
        total=read[-1] if last else (), foot=sheet.foot,
        marked=frozenset(place for place, cell in found.items() if cell.marked),
        notes={place: cell.notes for place, cell in found.items() if cell.notes},
    )  # fmt: skip


@dataclass(frozen=True)
class _Column:
    key: str
    label: str
    numeric: bool
    small: bool
    years: bool

    def read(self, cell: Cell) -> Value:
        """What the cell says in this column."""
        return value_of(cell.small if self.small else cell.text, numeric=self.numeric or self.years)


def value_of(text: str, *, numeric: bool) -> Value:
    """What a text of the screen says: a number where the column holds them, a year, a day or a moment; None for nothing."""
    words = plain(text)
    if not words or words == DASH:
        return None
    if numeric and re.fullmatch(r"(?:19|20|21)\d\d", words):
        return int(words)
    if numeric and (number := read_number(words)) is not None:
        return number
    return read_day(words) or read_moment(words) or words


def _columns(heads: Iterable[Head], rows: Sequence[Mapping[str, Cell]]) -> Iterator[_Column]:
    for head in heads:
        own = [row[head.key] for row in rows if head.key in row]
        if any("<svg" in cell.text for cell in own):
            continue
        texts = [plain(cell.text) for cell in own]
        yield _Column(head.key, plain(head.label), holds_numbers(texts, head.numeric), small=False, years=are_years(texts))
        if any(cell.small for cell in own):
            more = head.small or _("%(column)s: more") % {"column": plain(head.label)}
            years = are_years([plain(cell.small) for cell in own])
            yield _Column(head.key, more, numeric=False, small=True, years=years)


def holds_numbers(texts: Sequence[str], is_set_right: bool) -> bool:
    """A column of numbers holds at least one, or nothing at all; a link to an entry by its number is a name and stays one."""
    said = [words for words in texts if words not in ("", DASH)]
    return is_set_right and (not said or any(read_number(words) is not None for words in said))


def _text(line: Mapping[str, Cell], column: _Column) -> str:
    return line.get(column.key, EMPTY).text


def are_years(words: Sequence[str]) -> bool:
    """Whether a column holds years and nothing else, even where it names its rows and is set as words are."""
    said = [word for word in words if word and word != DASH]
    return bool(said) and all(re.fullmatch(r"(?:19|20|21)\d\d", word) for word in said)


def plain(words: str) -> str:
    """A text without its tags; what stood in blocks of their own is parted by semicolons."""
    if isinstance(words, SafeData):
        parted = re.sub(r"(?:</\w+>)+(?=<\w)", "; ", str(words))
        words = html.unescape(re.sub(r"<[^>]*>", "", parted))
    return " ".join(str(words).replace("\u00a0", " ").split())


def mark_of(table: Taken, place: Place) -> str:
    """The mark at a cell, empty where there is none."""
    return MARK if place in table.marked else ""
