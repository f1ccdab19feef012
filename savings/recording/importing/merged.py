"""Merged cells below the heading: a text beside several rows is taken for each of them, anything else is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from savings.recording.importing.faults import Fault, Reason
from savings.recording.importing.numbers import read_text
from savings.recording.importing.sheet_scan import parse_place
from savings.recording.importing.tables import FileCell

#: A sheet with more merged cells than this is a drawing; the rest is not looked at, and stays as it is: empty.
MOST_MERGED = 100_000


class MergedCells:
    """The merged cells of a sheet, met row by row."""

    def __init__(self, references: Sequence[str]) -> None:
        #: By each row but the first of a range: the range, its column and what its first cell holds.
        self.rows: dict[int, list[_Range]] = defaultdict(list)
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.heading = 0
        for reference in references[:MOST_MERGED]:
            found = _Range(reference)
            self.rows[found.top].append(found)

    def begin_below(self, heading: int, faults: list[Fault], notes: list[Fault]) -> None:
        """From the row below the heading on, say what is wrong or taken."""
        self.heading, self.faults, self.notes = heading, faults, notes

    def has(self, line: int) -> bool:
        """Whether a merged cell begins in that row, or goes on there."""
        return line in self.rows

    def fill(self, line: int, cells: list[FileCell]) -> None:
        """Take what merged cells of this row say, and write it into the rows below that they reach."""
        for found in self.rows.pop(line):
            if found.top == line:
                self._begin(found, cells)
            elif found.left <= len(cells):
                cells[found.left - 1] = found.value
            if found.value != "" and line < found.bottom:
                self.rows[line + 1].append(found)

    def _begin(self, found: _Range, cells: Sequence[FileCell]) -> None:
        value = cells[found.left - 1] if found.left <= len(cells) else ""
        if not self.heading or value == "" or (isinstance(value, str) and value.startswith("#")):
            return
        if found.left != found.right or not isinstance(value, str):
            self.faults.append(Fault(found.top, "", Reason.MERGED, found.reference))
            return
        found.value = value
        self.notes.append(Fault(found.top, "", Reason.FILLED, found.reference, read_text(value)))


class _Range:
    """A range such as `A2:B3`, and the text that is taken for all of its rows."""

    def __init__(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        self.reference = reference
        (self.top, self.left), (self.bottom, self.right) = parse_place(first), parse_place(last or first)
        self.value: FileCell = ""
