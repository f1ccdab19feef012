"""Dividing a target as a story: the programme's is divided among administrations, theirs among units, and the total stays."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

import pytest
from django.db import IntegrityError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from savings.models import Document, Entry, Unit
from savings.projections.question import ChangesQuestion, StatusQuestion
from savings.projections.status import Status
from savings.recording import Line, approve, correct, record, submit
from savings.recording.divide import divide
from savings.recording.new_entry import DividedTarget
from savings.recording.refusals import BelowZero, NotBalanced, NotBelow, StatedAfter
from savings.recording.register import register_document, register_initiative, register_unit
from savings.recording.targets import read_targets
from savings.reporting import read_status
from savings.reporting.bridge import read_bridge
from savings.vocabulary import VOCABULARY, Act, Kind, Step
from tests.ledger_rooms import AT, BOOKED, Room, make_room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

MIO = Decimal(1_000_000)


def target(amount: str | Decimal, unit: Unit | None = None, *, year: int = 2011, level: int | None = None) -> Line:
    return Line(kind=Kind.TARGET, year=year, amount=Decimal(amount) * MIO, unit=unit, price_level=level)


def decision(room: Room) -> Document:
    return register_document(reference="BR 12/27", sort="decision", by=room.finance, at=AT)


def below(room: Room, code: str) -> Unit:
    return register_unit(code=code, name=f"Enhed {code}", parent=room.unit, by=room.finance, at=AT)


def divided(room: Room, *lines: Line, of: DividedTarget | None = None, booked_on: date = BOOKED) -> Entry:
    """A division, sent."""
    new = room.new_entry(lines, booked_on, divides=of or DividedTarget(unit=None), decision=decision(room))
    entry = divide(new, by=room.finance, at=AT)
    submit(entry=entry, by=room.finance, at=AT)
    return entry


def approved(room: Room, entry: Entry) -> Entry:
    approve(entry=entry, by=room.controller, at=AT)
    return entry


def posted(entry: Entry) -> list[tuple[str | None, int, str]]:
    rows = entry.postings.order_by("pk").values_list("unit__code", "year", "amount")
    return [(code, year, f"{amount / MIO:.1f}") for code, year, amount in rows]


def status(room: Room, as_of: date = BOOKED, unit: str | None = None) -> Status:
    return read_status(room.programme.slug, StatusQuestion(as_of=as_of, is_past=True, unit=unit))


def targets(room: Room, as_of: date = BOOKED) -> dict[str | None, str]:
    """The target by unit in 2011, in mio. kr."""
    cells = [cell for cell in status(room, as_of).cells if cell.kind is Kind.TARGET and cell.year == 2011 and cell.amount]
    return {cell.unit: f"{cell.amount / MIO:.1f}" for cell in cells}


def test_one_entry_moves_the_target_from_above_to_below(room: Room) -> None:
    room.approved([target("10"), target("8", year=2012)])
    units = [below(room, "A"), below(room, "B")]
    entry = divided(room, target("4", units[0]), target("3", units[1]), target("2", units[0], year=2012))
    assert entry.act == Act.DIVIDE
    assert posted(entry) == [
        (None, 2011, "-7.0"), (None, 2012, "-2.0"), ("A", 2011, "4.0"), ("B", 2011, "3.0"), ("A", 2012, "2.0"),
    ]  # fmt: skip
    assert targets(room) == {None: "10.0"}
    approved(room, entry)
    assert targets(room) == {None: "3.0", "A": "4.0", "B": "3.0"}
    assert status(room).headline.target == 10 * MIO


def test_an_administrations_target_is_divided_among_its_units_in_its_price_level_and_of_its_initiative(room: Room) -> None:
    rent = register_initiative(programme=room.programme, name="Huslejen", unit=room.unit, by=room.finance, at=AT)
    room.approved([Line(kind=Kind.TARGET, year=2011, amount=5 * MIO, unit=room.unit, initiative=rent, price_level=2010)])
    unit = below(room, "A")
    line = Line(kind=Kind.TARGET, year=2011, amount=2 * MIO, unit=unit, initiative=rent, price_level=2010)
    entry = divided(room, line, of=DividedTarget(unit=room.unit, initiative=rent, price_level=2010))
    assert {(row.initiative, row.price_level) for row in entry.postings.all()} == {(rent, 2010)}
    approved(room, entry)
    assert targets(room) == {"SUF": "3.0", "A": "2.0"}


def test_it_is_divided_among_units_under_its_own_and_in_amounts_above_zero(room: Room) -> None:
    room.approved([target("5", room.unit), target("5")])
    unit, other = below(room, "A"), register_unit(code="SOF", name="Socialforvaltningen", by=room.finance, at=AT)
    for line, above in (
        (target("1", other), room.unit), (target("1"), room.unit), (target("1", room.unit), room.unit),
        (target("1", room.unit), unit), (target("-1", unit), room.unit), (target("0", unit), None),
    ):  # fmt: skip
        with pytest.raises(NotBelow):
            divided(room, line, of=DividedTarget(unit=above))
    assert Entry.objects.count() == 1


def test_it_rests_on_a_decision(room: Room) -> None:
    room.approved([target("10")])
    new = room.new_entry([target("4", room.unit)], divides=DividedTarget(unit=None))
    with pytest.raises(IntegrityError, match="entry_names_its_decision"):
        divide(new, by=room.finance, at=AT)


@pytest.mark.parametrize(
    "lines",
    [
        [target("-4"), target("3")],
        [target("-4"), target("4", year=2012)],
        [target("-4", level=2010), target("4", level=2011)],
        [Line(kind=Kind.PLAN, year=2011, amount=4 * MIO), Line(kind=Kind.PLAN, year=2011, amount=-4 * MIO)],
    ],
)
def test_the_database_refuses_a_division_that_does_not_come_to_zero(room: Room, lines: list[Line]) -> None:
    with pytest.raises(NotBalanced):
        room.submitted(lines, act=Act.DIVIDE, decision=decision(room))


def test_a_correction_of_a_division_comes_to_zero_as_well_and_so_does_the_correction_of_that(room: Room) -> None:
    room.approved([target("10")])
    entry = approved(room, divided(room, target("4", room.unit)))
    for _again in range(2):
        wrong = correct(
            room.new_entry([target("-4"), target("5", room.unit)], corrects=entry, reason="Forkert."), by=room.finance, at=AT
        )
        with pytest.raises(NotBalanced):
            submit(entry=wrong, by=room.finance, at=AT)
        right = room.corrected(entry, [target("-3"), target("3", room.unit)], reason="Tre og ikke fire.")
        submit(entry=right, by=room.finance, at=AT)
        entry = approved(room, right)
        assert targets(room) == {None: "7.0", "SUF": "3.0"}


def test_what_waits_counts_among_the_targets_that_one_can_meet(room: Room) -> None:
    room.approved([target("10")])
    room.submitted([target("2", room.unit)])
    unit, known = below(room, "A"), read_targets(room.programme)
    assert sorted(amount / MIO for amount in known.levels.values()) == [2, 10]
    assert list(known.find_overlaps([target("1", unit)])) == [0]


DAYS = st.sampled_from([0, 10, 20, 40]).map(lambda days: BOOKED + timedelta(days=days))
PRICES = st.sampled_from([None, None, None, 2010])
AMOUNTS = st.integers(1, 12).map(lambda amount: Decimal(amount) / 4)


class TestTheTotalStays(TestCase):
    """Whatever is divided on whatever day, among whatever levels and changes, the programme's target is the same on every day and
    in every price level.
    """

    databases: ClassVar = {"default", "owner"}

    @given(
        stated=st.lists(
            st.tuples(AMOUNTS, DAYS, PRICES, st.sampled_from([None, "SUF", "SUF", "A"]), st.booleans()), min_size=1, max_size=4
        ),
        divisions=st.lists(st.tuples(AMOUNTS, DAYS, PRICES, st.integers(0, 2)), min_size=1, max_size=5),
    )
    @settings(max_examples=40, deadline=None)
    def test_on_every_day(
        self,
        stated: list[tuple[Decimal, date, int | None, str | None, bool]],
        divisions: list[tuple[Decimal, date, int | None, int]],
    ) -> None:
        room = make_room()
        a, b = below(room, "A"), below(room, "B")
        moves = [(None, room.unit), (room.unit, a), (None, b)]
        room.approved([target("30"), target("30", level=2010)])
        units = {None: None, "SUF": room.unit, "A": a}
        for amount, day, level, code, is_level in stated:
            line = target(amount, units[code], level=level)
            if is_level:
                levelled(room, line, day)
            else:
                room.approved([line], day)
        days = [BOOKED + timedelta(days=days) for days in (0, 10, 20, 41)]
        before = [total_by_level(room, day) for day in days]
        for amount, day, level, move in divisions:
            above, under = moves[move]
            of = DividedTarget(unit=above, price_level=level)
            try:
                approved(room, divided(room, target(amount, under, level=level), of=of, booked_on=day))
            except (BelowZero, StatedAfter):
                continue
            assert [total_by_level(room, day) for day in days] == before


def total_by_level(room: Room, day: date) -> dict[int | None, Decimal]:
    sums: dict[int | None, Decimal] = {}
    for cell in status(room, day).cells:
        sums[cell.price_level] = sums.get(cell.price_level, Decimal(0)) + cell.amount
    return {level: amount for level, amount in sums.items() if amount}


def test_the_bridge_tells_a_division_as_its_own_step_where_it_moves_anything(room: Room) -> None:
    """Of the programme it moves nothing; of the unit it is a step of its own, and no other target."""
    room.approved([target("10")])
    later = BOOKED + timedelta(days=30)
    approved(room, divided(room, target("4", room.unit), booked_on=later))
    for unit, steps in (("SUF", {Step.DIVIDED: 4 * MIO}), (None, {})):
        bridge = read_bridge(room.programme.slug, ChangesQuestion(since=BOOKED, as_of=later, year=2011, unit=unit))
        column = next(column for column in bridge.columns if column.figure == "target")
        assert column.steps == steps
    with translation.override("da"):
        assert str(VOCABULARY.steps[Step.DIVIDED]) == "Krav fordelt"


def levelled(room: Room, line: Line, day: date) -> Entry:
    """What a target is stated to be from a day on, approved."""
    entry = record(room.new_entry((), day, act=Act.LEVEL, levels=[line]), by=room.finance, at=AT)
    submit(entry=entry, by=room.finance, at=AT)
    return approved(room, entry)


def test_a_target_is_not_divided_before_a_day_from_which_it_is_stated_anew(room: Room) -> None:
    """The level of 6 holds from its day whatever was moved before; what the programme gave would stay away, and 4 be lost."""
    room.approved([target("10")])
    later = BOOKED + timedelta(days=20)
    waiting = divided(room, target("4", room.unit))
    levelled(room, target("6", room.unit), later)
    with pytest.raises(StatedAfter):
        approve(entry=waiting, by=room.controller, at=AT)
    with pytest.raises(StatedAfter):
        divided(room, target("4", room.unit))
    approved(room, divided(room, target("4", room.unit), booked_on=later))
    assert targets(room, later) == {None: "6.0", "SUF": "10.0"}
    assert targets(room, later - timedelta(days=1)) == {None: "10.0"}


def test_a_level_that_is_taken_back_from_its_day_on_stops_no_division(room: Room) -> None:
    room.approved([target("10")])
    later = BOOKED + timedelta(days=20)
    wrong = levelled(room, target("6", room.unit), later)
    submit(entry=(undone := room.corrected(wrong, (), later, reason="Forkert.")), by=room.finance, at=AT)
    approved(room, undone)
    approved(room, divided(room, target("4", room.unit)))
    assert targets(room, later) == {None: "6.0", "SUF": "4.0"}


def test_a_division_states_no_level(room: Room) -> None:
    room.approved([target("10")])
    facts = {"act": Act.DIVIDE, "decision": decision(room), "levels": [target("4", room.unit)]}
    with pytest.raises(NotBalanced):
        room.submitted((), **facts)


def test_no_more_is_divided_than_is_there_on_any_day(room: Room) -> None:
    room.approved([target("3")])
    room.approved([target("7")], BOOKED + timedelta(days=20))
    too_early = divided(room, target("4", room.unit))
    with pytest.raises(BelowZero):
        approve(entry=too_early, by=room.controller, at=AT)
    approved(room, divided(room, target("4", room.unit), booked_on=BOOKED + timedelta(days=20)))
