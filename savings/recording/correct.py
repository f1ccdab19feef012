"""Correcting: a new entry that takes the old one back whole and states what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from savings.kinds import Kind
from savings.models import Document, Entry, Posting, User
from savings.recording.new_entry import Line, Proof, Saying
from savings.recording.record import record


def correct(
    *,
    entry: Entry,
    lines: Sequence[Line] = (),
    by: User,
    at: datetime,
    booked_on: date,
    reason: str,
    text: str = "",
    decision: Document | None = None,
    page: str = "",
    evidence: Sequence[Proof] = (),
    sayings: Sequence[Saying] = (),
    key: UUID | None = None,
) -> Entry:
    """Record a correction of an approved entry. Both remain; the difference counts once somebody else approves it.

    Args:
        lines: what the entry should have said; none takes it back altogether.
        reason: why, for the trail; must be given.

    Raises:
        Refused, NotMoney: as `record`; and at approval when the entry is already corrected.
        ValueError: when no reason is given.
    """
    if not reason.strip():
        raise ValueError("a correction gives a reason")
    right = [replace(line, takes_back=None) for line in lines]
    return record(
        programme=entry.programme, lines=[*taken_back(entry), *right], by=by, at=at, booked_on=booked_on,
        act=Entry.Act.CORRECTION, corrects=entry, reason=reason, text=text, decision=decision or entry.decision,
        page=page or entry.page, evidence=evidence, sayings=sayings, key=key,
    )  # fmt: skip


def taken_back(entry: Entry) -> list[Line]:
    """The lines that undo what the entry itself stated; what it took back from an earlier one stays taken back."""
    own = Posting.objects.filter(entry=entry, takes_back=None).select_related("unit", "initiative").order_by("pk")
    return [replace(line_of(posting).negated(), takes_back=entry) for posting in own]


def line_of(posting: Posting) -> Line:
    """The line that a posting was written from, without the level its recorder saw."""
    return Line(
        kind=Kind(posting.kind), year=posting.year, amount=posting.amount, unit=posting.unit,
        initiative=posting.initiative, price_level=posting.price_level, earliest_year=posting.earliest_year,
        takes_back=posting.takes_back,
    )  # fmt: skip
