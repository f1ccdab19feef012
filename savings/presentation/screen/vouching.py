"""What waits for a controller: each entry with what it does, what it rests on, and what to ask about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.elements.citations import evidence_words, source_words
from savings.elements.numbers import day, moment
from savings.elements.words import ENTRY_ACTS
from savings.presentation.screen.effect import effect_screen
from savings.projections.effect import EntryEffect
from savings.projections.entries import EntryFacts
from savings.projections.pages import WaitingPage


@dataclass(frozen=True)
class WaitingItem:
    """An entry that waits: its number and page, what it says, who recorded it, what it does and rests on.

    Attributes:
        own: whether the reader recorded it, and so cannot vouch for it.
    """

    number: int
    href: str
    text: str
    said: str
    programme: str
    changes: Sequence[str]
    coverage: str
    questions: Sequence[str]
    rests_on: str
    evidence: Sequence[str]
    own: bool


@dataclass(frozen=True)
class WaitingScreen:
    """The list of what waits, and how many there are in words."""

    items: Sequence[WaitingItem]
    shown: str
    total: int


def waiting_screen(
    page: WaitingPage, effects: Mapping[int, EntryEffect], reader: str, href: Callable[[int], str]
) -> WaitingScreen:
    items = [_item(entry, effects[entry.number], reader, href(entry.number)) for entry in page.entries]
    count_words = _("Showing %(shown)s of %(total)s that wait, the oldest first") % {"shown": len(items), "total": page.total}
    return WaitingScreen(items, count_words, page.total)


def _item(entry: EntryFacts, read: EntryEffect, reader: str, href: str) -> WaitingItem:
    effect = effect_screen(read.effect, read.unit_names, read.headline_year)
    facts = {
        "act": ENTRY_ACTS[entry.act], "who": entry.recorded_by, "when": moment(localtime(entry.recorded_at)),
        "day": day(entry.booked_on),
    }  # fmt: skip
    return WaitingItem(
        number=entry.number,
        href=href,
        text=entry.text or str(ENTRY_ACTS[entry.act]),
        said=_("%(act)s, recorded by %(who)s, %(when)s, counts from %(day)s") % facts,
        programme=read.programme_name,
        changes=effect.lines,
        coverage=effect.coverage,
        questions=effect.questions,
        rests_on=source_words(entry.decision, entry.page) if entry.decision else "",
        evidence=tuple(evidence_words(item) for item in entry.evidence),
        own=entry.recorder == reader,
    )
