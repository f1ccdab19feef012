"""A price basis: recorded by finance, approved by another as a link of the chain, with a trail; waiting it counts for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from savings.auditing import find_chain_faults
from savings.models import Approval, PriceBasis, TrailItem
from savings.recording import NewPriceBasis, Refused, approve_basis, record_basis
from savings.recording.people import Account, register_user
from savings.recording.refusals import NoDatedDecision, NotYourRole
from savings.recording.register import register_document
from savings.reporting.price_bases import read_bases, read_basis
from savings.roles import Role
from tests.ledger_rooms import AT, Room

pytestmark = pytest.mark.django_db


def recorded(room: Room, level: int, valid_from: date, reference: str = "BR 12/08") -> PriceBasis:
    day = date(2008, 2, 1)
    new = NewPriceBasis(
        programme=room.programme, level=level, reference=reference, decided_on=day, valid_from=valid_from, page="3"
    )  # fmt: skip
    return record_basis(new, by=room.finance, at=AT)


def approved(room: Room, level: int, valid_from: date) -> PriceBasis:
    basis = recorded(room, level, valid_from)
    approve_basis(basis=basis, by=room.controller, at=AT)
    return basis


def level_on(room: Room, day: date, *, link: int | None = None) -> int | None:
    basis = read_basis(room.programme.pk, day, link=link)
    return basis.level if basis else None


def test_it_counts_from_its_first_day_once_somebody_else_has_approved_it(room: Room) -> None:
    basis = recorded(room, 2009, date(2009, 1, 1))
    assert level_on(room, date(2009, 6, 1)) is None
    with pytest.raises(Refused):
        approve_basis(basis=basis, by=room.finance, at=AT)
    approve_basis(basis=basis, by=room.controller, at=AT)
    assert (level_on(room, date(2008, 12, 31)), level_on(room, date(2009, 1, 1))) == (None, 2009)


def test_the_one_with_the_latest_first_day_holds_whatever_was_approved_after_it(room: Room) -> None:
    approved(room, 2011, date(2011, 1, 1))
    approved(room, 2010, date(2010, 1, 1))
    assert [level_on(room, date(year, 6, 1)) for year in (2009, 2010, 2011)] == [None, 2010, 2011]
    approved(room, 2012, date(2011, 1, 1))
    assert level_on(room, date(2011, 6, 1)) == 2012


def test_a_report_keeps_the_basis_that_was_approved_up_to_its_link(room: Room) -> None:
    approved(room, 2010, date(2010, 1, 1))
    link = Approval.objects.latest("position").position
    approved(room, 2011, date(2010, 1, 1))
    assert (level_on(room, date(2010, 1, 1), link=link), level_on(room, date(2010, 1, 1))) == (2010, 2011)


def test_a_basis_is_a_link_of_the_chain_and_in_the_trail(room: Room) -> None:
    basis = approved(room, 2010, date(2010, 1, 1))
    assert list(find_chain_faults()) == []
    acts = TrailItem.objects.filter(subject="pricebasis", subject_id=basis.pk).order_by("pk").values_list("act", "by__username")
    assert list(acts) == [("recorded", "finans"), ("approved", "controller")]


def test_the_same_basis_sent_twice_is_recorded_once(room: Room) -> None:
    assert recorded(room, 2010, date(2010, 1, 1)) == recorded(room, 2010, date(2010, 1, 1))


def test_it_rests_on_a_dated_decision_and_is_recorded_by_those_who_may(room: Room) -> None:
    undated = register_document(by=room.finance, at=AT, reference="BR 1/08", sort="decision")
    paper = register_document(by=room.finance, at=AT, reference="Notat", sort="document", decided_on=date(2008, 2, 1))
    for document in (undated, paper):
        new = NewPriceBasis(
            programme=room.programme,
            level=2010,
            reference=document.reference,
            decided_on=date(2008, 2, 1),
            valid_from=date(2010, 1, 1),
        )
        with pytest.raises(NoDatedDecision):
            record_basis(new, by=room.finance, at=AT)
    member = register_user(Account(roles=[Role.MEMBER]), username="medlem", password=None)
    with pytest.raises(NotYourRole):
        recorded(replace(room, finance=member), 2010, date(2010, 1, 1))


def test_what_waits_is_for_those_who_record_and_follow(room: Room) -> None:
    recorded(room, 2010, date(2010, 1, 1))
    stranger = register_user(Account(roles=[Role.MEMBER]), username="medlem", password=None)
    assert read_bases(room.programme.pk, stranger) == ()
    [facts] = read_bases(room.programme.pk, room.controller)
    assert (facts.level, facts.approved_by, facts.decision.reference, facts.page) == (2010, None, "BR 12/08", "3")
