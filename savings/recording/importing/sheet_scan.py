"""What a sheet holds, found by walking its XML once: its size, and the cells that need a second look."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from xml.parsers import expat

from savings.recording.importing.faults import InvalidInput, Reason
from savings.recording.importing.tables import MOST_CELLS, MOST_ROWS, check_size

_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
#: More elements than any styles or list of sheets has, and deeper than any sheet is: what goes beyond is made to do harm.
MOST_ELEMENTS, DEEPEST = 200_000, 40
#: As many columns as Excel has; and the longest piece of XML without an end of a tag, which expat reads anew with each part
#: that is fed to it. No cell holds more than 32,767 letters.
WIDEST, LONGEST_TOKEN = 16_384, 1_000_000

CellPlace = tuple[int, int]


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

    def add(name: str, attributes: dict[str, str]) -> None:
        if len(listed) >= MOST_ELEMENTS:
            _refuse()
        listed.append((name.rpartition(":")[2], attributes))

    parser = _build_parser()
    parser.StartElementHandler = add
    parser.Parse(xml, True)
    return listed


@dataclass
class SheetScan:
    """How far the cells with a value reach, and where (row, column, both from 1) there is something to know.

    Attributes:
        uncalculated: formulas without a result, and errors.
        shown: the style of each number whose format shows it otherwise.
        merged: merged cells, as `A2:A3`.
        hidden_rows, hidden_columns: by number.
    """

    rows: int = 0
    columns: int = 0
    uncalculated: set[CellPlace] = field(default_factory=set)
    shown: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def column_number(letters: str) -> int:
    """The number of a column, from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_place(place: str) -> CellPlace:
    """Row and column of `B7`: (7, 2)."""
    letters = place.rstrip(_DIGITS)
    return int(place[len(letters) :]), column_number(letters)


def column_letters(number: int) -> str:
    """The letters of a column: 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = _LETTERS[rest] + letters
    return letters


class SheetWalker:
    """Follows the sheet's elements, piece by piece as it is unpacked; the handlers run once per element.

    `styles` are the styles whose numbers are shown otherwise than they are.
    """

    def __init__(self, styles: Container[str] = ()) -> None:
        self.styles = styles
        self.scan = SheetScan()
        self.valued_rows: set[str] = set()
        self.valued_columns: set[str] = set()
        self.uncalculated: list[str] = []
        self.row, self.place = 0, ""
        self.cell: dict[str, str] = {}
        self.cells = self.depth = self.open_token = 0
        #: Whether a formula's result has not been seen yet.
        self.waiting = False
        self.parser = _build_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def feed(self, piece: bytes) -> None:
        """Parse a piece. Raises `InvalidInput` when the sheet is too large, or another error when it is no sheet."""
        end = piece.rfind(b">")
        self.open_token = self.open_token + len(piece) if end < 0 else len(piece) - end
        if self.open_token > LONGEST_TOKEN or len(self.valued_columns) > WIDEST:
            _refuse()
        self.parser.Parse(piece, False)
        if len(self.valued_rows) > MOST_ROWS + 1 or self.cells > 2 * MOST_CELLS:
            check_size(len(self.valued_rows), max(len(self.valued_columns), self.cells // max(len(self.valued_rows), 1)))

    def finish(self) -> SheetScan:
        """What the whole sheet holds."""
        self.parser.Parse(b"", True)
        self._settle()
        scan = self.scan
        scan.uncalculated = set(map(parse_place, self.uncalculated))
        scan.rows = max(map(int, self.valued_rows), default=0)
        scan.columns = max(map(column_number, self.valued_columns), default=0)
        return scan

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        # Called once per element, over a million times in a large sheet: the frequent ones first, and no detours.
        self.depth += 1
        if name == "c":
            if self.waiting:
                self._settle()
            self.cells += 1
            self.cell = attributes
            self.place = attributes.get("r") or self._next_place()
        elif name == "v" or name == "is":
            self._take_value()
        elif name == "f":
            self.waiting = True
            self.parser.EndElementHandler = self._end_formula
        elif name == "row":
            self._start_row(attributes)
        elif name == "col":
            self._take_column(attributes)
        elif name == "mergeCell":
            self.scan.merged.append(attributes.get("ref", ""))
        elif ":" in name:
            self.depth -= 1
            self._start(name.rpartition(":")[2], attributes)
        if self.depth > DEEPEST:
            _refuse()

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._settle()
        self.row, self.place = int(attributes.get("r") or self.row + 1), ""
        if attributes.get("hidden") in ("1", "true"):
            self.scan.hidden_rows.append(self.row)

    def _take_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = (min(int(attributes[end]), 16_384) for end in ("min", "max"))
            self.scan.hidden_columns += range(first, last + 1)

    def _next_place(self) -> str:
        """Where a cell stands that does not say so: after the one before it."""
        column = parse_place(self.place)[1] if self.place else 0
        return f"{column_letters(column + 1)}{self.row}"

    def _take_value(self) -> None:
        place = self.place
        self.valued_rows.add(place.lstrip(_LETTERS))
        self.valued_columns.add(place.rstrip(_DIGITS))
        kind = self.cell.get("t", "n")
        if kind == "n":
            if "s" in self.cell and (style := self.cell["s"]) in self.styles:
                row, column = parse_place(place)
                self.scan.shown.setdefault(row, {})[column] = style
        elif kind == "e":
            self.uncalculated.append(place)
        elif kind == "str" and self.waiting:
            # A formula may well give an empty text; a number cannot be empty.
            self._note_result()

    def _end_formula(self, _name: str) -> None:
        # Only after the formula's own text: what is written next in this cell is its result.
        self.depth -= 1
        self.parser.EndElementHandler = self._end
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
