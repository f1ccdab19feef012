"""Sums: a 0 that somebody said is told from nothing said, whichever way the sums are read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from savings.models import Entry
from savings.recording import Line, approve, submit
from savings.reporting.sums import Sum, read_sums
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db

NOTHING = Line(kind=Kind.FORECAST, year=2011, amount=Decimal(0))


def read(room: Room, day: date = BOOKED) -> list[Sum]:
    """The sums as of a day, which are the same from the kept totals and from the raw ledger."""
    latest, raw = (read_sums([room.programme.pk], as_of=day, past=past) for past in (False, True))
    assert sorted(latest, key=str) == sorted(raw, key=str)
    return raw


def approve_correction(room: Room, entry: Entry, *lines: Line, booked_on: date = BOOKED) -> None:
    correction = room.corrected(entry, lines, booked_on, reason="Fejl")
    submit(entry=correction, by=room.finance, at=AT)
    approve(entry=correction, by=room.controller, at=AT)


def test_a_forecast_of_0_is_said_until_a_correction_takes_it_back(room: Room) -> None:
    assert read(room) == []
    entry = room.approved([NOTHING])
    assert [(row.kind, row.amount, row.lines) for row in read(room)] == [("forecast", 0, 1)]
    approve_correction(room, entry, booked_on=date(2008, 11, 1))
    assert [(row.amount, row.lines) for row in read(room)] == [(0, 1)]
    assert read(room, date(2008, 11, 1)) == []


def test_amounts_that_come_to_0_without_a_correction_are_said(room: Room) -> None:
    room.approved([Line(kind=Kind.SECURED, year=2011, amount=Decimal(5))])
    room.approved([Line(kind=Kind.SECURED, year=2011, amount=Decimal(-5))])
    assert [(row.amount, row.lines) for row in read(room)] == [(0, 2)]
