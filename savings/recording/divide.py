"""Dividing a target (*fordeling af krav*): one entry moves it from above to below, so that no krone is asked for twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from savings.models import Entry, User
from savings.money import ZERO
from savings.recording.new_entry import DividedTarget, Line, NewEntry
from savings.recording.record import record
from savings.recording.refusals import NotBelow
from savings.recording.targets import read_targets
from savings.vocabulary import Act, Kind


def divide(entry: NewEntry, *, by: User, at: datetime) -> Entry:
    """Record that a target is divided, by a decision, among units under its own.

    The entry's `divides` is the target above, its lines are what each unit below gets.

    Raises:
        ValueError: when it names no target.
        NotBelow: when a line is not of a unit under the target's, or not above zero.
        Refused, NotMoney: as `record`; and at approval when more is divided than is there by then (`BelowZero`).
    """
    target = entry.divides
    if target is None:
        raise ValueError("a division names the target that it divides")
    targets = read_targets(entry.programme)
    above = target.unit.pk if target.unit else None
    for line in entry.lines:
        under = line.unit is not None and above in targets.find_path(line.unit.parent_id)
        if not under or line.amount <= 0 or line.kind is not Kind.TARGET:
            raise NotBelow(str(line.year))
    return record(replace(entry, act=Act.DIVIDE, lines=take_from_above(target, entry.lines)), by=by, at=at)


def take_from_above(target: DividedTarget, lines: Sequence[Line]) -> list[Line]:
    """The lines of a division: what the target above gives in each year, and then what it is divided into."""
    sums: dict[int, Decimal] = {}
    for line in lines:
        sums[line.year] = sums.get(line.year, ZERO) + line.amount
    taken = [
        Line(
            kind=Kind.TARGET, year=year, amount=-amount, unit=target.unit, initiative=target.initiative,
            price_level=target.price_level,
        )
        for year, amount in sums.items()
    ]  # fmt: skip
    return [*taken, *lines]
