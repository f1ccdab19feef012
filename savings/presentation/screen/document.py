"""A report on the screen: the same document as on paper, its bound figures leading to the entries behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from savings.composing.document import (
    Bound,
    Heading,
    Items,
    Line,
    MadeChart,
    MadeList,
    MadeTable,
    Paragraph,
    Piece,
    ReportDocument,
    Run,
    TypedTable,
    words_of,
)
from savings.composing.typed import read_typed_table
from savings.elements.charts.svg import PAPER_FONT, SCREEN_FONT
from savings.elements.footnotes import mark_words
from savings.elements.table import Table
from savings.presentation.screen.tables import render_cells, render_row

#: Where a bound figure leads; empty where it leads nowhere for this reader.
Link = Callable[[Bound], str]


@dataclass(frozen=True)
class PieceHtml:
    """A piece as HTML: which sort it is, and its parts."""

    sort: str
    html: SafeString | str = ""
    narrow: SafeString | str = ""
    caption: str = ""
    said: str = ""
    heads: tuple[tuple[SafeString, bool], ...] = ()
    rows: tuple[tuple[str, SafeString], ...] = ()
    foot: str = ""
    note: str = ""
    noted: bool = False


@dataclass(frozen=True)
class DocumentScreen:
    """A report as HTML: its pieces in their order, and its footnotes.

    Attributes:
        tables: the same tables as values, to be taken along; `footnote_words`: the footnotes as text, each with its number.
    """

    pieces: tuple[PieceHtml, ...]
    footnotes: tuple[SafeString, ...]
    tables: tuple[Table, ...]
    footnote_words: tuple[str, ...]


def document_screen(document: ReportDocument, link: Link) -> DocumentScreen:
    """The report as HTML; what its writer typed is escaped."""
    pieces = tuple(html for placed in document.pieces if (html := _render_piece(placed.piece, link)))
    tables = tuple(table for placed in document.pieces if (table := table_of(placed.piece)))
    words = tuple(f"{mark_words((number,))}: {words_of(note)}" for number, note in enumerate(document.footnotes, 1))
    return DocumentScreen(pieces, tuple(_line(note, link) for note in document.footnotes), tables, words)


def table_of(piece: Piece) -> Table | None:
    """A table of the report as values, with its number; None for what is no table."""
    if isinstance(piece, TypedTable):
        return read_typed_table(piece)
    if isinstance(piece, MadeTable):
        return replace(piece.table, caption=_add_number(_("Table"), piece.number, piece.table.caption))
    return None


def _render_piece(piece: Piece, link: Link) -> PieceHtml | None:
    if isinstance(piece, Heading):
        return PieceHtml("heading", _heading(piece, link))
    if isinstance(piece, Paragraph):
        return PieceHtml("paragraph", _line(piece.runs, link))
    if isinstance(piece, Items):
        return PieceHtml("items", _items(piece.items, "ol" if piece.ordered else "ul", link))
    if isinstance(piece, TypedTable):
        heads = tuple((_line(head, link), numeric) for head, numeric in zip(piece.heads, piece.numeric, strict=True))
        cells = ([_line(cell, link) for cell in row] for row in piece.rows)
        return PieceHtml("table", heads=heads, rows=tuple(("", render_cells(row, piece.numeric)) for row in cells))
    if isinstance(piece, MadeTable) and (table := table_of(piece)):
        heads = (
            tuple((conditional_escape(str(column.label)), column.is_numeric) for column in table.columns)
            if table.has_heads
            else ()
        )
        rows = tuple((row.style, render_row(table, row)) for row in table.rows)
        return PieceHtml(
            "table", caption=table.caption, said=table.note, heads=heads, rows=rows, foot=table.foot, noted=table.has_notes
        )
    if isinstance(piece, MadeChart):
        caption = _add_number(pgettext("chart", "Figure"), piece.number, piece.title)
        return PieceHtml(
            "chart", _render_drawing(piece.svg), narrow=_render_drawing(piece.narrow), caption=caption, note=piece.source
        )
    if isinstance(piece, MadeList):
        points = format_html_join("", "<li>{}</li>", ((point,) for point in piece.points))
        return PieceHtml("list", format_html("<ul>{}</ul>", points), caption=piece.title)
    return None


def _render_drawing(svg: str) -> SafeString:
    """A drawing of the paper in the fonts of the screen."""
    # Safe: a drawing of ours, in which every text was escaped.
    return mark_safe(svg.replace(PAPER_FONT, SCREEN_FONT))  # noqa: S308


def _add_number(sort: str, number: int, title: str) -> str:
    return f"{sort} {number}. {title}"


def _heading(piece: Heading, link: Link) -> SafeString:
    return format_html("<h{}>{}</h{}>", piece.level, _line(piece.runs, link), piece.level)


def _items(items: Sequence[tuple[int, Line]], tag: str, link: Link, depth: int = 0) -> SafeString:
    """A list and those in it: each item takes those that follow it deeper in."""
    groups: list[tuple[Line, list[tuple[int, Line]]]] = []
    for level, runs in items:
        if level <= depth or not groups:
            groups.append((runs, []))
        else:
            groups[-1][1].append((level, runs))
    inner = format_html_join(
        "",
        "<li>{}{}</li>",
        ((_line(runs, link), _items(under, "ul", link, depth + 1) if under else "") for runs, under in groups),
    )
    return format_html("<{}>{}</{}>", mark_safe(tag), inner, mark_safe(tag))  # noqa: S308


def _line(line: Line, link: Link) -> SafeString:
    return format_html_join("", "{}", ((part,) for run in line for part in _run(run, link)))


def _run(run: Run, link: Link) -> Iterator[SafeString]:
    if run.note:
        yield _call(run.note)
        return
    html = conditional_escape(run.text)
    if run.bound and (href := link(run.bound)):
        html = format_html('<a href="{}">{}</a>', href, html)
    elif run.live:
        html = format_html('<a href="{}" rel="noopener noreferrer">{}</a>', run.live, html)
    if run.emphasised:
        html = format_html("<em>{}</em>", html)
    yield format_html("<strong>{}</strong>", html) if run.strong else html


def _call(number: int) -> SafeString:
    label = _("note %(number)s") % {"number": number}
    return format_html('<sup class="marks"><a href="#note-{}" aria-label="{}">{}</a></sup>', number, label, number)
