"""Two people at once: the ledger lets one through and tells the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from savings.models import Approval, Refusal
from savings.recording import CellKey, Line, approve, read_standing, reject
from savings.recording import refusals as why
from savings.vocabulary import Act, Kind
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


def test_many_levels_of_one_cell_approved_at_once_come_to_the_one_that_was_last(room: Room) -> None:
    lines = [Line(kind=Kind.REALISED, year=2011, amount=Decimal(number)) for number in range(1, HANDS + 1)]
    entries = [room.submitted([], act=Act.LEVEL, levels=[line]) for line in lines]
    changes = [room.submitted([line], booked_on=BOOKED - timedelta(days=1)) for line in lines]
    results = at_once([lambda entry=entry: approve(entry=entry, by=room.controller, at=AT) for entry in (*entries, *changes)])
    assert all(isinstance(result, Approval) for result in results)
    last = max(entries, key=lambda entry: Approval.objects.get(entry=entry).position)
    standing = read_standing(room.programme.pk, BOOKED)[CellKey("realised", None, None, 2011)]
    assert standing == {None: last.levels.get().amount}


def test_closing_the_books_and_approving_at_once_never_books_into_closed_books(room: Room) -> None:
    from savings.recording import close_books

    entry = room.submitted(lines=[Line(kind=Kind.TARGET, year=2011, amount=Decimal(1))])
    results = at_once([
        lambda: approve(entry=entry, by=room.controller, at=AT),
        lambda: close_books(through=BOOKED, by=room.controller, at=AT, reason="Aflagt"),
    ])  # fmt: skip
    assert isinstance(results[0], Approval | why.BooksClosed)
