"""Tables taken along as CSV and as a workbook: what is on the screen, in its order, with numbers and dates as such."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import get_column_letter

from savings.faces.numbers import locale_code
from savings.faces.sheets import cells
from savings.faces.sheets.cells import Value
from savings.faces.sheets.csv import BOM
from savings.faces.sheets.taken import Taken, mark_of
from savings.faces.sheets.texts import clean, guarded, looks_like_formula
from savings.faces.sheets.xlsx import saved

PERCENT = "0%"
NARROWEST, WIDEST = 8, 40
#: The texts of a longer table are not broken into lines: measuring and setting each cell costs more than all else.
LONG = 5_000


@dataclass(frozen=True)
class Told:
    """What must be known to read the tables of a file, a line each.

    Attributes:
        first: what must be read before them, such as that the file does not hold all; `facts`: what can be read after them.
    """

    first: Sequence[str] = ()
    facts: Sequence[str] = ()


NOTHING = Told()


def tables_csv(tables: Sequence[Taken], told: Told = NOTHING) -> bytes:
    """The tables as CSV: UTF-8 with BOM, CRLF, `;` and decimal comma in Danish.

    A table alone begins with its heads, for a filter or a program, and what it is of stands after it. Of several, one below
    the other, each begins with what it is of.
    """
    out = io.StringIO()
    english = locale_code() == "en_GB"
    writer = csv.writer(out, delimiter="," if english else ";", lineterminator="\r\n")
    writer.writerows([guarded(line)] for line in told.first)
    for place, table in enumerate(tables):
        if place or told.first:
            writer.writerow([])
        if len(tables) > 1:
            writer.writerow([guarded(_about(table))])
        remarks = table.remarks
        writer.writerow(guarded(head) for head in _heads(table))
        for row, values in enumerate(table.lines):
            own = [_written(value, english=english) for value in values]
            writer.writerow([*own, guarded(remarks[row])] if remarks else own)
    of = [_about(table) for table in tables if len(tables) == 1 and not table.bare]
    notes = [*of, *(told.facts if not _bare(tables) else ())]
    writer.writerows([[], *([guarded(note)] for note in notes)] if notes else [])
    return (BOM + out.getvalue()).encode()


def _bare(tables: Sequence[Taken]) -> bool:
    return bool(tables) and all(table.bare for table in tables)


def _about(table: Taken) -> str:
    """What a table is of: its caption, its unit, prices and day, and what a mark in it means."""
    caption = f"{table.caption}: {table.said}" if table.caption and table.said else table.caption or table.said
    return f"{caption}. {table.foot}" if table.foot else caption


def _heads(table: Taken) -> list[str]:
    return [*table.heads, *([_("Remarks")] if table.remarks else [])]


def _written(value: Value, *, english: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text if english else text.replace(".", ",")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else guarded(value)


def tables_xlsx(tables: Sequence[Taken], title: str, moment: datetime, told: Told = NOTHING) -> bytes:
    """The tables as a workbook, a sheet each: real numbers and dates, heads frozen and repeated, columns as wide as they need.

    Its rows are written as they come, so that a hundred thousand of them do not stand in memory as cells.

    Args:
        moment: written into the file as the moment it was made, so that equal tables are equal bytes.
    """
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = moment.astimezone(UTC).replace(tzinfo=None)
    book.properties.creator, book.properties.title = "Valby", clean(title)
    book.properties.language = locale_code().replace("_", "-")
    for table in tables:
        _Page(book, table, title, told).write()
    if not tables:
        empty = book.create_sheet(_sheet_name(title, []))
        empty.append([_text(empty, title, title=True)])
        for line in (*told.first, _("Nothing to show."), *told.facts):
            empty.append([_text(empty, line)])
    if _bare(tables) and told.facts:
        about = book.create_sheet(_sheet_name(_("About the file"), book.sheetnames))
        for place, line in enumerate((title, *told.facts)):
            about.append([_text(about, line, title=not place)])
    return saved(book)


def _sheet_name(caption: str, taken_names: Sequence[str]) -> str:
    """At most 31 characters, without those that Excel forbids, and no other's."""
    name = re.sub(r"[\[\]:*?/\\']", " ", clean(caption))[:28].strip() or _("Table")
    number = 2
    found = name
    while found.casefold() in {other.casefold() for other in taken_names}:
        found, number = f"{name} {number}", number + 1
    return found


def _text(sheet: object, text: str, *, title: bool = False) -> Cell:
    cell = cells.filled(WriteOnlyCell(sheet), text)
    return cells.as_title(cell) if title else cell


class _Page:
    """A sheet of the workbook, written from the top to the bottom."""

    def __init__(self, book: Workbook, table: Taken, title: str, told: Told) -> None:
        self.table, self.remarks, self.told = table, table.remarks, told
        self.heads = _heads(table)
        self.sheet = book.create_sheet(_sheet_name(table.caption or title, book.sheetnames))
        self.is_long = len(table.rows) > LONG
        self.widths = [_width(table, column) for column in range(len(table.heads))] + ([WIDEST] if self.remarks else [])
        names = [title, *([table.caption] if table.caption != title else []), *filter(None, [table.said])]
        self.top = [*(names if not table.bare else []), *told.first]
        self.row = 0

    def write(self) -> None:
        """All of it; what belongs to the whole sheet first, for the rows are gone once they are written."""
        head = len(self.top) + 2 if self.top else 1
        last = head + len(self.table.rows)
        letter = get_column_letter(len(self.heads) or 1)
        cells.set_page(self.sheet, self.widths, f"A{head}:{letter}{last}" if last > head else None)
        self.sheet.freeze_panes = f"B{head + 1}"
        self.sheet.print_title_rows = f"{head}:{head}"
        for place, line in enumerate(self.top):
            self.put([_text(self.sheet, line, title=not place and not self.table.bare)])
        if self.top:
            self.put([])
        self.put_heads()
        for row, values in enumerate(self.table.lines):
            self.put_line(row, values)
        for note in filter(None, (self.table.foot, *(self.told.facts if not self.table.bare else ()))):
            self.put([])
            self.put_note(note)

    def put(self, row: list[Cell | Value]) -> None:
        """The next row."""
        self.row += 1
        self.sheet.append(row)

    def put_heads(self) -> None:
        """The columns' heads, each over its numbers or its texts."""
        numeric = [*self.table.numeric, False]
        made = [WriteOnlyCell(self.sheet) for _head in self.heads]
        texts = [cells.filled(cell, head) for cell, head in zip(made, self.heads, strict=True)]
        lines = max((_head_lines(head, width) for head, width in zip(self.heads, self.widths, strict=True)), default=1)
        self.sheet.row_dimensions[self.row + 1].height = cells.height_of(lines)
        self.put([cells.as_head(cell, numeric=right) for cell, right in zip(texts, numeric, strict=False)])

    def put_line(self, row: int, values: Sequence[Value]) -> None:
        """One line of the table."""
        said = [*values, *([self.remarks[row] or None] if self.remarks else [])]
        if not self.is_long:
            texts = [(value, width) for value, width in zip(said, self.widths, strict=True) if isinstance(value, str)]
            lines = max((cells.lines_in(value, width) for value, width in texts if len(value) > width), default=1)
            if lines > 1:
                self.sheet.row_dimensions[self.row + 1].height = cells.height_of(lines)
        is_total = row == len(self.table.rows)
        self.put([self.cell(value, (row, column), is_total=is_total) for column, value in enumerate(said)])

    def cell(self, value: Value, place: tuple[int, int], *, is_total: bool) -> Cell | Value:
        """A value as it stands in its cell; a plain text of a long table needs none of its own."""
        if self.is_long and not is_total and isinstance(value, str) and not looks_like_formula(value):
            return clean(value)
        share = place[1] < len(self.table.shares) and self.table.shares[place[1]]
        cell = cells.filled(WriteOnlyCell(self.sheet), value, _format(value, mark_of(self.table, place), share=share))
        if isinstance(value, str):
            cells.wrapped(cell)
        elif isinstance(value, date):
            cells.as_day(cell)
        return cells.in_total(cell) if is_total else cell

    def put_note(self, note: str) -> None:
        """A text across all columns, its row as high as its lines."""
        width = max(sum(self.widths), WIDEST)
        self.sheet.row_dimensions[self.row + 1].height = cells.height_of(cells.lines_in(note, width))
        if len(self.widths) > 1:
            self.sheet.merged_cells.add(f"A{self.row + 1}:{get_column_letter(len(self.widths))}{self.row + 1}")
        self.put([cells.wrapped(_text(self.sheet, note))])


def _head_lines(head: str, width: int) -> int:
    return cells.lines_in(head, width) if " " in head else 1


def _format(value: Value, mark: str, *, share: bool) -> str:
    """How a number is shown; a marked one bears its mark, and is still a number."""
    if not isinstance(value, Decimal):
        return cells.KRONER
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    shown = PERCENT if share else f"#,##0.{'0' * places}" if places else cells.KRONER
    return f'{shown}"{mark}"' if mark else shown


def _width(table: Taken, column: int) -> int:
    longest = max((_letters(row[column]) for row in table.lines), default=0)
    head = table.heads[column]
    word = max((len(part) for part in head.split()), default=0)
    # A head may break between its words, and a filter's button stands in its corner.
    wanted = max(longest + 2, word + 4, len(head) // 2 + 4)
    return max(NARROWEST, min(WIDEST, wanted))


def _letters(value: Value) -> int:
    if isinstance(value, Decimal):
        # A total is set in bold, and a number stands a little apart from its edge.
        return len(f"{value:,f}") + 3
    return len(_written(value, english=False))
