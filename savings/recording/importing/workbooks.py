"""Workbooks of entries (.xlsx): the first visible sheet, measured before it is read.

A sheet may claim a million rows by a thousand columns in a few hundred bytes, and a zip may hold a thousand times its own
size. So the parts that matter are unpacked under a limit, the sheet is walked once without building anything, and only
what was walked, packed anew, is given to the parser.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineWorkbook

from savings.recording.importing.faults import Fault, InvalidInput, Reason
from savings.recording.importing.numbers import read_text
from savings.recording.importing.sheet_scan import SheetScan, find_percent_styles, list_elements, scan_sheet
from savings.recording.importing.tables import (
    FileCell,
    FileRecord,
    FileTable,
    build_table,
    check_size,
    find_control_character,
    is_blank,
)

#: Most bytes that the parts of a workbook may unpack to, together.
MOST_UNPACKED = 150_000_000

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_NEEDED = ("[content_types].xml", "_rels/.rels", WORKBOOK, RELATIONS, STYLES, "xl/sharedstrings.xml")

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
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = _UnpackedParts(archive)
        sheet, path = _find_first_sheet(unpacked)
        scan = scan_sheet(unpacked.unpack(path), find_percent_styles(unpacked.parts.get(STYLES, b"")))
        check_size(scan.rows, scan.columns)
        values = _read_values(unpacked.pack_again(), sheet)
    return _build_table(values, scan)


class _UnpackedParts:
    """The needed parts of the zip, unpacked together under the limit, by their name in lower case."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MOST_UNPACKED
        self.names = {info.filename.lower(): info for info in archive.infolist()}
        self.parts: dict[str, bytes] = {}
        for name in _NEEDED:
            if name in self.names:
                self.unpack(name)

    def unpack(self, name: str) -> bytes:
        """The content of a part, counted against the limit by what comes out, not by what the zip says of itself."""
        with self.archive.open(self.names[name.lower()]) as member:
            content = member.read(self.left + 1)
        self.left -= len(content)
        if self.left < 0:
            raise InvalidInput(Reason.FILE_SIZE, expected=str(MOST_UNPACKED // 1_000_000))
        self.parts[name.lower()] = content
        return content

    def pack_again(self) -> io.BytesIO:
        """A zip of exactly the bytes that were unpacked and looked at."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(self.names[name].filename, content)
        packed.seek(0)
        return packed


def _find_first_sheet(unpacked: _UnpackedParts) -> tuple[str, str]:
    """The name and the part of the first sheet that the reader can see; a chart sheet has no cells."""
    targets = {
        attributes["Id"]: attributes["Target"]
        for name, attributes in list_elements(unpacked.parts[RELATIONS])
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet")
    }
    for name, attributes in list_elements(unpacked.parts[WORKBOOK]):
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            key = next((value for word, value in attributes.items() if word.endswith(":id")), "")
            if key in targets:
                return attributes["name"], _resolve_target(targets[key])
    raise InvalidInput(Reason.EMPTY)


def _resolve_target(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _read_values(packed: io.BytesIO, sheet: str) -> list[list[Value]]:
    with CalamineWorkbook.from_filelike(packed) as workbook:
        return workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _build_table(values: list[list[Value]], scan: SheetScan) -> FileTable:
    records: list[FileRecord] = []
    comments: list[int] = []
    for line, row in enumerate(values, start=1):
        cells = tuple(map(_convert_cell, row))
        if is_blank(cells):
            continue
        if _is_comment(cells):
            comments.append(line)
        else:
            records.append(FileRecord(line, _show_percents(line, cells, scan)))
    return build_table(records, comments, _find_faults(records, scan))


def _is_comment(cells: tuple[FileCell, ...]) -> bool:
    first, *rest = cells
    return isinstance(first, str) and first.startswith("#") and is_blank(tuple(rest))


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


def _show_percents(line: int, cells: tuple[FileCell, ...], scan: SheetScan) -> tuple[FileCell, ...]:
    """The cells as the reader sees them: a cell that shows 5 % holds 0.05, which is no amount of kroner."""
    columns = scan.percents.get(line)
    if not columns:
        return cells
    return tuple(
        f"{(cell * 100).normalize():f} %" if column in columns and isinstance(cell, Decimal) and cell.is_finite() else cell
        for column, cell in enumerate(cells, start=1)
    )


def _find_faults(records: list[FileRecord], scan: SheetScan) -> tuple[Fault, ...]:
    heading = records[0].cells if records else ()
    uncalculated = [
        InvalidInput(Reason.CALCULATION).at(line, _heading_of(heading, column)) for line, column in sorted(scan.uncalculated)
    ]
    control = [
        InvalidInput(Reason.CONTROL).at(record.line)
        for record in records
        if find_control_character("".join(cell for cell in record.cells if isinstance(cell, str))) is not None
    ]
    return (*uncalculated, *control)


def _heading_of(heading: tuple[FileCell, ...], column: int) -> str:
    return read_text(heading[column - 1]) if column <= len(heading) else ""
