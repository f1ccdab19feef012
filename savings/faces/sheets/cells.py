"""The cells of a workbook: text that is never a formula, numbers that are numbers, and the styles of head and totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from savings.faces.sheets.texts import clean, looks_like_formula
from savings.money import rounded

Value = str | int | Decimal | date | None

#: Excel writes these in the reader's own locale: 1.234.567 in Danish, 1,234,567 in English.
KRONER = "#,##0"
KRONER_ORE = "#,##0.00"
SHARE = "0%"
ISO_DATE = "dd\\-mm\\-yyyy"
#: A year is a number to compute with, never 2.011.
YEAR = "0"

_HEAD_FONT = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="0059B3")
_HEAD_TEXT = Alignment(vertical="bottom", wrap_text=True)
_BOLD = Font(bold=True)
_WRAP = Alignment(vertical="top", wrap_text=True)
_INDENT = Alignment(indent=1)
#: A date beside its label stands where a text would.
LEFT = Alignment(horizontal="left")
_TOTAL = Border(top=Side("thin"), bottom=Side("double"))


def put(sheet: Worksheet, row: int, column: int, value: Value, number_format: str = KRONER) -> Cell:
    """Write one value; an amount is rounded half up to the øre, a text is stored as text whatever it begins with."""
    cell: Cell = sheet.cell(row, column)
    if isinstance(value, str):
        _put_text(cell, value)
    elif isinstance(value, Decimal):
        cell.value = rounded(value, 2)
        cell.number_format = number_format
    elif value is not None:
        cell.value = value
        cell.number_format = ISO_DATE if isinstance(value, date) else YEAR
    return cell


def _put_text(cell: Cell, text: str) -> None:
    cell.value = clean(text) or None
    if looks_like_formula(text):
        cell.data_type = "s"
        # The mark Excel itself sets for an apostrophe in front: the text stays text when somebody edits the cell.
        cell.quotePrefix = True


def put_head(sheet: Worksheet, row: int, labels: Sequence[str | int]) -> None:
    """Write a table's head, frozen on screen and repeated on each printed page."""
    for column, label in enumerate(labels, 1):
        cell = put(sheet, row, column, label)
        cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _HEAD_TEXT
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    sheet.print_title_rows = f"{row}:{row}"


def put_row(sheet: Worksheet, row: int, values: Sequence[Value], number_format: str = KRONER) -> None:
    """Write one line of a table."""
    for column, value in enumerate(values, 1):
        put(sheet, row, column, value, number_format)


def as_total(sheet: Worksheet, row: int, columns: int) -> None:
    """Set a line off as a total: bold, over a double rule."""
    for column in range(1, columns + 1):
        sheet.cell(row, column).font = _BOLD
        sheet.cell(row, column).border = _TOTAL


def as_title(cell: Cell) -> None:
    """Set a cell as the title of its sheet."""
    cell.font = Font(bold=True, size=16)


def as_wrapped(cell: Cell) -> None:
    """Let a long text break within its cell."""
    cell.alignment = _WRAP


def as_part(cell: Cell) -> None:
    """Set a label as a part of the line above it."""
    cell.alignment = _INDENT


def as_label(cell: Cell) -> None:
    """Set a cell in bold."""
    cell.font = _BOLD


def set_page(sheet: Worksheet, widths: Sequence[int], filtered: str | None = None) -> None:
    """Set column widths in characters, landscape A4 one page wide, and where the filter stands."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"
    if filtered:
        sheet.auto_filter.ref = filtered
