"""What stands in the cells of a programme, and what will once all that waits is approved."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from savings.models.kept import Balance
from savings.models.ledger import Posting, StatedLevel
from savings.money import ZERO


class CellKey(NamedTuple):
    """What a level is of, by row numbers. Price level, band and evidence are no part of it."""

    kind: str
    unit: int | None
    initiative: int | None
    year: int


class PartKey(NamedTuple):
    """What of a cell is stated in one price level; None is *not stated*."""

    kind: str
    unit: int | None
    initiative: int | None
    year: int
    price_level: int | None

    @property
    def cell(self) -> CellKey:
        """The cell that it is part of."""
        return CellKey(*self[:4])


#: The amounts of a cell in kroner, by price level; None is *not stated*.
StandingAmounts = dict[int | None, Decimal]
#: By programme (row number) and cell.
Standing = dict[int, dict[CellKey, StandingAmounts]]
_COLUMNS = ("kind", "unit_id", "initiative_id", "year", "price_level")


def read_standing(programme: int, day: date) -> dict[CellKey, StandingAmounts]:
    """What is approved and counts on a day, by cell; two queries. The programme is its row number."""
    return _read_standing([programme], day)[programme]


def read_expected(programme: int, day: date) -> dict[CellKey, StandingAmounts]:
    """What will count on a day once all that waits is approved in the order in which it was recorded; four queries."""
    return read_both([programme], day)[1][programme]


def read_both(programmes: Collection[int], day: date) -> tuple[Standing, Standing]:
    """What stands and what is expected, of several programmes; four queries however many there are."""
    standing = _read_standing(programmes, day)
    expected = {programme: {key: dict(held) for key, held in cells.items()} for programme, cells in standing.items()}
    waiting = {"entry__waiting__programme__in": programmes, "entry__booked_on__lte": day}
    columns = ("entry_id", "entry__programme_id", *_COLUMNS, "amount")
    changes = Posting.objects.filter(**waiting).order_by("entry_id").values_list(*columns)
    levels = StatedLevel.objects.filter(**waiting).order_by("entry_id").values_list(*columns)
    stated: dict[CellKey, int] = {}
    # Stable: the changes of an entry come before its levels.
    rows = sorted([*((row, False) for row in changes), *((row, True) for row in levels)], key=lambda row: row[0][0])
    for (entry, programme, *key, price_level, amount), is_level in rows:
        cell = CellKey(*key)
        amounts = expected[programme].setdefault(cell, {})
        if is_level and stated.get(cell) != entry:
            amounts.clear()
            stated[cell] = entry
        amounts[price_level] = amounts.get(price_level, ZERO) + amount
    return standing, expected


def _read_standing(programmes: Collection[int], day: date) -> Standing:
    standing: Standing = {programme: {} for programme in programmes}
    kept = Balance.objects.filter(programme__in=programmes).values_list("programme_id", *_COLUMNS)
    for programme, *key, price_level, amount in kept.annotate(total=Sum("amount")):
        standing[programme].setdefault(CellKey(*key), {})[price_level] = amount
    later = Posting.objects.approved().filter(entry__programme__in=programmes, booked_on__gt=day)
    for programme, *key, price_level, amount in later.values_list("entry__programme_id", *_COLUMNS).annotate(total=Sum("amount")):
        standing[programme][CellKey(*key)][price_level] -= amount
    return standing
