"""Sixteen people at once, over HTTP against a running server: nothing is lost, one decision stands, and all get a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from http.client import HTTPConnection
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connections
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from savings.models import Approval, Draft, Entry, User
from savings.recording import CellKey, approve, read_standing
from savings.recording.people import Account, register_user
from savings.roles import Role
from tests.ledger_rooms import AT, Room, make_room
from tests.moments import apply_rules_again

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

HANDS = 16
TOKEN = "a" * 32


class Hand:
    """One person's browser, on a connection of its own."""

    def __init__(self, server: LiveServer, user: User) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"
        self.told = "messages="
        self.place = urlsplit(server.url)

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        assert self.place.hostname is not None
        connection = HTTPConnection(self.place.hostname, self.place.port, timeout=60)
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields}) if method == "POST" else None
        headers = {"Cookie": f"{self.cookie}; {self.told}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                if cookie.startswith("messages="):
                    self.told = cookie.split(";")[0]
            return response.status, response.headers.get("Location", ""), response.read().decode()
        finally:
            connection.close()

    def level(self, room: Room, thousands: int) -> str:
        """Type a level up to the check, and give the address that sends it."""
        unit = room.unit.pk
        _status, where, _page = self.ask("POST", "/registrer/ny/", act="record", programme=room.programme.slug)
        draft = where.split("/")[2]
        steps = {
            "indsats": {"initiative": "none"},
            "hvad": {"happened": "forecast", "mode": "level", "units": str(unit)},
            "beloeb": {"amount_unit": "1.000 kr", "first": "2008", "last": "2011", f"c-2011-{unit}": str(thousands)},
            "grundlag": {"text": f"Niveau {thousands}", "booked_on": "2026-11-23"},
        }  # fmt: skip
        for name, fields in steps.items():
            version = Draft.objects.get(pk=draft).version
            status, where, page = self.ask("POST", f"/registrer/{draft}/{name}/", version=str(version), **fields)
            assert status == 302, page
        return f"/registrer/{draft}/tjek/"


def together(acts: Sequence[Callable[[], tuple[int, str, str]]]) -> list[tuple[int, str, str]]:
    """All acts, begun at the same moment."""
    barrier = Barrier(len(acts))

    def perform(act: Callable[[], tuple[int, str, str]]) -> tuple[int, str, str]:
        barrier.wait(timeout=60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(perform, acts))


@pytest.fixture
def room() -> Room:
    """A room whose people may log in."""
    return make_room()


def people(role: Role) -> list[User]:
    """Sixteen people of a role, who act for the whole organisation."""
    return [register_user(Account(roles=[role], every_unit=True), username=f"{role}{n}", password=None) for n in range(HANDS)]


def forecast(room: Room) -> Decimal:
    """What the ledger says of the forecast, approved."""
    standing = read_standing(room.programme.pk, date(2026, 11, 23))
    return sum(standing.get(CellKey("forecast", room.unit.pk, None, 2011), {}).values(), Decimal(0))


def test_of_sixteen_approvals_one_stands_and_none_is_the_recorders_own(live_server: LiveServer, room: Room) -> None:
    entry = room.submitted()
    hands = [Hand(live_server, user) for user in [room.finance, *people(Role.CONTROLLER)]]
    answers = together([lambda hand=hand: hand.ask("POST", f"/bilag/{entry.pk}/godkend/") for hand in hands])  # type: ignore[misc]
    assert {status for status, _where, _page in answers} == {302}
    assert Approval.objects.get().by.username.startswith("controller")
    told = [hand.ask("GET", f"/bilag/{entry.pk}/")[2] for hand in hands]
    assert sum("er godkendt og tæller" in page for page in told) == 1
    assert all(re.search("er godkendt og tæller|allerede afgjort|Du har selv registreret", page) for page in told)


def test_without_the_guard_the_recorders_own_approval_gets_in(live_server: LiveServer, room: Room) -> None:
    """So the test above would have seen it: what refuses her is the database's rule and nothing on the way there."""
    entry = room.submitted()
    own = Hand(live_server, room.finance)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION valby_check_entry(link savings_approval) RETURNS void "
            "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN END $$"
        )
    try:
        own.ask("POST", f"/bilag/{entry.pk}/godkend/")
    finally:
        apply_rules_again()
    assert Approval.objects.get().by == room.finance


def editors(live_server: LiveServer, room: Room) -> list[tuple[int, str, str]]:
    """Sixteen finance officers state sixteen different levels of one cell at the same moment."""
    hands = [Hand(live_server, user) for user in people(Role.FINANCE)]
    paths = [hand.level(room, 100 + number) for number, hand in enumerate(hands)]
    return together([lambda hand=hand, path=path: hand.ask("POST", path) for hand, path in zip(hands, paths, strict=True)])  # type: ignore[misc]


def vouched(room: Room) -> None:
    """Every entry that waits, approved."""
    for entry in Entry.objects.filter(waiting__isnull=False).order_by("pk"):
        approve(entry=entry, by=room.controller, at=AT)


def test_of_sixteen_levels_each_is_taken_and_the_last_one_approved_holds(live_server: LiveServer, room: Room) -> None:
    answers = editors(live_server, room)
    assert {status for status, _where, _page in answers} == {302}
    vouched(room)
    last = Approval.objects.latest("position").entry
    assert last is not None
    assert forecast(room) == Decimal(last.text.removeprefix("Niveau ")) * 1000
    assert not Draft.objects.filter(entry=None).exists()


def test_without_the_working_out_no_level_is_what_was_stated(live_server: LiveServer, room: Room) -> None:
    """So the test above would have seen it: it is the approval in the database that makes the ledger say so."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION valby_add_derived_lines(owner savings_entry) RETURNS void "
            "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN END $$"
        )
    try:
        editors(live_server, room)
        vouched(room)
        assert forecast(room) == 0
    finally:
        apply_rules_again()
