"""Tables taken along as a workbook: what is on the screen, in its order, with numbers and dates as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import get_column_letter

from savings.elements.data.flat_table import FlatTable, SheetValue
from savings.elements.data.spreadsheet_text import clean, looks_like_formula
from savings.elements.data.tables_csv import NO_NOTES, FileNotes, are_for_programs, write_csv_value
from savings.elements.numbers import locale_code
from savings.elements.table import Amount, NumericValue, Share, Table, TableRow, Value
from savings.elements.without_price_level import MARK
from savings.presentation.sheets import cells
from savings.presentation.sheets.zips import save_book

PERCENT = "0%"
NARROWEST, WIDEST = 8, 40
#: The texts of a longer table are not broken into lines: measuring and setting each cell costs more than all else.
LONG = 5_000
#: Levels of outline that a workbook knows.
DEEPEST = 7


def tables_xlsx(tables: Sequence[Table], title: str, moment: datetime, notes: FileNotes = NO_NOTES) -> bytes:
    """The tables as a workbook, a sheet each: real numbers and dates, heads frozen and repeated, columns as wide as they need.

    Its rows are written as they come, so that a hundred thousand of them do not stand in memory as cells.

    Args:
        moment: written into the file as the moment it was made, so that equal tables are equal bytes.
    """
    book = create_book(title, moment)
    for table in tables:
        names = [title, *([table.caption] if table.caption != title else []), *filter(None, [table.note])]
        facts = notes.facts if not table.for_programs else ()
        add_table(book, table, title, [*(names if not table.for_programs else []), *notes.first], [table.foot, *facts])
    if not tables:
        empty = book.create_sheet(_sheet_name(title, []))
        empty.append([_text(empty, title, title=True)])
        for line in (*notes.first, _("Nothing to show."), *notes.facts):
            empty.append([_text(empty, line)])
    if are_for_programs(tables) and notes.facts:
        about = book.create_sheet(_sheet_name(_("About the file"), book.sheetnames))
        for place, line in enumerate((title, *notes.facts)):
            about.append([_text(about, line, title=not place)])
    return save_book(book)


def create_book(title: str, moment: datetime) -> Workbook:
    """A workbook whose sheets are written row by row, and that bears this moment instead of the clock's."""
    book = Workbook(write_only=True)
    about = book.properties
    about.created = about.modified = moment.astimezone(UTC).replace(tzinfo=None)
    about.creator, about.title, about.language = "Valby", clean(title), locale_code().replace("_", "-")
    return book


def _sheet_name(caption: str, used: Sequence[str]) -> str:
    """At most 31 characters, without those that Excel forbids, and no other's."""
    base = re.sub(r"[\[\]:*?/\\']", " ", clean(caption))[:28].strip() or _("Table")
    number, name = 2, base
    while name.casefold() in {other.casefold() for other in used}:
        name, number = f"{base} {number}", number + 1
    return name


def _text(sheet: object, text: str, *, title: bool = False) -> Cell:
    cell = cells.fill_cell(WriteOnlyCell(sheet), text)
    return cells.as_title(cell) if title else cell


def add_table(book: Workbook, table: Table, title: str = "", top: Sequence[str] = (), below: Sequence[str] = ()) -> None:
    """A sheet of a workbook with a table on it.

    Args:
        title: names the sheet of a table without a caption.
        top: lines above it, the first of them the title of the sheet; `below`: texts beneath it.
    """
    sheet = TableSheet(book, table, title)
    sheet.set_frame(len(top) + 2 if top else 1)
    for place, line in enumerate(top):
        sheet.put_title(line) if not place and not table.for_programs else sheet.put([_text(sheet.sheet, line)])
    if top:
        sheet.put([])
    sheet.put_table()
    for text in filter(None, below):
        sheet.put([])
        sheet.put_text(text)


class TableSheet:
    """A sheet of a workbook with a table on it, written from the top to the bottom.

    Args:
        title: names the sheet of a table without a caption.
        widths: of its columns, in characters; else as wide as their cells need.
    """

    def __init__(self, book: Workbook, table: Table, title: str = "", widths: Sequence[int] = ()) -> None:
        self.table, self.flat = table, FlatTable(table)
        self.heads, self.remarks = self.flat.heads, self.flat.remarks
        self.lines = [self.flat.read(row) for row in table.rows]
        self.sheet = book.create_sheet(_sheet_name(table.caption or title, book.sheetnames))
        self.is_long = len(table.rows) > LONG
        own = self.heads[: len(self.flat.columns)]
        self.widths = list(widths) or [_width(str(head), [line[place] for line in self.lines]) for place, head in enumerate(own)]
        self.widths += [WIDEST] if self.remarks else []
        self.row = 0
        cells.set_page(self.sheet, self.widths)
        # The sum of a group stands above its rows.
        self.sheet.sheet_properties.outlinePr.summaryBelow = False

    def set_frame(self, head: int) -> None:
        """Keep the heads, in that row, in view and on each printed page, with a filter over the rows; before any is written."""
        last = head + sum(row.style != "total" for row in self.table.rows)
        if last > head:
            self.sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(self.heads) or 1)}{last}"
        self.sheet.freeze_panes = f"{get_column_letter(self.table.frozen + 1)}{head + 1}"
        self.sheet.print_title_rows = f"{head}:{head}"

    def put_title(self, text: str) -> None:
        self.put([_text(self.sheet, text, title=True)])

    def put_label(self, text: str) -> None:
        """A heading over texts."""
        self.put([cells.as_label(_text(self.sheet, text))])

    def put_pair(self, label: str, value: SheetValue) -> None:
        """A value beside what it is called."""
        self.put([cells.as_label(_text(self.sheet, label)), cells.beside(cells.fill_cell(WriteOnlyCell(self.sheet), value))])

    def put_table(self) -> None:
        """The table: its heads and its rows."""
        self.put_heads()
        for place, row in enumerate(self.table.rows):
            self.put_line(place, row)

    def put(self, row: list[Cell | SheetValue]) -> None:
        self.row += 1
        self.sheet.append(row)

    def put_heads(self) -> None:
        """The columns' heads, each over its numbers or its texts."""
        texts = [cells.fill_cell(WriteOnlyCell(self.sheet), head) for head in self.heads]
        lines = max((_head_lines(str(head), width) for head, width in zip(self.heads, self.widths, strict=True)), default=1)
        self.sheet.row_dimensions[self.row + 1].height = cells.height_of(lines)
        sides = [*(column.is_numeric for column in self.flat.columns), False]
        self.put([cells.as_head(cell, numeric=right) for cell, right in zip(texts, sides, strict=False)])

    def put_line(self, place: int, row: TableRow) -> None:
        if row.depth:
            self.sheet.row_dimensions[self.row + 1].outlineLevel = min(row.depth, DEEPEST)
        line = [*self.lines[place], *([self.remarks[place] or None] if self.remarks else [])]
        if not self.is_long:
            texts = [(value, width) for value, width in zip(line, self.widths, strict=True) if isinstance(value, str)]
            lines = max((cells.lines_in(value, width) for value, width in texts if len(value) > width), default=1)
            if lines > 1:
                self.sheet.row_dimensions[self.row + 1].height = cells.height_of(lines)
        self.put([self.cell(value, row, column) for column, value in enumerate(line)])

    def cell(self, value: SheetValue, row: TableRow, place: int) -> Cell | SheetValue:
        """A value as it stands in its cell; a plain text of a long table needs none of its own."""
        is_total = row.style == "total"
        if self.is_long and not is_total and isinstance(value, str) and not looks_like_formula(value):
            return clean(value)
        cell = cells.fill_cell(WriteOnlyCell(self.sheet), value, self.format(row, place) if isinstance(value, Decimal) else "")
        if isinstance(value, str):
            cells.wrap_text(cell)
        elif isinstance(value, date):
            cells.as_day(cell)
        if row.style in ("main", "part") and not place:
            return cells.as_part(cell) if row.style == "part" else cells.as_label(cell)
        return cells.in_total(cell) if is_total else cell

    def format(self, row: TableRow, place: int) -> str:
        """How a number is shown; a marked one bears its mark, and is still a number."""
        cell, table = row.cell(self.flat.columns[place].column.key), self.table
        number_format = _format(cell.value, table)
        return f'{number_format}"{MARK}"' if cell.is_marked else number_format

    def put_text(self, text: str) -> None:
        """A text across all columns, its row as high as its lines."""
        width = max(sum(self.widths), WIDEST)
        self.sheet.row_dimensions[self.row + 1].height = cells.height_of(cells.lines_in(text, width))
        if len(self.widths) > 1:
            self.sheet.merged_cells.add(f"A{self.row + 1}:{get_column_letter(len(self.widths))}{self.row + 1}")
        self.put([cells.wrap_text(_text(self.sheet, text))])


def _head_lines(head: str, width: int) -> int:
    return cells.lines_in(head, width) if " " in head else 1


def _format(value: Value, table: Table) -> str:
    if isinstance(value, Share):
        return PERCENT
    if not isinstance(value, NumericValue) or (isinstance(value, Amount) and table.is_exact):
        return cells.KRONER
    places = value.places(table.scale)
    return f"#,##0.{'0' * places}" if places else cells.KRONER


def _width(head: str, values: Sequence[SheetValue]) -> int:
    longest = max(map(_letters, values), default=0)
    word = max((len(part) for part in head.split()), default=0)
    # A head may break between its words, and a filter's button stands in its corner.
    wanted = max(longest + 2, word + 4, len(head) // 2 + 4)
    return max(NARROWEST, min(WIDEST, wanted))


def _letters(value: SheetValue) -> int:
    if isinstance(value, Decimal):
        # A total is set in bold, and a number stands a little apart from its edge.
        return len(f"{value:,f}") + 3
    return len(write_csv_value(value, english=False))
