"""Stated levels hold on their day: whatever is booked before or after, approved in any order, in any price level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from savings.auditing import find_level_faults
from savings.models import Entry, Posting
from savings.recording import Line, NewEvidence, approve, submit
from savings.recording.register import register_document
from savings.reporting.sums import read_sums
from savings.vocabulary import Act, Kind
from tests.ledger_rooms import AT, Room

pytestmark = pytest.mark.django_db

FIRST = date(2020, 1, 1)


def on(number: int) -> date:
    """The day of that number, which counts from 0."""
    return FIRST + timedelta(days=number)


@dataclass(frozen=True)
class Said:
    """One entry of the small world: what it says of the one cell, from which day on.

    Attributes:
        is_level: whether the amounts are a level, part by part by price level; else changes.
        corrects: the place, in the order of approving, of the entry that it takes back before it says anything.
    """

    day: int
    is_level: bool
    amounts: tuple[tuple[int | None, int], ...]
    has_evidence: bool = False
    corrects: int | None = None


Parts = dict[tuple[int | None, bool], int]


def count_naively(said: Sequence[Said], day: int) -> Parts:
    """What stands at the end of a day, by price level and evidence: everything said by then, in order, but what is corrected."""
    corrected = {it.corrects for it in said if it.day <= day}
    order = sorted((it.day, place) for place, it in enumerate(said) if it.day <= day and place not in corrected)
    parts: Parts = defaultdict(int)
    for _day, place in order:
        it = said[place]
        if it.is_level:
            before, parts = parts, defaultdict(int)
            for price_level, amount in it.amounts:
                parts[price_level, it.has_evidence] += amount
            if not it.has_evidence:
                for price_level, amount in sum_by_price_level(it.amounts).items():
                    documented = max(min(before[price_level, True], amount), 0)
                    parts[price_level, True], parts[price_level, False] = documented, amount - documented
        else:
            for price_level, amount in it.amounts:
                parts[price_level, it.has_evidence] += amount
    return {key: amount for key, amount in parts.items() if amount}


def sum_by_price_level(amounts: Sequence[tuple[int | None, int]]) -> dict[int | None, int]:
    sums: dict[int | None, int] = defaultdict(int)
    for price_level, amount in amounts:
        sums[price_level] += amount
    return sums


def keep(room: Room, said: Sequence[Said], record_order: Sequence[int] | None = None) -> list[Entry]:
    """Record the entries in one order and approve them in their own."""
    document = register_document(by=room.finance, at=AT, reference="Kontrakt")
    entries: dict[int, Entry] = {}

    def enter(place: int) -> Entry:
        it = said[place]
        lines = [Line(kind=Kind.REALISED, year=2022, amount=Decimal(amount), price_level=level) for level, amount in it.amounts]
        facts: dict[str, Any] = {"booked_on": on(it.day), "evidence": [NewEvidence(document=document)] if it.has_evidence else []}
        facts |= {"levels": lines, "lines": []} if it.is_level else {"lines": lines}
        if it.corrects is not None:
            entry = room.corrected(entries[it.corrects], reason="Fejl", **facts)
        else:
            entry = room.recorded(act=Act.LEVEL if it.is_level else Act.RECORD, **facts)
        submit(entry=entry, by=room.finance, at=AT)
        return entry

    free = [place for place, it in enumerate(said) if it.corrects is None]
    for place in record_order or free:
        entries[place] = enter(place)
    for place, it in enumerate(said):
        if it.corrects is not None:
            entries[place] = enter(place)
        approve(entry=entries[place], by=room.controller, at=AT)
    return [entries[place] for place in range(len(said))]


def read_parts(room: Room, day: int) -> Parts:
    """What the ledger says at the end of a day, which is the same from the kept totals and from the postings."""
    latest, raw = (
        {(row.price_level, row.evidenced): int(row.amount) for row in rows if row.amount}
        for rows in (read_sums([room.programme.pk], as_of=on(day), past=past) for past in (False, True))
    )
    assert latest == raw
    return raw


def level(day: int, amount: int, price_level: int | None = None, **facts: Any) -> Said:
    return Said(day, True, ((price_level, amount),), **facts)


def change_of(day: int, amount: int, price_level: int | None = None, **facts: Any) -> Said:
    return Said(day, False, ((price_level, amount),), **facts)


@pytest.mark.parametrize(
    ("said", "totals"),
    [
        # Three levels, the middle one approved last: each holds on its day.
        ([level(0, 100), level(30, 200), level(15, 150)], {0: 100, 14: 100, 15: 150, 29: 150, 30: 200, 99: 200}),
        ([level(30, 200), level(0, 100)], {0: 100, 29: 100, 30: 200}),
        # Of two of one day the one approved last.
        ([level(5, 100), level(5, 70)], {4: 0, 5: 70}),
        # A change before a later level ends with it, and one after it stays.
        ([level(0, 100), level(30, 200), change_of(10, 7), change_of(40, 5)], {9: 100, 10: 107, 29: 107, 30: 200, 40: 205}),
        # Another or no price level replaces as well.
        ([level(0, 54, 2020), level(10, 64, 2023), level(20, 60)], {0: 54, 10: 64, 20: 60}),
        # A level that is taken back: what stood before it stands again, with what came in between.
        ([level(0, 100), level(10, 200), change_of(5, 3), change_of(12, 4), level(20, 300), Said(15, False, (), corrects=1)],
         {9: 103, 10: 200, 12: 204, 15: 107, 19: 107, 20: 300}),
        # What a level has contained is not taken out of it by a correction.
        ([change_of(0, 5), level(10, 100), Said(20, False, (), corrects=0)], {0: 5, 10: 100, 20: 100}),
        # Booked before a level that is taken back later: it counts again from then on.
        ([level(10, 100), Said(20, False, (), corrects=0), change_of(5, 7)], {5: 7, 10: 100, 20: 7}),
        # A correction that states a level in its place.
        ([level(0, 100), Said(10, True, ((None, 80),), corrects=0), level(5, 90)], {0: 100, 5: 90, 10: 80}),
    ],
)  # fmt: skip
def test_a_level_is_what_it_said_on_its_day(room: Room, said: list[Said], totals: dict[int, int]) -> None:
    keep(room, said)
    assert {day: sum(read_parts(room, day).values()) for day in totals} == totals
    assert {day: sum(count_naively(said, day).values()) for day in totals} == totals


amounts = st.integers(-5, 30)
price_levels = st.sampled_from([None, 2020, 2023])
parts = st.lists(st.tuples(price_levels, amounts), min_size=1, max_size=2, unique_by=lambda part: part[0]).map(tuple)


@st.composite
def worlds(draw: st.DrawFn) -> list[Said]:
    """Up to eight entries in the order in which they are approved, some of which correct earlier ones."""
    said: list[Said] = []
    for place in range(draw(st.integers(1, 8))):
        day = draw(st.integers(0, 6))
        free = [n for n, it in enumerate(said) if it.day <= day and n not in {x.corrects for x in said}]
        corrects = draw(st.sampled_from(free)) if free and draw(st.integers(0, 3)) == 0 else None
        # A correction of nothing has something to say.
        says = corrects is None or not said[corrects].amounts or draw(st.booleans())
        said.append(Said(day, says and draw(st.booleans()), draw(parts) if says else (), draw(st.booleans()), corrects))
        assert place < len(said)
    return said


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=worlds(), data=st.data())
def test_any_ledger_says_on_every_day_what_was_stated(room: Room, said: list[Said], data: st.DataObject) -> None:
    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            free = [place for place, it in enumerate(said) if it.corrects is None]
            entries = keep(room, said, data.draw(st.permutations(free)))
            for day in range(8):
                assert read_parts(room, day) == count_naively(said, day), (day, said)
            for it, entry in zip(said, entries, strict=True):
                assert all(line.booked_on >= entry.booked_on for line in Posting.objects.filter(entry=entry)), it
            assert list(find_level_faults()) == []
            raise Undo
    except Undo:
        pass


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.parametrize("change", ["amount = amount + 1", "booked_on = booked_on + 1", "lines = lines + 1", "derived = false"])
def test_the_audit_finds_a_line_that_the_stated_levels_do_not_give(room: Room, change: str) -> None:
    entries = keep(room, [level(0, 100), level(30, 200), change_of(10, 7)])
    assert list(find_level_faults()) == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE savings_posting DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE savings_posting SET {change} WHERE derived AND entry_id = %s", [entries[2].pk])
        cursor.execute("ALTER TABLE savings_posting ENABLE TRIGGER USER")
    assert list(find_level_faults())
