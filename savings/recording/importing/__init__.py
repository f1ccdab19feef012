"""Files of entries read into rows, or into faults that say which line and what to do; nothing here knows a database."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from savings.recording.importing.delimited import read_delimited
from savings.recording.importing.faults import Fault, InvalidInput, Reason
from savings.recording.importing.layout import recognise_layout
from savings.recording.importing.numbers import NumberLanguage
from savings.recording.importing.reading import RowReader
from savings.recording.importing.rows import ImportRow
from savings.recording.importing.tables import MOST_BYTES, FileTable
from savings.recording.importing.workbooks import read_workbook
from savings.vocabulary import VOCABULARY, Vocabulary

__all__ = ["Fault", "FileReading", "ImportRow", "Reason", "find_repeated", "identify_unit", "read_file"]


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file says: all of its rows, or none of them and all that is wrong.

    Attributes:
        layout: `"long"`, `"wide"`, or `""` when the headings were not understood.
        comments: the lines that begin with `#` and were left out.
        notes: what stops nothing and must be told: hidden rows, merged cells, further sheets.
        unit: how many kroner one of the amount unit is that the whole file is written in; None where there are several.
    """

    rows: tuple[ImportRow, ...]
    faults: tuple[Fault, ...]
    layout: str = ""
    comments: tuple[int, ...] = ()
    notes: tuple[Fault, ...] = ()
    unit: Decimal | None = None


def read_file(
    name: str, data: bytes, vocabulary: Vocabulary = VOCABULARY, *, numbers: NumberLanguage | None = None
) -> FileReading:
    """The rows of a file, or its faults in the order of their lines.

    `name` decides the format by its ending, .xlsx or .csv. Nothing in the content raises: a file that cannot be read is
    a fault like any other. Where there is one fault there are no rows.

    Args:
        numbers: in which language `1.234` and `1,234` are written, where the file itself does not settle it.
    """
    try:
        return _read_table(_open_table(name, data), vocabulary, numbers)
    except InvalidInput as refused:
        return FileReading((), (refused.at(refused.line),))


def _open_table(name: str, data: bytes) -> FileTable:
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending not in ("xlsx", "csv"):
        raise InvalidInput(Reason.FILE_TYPE, name)
    if len(data) > MOST_BYTES:
        raise InvalidInput(Reason.FILE_SIZE, expected=str(MOST_BYTES // 1_000_000))
    if not data:
        raise InvalidInput(Reason.EMPTY)
    return read_workbook(data) if ending == "xlsx" else read_delimited(data)


def _read_table(table: FileTable, vocabulary: Vocabulary, numbers: NumberLanguage | None) -> FileReading:
    layout, faults = recognise_layout(table.heading)
    if layout is None:
        for _record in table.records:
            pass
        return FileReading((), _sort_faults([*table.faults, *faults]), comments=tuple(table.comments))
    reader = RowReader(layout, vocabulary, numbers)
    reader.read(table.records)
    faults = [*table.faults, *reader.faults]
    if not reader.rows and not faults:
        faults = [Fault(table.heading.line, "", Reason.NO_AMOUNTS)]
    return FileReading(
        () if faults else tuple(reader.rows), _sort_faults(faults), layout.name, tuple(table.comments), tuple(table.notes),
        reader.units.pop() if len(reader.units) == 1 else None,
    )  # fmt: skip


def _sort_faults(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.line))


def identify_unit(row: ImportRow) -> str | None:
    """Which unit a row means, as far as its own words say."""
    return row.unit and row.unit.casefold()


def find_repeated(rows: Iterable[ImportRow], unit_of: Callable[[ImportRow], Hashable] = identify_unit) -> tuple[Fault, ...]:
    """A fault for each row that states the same level as an earlier one; for `--mode set`, where only one can hold.

    The same means: unit, initiative, kind and year, in whatever price level. With `--mode add` two such rows are two postings.
    """
    first: dict[Hashable, int] = {}
    faults = []
    for row in rows:
        key = unit_of(row), row.initiative and row.initiative.casefold(), row.kind, row.year
        if first.setdefault(key, row.line) != row.line:
            faults.append(Fault(row.line, row.column, Reason.REPEATED, expected=str(first[key])))
    return tuple(faults)
