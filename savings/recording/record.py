"""Recording: an entry with its lines, statements and evidence, written once; and closing the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from savings.models import Closing, Entry, Evidence, Posting, Programme, StatedLevel, Statement, User
from savings.money import kroner
from savings.recording.acting import ledger_act
from savings.recording.bulk import MANY, copy_rows
from savings.recording.new_entry import Line, NewEntry
from savings.recording.permissions import require_role, require_units
from savings.roles import Role

#: What an entry's row takes from `NewEntry` as it is.
_FIELDS = ("programme", "act", "text", "reading", "decision", "page", "booked_on", "corrects", "reason", "key")


def record(entry: NewEntry, *, by: User, at: datetime) -> Entry:
    """Write an entry. It counts for nothing until it is submitted and somebody else approves it.

    Raises:
        NotMoney: when an amount cannot be held exactly.
        Refused: when it is not the recorder's to record, or the ledger refuses, e.g. an initiative of another programme;
            nothing is written.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    require_units(
        by, [*(line.unit for line in (*entry.lines, *entry.levels)), *(statement.unit for statement in entry.statements)]
    )
    with ledger_act(by, at, entry.reason):
        if recorded := find_recorded(entry):
            return recorded
        fields = {name: getattr(entry, name) for name in _FIELDS}
        row = Entry.objects.create(**fields, recorded_by=by, recorded_at=at)
        # Before the lines, which keep whether something shows them to be true.
        Evidence.objects.bulk_create([Evidence(entry=row, **vars(evidence)) for evidence in entry.evidence])
        _write_lines(row, entry.lines)
        _write_levels(row, entry.levels)
        Statement.objects.bulk_create([Statement(entry=row, **vars(statement)) for statement in entry.statements])
    return row


def find_recorded(entry: NewEntry) -> Entry | None:
    """The entry that was recorded with the same key before, if any; the caller holds the ledger's lock."""
    return None if entry.key is None else Entry.objects.filter(key=entry.key).first()


def _write_lines(row: Entry, lines: Sequence[Line]) -> None:
    if len(lines) < MANY:
        facts = [vars(line) | _own_facts(row, line) for line in lines]
        Posting.objects.bulk_create([Posting(entry=row, booked_on=row.booked_on, **fact) for fact in facts])
        return
    # What follows from the entry is the database's own, whatever is sent.
    own = (row.booked_on, False, 1, False)
    columns = (*_LEVEL_COLUMNS, "takes_back_id", "booked_on", "evidenced", "lines", "derived")
    rows = ((*_write_columns(row, line), line.takes_back.pk if line.takes_back else None, *own) for line in lines)
    copy_rows(Posting, columns, rows)


def _write_levels(row: Entry, lines: Sequence[Line]) -> None:
    if len(lines) < MANY:
        names = [name for name in Line.__dataclass_fields__ if name != "takes_back"]
        facts = [{name: getattr(line, name) for name in names} | _own_facts(row, line) for line in lines]
        StatedLevel.objects.bulk_create([StatedLevel(entry=row, **fact) for fact in facts])
        return
    copy_rows(StatedLevel, _LEVEL_COLUMNS, (_write_columns(row, line) for line in lines))


def _own_facts(row: Entry, line: Line) -> dict[str, object]:
    """The line's amount, exact to the øre, and what it says of itself: nothing where it says what the whole entry does."""
    return {"amount": kroner(line.amount), "text": "" if line.text == row.text else line.text}


_LEVEL_COLUMNS = ("entry_id", "kind", "unit_id", "initiative_id", "year", "amount", "price_level", "earliest_year", "text")


def _write_columns(row: Entry, line: Line) -> tuple[object, ...]:
    unit, initiative = line.unit.pk if line.unit else None, line.initiative.pk if line.initiative else None
    own = _own_facts(row, line)
    what = (row.pk, line.kind.value, unit, initiative, line.year)
    return *what, own["amount"], line.price_level, line.earliest_year, own["text"]


def close_books(*, through: date, by: User, at: datetime, reason: str, programme: Programme | None = None) -> Closing:
    """Close the books through a date, for one programme or (None) for all: nothing can be approved on or before it."""
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at, reason):
        return Closing.objects.create(programme=programme, through=through, by=by, at=at, reason=reason)
