"""Restating cells with any series to any level: what it reaches is compounded, the rest stays and is what gets marked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from savings.prices import NO_SERIES, PriceIndex
from savings.projections.cells import Cell, find_unrestated, restate
from savings.vocabulary import Kind

YEARS = st.integers(2015, 2026)
CHANGES = st.dictionaries(YEARS, st.decimals(-50, 50, places=2), max_size=12)
LEVELS = st.none() | YEARS
CELLS = st.lists(
    st.builds(
        Cell, st.sampled_from(Kind), st.none(), st.none(), YEARS, LEVELS, st.decimals(-(10**9), 10**9, places=2), st.booleans()
    ),
    max_size=8,
)


def naive_factor(changes: dict[int, Decimal], level: int, wanted: int) -> Fraction | None:
    """The factor as a fraction, year by year; None where a year on the way is missing."""
    factor = Fraction(1)
    for year in range(min(level, wanted) + 1, max(level, wanted) + 1):
        if year not in changes:
            return None
        factor *= 1 + Fraction(changes[year]) / 100
    return factor if wanted >= level else 1 / factor


@given(CELLS, CHANGES, YEARS)
def test_what_the_series_reaches_is_compounded_and_the_rest_stays_as_it_was_stated(
    cells: list[Cell], changes: dict[int, Decimal], wanted: int
) -> None:
    restated = restate(cells, PriceIndex("prøve", "", changes), wanted)
    assert [replace(cell, price_level=None, amount=Decimal(0)) for cell in restated] == [
        replace(cell, price_level=None, amount=Decimal(0)) for cell in cells
    ]
    for stated, shown in zip(cells, restated, strict=True):
        factor = None if stated.price_level is None else naive_factor(changes, stated.price_level, wanted)
        if factor is None:
            assert shown == stated
        else:
            assert shown.price_level == wanted
            assert abs(Fraction(shown.amount) - Fraction(stated.amount) * factor) < Fraction(1, 10**9)


@given(CELLS, CHANGES, YEARS)
def test_what_is_marked_is_just_what_does_not_stand_in_the_level_asked_for(
    cells: list[Cell], changes: dict[int, Decimal], wanted: int
) -> None:
    restated = restate(cells, PriceIndex("prøve", "", changes), wanted)
    marked = find_unrestated(restated, wanted)
    assert sum(cell.price_level == wanted for cell in restated) + len(marked) == len(cells)
    assert all(cell in cells and cell.price_level != wanted for cell in marked)


@given(CELLS)
def test_as_stated_what_has_no_level_is_marked_only_beside_what_has_one(cells: list[Cell]) -> None:
    bare = [cell for cell in cells if cell.price_level is None]
    assert list(find_unrestated(cells, None)) == (bare if len(bare) < len(cells) else [])


@given(CELLS, YEARS)
def test_without_a_series_nothing_is_restated(cells: list[Cell], wanted: int) -> None:
    assert restate(cells, NO_SERIES, wanted) == tuple(cells)
