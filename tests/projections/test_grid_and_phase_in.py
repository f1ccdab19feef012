"""The grid by unit and year, and the phase-in with its band."""

from __future__ import annotations

from decimal import Decimal

from savings.prices import PriceIndex
from savings.projections.cells import Cell, merge_cells, restate
from savings.projections.figures import EMPTY
from savings.projections.grid import build_grid
from savings.projections.phase_in import build_phase_in
from savings.vocabulary import Kind
from tests.ledgers import cells_of, mio


def test_not_allocated_is_a_row_and_the_total_has_it_too() -> None:
    """
    krav   | SUF | – | 2024 | 2
    krav   | SOF | – | 2024 | 1
    krav   | –   | – | 2025 | 4
    """
    table = build_grid(cells_of(test_not_allocated_is_a_row_and_the_total_has_it_too), ["SOF", "ØKF", "SUF"])
    shown = [(row.unit, *(mio(row.year(year).target) for year in table.years)) for row in table.rows]
    assert shown == [("SOF", "1", "0"), ("ØKF", "0", "0"), ("SUF", "2", "0"), (None, "0", "4")]
    assert [mio(table.total.year(year).target) for year in table.years] == ["3", "4"]
    assert table.total.year(2023) == EMPTY


def test_a_unit_nobody_asked_for_still_has_its_row() -> None:
    """
    krav | GAMMEL | – | 2024 | 2
    """
    table = build_grid(cells_of(test_a_unit_nobody_asked_for_still_has_its_row), ["NY"])
    assert [row.unit for row in table.rows] == ["NY", "GAMMEL"]


def test_the_years_run_without_gaps() -> None:
    """
    krav | – | – | 2024 | 2
    plan | – | – | 2026–2028 | 2
    """
    assert build_grid(cells_of(test_the_years_run_without_gaps), []).years == (2024, 2025, 2026, 2027, 2028)


def test_an_empty_ledger_has_an_empty_grid() -> None:
    """No line."""
    assert build_grid((), []).years == ()
    assert build_phase_in(()) == ()


def test_the_memos_phase_in_is_a_band_until_its_full_effect_year() -> None:
    """
    krav   | – | –      | 2011 | 3,3
    opnået | – | leje   | 2008 | 1,4
    opnået | – | leje   | 2009 | 1,4
    opnået | – | leje   | 2010 | 1,4
    opnået | – | leje   | 2011 | 1,4
    plan   | – | fælles | 2009–2011 | 1,9
    """
    years = build_phase_in(cells_of(test_the_memos_phase_in_is_a_band_until_its_full_effect_year))
    shown = [(y.year, mio(y.expected_low), mio(y.expected_high), y.is_band) for y in years]
    assert shown == [
        (2008, "1.4", "1.4", False),
        (2009, "1.4", "3.3", True),
        (2010, "1.4", "3.3", True),
        (2011, "3.3", "3.3", False),
    ]


def test_what_has_come_is_taken_from_both_ends_of_the_band() -> None:
    """
    plan   | – | fælles | 2009–2011 | 1,9
    plan   | – | fælles | 2010      | 0,5
    opnået | – | fælles | 2010      | 0,4
    """
    shown = {y.year: y for y in build_phase_in(cells_of(test_what_has_come_is_taken_from_both_ends_of_the_band))}
    assert (mio(shown[2010].to_come_low), mio(shown[2010].to_come_high)) == ("0.1", "2")
    assert (mio(shown[2010].expected_low), mio(shown[2010].expected_high)) == ("0.5", "2.4")


def test_one_initiative_does_not_deliver_anothers_plan() -> None:
    """
    plan   | – | a | 2024 | 1
    opnået | – | a | 2024 | 3
    plan   | – | b | 2024 | 2
    opnået | – | b | 2024 | 0,5
    """
    (year,) = build_phase_in(cells_of(test_one_initiative_does_not_deliver_anothers_plan))
    assert mio(year.to_come_low) == "1.5"
    assert mio(year.expected_low) == "5"


def test_merged_cells_forget_evidence_and_band_and_drop_what_sums_to_nothing() -> None:
    """
    opnået | SUF | a | 2024 | 1   | 2020 | documented
    opnået | SUF | a | 2024 | 2   | 2020
    opnået | SUF | a | 2024 | 5   | 2021
    opnået | SUF | b | 2024 | 1   | 2020 | documented
    opnået | SUF | b | 2024 | -1  | 2020
    """
    cells = merge_cells(cells_of(test_merged_cells_forget_evidence_and_band_and_drop_what_sums_to_nothing))
    assert [(cell.initiative, cell.price_level, mio(cell.amount)) for cell in cells] == [("a", 2020, "3"), ("a", 2021, "5")]


def test_cells_are_restated_from_their_own_level_and_stay_where_none_is_stated() -> None:
    """
    opnået | SUF | a | 2024 | 1 | 2020
    opnået | SUF | a | 2024 | 1 | 2021
    opnået | SUF | a | 2024 | 1
    """
    index = PriceIndex("prøve", "", {2021: Decimal(10), 2022: Decimal(50)})
    cells = cells_of(test_cells_are_restated_from_their_own_level_and_stay_where_none_is_stated)
    shown = [(cell.price_level, mio(cell.amount)) for cell in restate(cells, index, 2022)]
    assert shown == [(2022, "1.65"), (2022, "1.5"), (None, "1")]
    assert [mio(cell.amount) for cell in restate(cells[1:], index, 2021)] == ["1", "1"]
    assert restate(cells, index, 2023) == cells


def test_what_is_owed_is_an_amount_also_where_nothing_is_planned() -> None:
    [year] = build_phase_in([Cell(Kind.REALISED, None, None, 2011, None, Decimal(5))])
    assert (year.to_come_low, year.to_come_high) == (0, 0)
    assert {type(year.to_come_low), type(year.to_come_high)} == {Decimal}
