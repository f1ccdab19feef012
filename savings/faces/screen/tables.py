"""Tables for the screen, by django-tables2 with our own template: caption, scopes, a row of totals, and links in cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import django_tables2


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: its text, where a click on it leads, and a second, smaller line.

    `own_words` marks text that people wrote: it is Danish whatever the page's language is.
    """

    text: str
    href: str = ""
    small: str = ""
    own_words: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its key, its words, whether it holds numbers, and which way it is sorted (`descending`) if it is."""

    key: str
    label: str
    numeric: bool = True
    sort: str = ""


class Sheet(django_tables2.Table):
    """A table of `Cell`s. The first column names the row.

    Attributes:
        heads: the columns.
        caption: what the table is.
        said: unit, price level and as-of in words, once above the amounts.
        total: the cells of the row of totals, in the order of the columns; empty where nothing adds up.
    """

    heads: Sequence[Head]
    caption: str
    said: str
    total: Sequence[Cell]

    class Meta:
        orderable = False


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
    columns = [(head.key, _column(head)) for head in heads]
    table = Sheet(list(rows), extra_columns=columns)
    table.heads, table.caption, table.said = heads, caption, said
    table.total = [total.get(head.key, EMPTY) for head in heads] if total else ()
    return table


def _column(head: Head) -> django_tables2.Column:
    kind = {"td": {"class": "n"}} if head.numeric else {}
    return django_tables2.Column(verbose_name=head.label, default=EMPTY, attrs=kind)


@dataclass(frozen=True)
class Listed:
    """A line of a list: what it says, what it says in small, and where it leads."""

    text: str
    small: str = ""
    href: str = ""
    own_words: bool = True
    parts: Sequence[Cell] = field(default_factory=tuple)
