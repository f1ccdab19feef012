"""The projections against a second counting that knows nothing of them, over ledgers made by hypothesis."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from savings.projections.cells import Cell, merge_cells
from savings.projections.figures import compute_figures
from savings.projections.grid import build_grid
from savings.projections.phase_in import build_phase_in
from savings.vocabulary import VOCABULARY, Kind

UNITS = ["ØKF", "SUF", "SOF", None]
INITIATIVES = ["leje", "fælles", None]
YEARS = st.integers(2020, 2026)
AMOUNTS = st.integers(-(10**12), 10**12).filter(bool).map(lambda ore: Decimal(ore) / 100)


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    kind = draw(st.sampled_from(list(Kind)))
    year = draw(YEARS)
    earliest = draw(st.none() | st.integers(2018, year - 1)) if VOCABULARY.kinds[kind].is_banded else None
    documented = kind is Kind.REALISED and draw(st.booleans())
    named = draw(st.sampled_from(UNITS)), draw(st.sampled_from(INITIATIVES))
    return Cell(kind, *named, year, None, draw(AMOUNTS), documented, earliest)


ledgers = st.lists(cells(), max_size=40)


@given(ledgers)
@settings(max_examples=150, deadline=None)
def test_every_figure_of_every_row_and_year_is_the_sum_of_its_cells(ledger: list[Cell]) -> None:
    table = build_grid(ledger, ["SOF"])
    for row in [*table.rows, table.total]:
        own = ledger if row is table.total else [cell for cell in ledger if cell.unit == row.unit]
        for year in table.years:
            shown = row.year(year)
            for kind in Kind:
                counted = sum((c.amount for c in own if c.kind is kind and c.year == year), Decimal(0))
                assert getattr(shown, kind.value) == counted
            net = shown.realised + shown.offset
            assert shown.open == shown.target - net - shown.secured - shown.elsewhere


@given(ledgers)
@settings(max_examples=150, deadline=None)
def test_the_rows_add_up_to_the_total_and_the_parts_to_the_target(ledger: list[Cell]) -> None:
    table = build_grid(ledger, [])
    for year in table.years:
        total = table.total.year(year)
        for name in ("target", "net_realised", "outstanding", "secured", "elsewhere", "open", "documented"):
            assert sum((getattr(row.year(year), name) for row in table.rows), Decimal(0)) == getattr(total, name)
        assert total.net_realised + total.secured + total.elsewhere + total.open == total.target


@given(ledgers, YEARS)
@settings(max_examples=150, deadline=None)
def test_merging_changes_no_sum(ledger: list[Cell], year: int) -> None:
    whole, after = compute_figures(ledger, year), compute_figures(merge_cells(ledger), year)
    for kind in Kind:
        assert getattr(whole, kind.value) == getattr(after, kind.value)


@given(ledgers)
@settings(max_examples=150, deadline=None)
def test_the_band_never_turns_and_closes_where_every_profile_is_decided(ledger: list[Cell]) -> None:
    banded = any(cell.earliest_year is not None for cell in ledger)
    for year in build_phase_in([cell for cell in ledger if cell.amount > 0]):
        assert Decimal(0) <= year.to_come_low <= year.to_come_high
        assert banded or not year.is_band
