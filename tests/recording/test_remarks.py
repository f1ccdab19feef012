"""Notes and questions as stories: asked, answered, approved by somebody else, standing beside the figure, withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from savings.models import Note, Question, TrailItem, User
from savings.projections.remarks import Remark
from savings.recording import refusals as why
from savings.recording.people import Account, register_user
from savings.recording.register import register_unit
from savings.recording.remarks import FigurePlace, approve_note, ask, reject_note, withdraw_note, write_note
from savings.reporting import StatusQuestion, read_status, read_version
from savings.roles import Role
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def whole(room: Room, **changes: object) -> FigurePlace:
    facts = {"programme": room.programme, "year": 2011, "figure": "target", "whole": True, **changes}
    return FigurePlace(**facts)  # type: ignore[arg-type]


def of_unit(room: Room, **changes: object) -> FigurePlace:
    return whole(room, unit=room.unit, whole=False, **changes)


def member() -> User:
    return register_user(Account(roles=[Role.MEMBER], first_name="Mette", last_name="Medlem"), username="medlem", password=None)


def approved(room: Room, place: FigurePlace | None = None, *, text: str = "Derfor.", at: datetime = AT) -> Note:
    note = write_note(place=place or whole(room), text=text, by=room.finance, at=at)
    approve_note(note=note, by=room.controller, at=at)
    return note


def remarks(as_of: date = BOOKED, **asked: str) -> tuple[Remark, ...]:
    return read_status("proeve", StatusQuestion(as_of=as_of, **asked)).remarks  # type: ignore[arg-type]


def test_a_question_is_answered_and_the_approved_answer_stands_beside_the_figure(room: Room) -> None:
    question = ask(place=of_unit(room), text=" Hvorfor så lidt? ", by=member(), at=AT)
    assert [found.text for found in read_status("proeve", StatusQuestion(as_of=BOOKED)).open_questions] == ["Hvorfor så lidt?"]
    answer = write_note(question=question, text="Lejemålet er først opsagt.", by=room.finance, at=AT)
    assert (answer.unit, answer.year, answer.figure) == (room.unit, 2011, "target")
    assert remarks() == ()
    assert len(read_status("proeve", StatusQuestion(as_of=BOOKED)).open_questions) == 1
    approve_note(note=answer, by=room.controller, at=AT)
    [remark] = remarks()
    assert (remark.unit, remark.year, remark.figure, remark.whole) == ("SUF", 2011, "target", False)
    assert (remark.question, remark.text) == ("Hvorfor så lidt?", "Lejemålet er først opsagt.")
    assert (remark.asked_by, remark.by, remark.approved_by) == ("Mette Medlem", "finans", "controller")
    assert (remark.asked_on, remark.approved_on) == (BOOKED, BOOKED)
    assert read_status("proeve", StatusQuestion(as_of=BOOKED)).open_questions == ()


def test_a_note_needs_no_question(room: Room) -> None:
    approved(room)
    assert [(remark.question, remark.asked_on, remark.whole) for remark in remarks()] == [("", None, True)]


def test_the_writer_does_not_approve_and_not_reject(room: Room) -> None:
    note = write_note(place=whole(room), text="x", by=room.finance, at=AT)
    with pytest.raises(why.OwnRemark):
        approve_note(note=note, by=room.finance, at=AT)
    with pytest.raises(why.OwnRemark):
        reject_note(note=note, by=room.finance, at=AT, reason="x")


def test_the_roles_that_ask_write_and_decide(room: Room) -> None:
    nobody = register_user(Account(), username="ingen", password=None)
    reader = member()
    finance = register_user(Account(roles=[Role.FINANCE], units=[room.unit]), username="suf", password=None)
    with pytest.raises(why.NotYourRole):
        ask(place=whole(room), text="x", by=nobody, at=AT)
    with pytest.raises(why.NotYourRole):
        write_note(place=whole(room), text="x", by=reader, at=AT)
    for place in (whole(room), whole(room, whole=False)):
        with pytest.raises(why.NotYourUnit):
            write_note(place=place, text="x", by=finance, at=AT)
    note = write_note(place=of_unit(room), text="x", by=finance, at=AT)
    for by in (reader, finance):
        with pytest.raises(why.NotYourRole):
            approve_note(note=note, by=by, at=AT)
        with pytest.raises(why.NotYourRole):
            reject_note(note=note, by=by, at=AT, reason="x")
    with pytest.raises(why.NotYourRole):
        withdraw_note(note=note, by=reader, at=AT, reason="x")
    withdraw_note(note=note, by=finance, at=AT, reason="x")


def test_what_was_rejected_or_withdrawn_is_not_approved(room: Room) -> None:
    for decide, by in ((reject_note, room.controller), (withdraw_note, room.finance)):
        note = write_note(place=whole(room), text="x", by=room.finance, at=AT)
        decide(note=note, by=by, at=AT, reason="Forkert")
        with pytest.raises(why.RemarkDecided):
            approve_note(note=note, by=room.controller, at=AT)
    assert remarks() == ()


def test_a_withdrawn_note_stands_until_the_day_it_was_withdrawn(room: Room) -> None:
    note = approved(room)
    withdraw_note(note=note, by=room.controller, at=AT + timedelta(days=3), reason="Tallet er rettet")
    days = [BOOKED + timedelta(days=n) for n in (-1, 0, 2, 3)]
    assert [len(remarks(day)) for day in days] == [0, 1, 1, 0]


def test_the_day_of_an_approval_is_the_offices(room: Room) -> None:
    approved(room, at=datetime(2008, 10, 14, 22, 30, tzinfo=UTC))
    assert [len(remarks(date(2008, 10, day))) for day in (14, 15)] == [0, 1]
    assert remarks(date(2008, 10, 15))[0].approved_on == date(2008, 10, 15)


def test_a_question_is_open_again_when_its_answer_is_withdrawn(room: Room) -> None:
    question = ask(place=whole(room), text="Hvorfor?", by=room.colleague, at=AT)
    answer = write_note(question=question, text="x", by=room.finance, at=AT)
    with pytest.raises(why.AlreadyAnswered):
        write_note(question=question, text="y", by=room.finance, at=AT)
    approve_note(note=answer, by=room.controller, at=AT)
    with pytest.raises(why.AlreadyAnswered):
        write_note(question=question, text="y", by=room.finance, at=AT)
    withdraw_note(note=answer, by=room.finance, at=AT + timedelta(days=1), reason="Forkert")
    open_on = [len(read_status("proeve", StatusQuestion(as_of=BOOKED + timedelta(days=n))).open_questions) for n in (-1, 0, 1)]
    assert open_on == [0, 0, 1]
    write_note(question=question, text="y", by=room.finance, at=AT)


def test_a_unit_is_shown_what_is_said_of_it_and_of_those_under_it(room: Room) -> None:
    under = register_unit(by=room.finance, at=AT, code="PO", name="Pensionskontoret", parent=room.unit)
    register_unit(by=room.finance, at=AT, code="SOF", name="Socialforvaltningen")
    for place in (whole(room), whole(room, whole=False), of_unit(room), whole(room, whole=False, unit=under)):
        approved(room, place)
        ask(place=place, text="?", by=room.finance, at=AT)
    assert [(remark.unit, remark.whole) for remark in remarks()] == [(None, True), ("SUF", False), ("PO", False), (None, False)]
    assert [remark.unit for remark in remarks(unit="SUF")] == ["SUF", "PO"]
    assert remarks(unit="SOF") == ()
    assert len(read_status("proeve", StatusQuestion(as_of=BOOKED, unit="SUF")).open_questions) == 2


def test_remarks_come_in_the_order_of_the_headline_then_unit_and_year(room: Room) -> None:
    for place in (whole(room, figure="open"), of_unit(room), whole(room, year=2012), whole(room), whole(room)):
        approved(room, place)
    found = [(remark.figure, remark.unit, remark.year) for remark in remarks()]
    assert found == [
        ("target", None, 2011), ("target", None, 2011), ("target", None, 2012), ("target", "SUF", 2011), ("open", None, 2011)
    ]  # fmt: skip
    numbers = [remark.number for remark in remarks()]
    assert numbers[0] < numbers[1]


def test_nothing_is_said_in_silence(room: Room) -> None:
    note = write_note(place=whole(room), text="x", by=room.finance, at=AT)
    for act in (
        lambda: ask(place=whole(room), text=" \n", by=room.finance, at=AT),
        lambda: write_note(place=whole(room), text="", by=room.finance, at=AT),
        lambda: write_note(text="x", by=room.finance, at=AT),
        lambda: reject_note(note=note, by=room.controller, at=AT, reason=" "),
        lambda: withdraw_note(note=note, by=room.finance, at=AT, reason=""),
    ):
        with pytest.raises(ValueError, match=r"."):
            act()
    assert (Question.objects.count(), Note.objects.count(), note.verdicts.count()) == (0, 1, 0)


def test_every_act_leaves_its_trail_and_moves_the_revision(room: Room) -> None:
    before = read_version().revision
    question = ask(place=of_unit(room), text="Hvorfor?", by=room.colleague, at=AT)
    answer = write_note(question=question, text="Derfor.", by=room.finance, at=AT)
    approve_note(note=answer, by=room.controller, at=AT)
    withdraw_note(note=answer, by=room.finance, at=AT, reason="Forkert")
    plain = write_note(place=whole(room), text="En note.", by=room.finance, at=AT)
    reject_note(note=plain, by=room.controller, at=AT, reason="Uklart")
    rows = TrailItem.objects.filter(subject__in=("question", "note")).select_related("by").order_by("pk")
    assert [(row.by.username, row.act, row.subject, row.label, row.why) for row in rows if row.by] == [
        ("kollega", "questioned", "question", "Hvorfor?", ""),
        ("finans", "answered", "note", "Derfor.", ""),
        ("controller", "approved", "note", "Derfor.", ""),
        ("finans", "withdrawn", "note", "Derfor.", "Forkert"),
        ("finans", "recorded", "note", "En note.", ""),
        ("controller", "rejected", "note", "En note.", "Uklart"),
    ]
    assert {row.programme_id for row in rows} == {room.programme.pk}
    assert read_version().revision == before + 6
