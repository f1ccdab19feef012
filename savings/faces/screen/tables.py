"""Tables for the screen, by django-tables2 with our own template: caption, scopes, a row of totals, and links in cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import django_tables2
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from savings.faces.unlevelled import CONTAINS, FOOT, MARK


def danish(words: str) -> SafeString:
    """What people wrote: it is Danish whatever the page's language is, and a page in another says so."""
    return format_html('<span lang="da">{}</span>', words)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: its text, where a click on it leads, and a second, smaller line.

    `own_words` marks text that people wrote: it is Danish whatever the page's language is. `part` sets a row's name in
    as a part of the row above it. `marked` marks an amount that contains some without a price level. `notes` are the numbers
    of the notes that stand at it, further down on the page.
    """

    text: str
    href: str = ""
    small: str = ""
    own_words: bool = False
    part: bool = False
    marked: bool = False
    notes: tuple[int, ...] = ()

    @property
    def html(self) -> SafeString:
        """The cell's content. Made here and not in a template, since a page holds hundreds of cells."""
        shown = format_html('<a href="{}">{}</a>', self.href, self.text) if self.href else conditional_escape(self.text)
        if self.own_words:
            shown = danish(shown)
        if self.part:
            shown = format_html('<span class="part">{}</span>', shown)
        hung = (
            format_html('<span aria-hidden="true">{}</span><span class="unseen"> ({})</span>', MARK, CONTAINS)
            if self.marked
            else ""
        )
        if self.notes:
            hung = format_html('{}<sup class="marks">{}</sup>', hung, _marks(self.notes))
        if hung:
            # What stands at a figure hangs outside its column, so that the figures stay under each other.
            shown = format_html('{}<span class="hung">{}</span>', shown, hung)
        return format_html("{}<small>{}</small>", shown, self.small) if self.small else shown


def _marks(numbers: Iterable[int]) -> SafeString:
    """Links to the notes at a figure; the space before each keeps its number from being read as the figure's last digit."""
    links = ((number, _("note %(number)s") % {"number": number}, number) for number in numbers)
    return format_html_join("", '\u202f<a href="#note-{}" aria-label="{}">{}</a>', links)


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its key, its words, whether it holds numbers, and which way it is sorted (`descending`) if it is.

    `href` leads to the same table sorted by this column. `small` names what stands small in its cells, which in a file has a
    column of its own.
    """

    key: str
    label: str
    numeric: bool = True
    sort: str = ""
    href: str = ""
    small: str = ""


class Words(django_tables2.Column):
    """A column of words, set from the left."""

    numeric = False

    def render(self, value: Cell) -> SafeString:
        """The cell's content."""
        return value.html


class Numbers(Words):
    """A column of numbers, set from the right."""

    numeric = True


class Sheet(django_tables2.Table):
    """A table of `Cell`s. The first column names the row.

    Attributes:
        heads: the columns.
        caption: what the table is.
        said: unit, price level and as-of in words, once above the amounts.
        total: each column with its cell in the row of totals; empty where nothing adds up.
        foot: what the mark at some of its amounts means; empty where none is marked.
        noted: whether notes stand at some of its figures.
    """

    heads: Sequence[Head]
    caption: str
    said: str
    total: Sequence[tuple[Head, Cell]]
    foot: str
    noted: bool

    class Meta:
        orderable = False

    @property
    def lines(self) -> Iterator[SafeString]:
        """The cells of each row. The library's own bound rows cost more than all else on a page of hundreds of cells."""
        return (line_of(self.heads, [row.get(head.key, EMPTY) for head in self.heads]) for row in self.data)

    @property
    def last(self) -> SafeString:
        """The cells of the row of totals."""
        return line_of(self.heads, [cell for _head, cell in self.total])


def line_of(heads: Sequence[Head], cells: Sequence[Cell]) -> SafeString:
    """The cells of a row as HTML; the first names the row."""
    (_head, first), *rest = zip(heads, cells, strict=True)
    marked = ((SafeString(' class="n"') if head.numeric else "", cell.html) for head, cell in rest)
    return format_html('<th scope="row">{}</th>{}', first.html, format_html_join("", "<td{}>{}</td>", marked))


EMPTY = Cell("")


def sheet(
    caption: str,
    heads: Sequence[Head],
    rows: Sequence[Mapping[str, Cell]],
    *,
    said: str = "",
    total: Mapping[str, Cell] | None = None,
) -> Sheet:
    """A table of these rows; a row lacks what it has nothing to say of."""
    columns = [(head.key, (Numbers if head.numeric else Words)(verbose_name=head.label, default="")) for head in heads]
    table = Sheet(list(rows), extra_columns=columns)
    table.heads, table.caption, table.said = heads, caption, said
    table.total = [(head, total.get(head.key, EMPTY)) for head in heads] if total else ()
    cells = [cell for row in (*rows, total or {}) for cell in row.values()]
    table.foot = str(FOOT) if any(cell.marked for cell in cells) else ""
    table.noted = any(cell.notes for cell in cells)
    return table


@dataclass(frozen=True)
class Listed:
    """A line of a list: what it says, what it says in small, and where it leads."""

    text: str
    small: str = ""
    href: str = ""
