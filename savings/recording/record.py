"""Recording: an entry with its lines, sayings and proofs, written once; and closing the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from savings.models import Closing, Document, Entry, Evidence, Posting, Programme, Statement, User
from savings.money import kroner
from savings.recording.new_entry import Line, Proof, Saying
from savings.recording.permissions import require, require_units
from savings.recording.refusals import ledger_act
from savings.roles import Role


def record(
    *,
    programme: Programme,
    lines: Sequence[Line] = (),
    by: User,
    at: datetime,
    booked_on: date,
    act: str = Entry.Act.RECORD,
    text: str = "",
    reading: str = "",
    decision: Document | None = None,
    page: str = "",
    evidence: Sequence[Proof] = (),
    sayings: Sequence[Saying] = (),
    corrects: Entry | None = None,
    reason: str = "",
    key: UUID | None = None,
) -> Entry:
    """Write an entry. It counts for nothing until it is submitted and somebody else approves it.

    Args:
        lines: amounts in kroner; none is allowed where a saying stands instead.
        booked_on: the day from which the entry shall count.
        key: made with the form; an entry that was recorded with it before is returned instead of a second one.

    Raises:
        NotMoney: when an amount cannot be held exactly.
        Refused: when it is not the recorder's to record, or the ledger refuses, e.g. an initiative of another programme;
            nothing is written.
    """
    require(by, Role.FINANCE, Role.CONTROLLER)
    require_units(by, [*(line.unit for line in lines), *(saying.unit for saying in sayings)])
    with ledger_act(by, at, reason):
        if key is not None and (known := Entry.objects.filter(key=key).first()):
            return known
        entry = Entry.objects.create(
            programme=programme, act=act, text=text, reading=reading, decision=decision, page=page,
            booked_on=booked_on, corrects=corrects, reason=reason, recorded_by=by, recorded_at=at, key=key,
        )  # fmt: skip
        _write_lines(entry, lines)
        Statement.objects.bulk_create([Statement(entry=entry, **vars(saying)) for saying in sayings])
        Evidence.objects.bulk_create([Evidence(entry=entry, **vars(proof)) for proof in evidence])
    return entry


def _write_lines(entry: Entry, lines: Sequence[Line]) -> None:
    postings = [Posting(entry=entry, **{**vars(line), "amount": kroner(line.amount)}) for line in lines]
    Posting.objects.bulk_create(postings, batch_size=2000)


def close_books(*, through: date, by: User, at: datetime, reason: str, programme: Programme | None = None) -> Closing:
    """Close the books through a date, for one programme or (None) for all: nothing can be approved on or before it."""
    require(by, Role.CONTROLLER)
    with ledger_act(by, at, reason):
        return Closing.objects.create(programme=programme, through=through, by=by, at=at, reason=reason)
