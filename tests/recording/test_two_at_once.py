"""Two people at once: the ledger lets one through and tells the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from savings.models import Approval, Entry, Refusal
from savings.recording import CellKey, Line, approve, read_level, reject, set_levels, submit
from savings.recording import refusals as why
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

HANDS = 8


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What each act gave, or the refusal it met, all begun at the same moment on connections of their own."""
    barrier = Barrier(len(acts))

    def perform(act: Callable[[], object]) -> object:
        barrier.wait(timeout=60)
        try:
            return act()
        except why.Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(perform, acts))


def test_of_many_approvals_of_one_entry_one_succeeds(room: Room) -> None:
    entry = room.submitted()
    results = at_once([lambda: approve(entry=entry, by=room.controller, at=AT)] * HANDS)
    assert sum(isinstance(result, Approval) for result in results) == 1
    assert sum(isinstance(result, why.AlreadyDecided) for result in results) == HANDS - 1


def test_approving_and_rejecting_at_once_decides_once(room: Room) -> None:
    entries = [room.submitted() for _ in range(6)]
    for entry in entries:
        results = at_once([
            lambda entry=entry: approve(entry=entry, by=room.controller, at=AT),
            lambda entry=entry: reject(entry=entry, by=room.colleague, at=AT, reason="Nej"),
        ])  # fmt: skip
        assert sum(isinstance(result, why.AlreadyDecided) for result in results) == 1
    assert Approval.objects.count() + Refusal.objects.count() == len(entries)


def test_many_approvals_of_different_entries_make_one_unbroken_chain(room: Room) -> None:
    entries = [room.submitted() for _ in range(HANDS)]
    at_once([lambda entry=entry: approve(entry=entry, by=room.controller, at=AT) for entry in entries])
    chain = list(Approval.objects.order_by("position").values_list("position", "previous_hash", "hash"))
    assert [position for position, _previous, _hash in chain] == list(range(1, HANDS + 1))
    assert [previous for _position, previous, _hash in chain[1:]] == [digest for _position, _previous, digest in chain[:-1]]


def test_many_editors_of_one_level_lose_nothing(room: Room) -> None:
    """Each says the level is now another; one is recorded, the others are told that it changed."""

    def edit(number: int) -> Entry | None:
        line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(number))
        entry = set_levels(room.new_entry([line]), by=room.finance, at=AT)
        assert entry is not None
        submit(entry=entry, by=room.finance, at=AT)
        return entry

    results = at_once([lambda number=number: edit(number) for number in range(1, HANDS + 1)])
    # Between recording and submitting another may slip in: the database then refuses the second approval.
    recorded = [result for result in results if isinstance(result, Entry)]
    decided = [approve_or_refusal(entry, room) for entry in recorded]
    assert sum(isinstance(outcome, Approval) for outcome in decided) == 1
    assert all(isinstance(outcome, Approval | why.StaleLevel) for outcome in decided)
    assert read_level(room.programme, CellKey("realised", None, None, 2011, None)).approved in range(1, HANDS + 1)


def approve_or_refusal(entry: Entry, room: Room) -> Approval | why.Refused:
    try:
        return approve(entry=entry, by=room.controller, at=AT)
    except why.Refused as refused:
        return refused


def test_closing_the_books_and_approving_at_once_never_books_into_closed_books(room: Room) -> None:
    from savings.recording import close_books

    entry = room.submitted(lines=[Line(kind=Kind.TARGET, year=2011, amount=Decimal(1))])
    results = at_once([
        lambda: approve(entry=entry, by=room.controller, at=AT),
        lambda: close_books(through=BOOKED, by=room.controller, at=AT, reason="Aflagt"),
    ])  # fmt: skip
    assert isinstance(results[0], Approval | why.BooksClosed)
