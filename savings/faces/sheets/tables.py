"""Any table of a page as CSV and as a workbook: what is on the screen, in its order, with numbers and dates as such."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils.safestring import SafeData
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from savings.faces.numbers import DASH, locale_code, read_day, read_number
from savings.faces.screen.tables import Cell, Head, Sheet
from savings.faces.sheets import cells
from savings.faces.sheets.csv import BOM
from savings.faces.sheets.texts import clean, guarded
from savings.faces.sheets.xlsx import saved

Value = str | Decimal | date | None
PERCENT = "0%"
#: Between two lines of a cell: each is a span of its own.
LINES = r"</span>(?=<span class=.change.>)"
NARROWEST, WIDEST = 8, 60


@dataclass(frozen=True)
class Taken:
    """A table to be taken along: plain values, None where nothing is said.

    Attributes:
        said: unit, price level and as-of of the amounts.
        numeric: which columns hold numbers; `shares` which of them are shares of one.
        details: which columns say more of the column before them.
        total: the row of totals; empty where nothing adds up.
        foot: what a mark at some of the amounts means.
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


def taken(sheet: Sheet) -> Taken:
    """A table of the screen as plain values. What stands small in a cell gets a column of its own, a drawing none."""
    columns = list(_columns(sheet))
    rows = tuple(tuple(column.read(row.get(column.key, Cell(""))) for column in columns) for row in sheet.data)
    last = {head.key: cell for head, cell in sheet.total}
    shares = tuple(any("%" in plain(row.get(column.key, Cell("")).text) for row in sheet.data) for column in columns)
    return Taken(
        caption=sheet.caption, said=plain(sheet.said), heads=tuple(column.label for column in columns),
        numeric=tuple(column.numeric for column in columns),
        shares=tuple(share and column.numeric for share, column in zip(shares, columns, strict=True)),
        details=tuple(column.small for column in columns), rows=rows,
        total=tuple(column.read(last.get(column.key, Cell(""))) for column in columns) if last else (), foot=sheet.foot,
    )  # fmt: skip


@dataclass(frozen=True)
class _Column:
    key: str
    label: str
    numeric: bool
    small: bool

    def read(self, cell: Cell) -> Value:
        """What the cell says in this column."""
        words = plain(cell.small if self.small else cell.text)
        if not words or words == DASH:
            return None
        if self.numeric and (number := read_number(words)) is not None:
            return number
        return read_day(words) or words


def _columns(sheet: Sheet) -> Iterator[_Column]:
    for head in sheet.heads:
        own = [row[head.key] for row in sheet.data if head.key in row]
        if any("<svg" in cell.text for cell in own):
            continue
        yield _Column(head.key, plain(head.label), _is_numeric(head, own), small=False)
        if any(cell.small for cell in own):
            yield _Column(head.key, _("%(column)s: more") % {"column": plain(head.label)}, numeric=False, small=True)


def _is_numeric(head: Head, own: Sequence[Cell]) -> bool:
    """A column of numbers holds at least one, or nothing at all; a link to an entry by its number is a name and stays one."""
    said = [words for cell in own if (words := plain(cell.text)) not in ("", DASH)]
    return head.numeric and (not said or any(read_number(words) is not None for words in said))


def plain(words: str) -> str:
    """A text without its tags; what stood on lines of its own is told apart by semicolons."""
    if isinstance(words, SafeData):
        words = html.unescape(re.sub(r"<[^>]*>", "", re.sub(LINES, "; ", str(words))))
    return " ".join(str(words).replace("\u00a0", " ").split())


def tables_csv(tables: Sequence[Taken], facts: Sequence[str] = ()) -> bytes:
    """The tables as CSV, one below the other: UTF-8 with BOM, CRLF, `;` and decimal comma in Danish.

    Args:
        facts: what must be known to read them, a line each, after the last table.
    """
    out = io.StringIO()
    english = locale_code() == "en_GB"
    writer = csv.writer(out, delimiter="," if english else ";", lineterminator="\r\n")
    for place, table in enumerate(tables):
        if place:
            writer.writerow([])
        writer.writerow(guarded(head) for head in table.heads)
        for row in (*table.rows, *([table.total] if table.total else ())):
            writer.writerow([_written(value, english=english) for value in row])
    notes = [" ".join(filter(None, [table.caption, table.said, table.foot])) for table in tables]
    for note in (*notes, *facts):
        writer.writerow([guarded(note)])
    return (BOM + out.getvalue()).encode()


def _written(value: Value, *, english: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text if english else text.replace(".", ",")
    return value.isoformat() if isinstance(value, date) else guarded(value)


def tables_xlsx(tables: Sequence[Taken], title: str, moment: datetime, facts: Sequence[str] = ()) -> bytes:
    """The tables as a workbook, a sheet each: real numbers and dates, heads frozen and repeated, columns as wide as they need.

    Args:
        moment: written into the file as the moment it was made, so that equal tables are equal bytes.
    """
    book = Workbook()
    book.properties.created = book.properties.modified = moment.astimezone(UTC).replace(tzinfo=None)
    book.properties.creator, book.properties.title = "Valby", clean(title)
    del book[book.sheetnames[0]]
    for table in tables:
        _put(book.create_sheet(_sheet_name(table.caption, book.sheetnames)), table, title, facts)
    if not tables:
        cells.put(book.create_sheet(_sheet_name(title, [])), 1, 1, _("Nothing to show."))
    return saved(book)


def _sheet_name(caption: str, taken_names: Sequence[str]) -> str:
    """At most 31 characters, without those that Excel forbids, and no other's."""
    name = re.sub(r"[\[\]:*?/\\']", " ", caption)[:28].strip() or _("Table")
    number = 2
    found = name
    while found.casefold() in {other.casefold() for other in taken_names}:
        found, number = f"{name} {number}", number + 1
    return found


def _put(sheet: Worksheet, table: Taken, title: str, facts: Sequence[str]) -> None:
    cells.as_title(cells.put(sheet, 1, 1, table.caption))
    cells.put(sheet, 2, 1, title)
    cells.put(sheet, 3, 1, table.said)
    head = 5
    cells.put_head(sheet, head, table.heads)
    row = head
    for row, values in enumerate(table.rows, head + 1):
        _put_row(sheet, row, values, table)
    last = row
    if table.total:
        row += 1
        _put_row(sheet, row, table.total, table)
        cells.as_total(sheet, row, len(table.heads))
    widths = [_width(table, column) for column in range(len(table.heads))]
    for note in filter(None, (table.foot, *facts)):
        row += 2
        cells.put_paragraph(sheet, row, note, widths)
    letter = cells.get_column_letter(len(table.heads) or 1)
    cells.set_page(sheet, widths, f"A{head}:{letter}{last}" if last > head else None)


def _put_row(sheet: Worksheet, row: int, values: Sequence[Value], table: Taken) -> None:
    for column, value in enumerate(values):
        cell = cells.put(sheet, row, column + 1, value, _format(value, share=table.shares[column]))
        if isinstance(value, Decimal):
            # A factor of six decimals is no amount, and is not rounded to øre.
            cell.value = value


def _format(value: Value, *, share: bool) -> str:
    if share:
        return PERCENT
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if isinstance(value, Decimal) and not places and 1900 <= value <= 2199:
        return cells.YEAR
    return f"#,##0.{'0' * places}" if places else cells.KRONER


def _width(table: Taken, column: int) -> int:
    values = [row[column] for row in (*table.rows, *([table.total] if table.total else ()))]
    longest = max((len(_written(value, english=False)) for value in values), default=0)
    return max(NARROWEST, min(WIDEST, max(longest + longest // 4, len(table.heads[column]) // 2) + 2))
