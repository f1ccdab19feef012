"""What an entry does to a status, and what somebody should ask about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from savings.projections.cells import Cell
from savings.projections.effect import Asking, EffectQuestion, compute_effect
from savings.projections.facts import ProgrammeFacts
from savings.vocabulary import Kind

PROGRAMME = ProgrammeFacts("p", "Prøve", "", "", "", "", "", 2011, "", 2008, 2011, None, "day")


def cell(
    kind: Kind, amount: int, *, year: int = 2011, unit: str | None = "SUF", initiative: str | None = None, proof: bool = False
) -> Cell:
    """A cell in thousands."""
    return Cell(kind, unit, initiative, year, None, Decimal(amount) * 1000, proof)


#: Of the smallest amounts.
ONE_KRONE = replace(cell(Kind.REALISED, 1), amount=Decimal(1))
ONE_KRONE_SECURED = replace(ONE_KRONE, kind=Kind.SECURED)


def asked(now: list[Cell], added: list[Cell], *, secured: bool = False) -> list[Asking]:
    """What is asked about adding some cells."""
    return [question.asking for question in compute_effect(PROGRAMME, now, added, secured=secured).questions]


def test_only_what_changes_has_a_row_and_the_programme_has_one_for_each_year() -> None:
    now = [cell(Kind.TARGET, 3300, unit=None), cell(Kind.REALISED, 1400), cell(Kind.REALISED, 100, unit="SOF")]
    done = compute_effect(PROGRAMME, now, [cell(Kind.REALISED, 200), cell(Kind.REALISED, 50, year=2010)])
    assert [(row.unit, row.year, row.before.realised, row.after.realised) for row in done.rows] == [
        ("SUF", 2010, 0, 50_000), ("SUF", 2011, 1_400_000, 1_600_000)
    ]  # fmt: skip
    assert [(row.year, row.before.outstanding, row.after.outstanding) for row in done.wholes] == [
        (2010, 0, -50_000), (2011, 1_800_000, 1_600_000)
    ]  # fmt: skip


def test_the_coverage_before_and_after_is_of_the_full_effect_year() -> None:
    now = [cell(Kind.REALISED, 800, proof=True), cell(Kind.REALISED, 600)]
    done = compute_effect(PROGRAMME, now, [cell(Kind.REALISED, 200)])
    assert (done.coverage_before, done.coverage_after) == (Decimal(800) / 1400, Decimal(800) / 1600)


@pytest.mark.parametrize(
    ("now", "added", "secured", "wanted"),
    [
        ([cell(Kind.SECURED, 100)], [cell(Kind.REALISED, 100)], True, []),
        ([cell(Kind.SECURED, 100)], [cell(Kind.REALISED, 150)], True, [Asking.BEYOND_SECURED]),
        ([cell(Kind.SECURED, 100)], [cell(Kind.REALISED, 50)], False, [Asking.SECURED_LEFT]),
        ([cell(Kind.SECURED, 100, unit="SOF")], [cell(Kind.REALISED, 50)], False, []),
        ([cell(Kind.PLAN, 100)], [cell(Kind.REALISED, 100)], False, []),
        ([cell(Kind.PLAN, 100)], [cell(Kind.REALISED, 101)], False, [Asking.BEYOND_PLAN]),
        ([], [cell(Kind.REALISED, 1, year=2007)], False, [Asking.BEFORE_PROGRAMME]),
        ([], [cell(Kind.PLAN, 1, year=2012)], False, [Asking.AFTER_PROGRAMME]),
        ([cell(Kind.REALISED, 100)], [cell(Kind.REALISED, -101)], False, [Asking.NEGATIVE]),
    ],
)
def test_what_is_unusual_is_asked_about(now: list[Cell], added: list[Cell], secured: bool, wanted: list[Asking]) -> None:
    assert asked(now, added, secured=secured) == wanted


def test_a_band_may_come_early_without_a_question() -> None:
    band = Cell(Kind.PLAN, "SUF", None, 2011, None, Decimal(100_000), earliest_year=2009)
    assert asked([band], [cell(Kind.REALISED, 100, year=2010)]) == []
    assert asked([band], [cell(Kind.REALISED, 101, year=2010)]) == [Asking.BEYOND_PLAN]


def test_the_rows_of_the_programme_are_told_from_those_of_ikke_fordelt() -> None:
    done = compute_effect(PROGRAMME, [], [cell(Kind.REALISED, 50, unit=None)])
    assert [(row.unit, row.whole) for row in (*done.rows, *done.wholes)] == [(None, False), (None, True)]


def test_a_question_says_of_which_unit_and_year_how_much_and_against_what() -> None:
    """100 is secured in the unit and 100 planned for the initiative; 150 comes, then 50, and then 101 is taken back."""
    secured = [cell(Kind.SECURED, 60, initiative="a"), cell(Kind.SECURED, 40, initiative="b")]
    come = [cell(Kind.REALISED, 90, initiative="a"), cell(Kind.REALISED, 60, initiative="a", proof=True)]
    assert compute_effect(PROGRAMME, secured, come, secured=True).questions == (
        EffectQuestion(Asking.BEYOND_SECURED, 2011, "SUF", None, Decimal(150_000), Decimal(100_000)),
    )
    assert compute_effect(PROGRAMME, secured, come[:1]).questions == (
        EffectQuestion(Asking.SECURED_LEFT, 2011, "SUF", None, Decimal(90_000), Decimal(100_000)),
    )
    planned = [cell(Kind.PLAN, 100, initiative="a"), cell(Kind.PLAN, 1000, initiative="b")]
    assert compute_effect(PROGRAMME, planned, come).questions == (
        EffectQuestion(Asking.BEYOND_PLAN, 2011, None, "a", Decimal(150_000), Decimal(100_000)),
    )
    there = [cell(Kind.REALISED, 100), cell(Kind.REALISED, 500, unit="SOF")]
    assert compute_effect(PROGRAMME, there, [cell(Kind.REALISED, -101)]).questions == (
        EffectQuestion(Asking.NEGATIVE, 2011, "SUF", None, Decimal(-1000)),
    )


@pytest.mark.parametrize(
    ("now", "added", "wanted"),
    [
        # Taking back what was realised is no realising of what is secured, and a krone is enough to be asked about.
        ([cell(Kind.SECURED, 100), cell(Kind.REALISED, 100)], [cell(Kind.REALISED, -50)], []),
        ([ONE_KRONE_SECURED], [ONE_KRONE], [Asking.SECURED_LEFT]),
        ([ONE_KRONE_SECURED], [cell(Kind.REALISED, 0)], []),
        # What is realised may be taken back whole, and from nothing it is below zero at once; what was below is not asked again.
        ([cell(Kind.REALISED, 100)], [cell(Kind.REALISED, -100)], []),
        ([], [cell(Kind.REALISED, -1)], [Asking.NEGATIVE]),
        ([cell(Kind.REALISED, -1)], [cell(Kind.REALISED, -1)], []),
        ([cell(Kind.REALISED, -1), cell(Kind.REALISED, 5, unit="SOF")], [cell(Kind.REALISED, -1)], []),
    ],
)
def test_what_is_realised_may_shrink_to_nothing_and_not_below(now: list[Cell], added: list[Cell], wanted: list[Asking]) -> None:
    assert asked(now, added) == wanted


def test_a_programme_without_a_first_year_begins_in_the_year_it_opened() -> None:
    opened = replace(PROGRAMME, first_year=None, opened_on=date(2008, 4, 1))
    early = [cell(Kind.TARGET, 1, year=2007)]
    assert compute_effect(opened, [], early).questions == (EffectQuestion(Asking.BEFORE_PROGRAMME, 2007, against=Decimal(2008)),)
    assert compute_effect(opened, [], [cell(Kind.TARGET, 1, year=2008)]).questions == ()
    assert compute_effect(replace(opened, opened_on=None), [], early).questions == ()
    late = [cell(Kind.TARGET, 1, year=2012)]
    assert compute_effect(opened, [], late).questions == (EffectQuestion(Asking.AFTER_PROGRAMME, 2012, against=Decimal(2011)),)
