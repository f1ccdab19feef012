"""The trail: every act leaves its own, in the same transaction, and nobody can change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction

from savings.models import TrailItem, User
from savings.recording import approve, close_books, reject, submit, withdraw
from savings.recording.indicators import open_indicator
from savings.recording.people import Account, change_user, register_user, set_password
from savings.recording.refusals import OwnRoles, Refused
from savings.recording.register import (
    change,
    open_initiative,
    open_programme,
    open_unit,
    register_initiative,
    register_unit,
    set_programme_units,
)
from savings.recording.remarks import FigurePlace, ask, write_note
from savings.roles import Role
from tests.ledger_rooms import AT, BOOKED, Room
from tests.models.test_guard import APPEND_ONLY, FORBIDDEN, refused

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

LATER = AT + timedelta(hours=3)


@pytest.fixture
def admin(db: None) -> User:
    """Whoever administers."""
    return register_user(Account(roles=[Role.ADMINISTRATOR]), username="admin", password=None)


def left(act: Callable[[], object]) -> list[tuple[str, str, str, str]]:
    """(who, act, subject, why) of the trail that an act leaves."""
    before = set(TrailItem.objects.values_list("pk", flat=True))
    act()
    rows = TrailItem.objects.exclude(pk__in=before).select_related("by").order_by("pk")
    return [(row.by.username if row.by else row.actor, row.act, row.subject, row.why) for row in rows]


def test_an_entrys_life_is_in_the_trail(room: Room) -> None:
    assert left(room.recorded) == [("finans", "recorded", "entry", "")]
    entry = room.recorded()
    assert left(lambda: submit(entry=entry, by=room.finance, at=AT)) == [("finans", "submitted", "entry", "")]
    assert left(lambda: approve(entry=entry, by=room.controller, at=AT)) == [("controller", "approved", "entry", "")]
    wrong = room.submitted()
    assert left(lambda: reject(entry=wrong, by=room.controller, at=AT, reason="Forkert år")) == [
        ("controller", "rejected", "entry", "Forkert år")
    ]
    own = room.submitted()
    assert left(lambda: withdraw(entry=own, by=room.finance, at=AT)) == [("finans", "withdrawn", "entry", "")]
    assert left(lambda: room.corrected(entry, reason="Slåfejl")) == [("finans", "recorded", "entry", "Slåfejl")]


def test_a_changed_unit_says_from_what_to_what_and_why(room: Room, admin: User) -> None:
    change(room.unit, by=admin, at=AT, why="Ny struktur", name="Sundhed og Omsorg", valid_to=date(2012, 12, 31))
    item = TrailItem.objects.latest("pk")
    assert (item.subject, item.label, item.why, item.at) == ("unit", "SUF", "Ny struktur", AT)
    assert item.before == {"name": "Sundheds- og Omsorgsforvaltningen", "valid_to": None}
    assert item.after == {"name": "Sundhed og Omsorg", "valid_to": "2012-12-31"}


def test_what_changes_nothing_leaves_nothing(room: Room, admin: User) -> None:
    assert left(lambda: change(room.unit, by=admin, at=AT, name=room.unit.name)) == []


def test_an_account_leaves_a_trail_without_its_password(room: Room, admin: User) -> None:
    user = register_user(
        Account(roles=[Role.FINANCE], units=[room.unit]), username="ny", password="en-meget-hemmelig-en", by=admin, at=AT
    )
    set_password(user, "en-anden-hemmelig-en", by=admin, at=AT)
    facts = {"every_unit": False, "email": "", "first_name": "", "last_name": "", "units": [], "roles": [Role.MEMBER]}
    change_user(user, Account(**facts, is_active=False), by=admin, at=AT, why="Fratrådt")  # type: ignore[arg-type]
    told = [(item.before, item.after) for item in TrailItem.objects.filter(subject="user", subject_id=user.pk).order_by("pk")]
    assert (None, {"role": "finance"}) in told
    assert (None, {"unit": "SUF"}) in told
    assert ({"password": "…"}, {"password": "(new)"}) in told
    assert ({"is_active": True}, {"is_active": False}) in told
    assert ({"unit": "SUF"}, None) in told
    assert "hemmelig" not in str(told)
    assert str(user.password) not in str(list(TrailItem.objects.values()))


def test_programmes_initiatives_and_books_leave_a_trail(room: Room, admin: User) -> None:
    other = register_unit(by=admin, at=AT, code="SOF", name="Socialforvaltningen")
    assert left(lambda: set_programme_units(room.programme, [other], by=admin, at=AT)) == [
        ("admin", "changed", "programme", ""), ("admin", "changed", "programme", "")
    ]  # fmt: skip
    [initiative] = left(lambda: register_initiative(by=room.finance, at=AT, programme=room.programme, name="Huslejen"))
    assert initiative[1:] == ("created", "initiative", "")
    closing = left(lambda: close_books(through=BOOKED, by=room.controller, at=AT, reason="Runde 1"))
    assert closing == [("controller", "closed", "books", "Runde 1")]


ACTS: dict[str, Callable[[Room, User], object]] = {
    "open a unit": lambda room, admin: open_unit(by=admin, at=LATER, code="SOF", name="Social"),
    "open a programme": lambda room, admin: open_programme(by=admin, at=LATER, slug="ny", name="Ny", full_effect_year=2012),
    "open an initiative": lambda room, admin: open_initiative(by=admin, at=LATER, programme=room.programme, name="Post"),
    "change a unit": lambda room, admin: change(room.unit, by=admin, at=LATER, name="Sundhed"),
    "set the units": lambda room, admin: set_programme_units(room.programme, [], by=admin, at=LATER),
    "register a user": lambda room, admin: register_user(Account(), username="ny", password=None, by=admin, at=LATER),
    "change a user": lambda room, admin: change_user(room.finance, Account(first_name="Fie"), by=admin, at=LATER),
    "set a password": lambda room, admin: set_password(room.finance, "en-hemmelig-en", by=admin, at=LATER),
    "ask": lambda room, admin: ask(place=place(room), text="Hvorfor?", by=admin, at=LATER),
    "write a note": lambda room, admin: write_note(place=place(room), text="Derfor.", by=room.finance, at=LATER),
    "open an indicator": lambda room, admin: open_indicator(programme=room.programme, name="Kald", by=room.finance, at=LATER),
}


@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_told_with_who_did_it_and_when(room: Room, admin: User, name: str) -> None:
    before = TrailItem.objects.latest("pk").pk
    ACTS[name](room, admin)
    told = set(TrailItem.objects.filter(pk__gt=before).values_list("by__username", "at"))
    assert told == {("finans" if name in ("write a note", "open an indicator") else "admin", LATER)}


def place(room: Room) -> FigurePlace:
    return FigurePlace(programme=room.programme, year=2011, figure="target", whole=True)


def test_an_act_that_is_undone_leaves_nothing(room: Room) -> None:
    def undone() -> None:
        with transaction.atomic():
            room.recorded()
            transaction.set_rollback(True)

    assert left(undone) == []
    entry = room.submitted()

    def own_approval() -> None:
        with pytest.raises(Refused):
            approve(entry=entry, by=room.finance, at=AT)

    assert left(own_approval) == []


@pytest.mark.parametrize(
    "sql",
    ["UPDATE savings_trailitem SET why = ''", "DELETE FROM savings_trailitem", "TRUNCATE savings_trailitem",
     "INSERT INTO savings_trailitem (at, act, actor, subject, subject_id, label, why) VALUES (now(), 'x', '', 'x', 1, '', '')"],
)  # fmt: skip
def test_the_application_writes_no_trail_itself(room: Room, sql: str) -> None:
    assert refused(sql) == FORBIDDEN


@pytest.mark.parametrize("sql", ["UPDATE savings_trailitem SET why = ''", "DELETE FROM savings_trailitem"])
def test_not_even_the_owner_changes_it(transactional_db: None, room: Room, sql: str) -> None:
    assert refused(sql, alias="owner") == APPEND_ONLY


def test_nobody_takes_the_own_administration_away(admin: User) -> None:
    facts = {"every_unit": False, "email": "", "first_name": "", "last_name": "", "units": []}
    for roles, is_active in (([], True), ([Role.ADMINISTRATOR], False)):
        with pytest.raises(OwnRoles, check=lambda refused: refused.detail == "admin"):
            change_user(admin, Account(**facts, roles=roles, is_active=is_active), by=admin, at=AT)  # type: ignore[arg-type]
