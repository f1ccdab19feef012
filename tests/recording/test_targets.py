"""Oven i or heraf: which targets meet which, and how one is taken out of another, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings.models import Initiative, Unit
from savings.recording.new_entry import Line
from savings.recording.targets import NotEnoughAbove, TargetCell, Targets, find_cell
from savings.vocabulary import Kind

#: The programme (None) has administrations 1 and 2; under 1 are the units 11 and 12, under 2 the unit 21.
PARENTS: dict[int, int | None] = {1: None, 2: None, 11: 1, 12: 1, 21: 2}
UNITS = {pk: Unit(pk=pk, code=str(pk), parent_id=parent) for pk, parent in PARENTS.items()}
INITIATIVES = {pk: Initiative(pk=pk, name=str(pk)) for pk in (1, 2)}


def target(amount: int, unit: int | None = None, initiative: int | None = None, *, level: int | None = None) -> Line:
    facts = {"unit": UNITS[unit] if unit else None, "initiative": INITIATIVES[initiative] if initiative else None}
    return Line(kind=Kind.TARGET, year=2027, amount=Decimal(amount), price_level=level, **facts)  # type: ignore[arg-type]


def standing(*lines: Line) -> Targets:
    levels: dict[TargetCell, Decimal] = {}
    for line in lines:
        levels[find_cell(line)] = levels.get(find_cell(line), Decimal(0)) + line.amount
    return Targets(levels, UNITS, INITIATIVES)


def after(known: Targets, lines: list[Line]) -> dict[TargetCell, Decimal]:
    """The targets once the lines, each out of what it meets, are approved."""
    levels: dict[TargetCell, Decimal] = dict(known.levels)
    for line, out in zip(lines, known.take_out(lines), strict=True):
        for cell, amount in [(find_cell(line), out.stated), *((find_cell(move), move.amount) for move in out.moves)]:
            levels[cell] = levels.get(cell, Decimal(0)) + amount
    return levels


def told(levels: Mapping[TargetCell, Decimal]) -> dict[tuple[int | None, int | None], int]:
    return {(cell.unit, cell.initiative): int(amount) for cell, amount in levels.items()}


@pytest.mark.parametrize(
    ("there", "stated", "asks"),
    [
        ([], target(6, 11), False),
        ([target(10)], target(6, 1), True),
        ([target(10)], target(6, 11), True),
        ([target(6, 11)], target(10), True),
        ([target(6, 11)], target(10, 1), True),
        ([target(6, 12)], target(10, 11), False),
        ([target(6, 2)], target(10, 11), False),
        ([target(10, 1)], target(6, 1), False),
        ([target(10, 1)], target(6, 1, 1), True),
        ([target(6, 1, 1)], target(10, 1), True),
        ([target(6, 1, 1)], target(10, 1, 2), False),
        ([target(10, None, 1)], target(6, 11, 1), True),
        ([target(10, None, 1)], target(6, 11), True),
        ([target(10, None, 1)], target(6, 11, 2), False),
        ([target(10)], target(-6, 11), False),
        ([target(10, level=2020)], target(6, 11, level=2023), True),
        ([target(10), target(-10)], target(6, 11), False),
    ],
)
def test_a_target_is_asked_about_where_one_stands_above_or_under_it(there: list[Line], stated: Line, asks: bool) -> None:
    assert bool(standing(*there).find_overlaps([stated])) is asks


def test_lines_meet_among_themselves_and_whoever_stands_on_top_is_not_asked_about() -> None:
    """The units, in whatever order the file has them; the programme's own line meets nothing before it."""
    lines = [target(4, 12), target(10), target(6, 11)]
    assert standing().find_overlaps(lines).keys() == {0, 2}


def test_out_of_it_takes_from_the_nearest_above_and_the_total_stays() -> None:
    levels = told(after(standing(target(10)), [target(6, 1)]))
    assert levels == {(None, None): 4, (1, None): 6}
    levels = told(after(standing(target(4), target(6, 1)), [target(5, 11)]))
    assert levels == {(None, None): 4, (1, None): 1, (11, None): 5}


def test_what_stands_under_it_is_part_of_it() -> None:
    assert told(after(standing(target(6, 11), target(4, 21)), [target(12)])) == {(11, None): 6, (21, None): 4, (None, None): 2}
    levels = told(after(standing(target(10), target(3, 11)), [target(5, 1)]))
    assert levels == {(None, None): 8, (11, None): 3, (1, None): 2}


def test_a_whole_file_is_taken_out_from_the_top_down() -> None:
    lines = [target(4, 11), target(10), target(6, 1), target(1, 11, 1)]
    assert told(after(standing(), lines)) == {(None, None): 4, (1, None): 2, (11, None): 3, (11, 1): 1}


@pytest.mark.parametrize(
    ("there", "stated", "left"),
    [
        ([target(10)], target(12, 11), 10),
        ([target(6, 11)], target(5), 0),
        ([target(10, level=2020)], target(6, 11, level=2023), 0),
        ([target(6, 11, level=2020)], target(10, level=2023), 0),
    ],
)
def test_more_than_is_there_cannot_be_taken(there: list[Line], stated: Line, left: int) -> None:
    with pytest.raises(NotEnoughAbove) as refused:
        standing(*there).take_out([stated])
    assert (refused.value.line, refused.value.left) == (stated, left)


@pytest.mark.parametrize("kind", [Kind.PLAN, Kind.REALISED])
def test_other_kinds_are_not_asked_about(kind: Kind) -> None:
    line = Line(kind=kind, year=2027, amount=Decimal(6), unit=UNITS[11])
    assert standing(target(10)).find_overlaps([line]) == {}
    assert standing(target(10)).take_out([line])[0].stated == 6


places = st.tuples(st.sampled_from([None, *UNITS]), st.sampled_from([None, None, *INITIATIVES]))
targets = st.builds(lambda amount, place, level: target(amount, *place, level=level), st.integers(-9, 60), places,
                    st.sampled_from([None, None, 2023]))  # fmt: skip


@given(there=st.lists(targets, max_size=5), lines=st.lists(targets, max_size=5))
def test_no_krone_is_asked_for_twice_and_none_is_lost(there: list[Line], lines: list[Line]) -> None:
    """Every move comes to zero, nothing above falls below zero by it, and where something stood above, the total stays."""
    known = standing(*(line for line in there if line.amount > 0))
    try:
        outs = known.take_out(lines)
    except NotEnoughAbove:
        return
    for line, out in zip(lines, outs, strict=True):
        assert sum(move.amount for move in out.moves) == 0
        assert {move.price_level for move in out.moves} <= {line.price_level}
        assert 0 <= out.stated <= line.amount or line.amount <= 0
        assert not (out.moves and out.stated)
    asked = set(known.find_overlaps(lines))
    untouched = [place for place, (line, out) in enumerate(zip(lines, outs, strict=True)) if out.stated == line.amount]
    assert {place for place in range(len(lines)) if place not in asked} <= set(untouched)
    if all(line.amount > 0 for line in lines):
        assert all(amount >= 0 for amount in after(known, lines).values())
