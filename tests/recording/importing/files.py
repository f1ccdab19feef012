"""Files of entries made for the tests: text as it is, workbooks by openpyxl, and workbooks that no program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

from savings.recording.importing import FileReading, Reason, read_file

LONG = "enhed;indsats;art;år;beløb;beløbsenhed;prisniveau;varighed;reference;tekst"
Facts = list[tuple[int, str, Reason]]


def csv(text: str, encoding: str = "utf-8") -> FileReading:
    """What is read from a text file."""
    return read_file("bilag.csv", text.encode(encoding))


def amounts(column: Sequence[str], unit: str = "kr") -> list[str | Reason]:
    """What is read from amounts in one column of a long file: the krone amount as text, or the reason it is refused."""
    lines = [f'krav;{2000 + place};"{amount}";{unit}' for place, amount in enumerate(column)]
    reading = csv("\n".join(["art;år;beløb;beløbsenhed", *lines]))
    wrong: dict[int, Reason] = {fault.line: fault.reason for fault in reading.faults}
    good = {row.line: f"{row.amount.normalize():f}" for row in reading.rows}
    return [wrong.get(line) or good.get(line, "-") for line in range(2, len(column) + 2)]


def workbook(*rows: Sequence[object], hidden_first: bool = False, percent: str = "") -> bytes:
    """A workbook with these rows on its first visible sheet; the cell `percent` is shown in per cent."""
    book = Workbook()
    sheet = book.active
    if hidden_first:
        sheet.append(["not", "this", "one"])
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("Synlig")
    for row in rows:
        sheet.append(list(row))
    if percent:
        sheet[percent].number_format = "0.0%"
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose first sheet is this XML, whatever it is."""
    source = zipfile.ZipFile(io.BytesIO(workbook(["art"])))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, xml if name.endswith("sheet1.xml") else source.read(name))
    return stream.getvalue()


def sheet_xml(cells: str, head: str = "") -> str:
    """A sheet's XML around its rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'


def facts(reading: FileReading) -> Facts:
    """The faults as (line, column, reason)."""
    return [(fault.line, fault.column, fault.reason) for fault in reading.faults]
