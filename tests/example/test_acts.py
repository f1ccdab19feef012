"""The example is a pure function of its seed, and holds what a municipality's figures hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from savings.demo.example.acts import MARK, ExampleLine, Municipality
from savings.demo.example.drawing import BEGUN, FIRST, LARGE, LAST
from savings.demo.example.municipality import build_municipality
from savings.vocabulary import Act, Kind

MADE = build_municipality(1)


def _lines(made: Municipality = MADE, *kinds: Kind) -> list[ExampleLine]:
    return [
        line for entry in made.entries if entry.programme == LARGE and entry.is_approved
        for line in entry.lines if line.kind in kinds
    ]  # fmt: skip


def test_the_same_seed_gives_the_same_acts_and_another_gives_others() -> None:
    assert build_municipality(1) == MADE
    assert build_municipality(2) != MADE


def test_it_is_as_large_as_a_municipality() -> None:
    above = [unit for unit in MADE.units if not unit.parent]
    below = [unit for unit in MADE.units if unit.parent]
    assert (len(above), len(below), len(MADE.initiatives), len(MADE.programmes)) == (8, 40, 300, 7)
    assert set(Counter(unit.name for unit in below).values()) == {8}
    assert {line.year for line in _lines(MADE, Kind.TARGET)} == set(range(FIRST, LAST + 1))


def test_targets_stand_on_the_programme_on_administrations_and_on_units() -> None:
    asked = {line.unit for line in _lines(MADE, Kind.TARGET)}
    assert "" in asked
    assert {"-" in code for code in asked if code} == {True, False}


def test_some_units_are_over_their_target_and_some_years_are_below_zero() -> None:
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    asked: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for line in _lines(MADE, Kind.REALISED, Kind.OFFSET):
        sums[line.unit, line.year] += line.amount
    for line in _lines(MADE, Kind.TARGET):
        asked[line.unit, line.year] += line.amount
    assert any(0 < asked[place] < amount for place, amount in sums.items())
    assert any(amount < 0 for amount in sums.values())


def test_two_price_levels_a_forecast_of_a_part_and_evidence_of_a_part() -> None:
    assert len({line.price_level for line in _lines(MADE, Kind.TARGET)}) == 2
    said = {line.unit.partition("-")[0] for line in _lines(MADE, Kind.FORECAST) if line.year == BEGUN}
    asked = {line.unit.partition("-")[0] for line in _lines(MADE, Kind.PLAN) if line.year == BEGUN}
    assert said
    assert said < asked
    assert _lines(MADE, Kind.EXPECTED_OFFSET)
    realised = [entry for entry in MADE.entries if any(line.kind is Kind.REALISED for line in entry.lines)]
    assert {bool(entry.evidence) for entry in realised} == {True, False}


def test_there_are_corrections_stated_levels_moves_and_what_waits() -> None:
    acts = Counter(entry.act for entry in MADE.entries)
    assert all(acts[act] for act in (Act.RECORD, Act.LEVEL, Act.REALISE, Act.CORRECTION))
    assert any(not entry.is_approved and not entry.sent_back for entry in MADE.entries)
    assert any(entry.sent_back for entry in MADE.entries)
    assert any(answer.explanation for answer in MADE.answers)
    assert any(not answer.explanation for answer in MADE.answers)


def test_every_name_that_stands_alone_says_that_it_is_made_up() -> None:
    names = [programme.name for programme in MADE.programmes] + [title for _reference, title, _day in MADE.documents]
    assert all(name.startswith(MARK) for name in names)
    assert all(MARK.lower() in unit.name for unit in MADE.units if not unit.parent)
