"""Decisions about a plan: what is taken back is what stands there when it is approved, and only once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from savings.models import Document, Entry, Initiative
from savings.recording import Line, PlanSelection, approve, submit
from savings.recording.plans import read_plan, replan
from savings.recording.refusals import NoPlan, PlanLocked, PlanMovedMeanwhile
from savings.recording.register import register_document, register_initiative, register_programme
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

MIO = Decimal(1_000_000)


@pytest.fixture
def shared(room: Room) -> Initiative:
    """An initiative of whose plan, 1,9 mio. kr., only the ends are known."""
    made = register_initiative(by=room.finance, at=AT, programme=room.programme, name="Fælles administration")
    room.approved([Line(kind=Kind.PLAN, year=2011, amount=Decimal("1.9") * MIO, initiative=made, earliest_year=2009)])
    return made


@pytest.fixture
def decision(room: Room) -> Document:
    """The decision a change rests on."""
    return register_document(by=room.finance, at=AT, reference="BR 12/26", sort="decision")


def changed(
    room: Room, shared: Initiative, decision: Document, act: str = "drop", *, instead: Sequence[Line] = (),
    from_year: int | None = None, seen: Decimal | None = None,
) -> Entry:  # fmt: skip
    """A decision about the plan, sent."""
    plan = PlanSelection(initiative=shared, from_year=from_year, seen=seen)
    entry = replan(room.new_entry(instead, act=act, decision=decision, plan=plan), by=room.finance, at=AT)
    submit(entry=entry, by=room.finance, at=AT)
    return entry


def plan(room: Room, shared: Initiative) -> list[tuple[int, int | None, int]]:
    """(year, earliest year, kroner) of the approved plan."""
    lines = read_plan(room.programme, PlanSelection(initiative=shared))
    return [(line.year, line.earliest_year, int(line.amount)) for line in lines]


def test_a_plan_that_two_drop_is_dropped_once(room: Room, shared: Initiative, decision: Document) -> None:
    for entry in (changed(room, shared, decision), changed(room, shared, decision)):
        approve(entry=entry, by=room.controller, at=AT)
    assert plan(room, shared) == []


def test_of_two_new_profiles_the_one_approved_last_holds(room: Room, shared: Initiative, decision: Document) -> None:
    years = [Line(kind=Kind.PLAN, year=year, amount=MIO, initiative=shared) for year in (2010, 2011)]
    first = changed(room, shared, decision, "reprofile", instead=years)
    second = changed(room, shared, decision, "reprofile", instead=years[:1])
    approve(entry=second, by=room.controller, at=AT)
    assert plan(room, shared) == [(2010, None, 1_000_000)]
    approve(entry=first, by=room.controller, at=AT)
    assert plan(room, shared) == [(2010, None, 1_000_000), (2011, None, 1_000_000)]


def test_a_new_profile_takes_the_band_back_and_says_the_years(room: Room, shared: Initiative, decision: Document) -> None:
    years = [Line(kind=Kind.PLAN, year=2009, amount=MIO, initiative=shared),
             Line(kind=Kind.PLAN, year=2011, amount=Decimal("1.9") * MIO, initiative=shared)]  # fmt: skip
    approve(entry=changed(room, shared, decision, "reprofile", instead=years), by=room.controller, at=AT)
    assert plan(room, shared) == [(2009, None, 1_000_000), (2011, None, 1_900_000)]


def test_a_plan_that_is_another_than_the_one_seen_is_told_at_once(room: Room, shared: Initiative, decision: Document) -> None:
    with pytest.raises(PlanMovedMeanwhile):
        changed(room, shared, decision, seen=MIO)


def test_there_must_be_a_plan(room: Room, shared: Initiative, decision: Document) -> None:
    with pytest.raises(NoPlan):
        changed(room, shared, decision, from_year=2012)


def test_an_approved_plan_changes_by_nothing_but_a_decision(room: Room, shared: Initiative) -> None:
    more = room.submitted([Line(kind=Kind.PLAN, year=2011, amount=MIO, initiative=shared)])
    with pytest.raises(PlanLocked):
        approve(entry=more, by=room.controller, at=AT)


def test_another_programmes_plan_is_not_seen(room: Room, shared: Initiative, decision: Document) -> None:
    """It stands in the same cell but for its programme; what is taken away is this one's alone."""
    elsewhere = replace(
        room,
        programme=register_programme(
            by=room.finance, at=AT, slug="anden", name="Anden", full_effect_year=2011, units=(room.unit,)
        ),
    )
    for each in (room, elsewhere):
        each.approved([Line(kind=Kind.PLAN, year=2012, amount=MIO, unit=room.unit)])
    plan = PlanSelection(initiative=None, from_year=2012, seen=MIO)
    entry = replan(room.new_entry(act="drop", decision=decision, plan=plan), by=room.finance, at=AT)
    submit(entry=entry, by=room.finance, at=AT)
    approve(entry=entry, by=room.controller, at=AT)
    assert list(entry.postings.values_list("amount", flat=True)) == [-MIO]
    assert [line.amount for line in read_plan(elsewhere.programme, PlanSelection(initiative=None))] == [MIO]


def test_a_new_profile_posts_only_the_difference(room: Room, shared: Initiative, decision: Document) -> None:
    """What stands as it did is not stated again; what is more or less is."""
    same = Line(kind=Kind.PLAN, year=2012, amount=MIO, initiative=shared, unit=room.unit)
    room.approved([same])
    wanted = [same, Line(kind=Kind.PLAN, year=2011, amount=2 * MIO, initiative=shared, earliest_year=2009)]
    entry = changed(room, shared, decision, "reprofile", instead=wanted)
    assert list(entry.levels.values_list("year", "amount")) == [(2011, 2 * MIO)]
    approve(entry=entry, by=room.controller, at=AT)
    assert list(entry.postings.values_list("year", "amount")) == [(2011, Decimal("0.1") * MIO)]
