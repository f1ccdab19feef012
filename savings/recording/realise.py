"""Realising what was secured: one entry moves it, so that no krone stands in two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from savings.models import Entry, Programme, User
from savings.money import ZERO
from savings.recording.levels import read_level
from savings.recording.new_entry import Line, NewEntry
from savings.recording.record import record
from savings.vocabulary import Act, Kind


def realise_secured(entry: NewEntry, *, by: User, at: datetime) -> Entry:
    """Record that amounts are realised, and take from secured what is secured for them and approved.

    Raises:
        Refused, NotMoney: as `record`; and at approval when less is secured by then (`BelowZero`).
    """
    secured = {line: read_secured(entry.programme, line) for line in entry.lines}
    return record(replace(entry, act=Act.REALISE, lines=move_from_secured(entry.lines, secured)), by=by, at=at)


def read_secured(programme: Programme, line: Line) -> Decimal:
    """How much is secured, and approved, where a line would realise: same unit, initiative, year and price level."""
    return read_level(programme, replace(line, kind=Kind.SECURED).cell).approved


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
