"""What waits for a controller: each entry with what it does, what it rests on, what to ask about it, and its box to tick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.elements.citations import evidence_words, source_words
from savings.elements.links import EntryLinks
from savings.elements.numbers import moment
from savings.elements.table import (
    Cells,
    Clauses,
    OwnWords,
    Phrase,
    ScreenHtml,
    Table,
    TableCell,
    TableColumn,
    build_rows,
    own_words,
)
from savings.elements.words import ENTRY_ACTS
from savings.presentation.screen.effect import effect_screen
from savings.presentation.screen.lists import HeadOrder, add_order
from savings.projections.effect import EntryEffect
from savings.projections.entries import EntryFacts
from savings.projections.pages import WaitingPage


class WaitingLinks(EntryLinks, Protocol):
    """Where the links of the list lead."""

    def send_back(self, number: int) -> str:
        """The form that sends an entry back with a reason."""

    def in_order(self, order: str) -> str:
        """The same list in another order."""


#: The orders that a column's head sorts by.
ORDERS = {"sent": (HeadOrder("sent"), HeadOrder("newest", is_descending=True)), "booked": (HeadOrder("booked"),)}


def waiting_table(
    page: WaitingPage, effects: Mapping[int, EntryEffect], reader: str, links: WaitingLinks, *, order: str
) -> Table | None:
    """A page of what waits; None where nothing does.

    Args:
        reader: the user name of whoever reads, who cannot vouch for what they recorded themselves.
    """
    if not page.entries:
        return None
    columns = [
        TableColumn("entry", _("Entry"), small=_("Act")),
        TableColumn("text", _("What"), small=_("Programme")),
        TableColumn("effect", _("What it does"), small=_("To ask about it")),
        TableColumn("source", _("Rests on"), small=_("Evidence")),
        TableColumn("booked", _("Counts from")),
        TableColumn("sent", _("Sent for approval"), small=_("Recorded by")),
        TableColumn("choose", _("Approve or send back")),
    ]
    columns = [add_order(column, order, ORDERS.get(column.key, ()), links.in_order) for column in columns]
    rows = build_rows(_row(entry, effects[entry.number], reader, links) for entry in page.entries)
    shown = _("Showing %(shown)s of %(total)s that wait") % {"shown": len(page.entries), "total": page.total}
    return Table(_("Entries that wait for approval"), columns, rows, shown)


def _row(entry: EntryFacts, read: EntryEffect, reader: str, links: WaitingLinks) -> Cells:
    act, title = ENTRY_ACTS[entry.act], _("Entry %(number)s") % {"number": entry.number}
    return {
        "entry": TableCell(title, links.entry(entry.number), small=act),
        "text": TableCell(own_words(entry.text) or act, small=OwnWords(read.programme_name)),
        "effect": _effect(read),
        "source": TableCell(
            own_words(source_words(entry.decision, entry.page) if entry.decision else ""), small=Phrase(tuple(_evidence(entry)))
        ),
        "booked": entry.booked_on,
        "sent": TableCell(
            localtime(entry.submitted_at) if entry.submitted_at else None,
            small=_("Recorded by %(who)s, %(when)s.") % {"who": entry.recorded_by, "when": moment(localtime(entry.recorded_at))},
        ),
        "choose": _choose(entry.number, links, is_own=entry.recorder == reader),
    }


def _effect(read: EntryEffect) -> TableCell:
    """What changes, a line each, and under it what to ask about it."""
    effect = effect_screen(read.effect, read.unit_names, read.headline_year, read.later)
    changes, questions = (
        Clauses(tuple(Phrase((line,)) for line in lines if line))
        for lines in ((*effect.lines, effect.coverage, *effect.later, *effect.moved), effect.questions)
    )
    return TableCell(changes, small=questions if questions.phrases else "")


def _evidence(entry: EntryFacts) -> Iterator[str | OwnWords]:
    yield _("Evidence")
    yield ": "
    yield OwnWords("; ".join(map(evidence_words, entry.evidence))) if entry.evidence else _("none recorded")


def _choose(number: int, links: WaitingLinks, *, is_own: bool) -> ScreenHtml:
    if is_own:
        return ScreenHtml(_("You recorded this yourself. Somebody else must approve it."))
    facts = {"number": number}
    return ScreenHtml(
        format_html(
            '<span class="option"><label for="entry-{0}"><input type="checkbox" name="entry" value="{0}" id="entry-{0}">'
            ' <span>{1}</span></label></span><a href="{2}">{3}<span class="unseen">: {4}</span></a>',
            number, _("Approve entry %(number)s") % facts, links.send_back(number), _("Send back with a reason"),
            _("entry %(number)s") % facts,
        )
    )  # fmt: skip
