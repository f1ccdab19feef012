"""The filters that questions share, and how a row is shown in the shell and the admin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from savings.models import Entry, Posting, Waiting
from savings.recording import reject
from savings.reporting.lookup import NotFound, find_approved_entry, find_own_refused_entry
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db
LATER = BOOKED + timedelta(days=30)


def test_filters_tell_approved_waiting_and_refused_entries_apart(room: Room) -> None:
    counts, waits, refused = room.approved(), room.submitted(), room.submitted()
    reject(entry=refused, by=room.controller, at=AT, reason="Forkert år")
    assert list(Entry.objects.approved()) == [counts]
    assert list(Entry.objects.waiting()) == [waits]
    assert list(Entry.objects.refused()) == [refused]


def test_filters_chain_from_an_entrys_parts_too(room: Room) -> None:
    """As of the first day, up to the first link, and of the programme: one line of four."""
    first = room.approved()
    room.approved(booked_on=LATER)
    room.approved()
    room.submitted()
    postings = Posting.objects.of_programme("proeve").as_of(BOOKED)
    assert [row.entry_id for row in postings.approved(link=1)] == [first.pk]
    assert postings.approved().count() == 2
    assert postings.count() == 3
    assert Posting.objects.of_programme("andet").count() == 0
    assert Waiting.objects.as_of(BOOKED - timedelta(days=1)).count() == 0


def test_a_row_that_acts_take_is_found_only_in_its_state_and_by_its_recorder(room: Room) -> None:
    waits = room.submitted()
    with pytest.raises(NotFound):
        find_approved_entry(waits.pk)
    reject(entry=waits, by=room.controller, at=AT, reason="Forkert år")
    assert find_own_refused_entry(waits.pk, room.finance) == waits
    with pytest.raises(NotFound):
        find_own_refused_entry(waits.pk, room.colleague)


def test_a_row_says_what_it_is(room: Room) -> None:
    entry = room.approved(text="Budget 2009")
    assert str(entry) == f"{entry.pk} Budget 2009"
    assert str(entry.postings.get()) == "target 2011: 3300000.00"
