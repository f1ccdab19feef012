"""How an initiative stands: each criterion as the formulas page states it, tried in its order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from savings.projections.cells import Cell
from savings.projections.standing import Standing, combine_standings, find_standing
from savings.vocabulary import Kind

MIO = Decimal(1_000_000)


def cells(**amounts: dict[int, float | int]) -> list[Cell]:
    """Cells from `plan={2011: 2}`, in mio. kr."""
    return [
        Cell(Kind(kind), None, "Indsats", year, None, Decimal(str(amount)) * MIO)
        for kind, years in amounts.items()
        for year, amount in years.items()
    ]


def stands(found: list[Cell], *, year: int = 2010, stage: str = "") -> Standing:
    """How it stands as of a year, measured in 2011."""
    return find_standing(found, stage=stage, year=year, full_effect_year=2011)


def test_what_is_dropped_is_dropped_whatever_it_brought() -> None:
    assert stands(cells(plan={2011: 2}, realised={2011: 2}), stage="dropped") is Standing.DROPPED


def test_the_whole_plan_of_the_full_effect_year_is_delivered() -> None:
    assert stands(cells(plan={2011: 2}, realised={2011: 2})) is Standing.DELIVERED
    assert stands(cells(plan={2011: 2}, realised={2011: 2.5}, offset={2011: -0.6})) is not Standing.DELIVERED


def test_without_a_plan_the_stage_must_say_delivered_and_something_have_come() -> None:
    assert stands(cells(realised={2011: 1}), stage="delivered") is Standing.DELIVERED
    assert stands(cells(realised={2010: 1}), stage="delivered") is Standing.NOT_PLANNED
    assert stands(cells(realised={2011: 1})) is Standing.NOT_PLANNED
    assert stands([]) is Standing.NOT_PLANNED


def test_less_than_the_plan_in_a_year_that_is_due_is_behind() -> None:
    planned = cells(plan={2010: 1, 2011: 2}, realised={2010: 0.9})
    assert stands(planned, year=2011) is Standing.BEHIND
    assert stands(planned, year=2010) is Standing.ON_TRACK, "a year that is not over is not behind"


def test_a_band_is_due_at_its_latest() -> None:
    band = [Cell(Kind.PLAN, None, "Indsats", 2011, None, 2 * MIO, earliest_year=2009)]
    assert stands(band, year=2011) is Standing.ON_TRACK
    assert stands(band, year=2012) is Standing.BEHIND


def test_a_forecast_below_the_plan_of_a_coming_year_is_a_risk() -> None:
    planned = cells(plan={2010: 1, 2011: 2}, realised={2010: 1}, forecast={2011: 1.5})
    assert stands(planned, year=2010) is Standing.AT_RISK
    assert stands(cells(plan={2010: 1, 2011: 2}, realised={2010: 1}, forecast={2011: 2}), year=2010) is Standing.ON_TRACK


@pytest.mark.parametrize("year", [2008, 2009])
def test_a_plan_that_is_not_due_is_on_track(year: int) -> None:
    assert stands(cells(plan={2010: 1, 2011: 2}), year=year) is Standing.ON_TRACK


def test_a_krone_is_something_and_nothing_is_not() -> None:
    krone = 0.000001
    assert stands(cells(realised={2011: krone}), stage="delivered") is Standing.DELIVERED
    assert stands(cells(plan={2011: krone}, realised={2011: krone})) is Standing.DELIVERED
    assert stands(cells(plan={2011: 0})) is Standing.ON_TRACK


def test_a_forecast_of_the_status_own_year_is_at_risk() -> None:
    """In 2010 the plan was to have come; more came than planned, and yet less is expected of the whole year."""
    assert stands(cells(plan={2010: 1}, realised={2010: 1}, forecast={2010: 0.9}), year=2010) is Standing.AT_RISK


@pytest.mark.parametrize(
    ("standings", "together"),
    [
        ([Standing.ON_TRACK, Standing.BEHIND, Standing.AT_RISK], Standing.BEHIND),
        ([Standing.ON_TRACK, Standing.AT_RISK, Standing.DELIVERED], Standing.AT_RISK),
        ([Standing.DELIVERED, Standing.ON_TRACK, Standing.NOT_PLANNED], Standing.ON_TRACK),
        ([Standing.DROPPED, Standing.NOT_PLANNED, Standing.DELIVERED], Standing.DELIVERED),
        ([Standing.DROPPED, Standing.NOT_PLANNED], Standing.NOT_PLANNED),
        ([Standing.DROPPED, Standing.DROPPED], Standing.DROPPED),
        ([], Standing.NOT_PLANNED),
    ],
)
def test_a_programme_stands_as_its_worst_initiative(standings: list[Standing], together: Standing) -> None:
    assert combine_standings(iter(standings)) is together
