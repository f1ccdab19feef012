"""What an entry does to a status, and what somebody should ask about it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from savings.kinds import Kind
from savings.projections.cells import Cell
from savings.projections.effect import Asking, effect
from savings.projections.facts import ProgrammeFacts

PROGRAMME = ProgrammeFacts("p", "Prøve", "", "", "", "", "", 2011, "", 2008, 2011, None, "day")


def cell(
    kind: Kind, amount: int, *, year: int = 2011, unit: str | None = "SUF", initiative: str | None = None, proof: bool = False
) -> Cell:
    """A cell in thousands."""
    return Cell(kind, unit, initiative, year, None, Decimal(amount) * 1000, proof)


def asked(now: list[Cell], added: list[Cell], *, secured: bool = False) -> list[Asking]:
    """What is asked about adding some cells."""
    return [question.asking for question in effect(PROGRAMME, now, added, secured=secured).questions]


def test_only_what_changes_has_a_row_and_the_programme_has_one_for_each_year() -> None:
    now = [cell(Kind.TARGET, 3300, unit=None), cell(Kind.REALISED, 1400), cell(Kind.REALISED, 100, unit="SOF")]
    done = effect(PROGRAMME, now, [cell(Kind.REALISED, 200), cell(Kind.REALISED, 50, year=2010)])
    assert [(row.unit, row.year, row.before.realised, row.after.realised) for row in done.rows] == [
        ("SUF", 2010, 0, 50_000), ("SUF", 2011, 1_400_000, 1_600_000)
    ]  # fmt: skip
    assert [(row.year, row.before.outstanding, row.after.outstanding) for row in done.wholes] == [
        (2010, 0, -50_000), (2011, 1_800_000, 1_600_000)
    ]  # fmt: skip


def test_the_coverage_before_and_after_is_of_the_full_effect_year() -> None:
    now = [cell(Kind.REALISED, 800, proof=True), cell(Kind.REALISED, 600)]
    done = effect(PROGRAMME, now, [cell(Kind.REALISED, 200)])
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
