"""Realising what was secured: one entry moves it, so that no krone stands in two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from savings.models import Entry, User
from savings.models.standing import CellKey, StandingAmounts, read_standing
from savings.money import ZERO
from savings.recording.new_entry import Line, NewEntry
from savings.recording.record import record
from savings.vocabulary import Act, Kind


def realise_secured(entry: NewEntry, *, by: User, at: datetime) -> Entry:
    """Record that amounts are realised, and take from secured what is secured for them and approved.

    Raises:
        Refused, NotMoney: as `record`; and at approval when less is secured by then (`BelowZero`).
    """
    standing = read_standing(entry.programme.pk, entry.booked_on)
    secured = {line: find_secured(standing, line) for line in entry.lines}
    return record(replace(entry, act=Act.REALISE, lines=move_from_secured(entry.lines, secured)), by=by, at=at)


def find_secured(standing: Mapping[CellKey, StandingAmounts], line: Line) -> Decimal:
    """How much is secured where a line would realise: same unit, initiative, year and price level."""
    return standing.get(replace(line, kind=Kind.SECURED).cell, {}).get(line.price_level, ZERO)


def move_from_secured(lines: Sequence[Line], secured: Mapping[Line, Decimal]) -> list[Line]:
    """The lines that move amounts from secured to realised.

    Args:
        secured: how much is secured for each line, in kroner; what it realises beyond that is realised only.
    """
    return [
        replace(line, kind=kind, amount=amount)
        for line in lines
        for kind, amount in ((Kind.SECURED, -min(line.amount, max(secured[line], ZERO))), (Kind.REALISED, line.amount))
        if amount
    ]
