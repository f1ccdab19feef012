"""Workbooks of entries (.xlsx): the first visible sheet, measured before it is read, as the reader sees it."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineWorkbook

from savings.recording.importing.faults import Fault, InvalidInput, Reason
from savings.recording.importing.merged import MergedCells
from savings.recording.importing.number_formats import ShownFormat, find_styles
from savings.recording.importing.numbers import format_plain, read_text
from savings.recording.importing.sheet_scan import SheetScan, SheetWalker, column_letters, list_elements
from savings.recording.importing.tables import (
    FileCell,
    FileRecord,
    FileTable,
    ShownNumber,
    check_size,
    find_control_character,
    is_blank,
    take_heading,
)
from savings.recording.importing.unpacking import UnpackedParts

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
STRINGS, SMALL = "xl/sharedStrings.xml", ("[Content_Types].xml", "_rels/.rels")
#: How many rows or columns a message names.
MOST_NAMED = 12

#: What calamine gives for a cell.
Value = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(data: bytes) -> FileTable:
    """The table on the first visible sheet. Raises `InvalidInput`."""
    try:
        return _read(data)
    except InvalidInput:
        raise
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        # Whoever made the file decides where it breaks: in zipfile, zlib, expat or in calamine, whose Rust panics are
        # raised past Exception. All of it means that this is no workbook we can read.
        raise InvalidInput(Reason.UNREADABLE) from None


def _read(data: bytes) -> FileTable:
    parts = UnpackedParts(data)
    for name in SMALL:
        parts.read_small(name)
    sheets = _list_sheets(parts)
    name, path = next(((name, path) for name, path, is_visible in sheets if is_visible), ("", ""))
    if not path:
        raise InvalidInput(Reason.EMPTY)
    styles = parts.read_small(STYLES)
    formats = find_styles(list_elements(styles)) if styles else {}
    walker = SheetWalker(formats)
    parts.unpack(path, walker.feed)
    if parts.has(STRINGS):
        parts.unpack(STRINGS, lambda _piece: None)
    scan = walker.finish()
    check_size(scan.rows, scan.columns)
    notes = _note_other_sheets(parts, sheets, name)
    return _build_table(_read_values(parts.pack_again(), name), scan, formats, notes)


def _read_values(packed: io.BytesIO, name: str) -> Iterator[list[Value]]:
    """The rows of the sheet from its first on, each from its first column on."""
    try:
        sheet = CalamineWorkbook.from_filelike(packed).get_sheet_by_name(name)
        left: list[Value] = [""] * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():
            yield [*left, *row]
    except (GeneratorExit, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        raise InvalidInput(Reason.UNREADABLE) from None


def _list_sheets(parts: UnpackedParts) -> list[tuple[str, str, bool]]:
    """The sheets with cells in their order, as (name, part, whether it is visible); a chart sheet has none."""
    targets = {
        attributes["Id"]: attributes["Target"]
        for name, attributes in list_elements(parts.read_small(RELATIONS))
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet")
    }
    sheets = []
    for name, attributes in list_elements(parts.read_small(WORKBOOK)):
        key = next((value for word, value in attributes.items() if word.endswith(":id")), "")
        if name == "sheet" and key in targets:
            path = posixpath.normpath(posixpath.join("/xl", targets[key])).lstrip("/")
            sheets.append((attributes["name"], path, attributes.get("state", "visible") == "visible"))
    return sheets


_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[ >]")


def _note_other_sheets(parts: UnpackedParts, sheets: Sequence[tuple[str, str, bool]], read: str) -> list[Fault]:
    """That other sheets hold something, and which of them are hidden."""
    notes = []
    for reason, visible in ((Reason.OTHER_SHEET, True), (Reason.HIDDEN_SHEET, False)):
        names = [
            name for name, path, is_visible in sheets
            if is_visible is visible and name != read and parts.has(path) and _VALUE.search(parts.begins(path))
        ]  # fmt: skip
        if names:
            notes.append(Fault(0, "", reason, _list_some(names), read))
    return notes


def _list_some(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def _build_table(
    values: Iterable[list[Value]], scan: SheetScan, formats: Mapping[str, ShownFormat], notes: list[Fault]
) -> FileTable:
    comments: list[int] = []
    faults: list[Fault] = []
    merged = MergedCells(scan.merged)
    records = _read_records(values, scan, formats, merged, (comments, faults))
    heading = take_heading(records)
    faults += [
        InvalidInput(Reason.CALCULATION).at(line, _heading_of(heading.cells, column))
        for line, column in sorted(scan.uncalculated)
    ]
    table = FileTable(heading, records, comments, faults, notes)
    notes += _note_hidden(scan, heading)
    merged.begin_below(heading.line, faults, notes)
    return table


def _read_records(
    values: Iterable[list[Value]],
    scan: SheetScan,
    formats: Mapping[str, ShownFormat],
    merged: MergedCells,
    found: tuple[list[int], list[Fault]],
) -> Iterator[FileRecord]:
    comments, faults = found
    for line, row in enumerate(values, start=1):
        cells = list(map(_convert_cell, row))
        if merged.has(line):
            merged.fill(line, cells)
        if is_blank(cells):
            continue
        if _is_comment(cells):
            comments.append(line)
            continue
        if line in scan.shown:
            _show(cells, scan.shown[line], formats)
        if find_control_character("".join(cell for cell in cells if isinstance(cell, str))) is not None:
            faults.append(InvalidInput(Reason.CONTROL).at(line))
        yield FileRecord(line, cells)


def _is_comment(cells: Sequence[FileCell]) -> bool:
    first, *rest = cells
    return isinstance(first, str) and first.startswith("#") and is_blank(rest)


def _convert_cell(value: Value) -> FileCell:
    """The value without the float: `repr` gives the shortest decimal that is this very float, so what was typed returns.

    `Decimal(0.1)` would instead give the float's binary expansion, 0.1000000000000000055…
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return Decimal(repr(value))
    return str(value)


def _show(cells: list[FileCell], styles: Mapping[int, str], formats: Mapping[str, ShownFormat]) -> None:
    """Turn the cells into what the reader sees: a cell that shows 5 % holds 0.05, which is no amount of kroner."""
    for column, style in styles.items():
        cell = cells[column - 1] if column <= len(cells) else ""
        if not isinstance(cell, Decimal) or not cell.is_finite():
            continue
        shown = formats[style]
        cells[column - 1] = f"{format_plain(cell * 100)} %" if shown.percent else ShownNumber(cell, shown.scale, shown.unit)


def _note_hidden(scan: SheetScan, heading: FileRecord) -> list[Fault]:
    rows = [str(row) for row in scan.hidden_rows if heading.line < row <= scan.rows]
    columns = [column_letters(column) for column in scan.hidden_columns if column <= scan.columns]
    found = ((Reason.HIDDEN_ROWS, rows), (Reason.HIDDEN_COLUMNS, columns))
    return [Fault(0, "", reason, _list_some(names)) for reason, names in found if names]


def _heading_of(heading: Sequence[FileCell], column: int) -> str:
    return read_text(heading[column - 1]) if column <= len(heading) else ""
