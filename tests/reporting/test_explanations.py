"""Why a unit is behind, as its status says it: from the round's closing on, until the unit's next answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from savings.models import Round, RoundTask, Unit
from savings.projections.facts import ExplanationFacts
from savings.projections.question import StatusQuestion
from savings.recording import Line
from savings.recording import refusals as why
from savings.recording.register import register_initiative, register_programme, register_unit
from savings.recording.rounds import NewReply, NewRound, close_round, open_round, reply
from savings.reporting import read_status
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

CUT_OFF = date(2008, 10, 31)
ANSWERED = datetime(2008, 11, 10, 9, 0, tzinfo=UTC)
CLOSED = ANSWERED + timedelta(days=10)
PLAN = Line(kind=Kind.PLAN, year=2011, amount=Decimal(3_000_000))
LATE = {"explanation": "Lejemålet blev opsagt sent.", "mitigation": "Fraflytning fremrykkes."}


def asked(room: Room, name: str, *units: Unit, cut_off: date = CUT_OFF) -> Round:
    new = NewRound(
        name=name, year=2011, starts_on=date(2008, 10, 1), cut_off=cut_off, answer_by=cut_off,
        tasks=[(room.programme, unit) for unit in units or (room.unit,)],
    )  # fmt: skip
    return open_round(new, by=room.controller, at=AT)


def told(room: Room, found: Round, unit: Unit | None = None, at: datetime = ANSWERED, **facts: object) -> None:
    task = RoundTask.objects.get(round=found, unit=unit or room.unit)
    new = NewReply(task=task, confirmed=100, booked_on=at.date(), **facts)  # type: ignore[arg-type]
    reply(new, by=room.finance, at=at)


def closed(room: Room, found: Round, at: datetime = CLOSED) -> None:
    close_round(round=found, reason="Alle har svaret.", by=room.controller, at=at)


def standing(room: Room, as_of: date = date(2008, 12, 31), unit: str | None = None) -> list[tuple[str, str]]:
    """The units that explain themselves, and how."""
    return [(it.unit.code, it.explanation) for it in explanations(room, as_of, unit)]


def explanations(room: Room, as_of: date = date(2008, 12, 31), unit: str | None = None) -> tuple[ExplanationFacts, ...]:
    question = StatusQuestion(as_of=as_of, is_past=True, unit=unit)
    return read_status(room.programme.slug, question).explanations


@pytest.fixture
def behind(room: Room) -> Room:
    """A room whose unit has a plan and has realised nothing of it."""
    room.approved([replace(PLAN, unit=room.unit)])
    return room


def test_an_answer_stands_beside_the_unit_with_author_and_day(behind: Room) -> None:
    found = asked(behind, "3. kvartal")
    told(behind, found, **LATE)
    closed(behind, found)
    [it] = explanations(behind)
    assert (it.unit.name, it.initiative, it.year) == ("Sundheds- og Omsorgsforvaltningen", None, 2011)
    assert (it.explanation, it.mitigation) == tuple(LATE.values())
    assert (it.by, it.on) == (behind.finance.display_name(), ANSWERED.date())


def test_what_nobody_has_vouched_for_is_not_shown(behind: Room) -> None:
    """A controller who closes a round vouches for what it was told."""
    found = asked(behind, "3. kvartal")
    told(behind, found, **LATE)
    assert standing(behind) == []
    closed(behind, found)
    assert standing(behind) == [("SUF", LATE["explanation"])]


def test_it_stands_from_the_cut_off_date_whose_figures_it_explains_or_from_an_earlier_answer(behind: Room) -> None:
    found = asked(behind, "3. kvartal")
    told(behind, found, **LATE)
    closed(behind, found)
    assert standing(behind, CUT_OFF - timedelta(days=1)) == []
    assert standing(behind, CUT_OFF) == [("SUF", LATE["explanation"])]
    ahead = asked(behind, "Året", cut_off=date(2008, 12, 30))
    told(behind, ahead, at=CLOSED + timedelta(days=1), explanation="Sygdom.", mitigation="Vikar.")
    closed(behind, ahead, at=CLOSED + timedelta(days=2))
    assert standing(behind, CLOSED.date()) == [("SUF", LATE["explanation"])]
    assert standing(behind, CLOSED.date() + timedelta(days=1)) == [("SUF", "Sygdom.")]


def test_the_next_answer_takes_its_place(behind: Room) -> None:
    first, second = asked(behind, "3. kvartal"), asked(behind, "4. kvartal", cut_off=date(2008, 12, 31))
    told(behind, first, **LATE)
    closed(behind, first)
    told(behind, second, at=CLOSED, explanation="Sygdom.", mitigation="Vikar.")
    told(behind, second, at=CLOSED, explanation="Mere sygdom.", mitigation="Flere vikarer.")
    assert standing(behind) == [("SUF", LATE["explanation"])]
    closed(behind, second)
    assert standing(behind) == [("SUF", "Mere sygdom.")]


def test_an_answer_of_a_unit_that_is_not_behind_ends_it(behind: Room) -> None:
    first, second = asked(behind, "3. kvartal"), asked(behind, "4. kvartal", cut_off=date(2008, 12, 31))
    told(behind, first, **LATE)
    closed(behind, first)
    behind.approved([replace(PLAN, kind=Kind.REALISED, unit=behind.unit)], date(2008, 11, 3))
    told(behind, second, at=CLOSED, explanation="Nu er det nået.")
    closed(behind, second)
    assert standing(behind, CUT_OFF) == [("SUF", LATE["explanation"])]
    assert standing(behind) == []


def test_each_unit_has_its_own_and_a_unit_alone_only_what_is_under_it(behind: Room) -> None:
    child = register_unit(by=behind.finance, at=AT, code="PO", name="Pensionskontoret", parent=behind.unit)
    other = register_unit(by=behind.finance, at=AT, code="AF", name="Anden forvaltning")
    for unit in (child, other):
        behind.approved([replace(PLAN, unit=unit)])
    found = asked(behind, "3. kvartal", behind.unit, child, other)
    for unit in (other, child):
        told(behind, found, unit, explanation=f"{unit.code} er bagud.", mitigation="Rykkes.")
    closed(behind, found)
    assert standing(behind) == [("AF", "AF er bagud."), ("PO", "PO er bagud.")]
    assert standing(behind, unit="SUF") == [("PO", "PO er bagud.")]


def test_an_answer_may_be_about_one_initiative_of_the_programme(behind: Room) -> None:
    rent = register_initiative(by=behind.finance, at=AT, programme=behind.programme, name="Huslejen", unit=behind.unit)
    found = asked(behind, "3. kvartal")
    told(behind, found, **LATE, initiative=rent)
    closed(behind, found)
    assert [it.initiative for it in explanations(behind)] == ["Huslejen"]


def test_it_is_not_about_another_programmes_initiative(behind: Room) -> None:
    programme = register_programme(
        by=behind.finance, at=AT, slug="andet", name="Andet", full_effect_year=2011, units=(behind.unit,)
    )
    theirs = register_initiative(by=behind.finance, at=AT, programme=programme, name="Deres", unit=behind.unit)
    found = asked(behind, "3. kvartal")
    with pytest.raises(why.OfAnotherProgramme):
        told(behind, found, **LATE, initiative=theirs)
