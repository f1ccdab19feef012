"""A table as the columns and values of a file: numbers, days and moments as such, small lines in columns of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.elements.footnotes import mark_words
from savings.elements.numbers import DASH
from savings.elements.table import Amount, NumericValue, ScreenHtml, Table, TableCell, TableColumn, TableRow, Value, write_value
from savings.elements.without_price_level import CONTAINS
from savings.money import round_half_up

#: What a cell of a file can hold. A year is an int and an amount a Decimal, so that 2.011 kr. is never taken for the year 2011.
SheetValue = str | int | Decimal | datetime | date | None


@dataclass(frozen=True)
class FileColumn:
    """A column of a file.

    Attributes:
        is_small: whether it holds the small lines of its column.
        is_numeric: whether it holds numbers; `holds_years` whether it holds years (or numbers like them) and nothing else.
    """

    column: TableColumn
    label: str | int
    is_small: bool
    is_numeric: bool
    holds_years: bool

    def value(self, row: TableRow) -> Value:
        """What a row says in it."""
        return _value(row.cell(self.column.key), is_small=self.is_small)


class FlatTable:
    """A table with the columns it has in a file."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns = list(_columns(table))

    @cached_property
    def remarks(self) -> Sequence[str]:
        """What stands at the figures of each row, in words: a number in a sheet bears no mark. Empty for none at all."""
        if not self.table.foot and not self.table.has_notes:
            return ()
        return [". ".join(self._remarks(row)) for row in self.table.rows]

    def _remarks(self, row: TableRow) -> Iterator[str]:
        for column in self.columns:
            cell = row.cell(column.column.key)
            parts = [*([str(CONTAINS)] if cell.is_marked else []), *([mark_words(cell.notes)] if cell.notes else [])]
            if parts and not column.is_small:
                yield f"{column.label}: {'; '.join(parts)}"

    @property
    def heads(self) -> list[str | int]:
        """What heads each column, the one of remarks among them."""
        return [*(column.label for column in self.columns), *([_("Remarks")] if self.remarks else [])]

    def read(self, row: TableRow) -> list[SheetValue]:
        """The values of a row, None where nothing is stated."""
        return [self._read(column, column.value(row)) for column in self.columns]

    def _read(self, column: FileColumn, value: Value) -> SheetValue:
        table = self.table
        if isinstance(value, Amount):
            # What is printed is rounded; a file's amounts are exact to the øre, so that they add up to their total.
            exact = round_half_up(value.kroner, 2)
            return exact if table.is_exact or table.scale is None else _shorten(exact / table.scale.one)
        if isinstance(value, NumericValue):
            return value.round(table.scale)
        if isinstance(value, datetime):
            # A sheet knows no zones: the moment is the office's, as on the page.
            at = localtime(value).replace(microsecond=0, tzinfo=None)
            return at if table.for_programs else at.replace(second=0)
        if value is None or isinstance(value, date) or (isinstance(value, int) and (column.is_numeric or column.holds_years)):
            return value
        text = write_value(value, table.scale)
        if not (table.for_programs or table.is_exact):
            text = " ".join(text.split())
        return None if text in ("", DASH) else text


def _shorten(value: Decimal) -> Decimal:
    """A number without zeros behind its decimals, and never with an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _value(cell: TableCell, *, is_small: bool) -> Value:
    return cell.small if is_small else cell.value


def _columns(table: Table) -> Iterator[FileColumn]:
    for column in table.columns:
        # What stands in the row of totals does not make a column one of numbers or of words.
        cells = [row.cell(column.key) for row in table.rows if row.style != "total"]
        if any(isinstance(cell.value, ScreenHtml) for cell in cells):
            continue
        yield _column(column, column.label, [cell.value for cell in cells])
        if any(cell.small != "" for cell in cells):
            label = column.small or _("%(column)s: more") % {"column": column.label}
            yield _column(column, label, [cell.small for cell in cells], is_small=True)


def _column(column: TableColumn, label: str | int, values: Sequence[Value], *, is_small: bool = False) -> FileColumn:
    stated = [value for value in values if value is not None and value != ""]
    # A column of numbers holds at least one, or nothing at all.
    is_numeric = (
        not is_small and column.is_numeric and (not stated or any(isinstance(value, int | NumericValue) for value in stated))
    )
    return FileColumn(column, label, is_small, is_numeric, bool(stated) and all(isinstance(value, int) for value in stated))
