"""Setting a level: say what the amount is now, and the difference is posted, unless it changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from savings.models import Balance, Entry, Posting, Programme, User
from savings.money import ZERO, kroner
from savings.recording.acting import ledger_act
from savings.recording.new_entry import CellKey, NewEntry
from savings.recording.record import find_recorded, record
from savings.recording.refusals import StaleLevel
from savings.vocabulary import Act


@dataclass(frozen=True)
class Level:
    """A cell's level in kroner: what is approved, and what waits for approval on top of it."""

    approved: Decimal
    waiting: Decimal

    @property
    def total(self) -> Decimal:
        """The level once everything that waits is approved; this is what a new level is set against."""
        return self.approved + self.waiting


def read_level(programme: Programme, cell: CellKey) -> Level:
    """The level of a cell, whatever day its entries are booked on."""
    where = cell._asdict()
    nulls = {f"{name}__isnull": True for name, value in where.items() if value is None}
    values = {name: value for name, value in where.items() if value is not None}
    approved = Balance.objects.filter(programme=programme, **values, **nulls).aggregate(total=Sum("amount"))
    waiting = Posting.objects.filter(entry__waiting__programme=programme, **values, **nulls).aggregate(total=Sum("amount"))
    return Level(approved["total"] or ZERO, waiting["total"] or ZERO)


CELL_COLUMNS = ("kind", "unit_id", "initiative_id", "year", "price_level")


def read_expected_levels(programme: Programme) -> dict[CellKey, Decimal]:
    """`Level.total` of every cell of a programme, in two queries."""
    levels: dict[CellKey, Decimal] = {}
    approved = Balance.objects.filter(programme=programme).values_list(*CELL_COLUMNS).annotate(total=Sum("amount"))
    waiting = Posting.objects.filter(entry__waiting__programme=programme).values_list(*CELL_COLUMNS).annotate(total=Sum("amount"))
    for *key, amount in (*approved, *waiting):
        cell = CellKey(*key)
        levels[cell] = levels.get(cell, ZERO) + amount
    return levels


def set_levels(entry: NewEntry, *, by: User, at: datetime) -> Entry | None:
    """Record, in one entry, the differences between the levels now and those stated; None when there is none.

    Each line says what its cell shall hold (`amount`) and what its recorder saw there (`seen`; None for nothing), as
    `Level.total`. The entry carries what was seen, and its approval is refused when the ledger says otherwise by then.
    A level stands in one year, so the lines posted have no `earliest_year`.

    Raises:
        StaleLevel: when a level is another than the one seen; both figures are on the exception.
    """
    with ledger_act(by, at):
        if recorded := find_recorded(entry):
            return recorded
        differences = []
        for line in entry.lines:
            current, seen = read_level(entry.programme, line.cell).total, line.seen or ZERO
            if current != seen:
                raise StaleLevel(f"{seen};{current}")
            if difference := kroner(line.amount) - current:
                differences.append(replace(line, amount=difference, seen=current, earliest_year=None))
        if not differences:
            return None
        return record(replace(entry, act=Act.LEVEL, lines=differences), by=by, at=at)
