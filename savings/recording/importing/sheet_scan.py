"""The size of a sheet and the cells it has no value for, found by walking its XML once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from savings.recording.importing.faults import InvalidInput, Reason

#: Built-in number formats that show per cent (ECMA-376 part 1, 18.8.30).
_PERCENT_FORMATS = {"9", "10"}
_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_LITERAL = re.compile(r'"[^"]*"|\\.')


def _build_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    # A workbook never has a document type; one that has wants to define entities.
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_declaration: object) -> None:
    raise InvalidInput(Reason.UNREADABLE)


def list_elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part in order, as (name without prefix, attributes)."""
    listed: list[tuple[str, dict[str, str]]] = []
    parser = _build_parser()
    parser.StartElementHandler = lambda name, attributes: listed.append((name.rpartition(":")[2], attributes))
    parser.Parse(xml, True)
    return listed


def find_percent_styles(xml: bytes) -> frozenset[str]:
    """The numbers of the cell styles that show a number as per cent; none where the workbook has no styles."""
    styles = list_elements(xml) if xml else []
    formats = _PERCENT_FORMATS | {
        attributes.get("numFmtId", "")
        for name, attributes in styles
        if name == "numFmt" and "%" in _LITERAL.sub("", attributes.get("formatCode", ""))
    }
    return frozenset(
        str(number) for number, attributes in enumerate(_list_cell_formats(styles)) if attributes.get("numFmtId") in formats
    )


def _list_cell_formats(styles: list[tuple[str, dict[str, str]]]) -> list[dict[str, str]]:
    formats, inside = [], False
    for name, attributes in styles:
        if name in ("cellXfs", "cellStyleXfs", "cellStyles"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            formats.append(attributes)
    return formats


@dataclass
class SheetScan:
    """How far the cells with a value reach, and where (row, column, both from 1) a value is missing or in per cent."""

    rows: int = 0
    columns: int = 0
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    percents: dict[int, set[int]] = field(default_factory=dict)


def scan_sheet(xml: bytes, percents: frozenset[str]) -> SheetScan:
    """What a sheet holds, by one pass over its XML. Raises `Refused`, or another error when it is no sheet."""
    walker = _Walker(percents)
    walker.walk(xml)
    scan = SheetScan(uncalculated=set(map(_parse_position, walker.uncalculated)))
    scan.rows = max(map(int, {place.lstrip(_LETTERS) for place in walker.valued}), default=0)
    scan.columns = max(map(_column_number, {place.rstrip(_DIGITS) for place in walker.valued}), default=0)
    for row, column in map(_parse_position, walker.percent_cells):
        scan.percents.setdefault(row, set()).add(column)
    return scan


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _parse_position(place: str) -> tuple[int, int]:
    letters = place.rstrip(_DIGITS)
    return int(place[len(letters) :]), _column_number(letters)


def _column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = _LETTERS[rest] + letters
    return letters


class _Walker:
    """Follows the sheet's elements and keeps the places (`B7`) of cells with a value; the handlers run once per element."""

    def __init__(self, percents: frozenset[str]) -> None:
        self.percents = percents
        self.valued: list[str] = []
        self.percent_cells: list[str] = []
        self.uncalculated: list[str] = []
        self.row, self.place = 0, ""
        self.cell: dict[str, str] = {}
        #: Whether a formula's result has not been seen yet.
        self.waiting = False

    def walk(self, xml: bytes) -> None:
        """Parse the whole sheet."""
        self.parser = _build_parser()
        self.parser.StartElementHandler = self._start
        self.parser.Parse(xml, True)
        self._settle()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        # Called once per element, over a million times in a large sheet: the frequent ones first, and no detours.
        if name == "c":
            if self.waiting:
                self._settle()
            self.cell = attributes
            self.place = attributes.get("r") or self._next_place()
        elif name == "v" or name == "is":
            self._take_value()
        elif name == "f":
            self.waiting = True
            self.parser.EndElementHandler = self._end_formula
        elif name == "row":
            self._settle()
            self.row, self.place = int(attributes.get("r") or self.row + 1), ""
        elif ":" in name:
            self._start(name.rpartition(":")[2], attributes)

    def _next_place(self) -> str:
        """Where a cell stands that does not say so: after the one before it."""
        column = _parse_position(self.place)[1] if self.place else 0
        return f"{_column_letters(column + 1)}{self.row}"

    def _take_value(self) -> None:
        self.valued.append(self.place)
        kind = self.cell.get("t", "n")
        if kind == "n":
            if self.percents and self.cell.get("s") in self.percents:
                self.percent_cells.append(self.place)
        elif kind == "e":
            self.uncalculated.append(self.place)
        elif kind == "str" and self.waiting:
            # A formula may well give an empty text; a number cannot be empty.
            self._note_result()

    def _end_formula(self, _name: str) -> None:
        # Only after the formula's own text: what is written next in this cell is its result.
        self.parser.EndElementHandler = None
        self.parser.CharacterDataHandler = self._take_text

    def _take_text(self, text: str) -> None:
        if text.strip():
            self._note_result()

    def _note_result(self) -> None:
        self.waiting = False
        self.parser.CharacterDataHandler = None

    def _settle(self) -> None:
        """Note a formula that no result came after before the next cell began."""
        if self.waiting:
            self.uncalculated.append(self.place)
            self._note_result()
