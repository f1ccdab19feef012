"""The page of a decision or document: what it is, and every entry that rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from savings.elements.citations import decision_date_words, document_kind, milestone_words
from savings.elements.links import EntryLinks
from savings.elements.numbers import DASH, KRONER
from savings.elements.table import Amount, Cells, NumberColumn, OwnWords, Table, TableCell, TableColumn, build_rows, own_words
from savings.elements.words import kind_word
from savings.presentation.screen.entries import entry_cell, line_words, line_years
from savings.presentation.screen.tables import danish
from savings.projections.entries import EntryFacts
from savings.projections.facts import DocumentFacts
from savings.projections.pages import DecisionPage


class DecisionLinks(EntryLinks, Protocol):
    """Where the links of the page lead."""

    def status(self, slug: str) -> str:
        """A programme's status."""

    def indicator(self, number: int) -> str:
        """An effect besides the money."""


@dataclass(frozen=True)
class DecisionScreen:
    """A decision or document and the entries that rest on it."""

    document: DocumentFacts
    facts: Sequence[tuple[str, str]]
    table: Table | None
    shown: str
    programmes: Sequence[tuple[str, str]]
    milestones: Sequence[str]
    effects: Sequence[tuple[str, str]]


def decision_screen(page_of_entries: DecisionPage, links: DecisionLinks, *, page: int, per_page: int) -> DecisionScreen:
    paper = page_of_entries.document
    columns = [
        TableColumn("entry", _("Entry"), small=_("Counts from")),
        NumberColumn("amount", str(KRONER.name)),
        TableColumn("text", _("What"), small=_("Programme")),
        TableColumn("of", _("Kind, unit and initiative"), small=_("Unit and initiative")),
        NumberColumn("year", _("Year")),
        TableColumn("as", _("Rests on it as")),
    ]
    rows = build_rows(cells for entry in page_of_entries.entries for cells in _lines(entry, page_of_entries, links))
    first = (page - 1) * per_page
    count_words = (
        _("Showing entries %(first)s to %(last)s of the first %(total)s; more rest on it")
        if page_of_entries.and_more
        else _("Showing entries %(first)s to %(last)s of %(total)s")
    )
    count = {"first": first + 1, "last": first + len(page_of_entries.entries), "total": page_of_entries.total}
    return DecisionScreen(
        document=paper,
        facts=tuple(_facts(paper)),
        table=Table(_("Entries that rest on it"), columns, rows, _("%(unit)s, as stated") % {"unit": KRONER.name}, KRONER)
        if rows
        else None,
        shown=count_words % count if page_of_entries.entries else "",
        programmes=[(name, links.status(slug)) for slug, name in sorted(page_of_entries.programmes.items())],
        milestones=[danish(milestone_words(milestone)) for milestone in page_of_entries.milestones],
        effects=[(name, links.indicator(number)) for number, name in page_of_entries.effects],
    )


def _facts(paper: DocumentFacts) -> Iterator[tuple[str, str]]:
    yield _("Sort"), document_kind(paper)
    yield _("Body"), paper.body or DASH
    yield _("Date"), decision_date_words(paper)
    if paper.document_number:
        yield _("Document number"), paper.document_number


def _lines(entry: EntryFacts, page_of_entries: DecisionPage, links: DecisionLinks) -> Iterator[Cells]:
    first: Cells = {
        "entry": entry_cell(entry, links),
        "text": TableCell(own_words(entry.text or entry.reason), small=page_of_entries.programmes.get(entry.programme, "")),
        "as": _("evidence") if entry.number in page_of_entries.as_evidence else _("decision or source"),
    }
    # What was said; what a level made of it stands on the entry's own page.
    for line in (*entry.levels, *(line for line in entry.lines if not line.derived)):
        yield {
            **first,
            "amount": Amount(line.amount),
            "of": TableCell(kind_word(line.kind), small=line_words(line)),
            "year": line_years(line),
        }
    for statement in entry.statements:
        yield {**first, "amount": None, "of": TableCell(kind_word(statement.kind), small=OwnWords(statement.text))}
