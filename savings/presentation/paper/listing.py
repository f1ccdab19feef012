"""Any table of a page as a paper: PDF/UA-1 and PDF/A-3a, turned where it is wide, with the same table attached as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _

from savings.chain import format_head
from savings.elements.data.flat_table import FlatTable
from savings.elements.data.tables_csv import NO_NOTES, FileNotes, tables_csv
from savings.elements.numbers import day, moment
from savings.elements.table import Table, TableColumn, write_value
from savings.elements.timestamps import ledger_moment
from savings.elements.typesetting.glyphs import Typesetter
from savings.elements.typesetting.tables import typeset_cell, typeset_table
from savings.elements.typesetting.typst import compile_pdf
from savings.presentation.paper.status import missing_sentence, one_line, page_frame, set_texts
from savings.projections.facts import HeadFacts

Data = dict[str, Any]
#: Letters that fit beside each other on an upright page; with more the page is turned. A column's sides take two.
MOST_LETTERS = 110
#: A column whose longest cell has at most so many letters is as wide as that; others share the rest by what is in them.
SHORT = 21
#: A head over amounts, and one over short words, is set in lines of so many letters (see `_tables.typ`).
NUMBER_HEAD, SHORT_HEAD = 11, 14
#: Letters a column asks for at least and at most, and those beyond which a cell is set in several lines anyway.
LEAST, MOST, BROKEN = 12, 60, 30


def listing_pdf(tables: Sequence[Table], title: str, head: HeadFacts, as_of: date, notes: FileNotes = NO_NOTES) -> bytes:
    """The tables as a PDF in the reader's language; the same tables and ledger head give the same bytes."""
    setter = Typesetter()
    listings = [_Listing(table) for table in tables]
    page = {
        **page_frame(), "title": title, "summary": title, "draft": "",
        "running": f"{one_line(title)} · {day(as_of)}",
        "tables": [listing.typeset() for listing in listings], "landscape": any(listing.is_wide for listing in listings),
        "first": list(notes.first), "facts": list(notes.facts),
        "empty": "" if tables else _("Nothing to show."), "made": ledger_state_words(head),
    }  # fmt: skip
    set_page = set_texts(page, setter)
    files = [
        {
            "name": "tabel.csv",
            "text": tables_csv(tables, notes).decode(),
            "description": setter.replace_uncovered(_describe(tables)),
        }
    ]
    data = {**set_page, "attachments": files, "missing": missing_sentence(setter)}
    return compile_pdf("listing.typ", data, ledger_moment(head, as_of))


def _describe(tables: Sequence[Table]) -> str:
    """What the attached file holds: each table by its caption, with the unit, prices and day of its amounts."""
    captions = [f"{table.caption} ({table.note})" if table.note else table.caption for table in tables]
    return _("As CSV: %(tables)s") % {"tables": "; ".join(captions) or _("Nothing to show.")}


def ledger_state_words(head: HeadFacts) -> str:
    """Which state of the ledger the tables are of; empty where it has no entry yet."""
    if head.moment is None:
        return ""
    facts = {"count": head.position, "moment": moment(head.moment), "head": format_head(head.position, head.hash)}
    return _("From the ledger with %(count)s links, the last made %(moment)s: %(head)s") % facts


class _Listing:
    """A table laid out by what its cells hold, as no paper of its own says how wide its columns are."""

    def __init__(self, table: Table) -> None:
        flat = FlatTable(table)
        self.numeric = {column.column.key: column.is_numeric for column in flat.columns if not column.is_small}
        self.table = replace(table, columns=[column for column in table.columns if column.key in self.numeric])
        self.body = [row for row in table.rows if row.style != "total"]

    def typeset(self) -> Data:
        """What the template is given; columns of words share the room by what is in them."""
        kinds = [self.kind(place, column) for place, column in enumerate(self.table.columns)]
        return typeset_table(self.table, kinds) | {"shares": [self.share(letters) for letters in self.letters]}

    @cached_property
    def letters(self) -> list[list[int]]:
        """Letters of each cell of a column, with what stands small in it, column by column."""
        return [
            [max(map(len, typeset_cell(row.cell(column.key), self.table.scale))) for row in self.body]
            for column in self.table.columns
        ]

    def kind(self, place: int, column: TableColumn) -> str:
        """How the paper sets a column."""
        if self.numeric[column.key]:
            return "number"
        return "short" if max(self.letters[place], default=0) <= SHORT else "middle" if place else "wide"

    @staticmethod
    def share(letters: Sequence[int]) -> int:
        """What a column of words takes of the room: half as much again as its usual cell, and room for its longest if it can."""
        usual = sum(letters) * 3 // (2 * len(letters)) if letters else 0
        return max(LEAST, min(MOST, max(usual, min(max(letters, default=0), BROKEN))))

    @property
    def is_wide(self) -> bool:
        """Whether its columns do not fit beside each other on an upright page."""
        widths = map(self.width, self.table.columns, self.letters)
        return sum(widths) + 2 * len(self.table.columns) > MOST_LETTERS

    def width(self, column: TableColumn, letters: Sequence[int]) -> int:
        """Letters that a column needs: of its longest cell, which is broken where that is long, or of its head's longest line."""
        totals = [row.cell(column.key).value for row in self.table.rows if row.style == "total"]
        longest = max((*letters, *(len(write_value(value, self.table.scale)) for value in totals)), default=0)
        room = NUMBER_HEAD if self.numeric[column.key] else SHORT_HEAD
        return max(min(longest, BROKEN), *map(len, wrap(str(column.label), room, break_long_words=False)), 0)
