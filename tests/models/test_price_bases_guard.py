"""What the database itself refuses of price bases, tried by raw SQL."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from savings.models import Document, PriceBasis, User
from savings.recording import NewPriceBasis, approve_basis, close_books, record_basis
from savings.recording.acting import ledger_act
from savings.recording.register import register_document
from tests.ledger_rooms import AT, BOOKED, Room
from tests.models.test_guard import FORBIDDEN, refused

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def decision(room: Room) -> Document:
    return register_document(by=room.finance, at=AT, reference="BR 12/08", sort="decision", decided_on=date(2008, 2, 1))


@pytest.fixture
def basis(room: Room, decision: Document) -> PriceBasis:
    """A basis that waits for approval."""
    new = NewPriceBasis(programme=room.programme, level=2009, reference=decision.reference, valid_from=BOOKED, page="3")
    return record_basis(new, by=room.finance, at=AT)


def approval(basis: PriceBasis, by: User) -> str:
    """The code with which the database refuses the approval."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT position + 1, hash FROM savings_ledgerhead")
        position, previous = cursor.fetchone()
    sql = (
        "INSERT INTO savings_approval (position, basis_id, by_id, at, version, previous_hash, hash) "
        "VALUES (%s, %s, %s, %s, 1, %s, repeat('a', 64))"
    )
    return refused(sql, position, basis.pk, by.pk, AT, previous)


def test_a_basis_is_approved_by_another(room: Room, basis: PriceBasis) -> None:
    assert approval(basis, room.finance) == "VB018"


def test_a_basis_is_approved_once(room: Room, basis: PriceBasis) -> None:
    approve_basis(basis=basis, by=room.controller, at=AT)
    assert approval(basis, room.controller) == "VB008"


def test_a_basis_rests_on_a_dated_decision(room: Room, basis: PriceBasis, decision: Document) -> None:
    with ledger_act(room.finance, AT):
        Document.objects.filter(pk=decision.pk).update(decided_on=None)
    assert approval(basis, room.controller) == "VB075"
    with ledger_act(room.finance, AT):
        Document.objects.filter(pk=decision.pk).update(decided_on=date(2008, 2, 1), sort="document")
    assert approval(basis, room.controller) == "VB075"


def test_a_basis_does_not_begin_in_closed_books(room: Room, basis: PriceBasis) -> None:
    close_books(through=BOOKED, by=room.controller, at=AT, reason="Regnskabet er afsluttet")
    assert approval(basis, room.controller) == "VB019"


def test_the_decision_of_an_approved_basis_is_frozen(room: Room, basis: PriceBasis, decision: Document) -> None:
    approve_basis(basis=basis, by=room.controller, at=AT)
    assert refused("UPDATE savings_document SET title = 'En anden' WHERE id = %s", decision.pk) == "VB004"


@pytest.mark.parametrize("statement", ["UPDATE savings_pricebasis SET level = 2010", "DELETE FROM savings_pricebasis"])
def test_a_basis_is_never_changed(basis: PriceBasis, statement: str) -> None:
    assert refused(statement) == FORBIDDEN


def test_an_approval_is_of_one_thing(room: Room, basis: PriceBasis) -> None:
    entry = room.submitted()
    sql = (
        "INSERT INTO savings_approval (position, entry_id, basis_id, by_id, at, version, previous_hash, hash) "
        "SELECT position + 1, %s, %s, %s, %s, 1, hash, '' FROM savings_ledgerhead"
    )
    assert refused(sql, entry.pk, basis.pk, room.controller.pk, AT) == "23514"
