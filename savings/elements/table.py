"""A table of values: described once, and rendered as HTML, on paper, in a workbook and as CSV."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.utils.functional import Promise

from savings.elements.numbers import DASH, MINUS, Scale, day, moment, number, percent
from savings.elements.without_price_level import FOOT
from savings.money import round_half_up


class NumericValue(ABC):
    """A value that is a number in every face."""

    __slots__ = ()

    @abstractmethod
    def round(self, scale: Scale | None) -> Decimal:
        """The number as it is printed, in the table's unit; a share is a share of one."""

    @abstractmethod
    def write(self, scale: Scale | None) -> str:
        """The number as a reader writes it."""

    @abstractmethod
    def places(self, scale: Scale | None) -> int:
        """How many decimals are printed."""


@dataclass(frozen=True, slots=True)
class Amount(NumericValue):
    """Kroner, printed in the unit of the table.

    Attributes:
        printed: the number to print, in that unit, where a column must add up as it is printed; None for the amount rounded.
        is_change: whether it is a change, which is printed with its sign.
    """

    kroner: Decimal
    printed: Decimal | None = None
    is_change: bool = False

    def round(self, scale: Scale | None) -> Decimal:
        assert scale is not None  # a table of amounts says in which unit they are
        return scale.round(self.kroner) if self.printed is None else self.printed

    def write(self, scale: Scale | None) -> str:
        return _write(self.round(scale), self.places(scale), is_change=self.is_change)

    def places(self, scale: Scale | None) -> int:
        assert scale is not None  # see `round`
        return scale.places


@dataclass(frozen=True, slots=True)
class PlainNumber(NumericValue):
    """A number that is no amount of money of the table's unit, with its own decimals."""

    value: Decimal
    decimals: int
    is_change: bool = False

    def round(self, scale: Scale | None) -> Decimal:
        return round_half_up(self.value, self.decimals)

    def write(self, scale: Scale | None) -> str:
        return _write(self.value, self.decimals, is_change=self.is_change)

    def places(self, scale: Scale | None) -> int:
        return self.decimals


@dataclass(frozen=True, slots=True)
class Share(NumericValue):
    """A share of one, printed in whole per cent."""

    ratio: Decimal

    def round(self, scale: Scale | None) -> Decimal:
        return round_half_up(self.ratio * 100) / 100

    def write(self, scale: Scale | None) -> str:
        return percent(self.ratio)

    def places(self, scale: Scale | None) -> int:
        return 0


def _write(value: Decimal, places: int, *, is_change: bool) -> str:
    text = number(value, places)
    return f"+{text}" if is_change and value > 0 and not text.startswith(MINUS) else text


@dataclass(frozen=True, slots=True)
class AmountBand:
    """An amount of which only the ends are known, in kroner; a text in every file."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Text that people wrote: Danish whatever the reader's language is."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text of several parts, some of which people wrote."""

    parts: tuple[str | OwnWords, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class Clauses:
    """Several phrases in one cell, each on a line of its own where there is room."""

    phrases: tuple[Phrase, ...]

    def __str__(self) -> str:
        return "; ".join(map(str, self.phrases))


@dataclass(frozen=True, slots=True)
class ScreenHtml:
    """What is on the screen only, as HTML of ours: a small drawing, a box to tick."""

    html: str


#: An int is a year, a count or a number that names something; it is never grouped. None is a dash: nothing is stated.
Value = str | Promise | NumericValue | AmountBand | int | date | datetime | OwnWords | Phrase | Clauses | ScreenHtml | None


def own_words(text: str | None) -> OwnWords | None:
    """What people wrote; None where they wrote nothing."""
    return OwnWords(text) if text else None


def optional_amount(kroner: Decimal | None) -> Amount | None:
    """An amount; None where none is stated."""
    return None if kroner is None else Amount(kroner)


def optional_share(ratio: Decimal | None) -> Share | None:
    return None if ratio is None else Share(ratio)


def write_value(value: Value, scale: Scale | None) -> str:
    """A value as a reader writes it, without its marks."""
    if value is None:
        return DASH
    if isinstance(value, NumericValue):
        return value.write(scale)
    if isinstance(value, AmountBand):
        return f"{Amount(value.low).write(scale)}–{Amount(value.high).write(scale)}"
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A value and what stands at it.

    Attributes:
        href: where a click on it leads.
        small: a second, smaller line; in a file it has a column of its own. The empty text is none.
        is_marked: whether it is an amount that contains some without a price level.
        notes: the numbers of the notes that stand at it.
    """

    value: Value
    href: str = ""
    small: Value = ""
    is_marked: bool = False
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of words, set from the left.

    Attributes:
        key: names its cells.
        label: heads it; a year that shall be a number in a workbook is an int.
        small: what heads the column that its small lines have in a file.
        sort: "ascending" or "descending" where the table is sorted by it; `href` leads to the table sorted by it.
        paper: how wide the paper sets it: "wide", "middle", "narrow", "short", "remark", "number" or "year"; the empty text
            leaves it to what the cells hold.
    """

    is_numeric: ClassVar[bool] = False
    key: str
    label: str | int
    small: str = ""
    sort: str = ""
    href: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class NumberColumn(TableColumn):
    """A column of numbers, set from the right."""

    is_numeric: ClassVar[bool] = True


#: A cell, or its value alone, by the key of its column.
Cells = Mapping[str, TableCell | Value]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row; a column that it has no cell for is left empty.

    Attributes:
        style: "main", "part" (of the row above it), "total", or "below" (what is held against the totals).
        depth: how deep it lies in a tree of rows, 0 at the top.
        is_group: whether the deeper rows after it lie under it, and add up to it.
    """

    cells: Cells
    style: str = ""
    depth: int = 0
    is_group: bool = False

    def cell(self, key: str) -> TableCell:
        cell = self.cells.get(key, "")
        return cell if isinstance(cell, TableCell) else TableCell(cell)

    @property
    def cells_with_marks(self) -> Iterator[TableCell]:
        """The cells at which something stands."""
        return (cell for cell in self.cells.values() if isinstance(cell, TableCell) and (cell.is_marked or cell.notes))


@dataclass(frozen=True)
class Table:
    """A table of values; its first column names the rows.

    Attributes:
        note: unit, price level and as-of in words, said once above the amounts.
        scale: the unit of its amounts; None where it has none.
        has_heads: whether its columns are headed where people read it; in a file they always are.
        for_programs: whether programs read its files: then its heads are their first line, and moments have their seconds.
        is_exact: whether its files hold kroner and texts as they were recorded, not as they are printed.
        frozen: how many columns stay in view in a workbook.
    """

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[TableRow]
    note: str = ""
    scale: Scale | None = None
    has_heads: bool = True
    for_programs: bool = False
    is_exact: bool = False
    frozen: int = 1

    @property
    def foot(self) -> str:
        """What the mark at some of its amounts means; empty where none is marked."""
        return str(FOOT) if any(cell.is_marked for row in self.rows for cell in row.cells_with_marks) else ""

    @property
    def has_notes(self) -> bool:
        """Whether notes stand at some of its figures."""
        return any(cell.notes for row in self.rows for cell in row.cells_with_marks)

    @property
    def is_tree(self) -> bool:
        """Whether some of its rows lie under others."""
        return any(row.is_group for row in self.rows)

    @property
    def has_total(self) -> bool:
        """Whether its last row is the total of the others."""
        return bool(self.rows) and self.rows[-1].style == "total"


def build_rows(rows: Iterable[Cells], total: Cells | None = None) -> list[TableRow]:
    """Rows of these cells, and the row of totals where there is one."""
    return [*map(TableRow, rows), *([TableRow(total, "total")] if total is not None else [])]
