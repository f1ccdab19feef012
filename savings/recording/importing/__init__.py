"""Files of entries read into rows, or into faults that say which line and what to do; nothing here knows a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from savings.recording.importing.delimited import read_delimited
from savings.recording.importing.faults import Fault, InvalidInput, Reason
from savings.recording.importing.layout import recognise_layout
from savings.recording.importing.reading import read_rows
from savings.recording.importing.rows import ImportRow
from savings.recording.importing.tables import MOST_BYTES, FileTable
from savings.recording.importing.workbooks import read_workbook
from savings.vocabulary import VOCABULARY, Vocabulary

__all__ = ["Fault", "FileReading", "ImportRow", "Reason", "find_repeated", "read_file"]


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file says: all of its rows, or none of them and all that is wrong.

    `layout` is `"long"`, `"wide"`, or `""` when the headings were not understood. `comments` are the lines that begin
    with `#` and were left out, so that they can be reported to whoever imports.
    """

    rows: tuple[ImportRow, ...]
    faults: tuple[Fault, ...]
    layout: str = ""
    comments: tuple[int, ...] = ()


def read_file(name: str, data: bytes, vocabulary: Vocabulary = VOCABULARY) -> FileReading:
    """The rows of a file, or its faults in the order of their lines.

    `name` decides the format by its ending, .xlsx or .csv. Nothing in the content raises: a file that cannot be read is
    a fault like any other. Where there is one fault there are no rows.
    """
    try:
        table = _read_table(name, data)
    except InvalidInput as refused:
        return FileReading((), (refused.at(refused.line),))
    layout, faults = recognise_layout(table.heading)
    if layout is None:
        return FileReading((), _sort_faults([*table.faults, *faults]), comments=table.comments)
    rows, faults = read_rows(table, layout, vocabulary)
    if not rows and not faults and not table.faults:
        faults = [Fault(table.heading.line, "", Reason.NO_AMOUNTS)]
    faults = [*table.faults, *faults]
    return FileReading(() if faults else tuple(rows), _sort_faults(faults), layout.name, table.comments)


def _read_table(name: str, data: bytes) -> FileTable:
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending not in ("xlsx", "csv"):
        raise InvalidInput(Reason.FILE_TYPE, name)
    if len(data) > MOST_BYTES:
        raise InvalidInput(Reason.FILE_SIZE, expected=str(MOST_BYTES // 1_000_000))
    if not data:
        raise InvalidInput(Reason.EMPTY)
    return read_workbook(data) if ending == "xlsx" else read_delimited(data)


def _sort_faults(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.line))


def find_repeated(rows: Iterable[ImportRow]) -> tuple[Fault, ...]:
    """A fault for each row that states the same level as an earlier one; for `--mode set`, where only one can hold.

    The same means: unit, initiative, kind, year and price level. With `--mode add` two such rows are two postings.
    """
    first: dict[tuple[object, ...], int] = {}
    faults = []
    for row in rows:
        key = (row.unit, row.initiative, row.kind, row.year, row.price_level)
        if first.setdefault(key, row.line) != row.line:
            faults.append(Fault(row.line, row.column, Reason.REPEATED, expected=str(first[key])))
    return tuple(faults)
