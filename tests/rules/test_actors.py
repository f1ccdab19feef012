"""The database itself asks who acts and when: whoever has the application's password gets no further than the pages do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from savings.models import Approval, Entry
from savings.recording import NewEntry, approve, record, submit
from savings.recording.indicators import NewObservation, observe, register_indicator
from savings.recording.people import Account, register_user
from savings.recording.prices import record_release, register_series
from savings.recording.refusals import NotNow
from savings.recording.remarks import FigurePlace, write_note
from savings.recording.reports import NewReport, compose
from savings.recording.rounds import NewRound, open_round
from savings.roles import Role
from tests.ledger_rooms import BOOKED, TARGET, Room, make_room
from tests.moments import take_past_moments

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

ROLE = "VB031"
NOW = "VB032"


@pytest.fixture
def room() -> Iterator[Room]:
    """A room in a database that takes no moment but now, as every database outside of tests."""
    take_past_moments(False)
    yield make_room()
    take_past_moments(True)


def answer(sql: str, values: dict[str, object]) -> str:
    """The SQLSTATE with which the database refuses the application a statement; empty where it takes it. Nothing stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(getattr(error.__cause__, "pgcode", ""))
    return ""


def submitted(room: Room, at: datetime) -> Entry:
    entry = record(NewEntry(programme=room.programme, lines=[TARGET], booked_on=BOOKED), by=room.finance, at=at)
    submit(entry=entry, by=room.finance, at=at)
    return entry


APPROVE = """
    INSERT INTO savings_approval (position, {0}_id, by_id, at, version, previous_hash, hash)
    SELECT position + 1, %(thing)s, %(by)s, %(at)s, 1, hash, '' FROM savings_ledgerhead
"""
RECORD = """
    INSERT INTO savings_entry (programme_id, act, text, reading, page, booked_on, reason, recorded_by_id, recorded_at)
    VALUES (%(programme)s, 'record', '', '', '', '2008-10-14', '', %(by)s, %(at)s)
"""


def insert(table: str, thing: str = "", **columns: str) -> str:
    """The statement that adds somebody's word on a thing, as the application's role would write it."""
    named = {**({thing: "%(thing)s"} if thing else {}), "by_id": "%(by)s", "at": "%(at)s", **columns}
    return f"INSERT INTO savings_{table} ({', '.join(named)}) VALUES ({', '.join(named.values())})"


#: What somebody vouches for, or decides on.
VOUCHING = {
    "an entry": APPROVE.format("entry"),
    "a price release": APPROVE.format("release"),
    "a rejection": insert("refusal", "entry_id", outcome="'rejected'", reason="'Nej'"),
    "an observation": insert("confirmation", "observation_id"),
    "a note": insert("noteverdict", "note_id", outcome="'approved'", reason="''"),
    "a note withdrawn for another": insert("noteverdict", "note_id", outcome="'withdrawn'", reason="'Nej'"),
    "a publication": insert("publication", "report_id", position="0", hash="''", sums="'[]'"),
    "a report sent back": insert("reportrefusal", "report_id", reason="'Nej'"),
    "a round's closing": insert("roundclosing", "round_id", reason="'Slut'"),
    "the books": insert("closing", through="'2008-12-31'", reason="'Slut'"),
}


def find_thing(room: Room, what: str, at: datetime) -> object:
    """A thing of another's that waits for what is tried."""
    by = room.finance
    match what:
        case "an entry" | "a rejection":
            return submitted(room, at).pk
        case "a price release":
            return record_release(
                series=register_series(by=room.finance, at=at, name="KL", source="KL"), changes={2009: Decimal(3)}, by=by, at=at
            ).pk
        case "an observation":
            indicator = register_indicator(by=room.finance, at=at, programme=room.programme, name="Henvendelser")
            return observe(NewObservation(indicator=indicator, observed_on=BOOKED, said="Færre"), by=by, at=at).pk
        case "a note" | "a note withdrawn for another":
            place = FigurePlace(programme=room.programme, year=2011, figure="target", whole=True)
            return write_note(text="Sådan", place=place, by=by, at=at).pk
        case "a publication" | "a report sent back":
            return compose(NewReport(programme=room.programme, title="Status", as_of=BOOKED, year=2011), by=by, at=at).pk
        case "a round's closing":
            new = NewRound(
                name="Forår", year=2011, starts_on=BOOKED, cut_off=BOOKED, answer_by=BOOKED, tasks=[(room.programme, room.unit)]
            )
            return open_round(new, by=room.finance, at=at).pk
    return None


@pytest.mark.parametrize("what", VOUCHING)
def test_only_an_account_with_the_role_acts(room: Room, what: str) -> None:
    """VB031 for everybody else: a member, a finance officer, a superuser, and a controller who has left."""
    at = timezone.now()
    values = {"thing": find_thing(room, what, at), "at": at}
    left = register_user(Account(roles=[Role.CONTROLLER], is_active=False), username="fratraadt", password=None)
    others = [
        register_user(Account(roles=[role]), username=role.value, password=None, is_superuser=role is Role.ADMINISTRATOR)
        for role in Role
        if role is not Role.CONTROLLER
    ]
    assert {person.username: answer(VOUCHING[what], {**values, "by": person.pk}) for person in [*others, left]} == {
        person.username: ROLE for person in [*others, left]
    }
    assert answer(VOUCHING[what], {**values, "by": room.controller.pk}) == ""


@pytest.mark.parametrize("what", VOUCHING)
@pytest.mark.parametrize("apart", [timedelta(days=-9000), timedelta(hours=-1, seconds=-5), timedelta(minutes=10, seconds=5)])
def test_an_act_is_of_the_moment_that_it_is(room: Room, what: str, apart: timedelta) -> None:
    """VB032, whoever approves: in 2001, this morning, or tomorrow."""
    at = timezone.now()
    values = {"thing": find_thing(room, what, at), "by": room.controller.pk}
    assert answer(VOUCHING[what], {**values, "at": timezone.now() + apart}) == NOW
    assert answer(VOUCHING[what], {**values, "at": timezone.now()}) == ""


def test_nothing_is_recorded_in_the_past_either(room: Room) -> None:
    """The moment of recording decides whether an exception from closed books holds."""
    values = {"programme": room.programme.pk, "by": room.finance.pk}
    assert answer(RECORD, {**values, "at": datetime(2001, 1, 1, tzinfo=timezone.get_current_timezone())}) == NOW
    assert answer(RECORD, {**values, "at": timezone.now()}) == ""


@pytest.mark.parametrize("role", [Role.MEMBER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_only_reads_records_nothing(room: Room, role: Role) -> None:
    reader = register_user(Account(roles=[role]), username=role.value, password=None)
    assert answer(RECORD, {"programme": room.programme.pk, "by": reader.pk, "at": timezone.now()}) == ROLE


def test_a_link_is_no_earlier_than_the_one_before(room: Room) -> None:
    first, second = (submitted(room, timezone.now()) for _turn in range(2))
    before = timezone.now()
    approve(entry=first, by=room.controller, at=timezone.now())
    assert answer(APPROVE.format("entry"), {"thing": second.pk, "by": room.controller.pk, "at": before}) == NOW


def test_who_came_to_the_lock_later_has_the_moment_of_the_link_before(room: Room) -> None:
    """Two approve at once; the one who pressed first may come second."""
    first, second = (submitted(room, timezone.now()) for _turn in range(2))
    before = timezone.now()
    approve(entry=first, by=room.controller, at=timezone.now())
    approve(entry=second, by=room.controller, at=before)
    one, other = Approval.objects.order_by("position").values_list("at", flat=True)
    assert one == other > before


def test_clocks_that_do_not_agree_are_told_of_in_words(room: Room) -> None:
    entry = submitted(room, timezone.now())
    with translation.override("en-gb"), pytest.raises(NotNow, match="clocks"):
        approve(entry=entry, by=room.controller, at=timezone.now() + timedelta(hours=2))
    assert not Approval.objects.exists()


def test_the_application_cannot_let_past_moments_in(room: Room) -> None:
    assert answer("CREATE OR REPLACE FUNCTION valby_takes_past_moments() RETURNS boolean LANGUAGE sql RETURN true", {}) == "42501"


# --- The hash ---------------------------------------------------------------------------------------------------


def test_a_false_hash_is_refused(room: Room) -> None:
    """VB033, and so is content in another form than this code's; the true hash is the database's own."""
    values = {"thing": submitted(room, timezone.now()).pk, "by": room.controller.pk, "at": timezone.now()}
    statement = APPROVE.format("entry")
    assert answer(statement.replace("''", f"'{'a' * 64}'"), values) == "VB033"
    assert answer(statement.replace("%(at)s, 1", "%(at)s, 2"), values) == "VB033"
    assert answer(statement, values) == ""
