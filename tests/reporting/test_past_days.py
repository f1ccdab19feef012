"""A past day is added up of the years and months before it and the days of its own: the same as of the raw ledger."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connections

from savings.auditing import find_recount_faults
from savings.models import PastBalance
from savings.recording import Line, NewEvidence
from savings.recording.register import register_document
from savings.reporting.sums import read_sums
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, Room

DAYS = [
    date(2009, 1, 1), date(2009, 1, 31), date(2009, 2, 1), date(2009, 12, 31), date(2010, 1, 1), date(2010, 3, 15),
    date(2011, 6, 30),
]  # fmt: skip


@pytest.fixture
def history(room: Room) -> Room:
    """Entries on the first and last days of months and years, in no order of their days, some with evidence."""
    random = Random(7)
    document = register_document(by=room.finance, at=AT, reference="Regnskab")
    for number, day in enumerate(random.sample(DAYS * 2, len(DAYS) * 2)):
        kind = (Kind.REALISED, Kind.TARGET, Kind.PLAN)[number % 3]
        line = Line(kind=kind, year=2011, amount=Decimal(1000 + number), unit=room.unit if number % 2 else None)
        evidence = [NewEvidence(document=document)] if number % 3 == 0 else []
        room.approved(lines=[line], booked_on=day, evidence=evidence, decision=document)
    return room


def read(room: Room, day: date, position: int | None) -> set[tuple[object, ...]]:
    return {tuple(row) for row in read_sums([room.programme.pk], as_of=day, past=True, position=position)}


def test_it_is_the_same_as_of_the_raw_ledger_on_every_day(history: Room) -> None:
    """Up to a link that is not there yet, the raw ledger itself is added up."""
    days = {day + timedelta(days=step) for day in DAYS for step in (-1, 0, 1)}
    assert [day for day in sorted(days) if read(history, day, None) != read(history, day, 10**6)] == []
    assert read(history, max(days), None)


def test_verify_ledger_proves_it(transactional_db: None, history: Room) -> None:
    assert list(find_recount_faults(date(2012, 1, 1))) == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE savings_pastbalance SET amount = amount + 1 WHERE booked_month = 3")
    assert PastBalance.objects.filter(booked_month=3).exists()
    assert any("2010" in fault for fault in find_recount_faults(date(2012, 1, 1)))
