"""Correcting: a new entry that takes the old one back whole and states what is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from savings.models import Entry, Posting, User
from savings.recording.new_entry import Line, NewEntry
from savings.recording.record import record
from savings.vocabulary import Act, Kind


def correct(entry: NewEntry, *, by: User, at: datetime) -> Entry:
    """Record a correction of an approved entry. Both remain; the difference counts once somebody else approves it.

    Without lines it takes the corrected entry back altogether. Where it names no decision or page, those of the corrected
    entry stand.

    Raises:
        Refused, NotMoney: as `record`; and at approval when the entry is already corrected.
        ValueError: when no reason is given, or no entry to correct.
    """
    if not entry.reason.strip():
        raise ValueError("a correction gives a reason")
    wrong = entry.corrects
    if wrong is None:
        raise ValueError("a correction names the entry that it corrects")
    right = [replace(line, takes_back=None) for line in entry.lines]
    correction = replace(
        entry, act=Act.CORRECTION, programme=wrong.programme, lines=[*lines_taken_back(wrong), *right],
        decision=entry.decision or wrong.decision, page=entry.page or wrong.page,
    )  # fmt: skip
    return record(correction, by=by, at=at)


def lines_taken_back(entry: Entry) -> list[Line]:
    """The lines that undo what the entry itself stated; what it took back from an earlier one stays taken back.

    What it stated as levels has no lines to undo: the levels end with the correction, which the database works out.
    """
    own = Posting.objects.filter(entry=entry, takes_back=None, derived=False).select_related("unit", "initiative").order_by("pk")
    return [replace(read_line(posting).negate(), takes_back=entry) for posting in own]


def read_line(posting: Posting) -> Line:
    """The line that a posting was written from."""
    return Line(
        kind=Kind(posting.kind), year=posting.year, amount=posting.amount, unit=posting.unit,
        initiative=posting.initiative, price_level=posting.price_level, earliest_year=posting.earliest_year,
        takes_back=posting.takes_back, text=posting.text,
    )  # fmt: skip
