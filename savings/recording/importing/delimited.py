"""Text files of entries: which characters, which separator, and on which line each record begins."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from savings.recording.importing.faults import InvalidInput, Reason
from savings.recording.importing.tables import (
    MOST_CELLS,
    MOST_ROWS,
    FileRecord,
    FileTable,
    check_size,
    find_control_character,
    take_heading,
)

#: In order: on a tie the first wins.
SEPARATORS = (";", ",", "\t")
#: Danish and other letters as UTF-8 writes them; in a Windows-1252 text they would be Ã followed by a sign.
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
_LINE_END = re.compile("\r\n|\r|\n")


def read_delimited(data: bytes) -> FileTable:
    """The table in a text file. Raises `InvalidInput`, with the line where it is known."""
    text = decode(data)
    place = find_control_character(text)
    if place is not None:
        raise InvalidInput(Reason.CONTROL, line=_count_lines(text, place))
    lines = _Lines(text)
    records = _read_records(lines, find_separator(text))
    return FileTable(take_heading(records), records, lines.comments)


def decode(data: bytes) -> str:
    """The file's text: UTF-8 or UTF-16 by its mark, else UTF-8 where it is valid, else Windows-1252.

    Raises:
        InvalidInput: when it is none of them, or UTF-8 with a broken spot, which would read as `Ã¸` for `ø`.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(codecs.BOM_UTF8) or _UTF8_LETTER.search(data):
            raise InvalidInput(Reason.ENCODING, line=_count_lines(data.decode("latin-1"), error.start)) from None
    return _decode_as(data, "cp1252")


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="replace")
        raise InvalidInput(Reason.ENCODING, line=_count_lines(before, len(before))) from None


def _count_lines(text: str, place: int) -> int:
    return len(_LINE_END.findall(text, 0, place)) + 1


def find_separator(text: str) -> str:
    """The separator: what a first line `sep=;` says, else the one that stands most often in the heading, outside quotes."""
    for line in io.StringIO(text, newline=""):
        if match := _read_separator_line(line):
            return match
        if not _is_skipped(line):
            bare = re.sub('"[^"]*"', "", line)
            return max(SEPARATORS, key=bare.count)
    return SEPARATORS[0]


def _read_separator_line(line: str) -> str | None:
    """The separator on the line that Excel itself understands and hides."""
    match = re.fullmatch(r"sep=([;,\t])\s*", line, re.IGNORECASE)
    return match[1] if match else None


def _is_skipped(line: str) -> bool:
    return not line.strip() or line.startswith("#")


class _Lines:
    """The physical lines of the text, for `csv.reader`; comments and blank lines between records are left out.

    Between records only, because a line inside a quoted text may begin with `#` or be blank, and belongs to the text.
    """

    def __init__(self, text: str) -> None:
        self.numbered = enumerate(io.StringIO(text, newline=""), start=1)
        self.comments: list[int] = []
        self.between_records = True
        self.began = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for number, line in self.numbered:
            if not self.between_records:
                return line
            if line.startswith("#"):
                self.comments.append(number)
            elif line.strip() and not (number == 1 and _read_separator_line(line)):
                self.began, self.between_records = number, False
                return line
        raise StopIteration


def _read_records(lines: _Lines, delimiter: str) -> Iterator[FileRecord]:
    # Strict: a stray quotation mark would else swallow rows without a word.
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    rows = cells = 0
    while (fields := _read_fields(reader, lines)) is not None:
        if not "".join(fields).strip():
            continue
        rows += 1
        cells += len(fields)
        if rows > MOST_ROWS + 1 or cells > MOST_CELLS:
            check_size(rows, cells)
        yield FileRecord(lines.began, fields)


def _read_fields(reader: Iterator[list[str]], lines: _Lines) -> list[str] | None:
    lines.between_records = True
    try:
        return next(reader, None)
    except csv.Error:
        raise InvalidInput(Reason.QUOTES, line=lines.began) from None
