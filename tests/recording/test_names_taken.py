"""A name that is taken is refused by name, whatever the size of its letters, and nothing is made."""

from __future__ import annotations

import pytest

from savings.models import Indicator, Initiative, Programme, Unit, User
from savings.recording.indicators import open_indicator
from savings.recording.people import Account, register_user
from savings.recording.refusals import NameTaken
from savings.recording.register import change, open_initiative, open_programme, open_unit
from savings.roles import Role
from tests.ledger_rooms import AT, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def admin(db: None) -> User:
    """Whoever administers."""
    return register_user(Account(roles=[Role.ADMINISTRATOR]), username="admin", password=None)


def test_a_code_of_a_unit_is_taken_once(room: Room, admin: User) -> None:
    with pytest.raises(NameTaken, check=lambda refused: refused.detail == "suf"):
        open_unit(by=admin, at=AT, code="suf", name="En anden")
    assert Unit.objects.count() == 1
    assert open_unit(by=admin, at=AT, code="SOF", name="Social", parent=room.unit).parent == room.unit


def test_a_slug_is_taken_once(room: Room, admin: User) -> None:
    with pytest.raises(NameTaken, check=lambda refused: refused.detail == "proeve"):
        open_programme(by=admin, at=AT, slug="proeve", name="En anden", full_effect_year=2012)
    assert Programme.objects.get().name == "Prøve"
    assert (
        open_programme(by=admin, at=AT, slug="ny", name="Ny", full_effect_year=2012, units=(room.unit,)).full_effect_year == 2012
    )


def test_an_initiative_has_its_name_alone_in_its_programme(room: Room, admin: User) -> None:
    rent = open_initiative(by=admin, at=AT, programme=room.programme, name="Huslejen", baseline="2007")
    assert rent.baseline == "2007"
    with pytest.raises(NameTaken, check=lambda refused: refused.detail == "Huslejen"):
        open_initiative(by=admin, at=AT, programme=room.programme, name="Huslejen")
    other = open_programme(by=admin, at=AT, slug="ny", name="Ny", full_effect_year=2012)
    post = open_initiative(by=admin, at=AT, programme=other, name="Huslejen")
    change(post, by=admin, at=AT, name="Posten")
    moved = open_initiative(by=admin, at=AT, programme=room.programme, name="Post")
    with pytest.raises(NameTaken, check=lambda refused: refused.detail == "Huslejen"):
        change(moved, by=admin, at=AT, name="Huslejen")
    assert sorted(Initiative.objects.values_list("name", flat=True)) == ["Huslejen", "Post", "Posten"]


def test_an_indicator_has_its_name_alone_in_its_programme(room: Room) -> None:
    open_indicator(programme=room.programme, name="Henvendelser", by=room.finance, at=AT)
    with pytest.raises(NameTaken, check=lambda refused: refused.detail == "HENVENDELSER"):
        open_indicator(programme=room.programme, name="HENVENDELSER", by=room.finance, at=AT)
    assert Indicator.objects.count() == 1


def test_a_user_name_is_taken_once(room: Room, admin: User) -> None:
    with pytest.raises(NameTaken, check=lambda refused: refused.detail == "FINANS"):
        register_user(Account(), username="FINANS", password=None, by=admin, at=AT)
