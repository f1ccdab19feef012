"""A report on the screen: the same document as on paper, its bound figures leading to the entries behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from savings.faces.charts.svg import PAPER_FONT, SCREEN_FONT
from savings.faces.report.document import (
    Bound,
    Document,
    Heading,
    Items,
    Line,
    MadeChart,
    MadeList,
    MadeTable,
    Paragraph,
    Piece,
    Run,
    TypedTable,
)
from savings.faces.unlevelled import MARK

#: Where a bound figure leads; empty where it leads nowhere for this reader.
Link = Callable[[Bound], str]


@dataclass(frozen=True)
class Shown:
    """A piece as HTML: which sort it is, and its parts."""

    sort: str
    html: SafeString | str = ""
    narrow: SafeString | str = ""
    caption: str = ""
    said: str = ""
    heads: tuple[tuple[SafeString, bool], ...] = ()
    rows: tuple[tuple[str, tuple[tuple[SafeString, bool], ...]], ...] = ()
    foot: str = ""
    note: str = ""
    noted: bool = False


@dataclass(frozen=True)
class DocumentScreen:
    """A report as HTML: its pieces in their order, and its footnotes."""

    pieces: tuple[Shown, ...]
    footnotes: tuple[SafeString, ...]

    @property
    def has_tables(self) -> bool:
        """Whether there is a table to be taken along."""
        return any(piece.sort == "table" for piece in self.pieces)


def document_screen(document: Document, link: Link) -> DocumentScreen:
    """The report as HTML; what its writer typed is escaped."""
    pieces = tuple(shown for placed in document.pieces if (shown := _shown(placed.piece, link)))
    return DocumentScreen(pieces, tuple(_line(note, link) for note in document.footnotes))


def _shown(piece: Piece, link: Link) -> Shown | None:
    if isinstance(piece, Heading):
        return Shown("heading", _heading(piece, link))
    if isinstance(piece, Paragraph):
        return Shown("paragraph", _line(piece.runs, link))
    if isinstance(piece, Items):
        return Shown("items", _items(piece.items, "ol" if piece.ordered else "ul", link))
    if isinstance(piece, TypedTable):
        heads = tuple((_line(head, link), numeric) for head, numeric in zip(piece.heads, piece.numeric, strict=True))
        rows = tuple(
            ("", tuple((_line(cell, link), numeric) for cell, numeric in zip(row, piece.numeric, strict=True)))
            for row in piece.rows
        )
        return Shown("table", heads=heads, rows=rows)
    if isinstance(piece, MadeTable):
        return _table(piece)
    if isinstance(piece, MadeChart):
        caption = _numbered(pgettext("chart", "Figure"), piece.number, piece.title)
        return Shown("chart", _drawn(piece.svg), narrow=_drawn(piece.narrow), caption=caption, note=piece.source)
    if isinstance(piece, MadeList):
        points = format_html_join("", "<li>{}</li>", ((point,) for point in piece.points))
        return Shown("list", format_html("<ul>{}</ul>", points), caption=piece.title)
    return None


def _drawn(svg: str) -> SafeString:
    """A drawing of the paper in the fonts of the screen."""
    # Safe: a drawing of ours, in which every text was escaped.
    return mark_safe(svg.replace(PAPER_FONT, SCREEN_FONT))  # noqa: S308


def _numbered(sort: str, number: int, title: str) -> str:
    return f"{sort} {number}. {title}"


def _heading(piece: Heading, link: Link) -> SafeString:
    return format_html("<h{}>{}</h{}>", piece.level, _line(piece.runs, link), piece.level)


def _table(piece: MadeTable) -> Shown:
    data = piece.data
    numeric = [kind in ("number", "year") for kind in data["kinds"]]
    heads = (
        tuple((conditional_escape(head), right) for head, right in zip(data["heads"], numeric, strict=True))
        if data["heads"]
        else ()
    )
    rows = tuple(
        (row["style"], tuple((_cell(cell), right) for cell, right in zip(row["cells"], numeric, strict=True)))
        for row in data["rows"]
    )
    caption = _numbered(_("Table"), piece.number, data["caption"])
    noted = any(isinstance(cell, dict) for row in data["rows"] for cell in row["cells"])
    return Shown("table", caption=caption, said=data["note"], heads=heads, rows=rows, foot=data["foot"], noted=noted)


def _cell(cell: Any) -> SafeString:
    if isinstance(cell, dict):
        return _hung(cell["text"], [_call(number) for number in cell["notes"]])
    if isinstance(cell, str):
        return _hung(cell, [])
    first, *rest = cell
    return format_html("{}{}", first, format_html_join("", "<small>{}</small>", ((words,) for words in rest)))


def _hung(text: str, calls: Sequence[SafeString]) -> SafeString:
    """A figure with its mark and its notes hung outside its column, so that the figures stay under each other."""
    figure = text.removesuffix(MARK)
    hung = format_html_join("", "{}", ((part,) for part in (text[len(figure) :], *calls) if part))
    return format_html('{}<span class="hung">{}</span>', figure, hung) if hung else conditional_escape(text)


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
    shown = conditional_escape(run.text)
    if run.bound and (href := link(run.bound)):
        shown = format_html('<a href="{}">{}</a>', href, shown)
    elif run.live:
        shown = format_html('<a href="{}" rel="noopener noreferrer">{}</a>', run.live, shown)
    if run.emphasised:
        shown = format_html("<em>{}</em>", shown)
    yield format_html("<strong>{}</strong>", shown) if run.strong else shown


def _call(number: int) -> SafeString:
    said = _("note %(number)s") % {"number": number}
    return format_html('<sup class="marks"><a href="#note-{}" aria-label="{}">{}</a></sup>', number, said, number)
