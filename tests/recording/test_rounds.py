"""Rounds as stories: a unit confirms its figures, explains a delay, forecasts, is reminded; then the books close."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from savings.models import BookingException, Closing, Entry, Round, RoundReply, RoundTask, TrailItem, Unit, User, Waiting
from savings.projections.rounds import RoundReport, State
from savings.recording import Line, NewEntry, approve, record, rounds, submit
from savings.recording import refusals as why
from savings.recording.acting import is_acting, ledger_act
from savings.recording.people import Account, register_user
from savings.recording.register import register_programme, register_unit
from savings.recording.rounds import (
    FiguresMoved,
    NewReply,
    NewRound,
    NotForOneself,
    RoundNameTaken,
    close_round,
    grant_exception,
    open_round,
    remind,
    reply,
)
from savings.reporting.rounds import UnknownTask, read_round, read_rounds, read_task, read_tasks_of
from savings.roles import Role
from savings.vocabulary import Act, Kind
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

CUT_OFF = date(2008, 10, 31)
DEADLINE = date(2008, 11, 14)
ANSWERED = datetime(2008, 11, 10, 9, 0, tzinfo=UTC)
PLAN = Line(kind=Kind.PLAN, year=2011, amount=Decimal(3_000_000))
REALISED = Line(kind=Kind.REALISED, year=2011, amount=Decimal(1_400_000))
LATE = {"explanation": "Lejemålet blev først opsagt i maj.", "mitigation": "Fraflytning fremrykkes."}


def of(line: Line, unit: Unit, **changes: object) -> Line:
    """The line on a unit."""
    return Line(**{**vars(line), "unit": unit, **changes})  # type: ignore[arg-type]


def opened(room: Room, *units: Unit, name: str = "Runde 3", year: int = 2011) -> Round:
    """A round that asks units about the room's programme."""
    return open_round(
        NewRound(
            name=name,
            year=year,
            starts_on=date(2008, 10, 1),
            cut_off=CUT_OFF,
            answer_by=DEADLINE,
            tasks=[(room.programme, unit) for unit in units or (room.unit,)],
        ),
        by=room.controller,
        at=AT,
    )


def task_of(found: Round, unit: Unit) -> RoundTask:
    return RoundTask.objects.get(round=found, unit=unit)


def head(task: RoundTask) -> int:
    """Where the ledger stands when somebody opens the task's page."""
    return read_task(task.pk, scope=None, today=DEADLINE).position


def answered(task: RoundTask, by: User, at: datetime = ANSWERED, **facts: object) -> RoundReply:
    facts = {"confirmed": head(task), "booked_on": ANSWERED.date(), **facts}
    return reply(NewReply(task=task, **facts), by=by, at=at)  # type: ignore[arg-type]


def whole(found: Round, today: date = DEADLINE) -> RoundReport:
    return read_round(found.pk, scope=None, today=today)


def finance_of(unit: Unit, name: str, **facts: object) -> User:
    return register_user(Account(roles=[Role.FINANCE], units=[unit], **facts), username=name, password=None)  # type: ignore[arg-type]


def test_a_round_is_a_controllers_to_open_and_its_name_is_its_own(room: Room) -> None:
    reader = register_user(Account(roles=[Role.MEMBER]), username="medlem", password=None)
    with pytest.raises(why.NotYourRole):
        open_round(
            NewRound(
                name="x", year=2011, starts_on=CUT_OFF, cut_off=CUT_OFF, answer_by=CUT_OFF, tasks=[(room.programme, room.unit)]
            ),
            by=reader,
            at=AT,
        )
    opened(room)
    with pytest.raises(RoundNameTaken):
        opened(room)
    assert [(line.facts.name, line.tasks, line.answered) for line in read_rounds()] == [("Runde 3", 1, 0)]


def test_the_overview_tells_who_is_missing_late_and_who_has_answered(room: Room) -> None:
    sof = register_unit(by=room.finance, at=AT, code="SOF", name="Socialforvaltningen")
    found = opened(room, room.unit, sof)
    answered(task_of(found, room.unit), room.finance)
    assert [(task.facts.unit.code, task.facts.state) for task in whole(found).tasks] == [
        ("SOF", State.MISSING),
        ("SUF", State.ANSWERED),
    ]
    assert whole(found, DEADLINE + timedelta(days=1)).tasks[0].facts.state is State.LATE
    assert [(line.tasks, line.answered) for line in read_rounds()] == [(2, 1)]


def test_a_reply_keeps_where_the_ledger_stood_and_says_when_it_has_moved_since(room: Room) -> None:
    room.approved([of(REALISED, room.unit)])
    task = task_of(opened(room), room.unit)
    first = answered(task, room.finance)
    assert first.position == 1
    room.approved([of(REALISED, room.unit, year=2012)])
    assert read_task(task.pk, scope=None, today=DEADLINE).facts.replies[0].moved is False
    room.approved([of(REALISED, room.unit)])
    assert read_task(task.pk, scope=None, today=DEADLINE).facts.replies[0].moved is True


def test_figures_that_changed_while_they_were_read_are_not_confirmed(room: Room) -> None:
    task = task_of(opened(room), room.unit)
    seen = head(task)
    room.approved([of(REALISED, room.unit)])
    with pytest.raises(FiguresMoved):
        answered(task, room.finance, confirmed=seen)
    assert not RoundReply.objects.exists()
    assert answered(task, room.finance).position == 1


def test_another_units_entry_meanwhile_disturbs_nobody(room: Room) -> None:
    sof = register_unit(by=room.finance, at=AT, code="SOF", name="Socialforvaltningen")
    task = task_of(opened(room), room.unit)
    seen = head(task)
    room.approved([of(REALISED, sof)])
    assert answered(task, room.finance, confirmed=seen).position == 1


def test_a_unit_behind_its_plan_explains_why_and_what_is_done(room: Room) -> None:
    room.approved([of(PLAN, room.unit), of(REALISED, room.unit)])
    task = task_of(opened(room), room.unit)
    for half in ({}, {"explanation": "Opsagt sent."}, {"mitigation": "Fremrykkes."}, {"explanation": " ", "mitigation": "\n"}):
        with pytest.raises(why.ExplanationMissing):
            answered(task, room.finance, **half)
    assert answered(task, room.finance, **LATE).behind is True


def test_units_under_it_offsets_and_the_cut_off_decide_who_is_behind(room: Room) -> None:
    under = register_unit(by=room.finance, at=AT, code="PO", name="Pensionskontoret", parent=room.unit)
    room.approved([of(PLAN, room.unit)])
    task = task_of(opened(room), room.unit)

    def behind() -> tuple[bool, str]:
        """As the page says it, and what an unexplained reply would meet; they never disagree."""
        report = read_task(task.pk, scope=None, today=DEADLINE)
        try:
            with transaction.atomic():
                answered(task, room.finance)
                raise ZeroDivisionError
        except why.ExplanationMissing:
            refused = True
        except ZeroDivisionError:
            refused = False
        assert refused is report.behind
        return report.behind, str(report.figures.net_realised)

    assert behind() == (True, "0")
    room.approved([of(REALISED, under, amount=Decimal(3_000_000))])
    assert behind() == (False, "3000000.00")
    room.approved([Line(kind=Kind.OFFSET, year=2011, amount=Decimal(-1), unit=under)])
    assert behind() == (True, "2999999.00")
    room.approved([of(REALISED, under)], booked_on=CUT_OFF + timedelta(days=1))
    assert behind() == (True, "2999999.00")
    room.approved([of(REALISED, under, amount=Decimal(1))], booked_on=CUT_OFF)
    assert behind() == (False, "3000000.00")


def test_without_a_plan_nobody_is_behind(room: Room) -> None:
    room.approved()
    assert answered(task_of(opened(room), room.unit), room.finance).behind is False


def test_a_new_forecast_is_a_difference_that_waits_for_a_controller(room: Room) -> None:
    room.approved([of(PLAN, room.unit, kind=Kind.FORECAST, amount=Decimal(2_000_000))])
    task = task_of(opened(room), room.unit)
    entry = answered(task, room.finance, forecast=Decimal(1_700_000)).forecast
    assert entry is not None
    assert (entry.act, entry.text, entry.booked_on) == (Act.LEVEL, "Runde 3", date(2008, 11, 10))
    stated = [(line.kind, line.unit, line.initiative, line.year, line.amount) for line in entry.levels.all()]
    assert stated == [("forecast", room.unit, None, 2011, Decimal(1_700_000))]
    assert Waiting.objects.filter(entry=entry).exists()
    # What waits is part of what the next answer is set against.
    assert read_task(task.pk, scope=None, today=DEADLINE).forecast == Decimal(1_700_000)
    again = answered(task, room.finance, forecast=Decimal(1_800_000)).forecast
    assert again is not None
    assert [line.amount for line in again.levels.all()] == [Decimal(1_800_000)]
    for waiting in (entry, again):
        approve(entry=waiting, by=room.controller, at=ANSWERED)
    assert read_task(task.pk, scope=None, today=DEADLINE).forecast == Decimal(1_800_000)


def test_a_forecast_that_stays_makes_no_entry(room: Room) -> None:
    room.approved([of(PLAN, room.unit, kind=Kind.FORECAST, amount=Decimal(2_000_000))])
    task = task_of(opened(room), room.unit)
    assert answered(task, room.finance).forecast is None
    assert answered(task, room.finance, forecast=Decimal(2_000_000)).forecast is None


def test_what_the_units_below_and_the_initiatives_forecast_is_not_counted_twice(room: Room) -> None:
    under = register_unit(by=room.finance, at=AT, code="PO", name="Pensionskontoret", parent=room.unit)
    room.approved([of(PLAN, under, kind=Kind.FORECAST, amount=Decimal(2_000_000), price_level=2009)])
    task = task_of(opened(room), room.unit)
    entry = answered(task, room.finance, forecast=Decimal(2_500_000)).forecast
    assert entry is not None
    # In the prices that all the unit's amounts are in, so that it can be restated with them.
    assert [(line.amount, line.price_level) for line in entry.levels.all()] == [(Decimal(500_000), 2009)]
    assert read_task(task.pk, scope=None, today=DEADLINE).forecast == Decimal(2_500_000)


def test_only_the_units_own_finance_or_a_controller_answers(room: Room) -> None:
    sof = register_unit(by=room.finance, at=AT, code="SOF", name="Socialforvaltningen")
    own, foreign = finance_of(room.unit, "finans-suf"), finance_of(sof, "finans-sof")
    task = task_of(opened(room), room.unit)
    with pytest.raises(why.NotYourUnit):
        answered(task, foreign)
    for role in (Role.MEMBER, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(why.NotYourRole):
            answered(task, register_user(Account(roles=[role], every_unit=True), username=role.value, password=None))
    assert answered(task, own).by == own
    assert answered(task, room.controller).by == room.controller
    with pytest.raises(UnknownTask):
        read_task(task.pk, scope=foreign.scope, today=DEADLINE)
    assert [found.unit.code for found in read_tasks_of(own.pk, own.scope, today=DEADLINE)] == ["SUF"]
    assert read_tasks_of(foreign.pk, foreign.scope, today=DEADLINE) == ()


def test_the_nearest_finance_staff_are_reminded(room: Room) -> None:
    under = register_unit(by=room.finance, at=AT, code="PO", name="Pensionskontoret", parent=room.unit)
    sof = register_unit(by=room.finance, at=AT, code="SOF", name="Socialforvaltningen")
    near = finance_of(room.unit, "finans-suf", email="suf@valby.invalid")
    finance_of(room.unit, "gammel")
    User.objects.filter(username="gammel").update(is_active=False)
    found = opened(room, under, sof)
    made = remind(round=found, tasks=RoundTask.objects.filter(round=found).order_by("pk"), by=room.controller, at=AT)
    # Those of the whole organisation are reminded where there is nobody nearer.
    told = {(reminder.task.unit.code, reminder.person.username, reminder.address) for reminder in made}
    assert told == {("PO", "finans-suf", "suf@valby.invalid"), ("SOF", "finans", ""), ("SOF", "kollega", "")}
    (own,) = read_tasks_of(near.pk, near.scope, today=DEADLINE)
    assert [(reminder.person, reminder.by) for reminder in own.reminders] == [("finans-suf", "controller")]
    assert TrailItem.objects.filter(act="reminded", by=room.controller).count() == 3


def test_whom_to_remind_is_found_before_the_lock(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    find = rounds._find_recipients
    asked = []

    def find_outside(*given: Any) -> list[User]:
        assert not is_acting()
        asked.append(given)
        return find(*given)

    monkeypatch.setattr(rounds, "_find_recipients", find_outside)
    found = opened(room)
    assert remind(round=found, tasks=found.tasks.all(), by=room.controller, at=AT)
    assert asked


def test_a_task_of_another_round_is_not_reminded_of(room: Room) -> None:
    first, second = opened(room), opened(room, name="Runde 4")
    assert remind(round=first, tasks=second.tasks.all(), by=room.controller, at=AT) == []


def test_closing_ends_the_answers_and_closes_the_books_of_its_programmes_only(room: Room) -> None:
    other = register_programme(by=room.finance, at=AT, slug="andet", name="Andet", full_effect_year=2011)
    found = opened(room)
    task = task_of(found, room.unit)
    close_round(round=found, reason="3. kvartal er afsluttet.", by=room.controller, at=ANSWERED)
    closing = Closing.objects.get()
    assert (closing.programme, closing.through, closing.round) == (room.programme, CUT_OFF, found)
    with pytest.raises(why.RoundIsClosed):
        answered(task, room.finance, forecast=Decimal(1))
    with pytest.raises(why.RoundIsClosed):
        remind(round=found, tasks=[task], by=room.controller, at=ANSWERED)
    with pytest.raises(why.RoundIsClosed):
        close_round(round=found, reason="Igen.", by=room.controller, at=ANSWERED)
    with pytest.raises(why.BooksClosed):
        room.submitted(booked_on=CUT_OFF)
    room.submitted(booked_on=CUT_OFF + timedelta(days=1))
    elsewhere = record(NewEntry(programme=other, lines=[REALISED], booked_on=BOOKED), by=room.finance, at=AT)
    submit(entry=elsewhere, by=room.finance, at=AT)
    assert whole(found).facts.closing_reason == "3. kvartal er afsluttet."
    assert not Entry.objects.filter(act=Act.LEVEL).exists()


def test_the_database_itself_refuses_answers_to_a_closed_round(room: Room) -> None:
    found = opened(room)
    close_round(round=found, reason="Slut.", by=room.controller, at=ANSWERED)
    with pytest.raises(why.RoundIsClosed), ledger_act(room.finance, AT):
        RoundReply.objects.create(task=task_of(found, room.unit), by=room.finance, at=AT, position=0, behind=False)


def test_what_waits_on_the_cut_off_is_told_before_the_round_is_closed(room: Room) -> None:
    found = opened(room)
    room.submitted()
    room.submitted(booked_on=CUT_OFF + timedelta(days=1))
    assert whole(found).waiting == 1


def test_only_a_controller_closes_and_says_why(room: Room) -> None:
    found = opened(room)
    with pytest.raises(ValueError, match="reason"):
        close_round(round=found, reason="  ", by=room.controller, at=AT)
    with pytest.raises(why.NotYourRole):
        close_round(round=found, reason="Slut.", by=finance_of(room.unit, "finans-suf"), at=AT)
    assert not whole(found).facts.is_closed


def test_an_exception_lets_one_person_in_until_its_day(room: Room) -> None:
    found = opened(room)
    close_round(round=found, reason="Slut.", by=room.controller, at=ANSWERED)
    until = date(2008, 11, 20)
    grant_exception(
        closings=found.closings.all(),
        person=room.finance,
        until=until,
        reason="Faktura manglede.",
        by=room.controller,
        at=ANSWERED,
    )

    def sent(by: User, on: date) -> Entry:
        at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        entry = record(NewEntry(programme=room.programme, lines=[REALISED], booked_on=CUT_OFF), by=by, at=at)
        submit(entry=entry, by=by, at=at)
        return entry

    approve(entry=sent(room.finance, until), by=room.colleague, at=AT)
    with pytest.raises(why.BooksClosed):
        sent(room.colleague, until)
    with pytest.raises(why.BooksClosed):
        sent(room.finance, until + timedelta(days=1))
    (told,) = whole(found).exceptions
    assert (told.person, told.until, told.reason, told.programme) == ("finans", until, "Faktura manglede.", "Prøve")


def test_nobody_grants_an_exception_to_herself(room: Room) -> None:
    found = opened(room)
    close_round(round=found, reason="Slut.", by=room.controller, at=ANSWERED)
    facts = {"until": DEADLINE, "reason": "Fordi.", "by": room.controller, "at": ANSWERED}
    with pytest.raises(NotForOneself):
        grant_exception(closings=found.closings.all(), person=room.controller, **facts)  # type: ignore[arg-type]
    with pytest.raises(why.NotYourRole):
        grant_exception(closings=[], person=room.finance, **{**facts, "by": finance_of(room.unit, "ny")})  # type: ignore[arg-type]
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingException.objects.create(closing=found.closings.get(), person=room.controller, **facts)


def test_a_round_is_read_in_as_many_queries_however_many_are_asked(
    room: Room, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    units = [register_unit(by=room.finance, at=AT, code=f"E{number}", name=f"Enhed {number}") for number in range(12)]
    small, large = opened(room), opened(room, *units, name="Stor")
    for unit in units:
        answered(task_of(large, unit), room.finance)
    answered(task_of(small, room.unit), room.finance)
    for found in (small, large):
        with django_assert_num_queries(15):  # type: ignore[operator]
            whole(found)
    task = task_of(small, room.unit)
    with django_assert_num_queries(13):  # type: ignore[operator]
        read_task(task.pk, scope=None, today=DEADLINE)
    with django_assert_num_queries(5):  # type: ignore[operator]
        read_tasks_of(room.finance.pk, None, today=DEADLINE)
