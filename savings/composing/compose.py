"""Composing a report: each part of its manuscript with the figures it asks for, numbered tables and charts, and footnotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, count

from django.utils.translation import gettext as _

from savings.composing.document import (
    Heading,
    Items,
    Line,
    MadeChart,
    MadeList,
    MadeTable,
    Nothing,
    Paragraph,
    Piece,
    Placed,
    ReportDocument,
    Run,
    TypedTable,
)
from savings.composing.references import Sources, bind_references
from savings.composing.text import read_text
from savings.elements import bridge
from savings.elements.charts import STATUS_CHARTS, Chart, bridge_chart
from savings.elements.charts.svg import PAPER_FONT
from savings.elements.citations import milestone_words, statement_words
from savings.elements.effects import indicator_words
from savings.elements.explanations import explanation_words, explanations_title
from savings.elements.footnotes import remark_words
from savings.elements.sentences import notes
from savings.elements.table import Table, TableCell
from savings.elements.tables import overview
from savings.elements.tables import paper as tables
from savings.elements.tables.status import bridge_table
from savings.elements.words import price_level_words
from savings.manuscript import Block, BlockKind, Manuscript
from savings.projections.status import Status

#: A page that is turned has room for so many years side by side.
MOST_YEARS = 14


def build_document(manuscript: Manuscript, statuses: Mapping[str, Status]) -> ReportDocument:
    """A report ready to be set, shown or checked, in the language that is active.

    Args:
        statuses: of each of its programmes, by slug.
    """
    built = list(_number_pieces(_build_piece(block, manuscript, statuses) for block in manuscript.blocks))
    work = _Composer(manuscript, Sources(manuscript, statuses, _numbers(chain.from_iterable(built))))
    pieces = tuple(
        chain.from_iterable(work.place_pieces(place, block, built[place]) for place, block in enumerate(manuscript.blocks))
    )
    main = statuses[manuscript.programmes[0]]
    return ReportDocument(manuscript, dict(statuses), pieces, tuple(work.footnotes), price_level_words(main.price_levels))


def sources_of(document: ReportDocument) -> Sources:
    """What the references of a report can refer to."""
    return Sources(document.manuscript, document.statuses, _numbers(placed.piece for placed in document.pieces))


def choices(manuscript: Manuscript, statuses: Mapping[str, Status]) -> Iterator[tuple[BlockKind, str, str]]:
    """The tables, lists and charts that have something to show: what each is, its name, and the programme's slug."""
    for slug in manuscript.programmes:
        for kind, names in ((BlockKind.TABLE, _TABLES | _LISTS), (BlockKind.CHART, _CHARTS)):
            for name in names:
                if name == "overview" and slug != manuscript.programmes[0]:
                    continue
                if _build_piece(Block(kind, name, slug), manuscript, statuses):
                    yield kind, name, slug


def _build_piece(block: Block, manuscript: Manuscript, statuses: Mapping[str, Status]) -> Sequence[Piece]:
    """What the ledger makes of a part, its numbers still 0; empty for a text and where there is nothing to show."""
    if block.kind is BlockKind.TEXT:
        return ()
    slug = manuscript.of(block)
    status = statuses[slug]
    if block.kind is BlockKind.CHART:
        drawn = _CHARTS[block.name](status)
        return (
            [MadeChart(0, block.name, slug, drawn.title, drawn.svg_wide, drawn.svg_narrow, drawn.text, _beside(drawn))]
            if drawn
            else ()
        )
    if block.name == "overview":
        shown = [statuses[each] for each in manuscript.programmes]
        return [MadeTable(0, block.name, slug, table) for table in overview.overview_tables(shown, manuscript.year)]
    if block.name in _TABLES:
        return [MadeTable(0, block.name, slug, table) for table in _TABLES[block.name](status)]
    title, points = _LISTS[block.name](status)
    return [MadeList(block.name, slug, title, points)] if points else ()


def _beside(drawn: Chart) -> str:
    """What must be known of a drawing, and where its figures come from."""
    return " ".join(filter(None, (drawn.note, drawn.source)))


def _number_pieces(blocks: Iterable[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """The same pieces, the tables and the charts numbered from 1 in their order."""
    tables, charts = count(1), count(1)
    for pieces in blocks:
        yield [_with_number(piece, tables, charts) for piece in pieces]


def _with_number(piece: Piece, tables: Iterator[int], charts: Iterator[int]) -> Piece:
    if isinstance(piece, MadeTable):
        return replace(piece, number=next(tables))
    if isinstance(piece, MadeChart):
        number = next(charts)
        # Names in a drawing are unique on its page, and two programmes have the same charts.
        svg = piece.svg.replace(f"{piece.name}-w", f"{piece.name}-{number}-w")
        narrow = piece.narrow.replace(f"{piece.name}-n", f"{piece.name}-{number}-n")
        return replace(piece, number=number, svg=svg, narrow=narrow)
    return piece


def _numbers(pieces: Iterable[Piece]) -> dict[tuple[str, str, str], int]:
    """The numbers of the tables and charts; of a table in several parts, that of the first."""
    numbers: dict[tuple[str, str, str], int] = {}
    for piece in pieces:
        if isinstance(piece, MadeTable | MadeChart):
            sort = "table" if isinstance(piece, MadeTable) else "chart"
            numbers.setdefault((sort, piece.name, piece.programme), piece.number)
    return numbers


class _Composer:
    """Goes through the parts once, numbering the footnotes as they are called."""

    def __init__(self, manuscript: Manuscript, sources: Sources) -> None:
        self.manuscript, self.sources = manuscript, sources
        self.footnotes: list[Line] = []
        self.remarks: dict[tuple[str, int], int] = {}

    def place_pieces(self, place: int, block: Block, pieces: Sequence[Piece]) -> Iterator[Placed]:
        if block.kind is BlockKind.TEXT:
            for piece in self.text(block.text):
                yield Placed(place, piece)
        elif not pieces:
            yield Placed(place, Nothing(block.name, self.manuscript.of(block)))
        for piece in pieces:
            yield Placed(place, replace(piece, table=self.renumber_notes(piece)) if isinstance(piece, MadeTable) else piece)

    def text(self, markdown: str) -> Iterator[Piece]:
        """A text's pieces, its footnotes numbered on from those before."""
        read = read_text(markdown, lambda typed: bind_references(typed, self.sources))
        begun = len(self.footnotes)
        self.footnotes += read.footnotes
        for piece in read.pieces:
            yield _shift_footnotes(piece, begun) if begun else piece

    def renumber_notes(self, piece: MadeTable) -> Table:
        """The table with the notes at its figures as footnotes of the report, numbered as they come."""
        table = piece.table
        rows = [
            replace(row, cells={column.key: self.cell(row.cell(column.key), piece.programme) for column in table.columns})
            for row in table.rows
        ]
        return replace(table, rows=rows)

    def cell(self, cell: TableCell, programme: str) -> TableCell:
        """A cell with the report's numbers of the notes at it."""
        return replace(cell, notes=tuple(self.footnote(programme, number) for number in cell.notes)) if cell.notes else cell

    def footnote(self, programme: str, number: int) -> int:
        """The report's number of a programme's note, a new one where it was not called before."""
        if (programme, number) not in self.remarks:
            remark = self.sources.statuses[programme].remarks[number - 1]
            self.footnotes.append((Run(remark_words(remark)),))
            self.remarks[programme, number] = len(self.footnotes)
        return self.remarks[programme, number]


def _shift_footnotes(piece: Piece, by: int) -> Piece:
    def line(runs: Line) -> Line:
        return tuple(replace(run, note=run.note + by) if run.note else run for run in runs)

    if isinstance(piece, Heading | Paragraph):
        return replace(piece, runs=line(piece.runs))
    if isinstance(piece, Items):
        return replace(piece, items=tuple((depth, line(runs)) for depth, runs in piece.items))
    if isinstance(piece, TypedTable):
        rows = tuple(tuple(line(cell) for cell in row) for row in piece.rows)
        return replace(piece, heads=tuple(line(head) for head in piece.heads), rows=rows)
    return piece


def _since(status: Status) -> list[Table]:
    return [bridge_table(status.since)] if status.since and status.since.steps else []


def _bridge(status: Status) -> Chart | None:
    return bridge_chart(status.since, font_family=PAPER_FONT) if status.since and status.since.steps else None


_TABLES: dict[str, Callable[[Status], list[Table]]] = {
    "headline": lambda status: [tables.paper_headline_table(status)],
    "units": lambda status: [tables.paper_units_table(status)] if status.grid.years else [],
    "years": lambda status: tables.year_tables(status, most=MOST_YEARS) if status.grid.years else [],
    "initiatives": lambda status: [tables.initiative_table(status)] if status.initiatives else [],
    "since": _since,
    "overview": lambda _status: [],
    "documents": lambda status: [tables.document_table(status)] if status.documents else [],
}
_LISTS = {
    "reservations": lambda status: (_("Reservations"), (*notes(status), *_since_words(status))),
    "statements": lambda status: (_("Stated without an amount"), tuple(statement_words(said) for said in status.statements)),
    "explanations": lambda status: (explanations_title(), tuple(explanation_words(status, it) for it in status.explanations)),
    "effects": lambda status: (_("Besides the money"), tuple(indicator_words(each) for each in status.indicators)),
    "milestones": lambda status: (_("Milestones"), tuple(milestone_words(each) for each in status.milestones)),
}
_CHARTS: dict[str, Callable[[Status], Chart | None]] = {
    **{name: partial(draw, font_family=PAPER_FONT) for name, draw in STATUS_CHARTS.items()},
    "bridge": _bridge,
}


def _since_words(status: Status) -> tuple[str, ...]:
    return (bridge.summary(status.since),) if status.since and status.since.entries else ()
