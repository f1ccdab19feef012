"""Recording and approving against a bare insert-and-commit on the same server."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

from django.db import connections
from django.utils import timezone

from bench.clock import side_by_side
from bench.filling import SLUG
from bench.measures import Measurement
from savings.models import Document, Entry, Programme, Unit, User
from savings.recording import Line, NewEntry, NewEvidence, approve, record, submit
from savings.recording.acting import ledger_act
from savings.vocabulary import Kind

TURNS, MOST = 60, 12
#: What a write must cost at the very least: one row with a key and a text, and its commit.
BARE = "CREATE TABLE IF NOT EXISTS bench_bare (id bigserial PRIMARY KEY, text text NOT NULL)"
Ground = tuple[Programme, Unit, Document]


def measure_writing(today: date) -> list[Measurement]:
    """One entry with a line and its evidence recorded and sent, and one approved; chain, totals and trail included."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(BARE)
    ground = (Programme.objects.get(slug=SLUG), Unit.objects.get(code="E1"), Document.objects.order_by("pk")[0])
    people = {user.username: user for user in User.objects.filter(username__in=("finans", "controller"))}
    ready = iter([_record_and_submit(people["finans"], number, today, ground) for number in range(TURNS + 3)])
    numbers = count(TURNS + 3)
    taken = side_by_side(
        {
            "bare": _bare,
            "record": lambda: _record_and_submit(people["finans"], next(numbers), today, ground),
            "approve": lambda: approve(entry=next(ready), by=people["controller"], at=timezone.now()),
        },
        TURNS,
    )
    bare = taken["bare"].p50
    return [
        Measurement("bare insert and commit", taken["bare"].text),
        *(
            Measurement(
                what, taken[name].text, f"{taken[name].p50 / bare:.1f} × bare", f"{MOST} ×", taken[name].p50 <= MOST * bare
            )
            for name, what in {"record": "record and send an entry", "approve": "approve an entry"}.items()
        ),
    ]


def _bare() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare (text) VALUES (%s)", ["a saving of some sort"])


def _record_and_submit(by: User, number: int, today: date, ground: Ground) -> Entry:
    programme, unit, document = ground
    # As the form does it: recorded and sent in one act.
    with ledger_act(by, timezone.now()):
        line = Line(kind=Kind.REALISED, year=2024, amount=Decimal(1000 + number), unit=unit, price_level=2020)
        new = NewEntry(
            programme=programme, booked_on=today, text=f"Bilag {number}", evidence=[NewEvidence(document=document)], lines=[line]
        )
        entry = record(new, by=by, at=timezone.now())
        submit(entry=entry, by=by, at=timezone.now())
    return entry
