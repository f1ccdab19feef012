"""The document: a report with every reference resolved, as headings, paragraphs, lists, tables and charts in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from savings.elements.table import Table
from savings.manuscript import Manuscript
from savings.projections.status import Status


@dataclass(frozen=True, slots=True)
class Bound:
    """What a reference in a text stands for.

    Attributes:
        typed: the reference as the writer typed it, without its braces.
        sort: "amount", "ratio", "date", "words", "table" or "chart"; empty where it is not understood.
        figure, year, unit, programme: which figure it is; empty and 0 where it is none.
        exact: the amount in kroner, or the ratio; None for other sorts, and where there is nothing to print.
        trouble: why nothing can be printed, in the reader's language; empty where all is well.
        planned: whether it is a date that is marked as planned.
    """

    typed: str
    sort: str = ""
    figure: str = ""
    year: int = 0
    unit: str = ""
    programme: str = ""
    exact: Decimal | None = None
    trouble: str = ""
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style.

    Attributes:
        link: where it leads; None where it is no link, empty where its writer left the address out.
        note: the number of the footnote it calls; its text is then empty.
        bound: the reference it was made from; None for what was typed by hand.
    """

    text: str
    strong: bool = False
    emphasised: bool = False
    link: str | None = None
    note: int = 0
    bound: Bound | None = None

    @property
    def live(self) -> str:
        """Where the link leads outside the paper; empty where it is none, or leads nowhere a reader can go."""
        return self.link if self.link and self.link.startswith(("https://", "http://", "mailto:")) else ""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the report's title is level 1, so those in it begin at 2. `typed` is the number of `#` it was typed with."""

    level: int
    runs: Line
    typed: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item has its depth (0 outermost) and its text."""

    ordered: bool
    items: tuple[tuple[int, Line], ...]


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table that the writer typed in a text: its heads and rows of lines; `numeric` says which columns are set right."""

    heads: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    numeric: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class MadeTable:
    """A table of the ledger's figures.

    Attributes:
        number: its number in the report, from 1.
        name, programme: which table, and of which programme.
        table: the notes at its figures are numbers of the report's footnotes.
    """

    number: int
    name: str
    programme: str
    table: Table = field(hash=False)


@dataclass(frozen=True, slots=True)
class MadeChart:
    """A chart: its number in the report from 1, its title, its drawing (SVG) for a page and a phone, and the same in words."""

    number: int
    name: str
    programme: str
    title: str
    svg: str
    narrow: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class MadeList:
    """A list that the ledger makes: its title and its points."""

    name: str
    programme: str
    title: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """A table, list or chart that was chosen but has nothing to show; it leaves no mark on the paper."""

    name: str
    programme: str


Piece = Heading | Paragraph | Items | TypedTable | MadeTable | MadeChart | MadeList | Nothing


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece, and the number (from 0) of the manuscript's part it comes from."""

    block: int
    piece: Piece


@dataclass(frozen=True)
class ReportDocument:
    """A report that is ready to be set, shown or checked.

    Attributes:
        statuses: the status of each of its programmes by slug, the main one first; what amounts it has come from there.
        pieces: in their order.
        footnotes: in the order they are called, the first is number 1.
        prices: in which prices its amounts are, in words.
    """

    manuscript: Manuscript
    statuses: dict[str, Status] = field(hash=False)
    pieces: tuple[Placed, ...]
    footnotes: tuple[Line, ...]
    prices: str

    @property
    def main(self) -> Status:
        """The status of the report's main programme."""
        return self.statuses[self.manuscript.programmes[0]]


def words_of(line: Line) -> str:
    """A line as plain text."""
    return "".join(run.text for run in line)


def lines_of(piece: Piece) -> tuple[Line, ...]:
    """What the writer wrote in a piece, line by line; nothing of what the ledger made."""
    if isinstance(piece, Heading | Paragraph):
        return (piece.runs,)
    if isinstance(piece, Items):
        return tuple(line for _depth, line in piece.items)
    if isinstance(piece, TypedTable):
        return (*piece.heads, *(cell for row in piece.rows for cell in row))
    return ()
