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

from savings.recording.importing.faults import Fault, Reason, Refused
from savings.recording.importing.numbers import cell_text
from savings.recording.importing.sheet_scan import (
    Scan,
    elements,
    percent_styles,
    scan_sheet,
)
from savings.recording.importing.tables import (
    Cell,
    Record,
    Table,
    check_size,
    control_character,
    is_blank,
    table,
)

#: Most bytes that the parts of a workbook may unpack to, together.
MOST_UNPACKED = 150_000_000

WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_NEEDED = ("[content_types].xml", "_rels/.rels", WORKBOOK, RELATIONS, STYLES, "xl/sharedstrings.xml")

#: What calamine gives for a cell.
Value = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(data: bytes) -> Table:
    """The table on the first visible sheet. Raises `Refused`."""
    try:
        return _read(data)
    except Refused:
        raise
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        # Whoever made the file decides where it breaks: in zipfile, zlib, expat or in calamine, whose Rust panics are
        # raised past Exception. All of it means that this is no workbook we can read.
        raise Refused(Reason.UNREADABLE) from None


def _read(data: bytes) -> Table:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = _Unpacked(archive)
        sheet, path = _first_sheet(unpacked)
        scan = scan_sheet(unpacked.part(path), percent_styles(unpacked.parts.get(STYLES, b"")))
        check_size(scan.rows, scan.columns)
        values = _values(unpacked.packed(), sheet)
    return _table(values, scan)


class _Unpacked:
    """The needed parts of the zip, unpacked together under the limit, by their name in lower case."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MOST_UNPACKED
        self.names = {info.filename.lower(): info for info in archive.infolist()}
        self.parts: dict[str, bytes] = {}
        for name in _NEEDED:
            if name in self.names:
                self.part(name)

    def part(self, name: str) -> bytes:
        """The content of a part, counted against the limit by what comes out, not by what the zip says of itself."""
        with self.archive.open(self.names[name.lower()]) as member:
            content = member.read(self.left + 1)
        self.left -= len(content)
        if self.left < 0:
            raise Refused(Reason.FILE_SIZE, expected=str(MOST_UNPACKED // 1_000_000))
        self.parts[name.lower()] = content
        return content

    def packed(self) -> io.BytesIO:
        """A zip of exactly the bytes that were unpacked and looked at."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(self.names[name].filename, content)
        packed.seek(0)
        return packed


def _first_sheet(unpacked: _Unpacked) -> tuple[str, str]:
    """The name and the part of the first sheet that the reader can see; a chart sheet has no cells."""
    targets = {
        attributes["Id"]: attributes["Target"]
        for name, attributes in elements(unpacked.parts[RELATIONS])
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet")
    }
    for name, attributes in elements(unpacked.parts[WORKBOOK]):
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            key = next((value for word, value in attributes.items() if word.endswith(":id")), "")
            if key in targets:
                return attributes["name"], _resolved(targets[key])
    raise Refused(Reason.EMPTY)


def _resolved(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _values(packed: io.BytesIO, sheet: str) -> list[list[Value]]:
    with CalamineWorkbook.from_filelike(packed) as workbook:
        return workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _table(values: list[list[Value]], scan: Scan) -> Table:
    records: list[Record] = []
    comments: list[int] = []
    for line, row in enumerate(values, start=1):
        cells = tuple(map(_cell, row))
        if is_blank(cells):
            continue
        if _is_comment(cells):
            comments.append(line)
        else:
            records.append(Record(line, _with_percents(line, cells, scan)))
    return table(records, comments, _faults(records, scan))


def _is_comment(cells: tuple[Cell, ...]) -> bool:
    first, *rest = cells
    return isinstance(first, str) and first.startswith("#") and is_blank(tuple(rest))


def _cell(value: Value) -> Cell:
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


def _with_percents(line: int, cells: tuple[Cell, ...], scan: Scan) -> tuple[Cell, ...]:
    """The cells as the reader sees them: a cell that shows 5 % holds 0.05, which is no amount of kroner."""
    columns = scan.percents.get(line)
    if not columns:
        return cells
    return tuple(
        f"{(cell * 100).normalize():f} %" if column in columns and isinstance(cell, Decimal) and cell.is_finite() else cell
        for column, cell in enumerate(cells, start=1)
    )


def _faults(records: list[Record], scan: Scan) -> tuple[Fault, ...]:
    heading = records[0].cells if records else ()
    uncalculated = [Refused(Reason.CALCULATION).at(line, _heading(heading, column)) for line, column in sorted(scan.uncalculated)]
    control = [
        Refused(Reason.CONTROL).at(record.line)
        for record in records
        if control_character("".join(cell for cell in record.cells if isinstance(cell, str))) is not None
    ]
    return (*uncalculated, *control)


def _heading(heading: tuple[Cell, ...], column: int) -> str:
    return cell_text(heading[column - 1]) if column <= len(heading) else ""
