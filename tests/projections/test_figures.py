"""The figures of a year, told with ledgers in docstrings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from savings.projections.figures import EMPTY
from savings.projections.measures import compute_figures
from savings.vocabulary import Kind
from tests.ledgers import cells_of, mio


def test_the_memo_of_2008_comes_out_as_its_table_1() -> None:
    """
    krav     | – | –         | 2011 | 3,3
    opnået   | – | huslejen  | 2011 | 0,8 | – | documented
    opnået   | – | øvrige    | 2011 | 0,6
    sikret   | – | fælles    | 2011 | 1,9
    """
    shown = compute_figures(cells_of(test_the_memo_of_2008_comes_out_as_its_table_1), 2011)
    assert mio(shown.target) == "3.3"
    assert mio(shown.realised) == "1.4"
    assert mio(shown.documented) == "0.8"
    assert mio(shown.outstanding) == "1.9"
    assert mio(shown.secured) == "1.9"
    assert mio(shown.open) == "0"
    assert shown.evidence_coverage == Decimal("0.8") / Decimal("1.4")
    assert shown.realisation_rate == Decimal("1.4") / Decimal("3.3")


def test_an_offset_eats_of_what_is_realised() -> None:
    """
    krav                | – | – | 2024 | 5
    opnået              | – | – | 2024 | 3
    modgående udgift    | – | – | 2024 | -0,5
    realiseret andetsteds | – | – | 2024 | 1
    """
    shown = compute_figures(cells_of(test_an_offset_eats_of_what_is_realised), 2024)
    assert mio(shown.net_realised) == "2.5"
    assert mio(shown.outstanding) == "2.5"
    assert mio(shown.open) == "1.5"


def test_more_than_the_target_is_shown_and_not_cut_to_zero() -> None:
    """
    krav   | – | – | 2024 | 1
    opnået | – | – | 2024 | 1,5
    """
    shown = compute_figures(cells_of(test_more_than_the_target_is_shown_and_not_cut_to_zero), 2024)
    assert mio(shown.outstanding) == "-0.5"
    assert shown.realisation_rate == Decimal("1.5")


def test_without_a_target_there_is_no_rate() -> None:
    """
    opnået | – | – | 2024 | 1,5
    """
    shown = compute_figures(cells_of(test_without_a_target_there_is_no_rate), 2024)
    assert shown.realisation_rate is None
    assert not shown.has_target


def test_without_anything_realised_there_is_no_coverage() -> None:
    """
    krav | – | – | 2024 | 1,5
    """
    assert compute_figures(cells_of(test_without_anything_realised_there_is_no_coverage), 2024).evidence_coverage is None


def test_years_are_never_added_together() -> None:
    """
    opnået | – | – | 2023 | 1
    opnået | – | – | 2024 | 2
    """
    cells = cells_of(test_years_are_never_added_together)
    assert [mio(compute_figures(cells, year).realised) for year in (2022, 2023, 2024)] == ["0", "1", "2"]
    assert compute_figures(cells, 2022) == EMPTY


def test_a_deviation_needs_a_plan() -> None:
    """
    opnået    | – | a | 2024 | 1
    plan      | – | a | 2024 | 1,2
    forventet | – | a | 2024 | 1,1
    opnået    | – | a | 2025 | 1
    forventet | – | a | 2025 | 1
    """
    cells = cells_of(test_a_deviation_needs_a_plan)
    assert mio(compute_figures(cells, 2024).deviation) == "-0.2"
    assert mio(compute_figures(cells, 2024).forecast_deviation) == "-0.1"
    assert compute_figures(cells, 2025).deviation is None
    assert compute_figures(cells, 2025).forecast_deviation is None


@pytest.mark.parametrize(
    ("year", "plan", "early"), [(2008, "0", "0"), (2009, "0", "1.9"), (2010, "0", "1.9"), (2011, "1.9", "0")]
)
def test_a_plan_of_which_only_the_ends_are_known_is_certain_only_at_its_end(year: int, plan: str, early: str) -> None:
    """
    plan | – | fælles | 2009–2011 | 1,9
    """
    cells = cells_of(test_a_plan_of_which_only_the_ends_are_known_is_certain_only_at_its_end)
    shown = compute_figures(cells, year)
    assert (mio(shown.plan), mio(shown.plan_early)) == (plan, early)


def test_a_sum_of_zero_is_told_from_nothing_said() -> None:
    """
    krav | SUF | – | 2024 | 1
    krav | SOF | – | 2024 | -1
    """
    shown = compute_figures(cells_of(test_a_sum_of_zero_is_told_from_nothing_said), 2024)
    assert shown.target == 0
    assert shown.has(Kind.TARGET)
    assert shown.has_target
