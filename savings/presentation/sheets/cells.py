"""The cells of a workbook: text that is never a formula, numbers that are numbers, and the styles of head and total."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from savings.elements.data.flat_table import SheetValue
from savings.elements.data.spreadsheet_text import clean, looks_like_formula

#: Excel writes these in the reader's own locale: 1.234.567 in Danish, 1,234,567 in English.
KRONER = "#,##0"
ISO_DATE = "dd\\-mm\\-yyyy"
MOMENT = "dd\\-mm\\-yyyy\\ hh:mm:ss"
#: A year is a number to compute with, never 2.011.
YEAR = "0"
#: Points; Excel holds no row higher than the second.
LINE_HEIGHT, HIGHEST_ROW = 15, 409

#: A font without a name is set in whatever the program falls back to.
_NAME, _SIZE = "Calibri", 11
_HEAD_FONT = Font(name=_NAME, size=_SIZE, bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0059B3")
_HEAD_TEXT = Alignment(vertical="bottom", wrap_text=True)
#: A head stands over its numbers.
_HEAD_NUMBER = Alignment(horizontal="right", vertical="bottom", wrap_text=True, indent=1)
#: Level with the first line of the texts beside it, and a little apart from the one to its right.
_NUMBER = Alignment(horizontal="right", vertical="top", indent=1)
_BOLD = Font(name=_NAME, size=_SIZE, bold=True)
_TITLE = Font(name=_NAME, size=16, bold=True)
_WRAP = Alignment(vertical="top", wrap_text=True)
_DAY = Alignment(horizontal="left", vertical="top")
_INDENT = Alignment(horizontal="left", indent=1)
_LEFT = Alignment(horizontal="left")
_TOTAL = Border(top=Side("thin"), bottom=Side("double"))


def fill_cell(cell: Cell, value: SheetValue, number_format: str = KRONER) -> Cell:
    """The cell with one value in it, exactly as given."""
    if isinstance(value, str):
        _put_text(cell, value)
    elif isinstance(value, Decimal):
        cell.value, cell.number_format, cell.alignment = value, number_format, _NUMBER
    elif value is not None:
        cell.value, cell.number_format = value, _plain_format(value)
        if isinstance(value, int):
            cell.alignment = _NUMBER
    return cell


def _plain_format(value: int | date) -> str:
    if isinstance(value, datetime):
        return MOMENT
    return ISO_DATE if isinstance(value, date) else YEAR


def _put_text(cell: Cell, text: str) -> None:
    cell.value = clean(text) or None
    if looks_like_formula(text):
        cell.data_type = "s"
        # The mark Excel itself sets for an apostrophe in front: the text stays text when somebody edits the cell.
        cell.quotePrefix = True


def as_head(cell: Cell, *, numeric: bool = False) -> Cell:
    """Set a cell as a column's head."""
    cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _HEAD_NUMBER if numeric else _HEAD_TEXT
    return cell


def in_total(cell: Cell) -> Cell:
    """Set a cell as one of a row of totals."""
    cell.font, cell.border = _BOLD, _TOTAL
    return cell


def as_title(cell: Cell) -> Cell:
    """Set a cell as the title of its sheet."""
    cell.font = _TITLE
    return cell


def lines_in(text: str, width: int) -> int:
    """How many lines a text takes in so many characters; a line breaks before it is full."""
    return max(-(-len(text) * 10 // (width * 9)), 1)


def height_of(lines: int) -> int:
    """The height of a row of so many lines; no program measures it for what it did not write itself."""
    return min(LINE_HEIGHT * lines, HIGHEST_ROW)


def wrap_text(cell: Cell) -> Cell:
    """Let a text break into lines, from the top."""
    cell.alignment = _WRAP
    return cell


def as_day(cell: Cell) -> Cell:
    """Set a day as a text is set: it is read with the words beside it, and is no amount."""
    cell.alignment = _DAY
    return cell


def as_part(cell: Cell) -> Cell:
    """Set a label as a part of the line above it."""
    cell.alignment = _INDENT
    return cell


def as_label(cell: Cell) -> Cell:
    cell.font = _BOLD
    return cell


def beside(cell: Cell) -> Cell:
    """Set a value beside its label, where a text would stand."""
    cell.alignment = _LEFT
    return cell


def set_page(sheet: Worksheet, widths: Sequence[int]) -> None:
    """Set column widths in characters, and landscape A4 one page wide."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6, header=0.3, footer=0.3)
    sheet.oddFooter.center.text = "&P / &N"
