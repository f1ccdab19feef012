"""A table of values as HTML: caption, scopes, a row of totals, links in cells, and marks that hang outside their column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from savings.elements.numbers import Scale
from savings.elements.table import Clauses, OwnWords, Phrase, ScreenHtml, Table, TableCell, TableRow, Value, write_value
from savings.elements.without_price_level import CONTAINS, MARK

register = template.Library()


def danish(words: str) -> SafeString:
    """What people wrote: it is Danish whatever the page's language is, and a page in another says so."""
    return format_html('<span lang="da">{}</span>', words)


@dataclass(frozen=True)
class TableHtml:
    """A table for the template: the cells of each row are made here and not there, since a page holds hundreds of them."""

    table: Table
    groups: Sequence[Sequence[tuple[int, SafeString]]]
    total: SafeString | None


#: A tree with more rows than these is folded when the page comes.
MOST_UNFOLDED = 12


@register.filter
def as_html(table: Table) -> TableHtml:
    """The table with its cells as HTML: rows that lie under others in a group with them, and the row of totals apart."""
    rows = [*table.rows][:-1] if table.has_total else table.rows
    is_open = len(rows) <= MOST_UNFOLDED
    groups: list[list[tuple[int, SafeString]]] = []
    for row in rows:
        cells = render_row(table, row, is_open=is_open)
        if not groups or (table.is_tree and row.depth == 0):
            groups.append([])
        groups[-1].append((row.depth, cells))
    return TableHtml(table, groups, render_row(table, table.rows[-1]) if table.has_total else None)


def render_row(table: Table, row: TableRow, *, is_open: bool = True) -> SafeString:
    """The cells of a row; the first names the row, and folds those that lie under it at the top."""
    cells = [render_cell(row.cell(column.key), table.scale) for column in table.columns]
    if row.is_group and row.depth == 0:
        name = write_value(row.cell(table.columns[0].key).value, table.scale)
        fold = '<details class="fold"{}><summary><span class="unseen">{}</span></summary></details><span class="folds">{}</span>'
        said = _("The units under %(unit)s") % {"unit": name}
        cells[0] = format_html(fold, SafeString(" open") if is_open else "", said, cells[0])
    if row.style == "part":
        cells[0] = format_html('<span class="part">{}</span>', cells[0])
    return render_cells(cells, [column.is_numeric for column in table.columns])


def render_cells(cells: Sequence[SafeString], numeric: Sequence[bool], labels: Sequence[str] = ()) -> SafeString:
    """The cells of a row as table cells; the first names the row.

    Args:
        labels: the heads of the columns where the cells stand below each other on a narrow screen, each with its head. A table
            that is laid out as something else keeps its roles in every browser only where they are written down.
    """
    head = SafeString(' role="rowheader"') if labels else ""
    attributes = [SafeString(' class="n"') if is_numeric else SafeString("") for is_numeric in numeric]
    if labels:
        attributes = [
            format_html(' role="cell" data-label="{}"{}', label, sided) for label, sided in zip(labels, attributes, strict=True)
        ]
    others = format_html_join("", "<td{}>{}</td>", zip(attributes[1:], cells[1:], strict=True))
    return format_html('<th scope="row"{}>{}</th>{}', head, cells[0], others)


def render_cell(cell: TableCell, scale: Scale | None) -> SafeString:
    """The content of a cell: its value with its link, what stands at it, and its small line."""
    content = _render_value(cell.value, scale, cell.href)
    if cell.is_marked or cell.notes:
        # What stands at a figure hangs outside its column, so that the figures stay under each other.
        content = format_html('{}<span class="hung">{}{}</span>', content, *_render_marks(cell))
    return format_html("{}<small>{}</small>", content, _render_value(cell.small, scale)) if cell.small != "" else content


def _render_marks(cell: TableCell) -> Iterator[SafeString | str]:
    mark = '<span aria-hidden="true">{}</span><span class="unseen"> ({})</span>'
    yield format_html(mark, MARK, CONTAINS) if cell.is_marked else ""
    yield format_html('<sup class="marks">{}</sup>', _render_notes(cell.notes)) if cell.notes else ""


def _render_notes(numbers: Iterable[int]) -> SafeString:
    """Links to the notes at a figure; the space before each keeps its number from being read as the figure's last digit."""
    links = ((number, _("note %(number)s") % {"number": number}, number) for number in numbers)
    return format_html_join("", '\u202f<a href="#note-{}" aria-label="{}">{}</a>', links)


def _render_value(value: Value, scale: Scale | None, href: str = "") -> SafeString:
    if isinstance(value, OwnWords):
        return danish(_render_link(conditional_escape(value.text), href))
    if isinstance(value, Phrase):
        content = _render_phrase(value)
    elif isinstance(value, Clauses):
        lines = ((_render_phrase(phrase, "<span lang='da'>{}</span>"),) for phrase in value.phrases)
        content = format_html_join("", "<span class='change'>{}</span>", lines)
    elif isinstance(value, ScreenHtml):
        # Safe: HTML of ours, in which every text was escaped.
        content = mark_safe(value.html)  # noqa: S308
    else:
        content = conditional_escape(write_value(value, scale))
    return _render_link(content, href)


def _render_phrase(phrase: Phrase, own: str = '<span lang="da">{}</span>') -> SafeString:
    parts = ((format_html(own, part.text) if isinstance(part, OwnWords) else part,) for part in phrase.parts)
    return format_html_join("", "{}", parts)


def _render_link(content: SafeString, href: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', href, content) if href else content


@dataclass(frozen=True)
class Listed:
    """A line of a list: what it says, what it says in small, and where it leads."""

    text: str
    small: str = ""
    href: str = ""
