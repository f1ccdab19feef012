"""What the database itself refuses of notes and questions, tried by raw SQL."""

from __future__ import annotations

import pytest
from django.db import connection

from savings.models import Note, Question
from savings.recording.remarks import FigurePlace, approve_note, ask, withdraw_note, write_note
from tests.ledger_rooms import AT, Room
from tests.models.test_guard import APPEND_ONLY, CHECK, FORBIDDEN, NOT_NULL, refused

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

UNIQUE, FOREIGN_KEY = "23505", "23503"
TABLES = ("question", "note", "noteverdict")


def asked(room: Room) -> Question:
    return ask(
        place=FigurePlace(programme=room.programme, year=2011, figure="target", whole=True),
        text="Hvorfor?",
        by=room.finance,
        at=AT,
    )


def written(room: Room) -> Note:
    return write_note(question=asked(room), text="Derfor.", by=room.finance, at=AT)


def insert(table: str, room: Room, **columns: object) -> str:
    place = {"programme_id": room.programme.pk, "whole": True, "year": 2011, "figure": "target", "text": "x"}
    values = {**place, "by_id": room.finance.pk, "at": AT} | columns
    return inserted(table, values)


def inserted(table: str, values: dict[str, object]) -> str:
    names = ", ".join(values)
    sql = f"INSERT INTO savings_{table} ({names}) VALUES ({', '.join(['%s'] * len(values))})"
    return refused(sql, *values.values())


def verdict(note: Note, by: int, outcome: str, reason: str | None = "x") -> str:
    return inserted("noteverdict", {"note_id": note.pk, "by_id": by, "at": AT, "outcome": outcome, "reason": reason})


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE savings_{} SET id = id", "DELETE FROM savings_{}", "TRUNCATE savings_{} CASCADE"])
def test_the_application_changes_nothing_that_was_said(room: Room, table: str, statement: str) -> None:
    approve_note(note=written(room), by=room.controller, at=AT)
    assert refused(statement.format(table)) == FORBIDDEN


def test_not_even_the_owner_changes_it(transactional_db: None, room: Room) -> None:
    approve_note(note=written(room), by=room.controller, at=AT)
    for table in TABLES:
        assert refused(f"UPDATE savings_{table} SET at = at", alias="owner") == APPEND_ONLY
        assert refused(f"DELETE FROM savings_{table}", alias="owner") == APPEND_ONLY


@pytest.mark.parametrize("table", ["question", "note"])
@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({"figure": "spared"}, CHECK),
        ({"year": 1200}, CHECK),
        ({"text": ""}, CHECK),
        ({"programme_id": None}, NOT_NULL),
        ({"programme_id": 0}, FOREIGN_KEY),
    ],
)
def test_what_is_said_is_said_of_a_figure(room: Room, table: str, columns: dict[str, object], state: str) -> None:
    assert insert(table, room, **columns) == state


@pytest.mark.parametrize("table", ["question", "note"])
def test_the_whole_programme_is_no_unit(room: Room, table: str) -> None:
    assert insert(table, room, unit_id=room.unit.pk) == CHECK


def test_an_answer_stands_where_its_question_does_whatever_is_written(room: Room) -> None:
    question = asked(room)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO savings_note (programme_id, unit_id, whole, year, figure, text, question_id, by_id, at) "
            "VALUES (%s, %s, false, 1999, 'open', 'x', %s, %s, %s)",
            [room.programme.pk, room.unit.pk, question.pk, room.finance.pk, AT],
        )
    note = Note.objects.get()
    assert (note.unit, note.whole, note.year, note.figure) == (None, True, 2011, "target")


@pytest.mark.parametrize("outcome", ["approved", "rejected"])
def test_four_eyes_hold_for_a_note(room: Room, outcome: str) -> None:
    assert verdict(written(room), room.finance.pk, outcome) == "VB022"


def test_a_verdict_is_one_of_three_and_gives_its_reason(room: Room) -> None:
    note = written(room)
    assert verdict(note, room.controller.pk, "forgotten") == CHECK
    assert verdict(note, room.controller.pk, "rejected", "") == CHECK
    assert verdict(note, room.controller.pk, "withdrawn", "") == CHECK
    assert verdict(note, room.controller.pk, "approved", None) == NOT_NULL


def test_a_note_is_decided_once(room: Room) -> None:
    note = written(room)
    withdraw_note(note=note, by=room.finance, at=AT, reason="Forkert")
    for outcome in ("approved", "rejected", "withdrawn"):
        assert verdict(note, room.controller.pk, outcome) == "VB023"


def test_an_approved_note_is_only_withdrawn(room: Room) -> None:
    note = written(room)
    approve_note(note=note, by=room.controller, at=AT)
    for outcome in ("approved", "rejected"):
        assert verdict(note, room.colleague.pk, outcome) == "VB023"
    withdraw_note(note=note, by=room.finance, at=AT, reason="Forkert")


def test_no_verdict_stands_twice_even_without_the_trigger(transactional_db: None, room: Room) -> None:
    note = written(room)
    approve_note(note=note, by=room.controller, at=AT)
    sql = (
        "ALTER TABLE savings_noteverdict DISABLE TRIGGER note_verdict_is_by_another;"
        "INSERT INTO savings_noteverdict (note_id, by_id, at, outcome, reason) "
        "SELECT note_id, by_id, at, outcome, reason FROM savings_noteverdict"
    )
    assert refused(sql, alias="owner") == UNIQUE


@pytest.mark.parametrize("table", TABLES)
def test_each_moves_the_stamp_that_pages_are_cached_under(room: Room, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s", [f"zz_{table}_insert_moves_stamps_new"])
        assert cursor.fetchone()
