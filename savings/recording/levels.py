"""Setting a level: say what the amount is now, and the difference is posted, unless it changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Sum

from savings.kinds import Kind
from savings.models import Balance, Document, Entry, Initiative, Posting, Programme, Unit, User
from savings.money import ZERO, kroner
from savings.recording.new_entry import Line, Proof
from savings.recording.record import record
from savings.recording.refusals import StaleLevel, ledger_act


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a level is of."""

    kind: Kind
    year: int
    unit: Unit | None = None
    initiative: Initiative | None = None
    price_level: int | None = None


@dataclass(frozen=True)
class Level:
    """A cell's level in kroner: what is approved, and what waits for approval on top of it."""

    approved: Decimal
    waiting: Decimal

    @property
    def expected(self) -> Decimal:
        """The level once everything that waits is approved; this is what a new level is set against."""
        return self.approved + self.waiting


def level_of(programme: Programme, cell: Cell) -> Level:
    """The level of a cell, whatever day its entries are booked on."""
    where = vars(cell) | {"kind": cell.kind.value}
    nulls = {f"{name}__isnull": True for name, value in where.items() if value is None}
    values = {name: value for name, value in where.items() if value is not None}
    approved = Balance.objects.filter(programme=programme, **values, **nulls).aggregate(total=Sum("amount"))["total"]
    waiting = Posting.objects.filter(entry__waiting__programme=programme, **values, **nulls).aggregate(total=Sum("amount"))
    return Level(approved or ZERO, waiting["total"] or ZERO)


class CellKey(NamedTuple):
    """A cell by row numbers, to look up many at once."""

    kind: str
    unit: int | None
    initiative: int | None
    year: int
    price_level: int | None

    @property
    def parsed_kind(self) -> Kind:
        """The kind as the domain knows it."""
        return Kind(self.kind)


CELL_COLUMNS = ("kind", "unit_id", "initiative_id", "year", "price_level")


def expected_levels(programme: Programme) -> dict[CellKey, Decimal]:
    """`Level.expected` of every cell of a programme, in two queries."""
    levels: dict[CellKey, Decimal] = {}
    approved = Balance.objects.filter(programme=programme).values_list(*CELL_COLUMNS).annotate(total=Sum("amount"))
    waiting = Posting.objects.filter(entry__waiting__programme=programme).values_list(*CELL_COLUMNS).annotate(total=Sum("amount"))
    for *key, amount in (*approved, *waiting):
        cell = CellKey(*key)
        levels[cell] = levels.get(cell, ZERO) + amount
    return levels


def set_levels(
    *,
    programme: Programme,
    levels: Sequence[tuple[Cell, Decimal, Decimal]],
    by: User,
    at: datetime,
    booked_on: date,
    text: str = "",
    decision: Document | None = None,
    page: str = "",
    evidence: Sequence[Proof] = (),
    key: UUID | None = None,
) -> Entry | None:
    """Record, in one entry, the differences between the levels now and those stated; None when there is none.

    Args:
        levels: for each cell what it shall say, and what its recorder saw (`Level.expected`), in kroner. The entry
            carries what was seen, and its approval is refused when the ledger says otherwise by then.

    Raises:
        StaleLevel: when a level is another than the one seen; both figures are on the exception.
    """
    with ledger_act(by, at):
        if key is not None and (known := Entry.objects.filter(key=key).first()):
            return known
        lines = []
        for cell, level, seen in levels:
            current = level_of(programme, cell).expected
            if current != seen:
                raise StaleLevel(f"{seen};{current}")
            if difference := kroner(level) - current:
                lines.append(Line(**vars(cell), amount=difference, seen=current))
        if not lines:
            return None
        return record(
            programme=programme, lines=lines, by=by, at=at, booked_on=booked_on, act=Entry.Act.LEVEL,
            text=text, decision=decision, page=page, evidence=evidence, key=key,
        )  # fmt: skip


def set_level(*, programme: Programme, cell: Cell, level: Decimal, seen: Decimal, **facts: Any) -> Entry | None:
    """`set_levels` of one cell; `facts` are its other arguments.

    Raises:
        StaleLevel: as `set_levels`.
    """
    return set_levels(programme=programme, levels=[(cell, level, seen)], **facts)
