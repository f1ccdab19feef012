"""The projections against a second counting that knows nothing of them, over ledgers made by hypothesis."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from savings.auditing.counting import LedgerAmount, count_figures
from savings.projections.cells import Cell, merge_cells
from savings.projections.grid import build_grid
from savings.projections.measures import compute_figures
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
#: Three storeys: an administration with units under it, one of which has a unit of its own.
PARENTS: dict[str, str | None] = {"ØKF": None, "SUF": "ØKF", "SOF": "SUF", "BUF": None}


def to_amounts(ledger: list[Cell]) -> list[LedgerAmount]:
    return [LedgerAmount(c.kind.value, c.unit, c.initiative, c.year, c.earliest_year, c.evidenced, c.amount) for c in ledger]


@given(ledgers)
@settings(max_examples=300, deadline=None)
def test_every_figure_of_the_tree_is_what_the_formulas_say(ledger: list[Cell]) -> None:
    grid = build_grid(ledger, list(PARENTS), PARENTS)
    amounts = to_amounts(ledger)
    for row in [*grid.rows, grid.total]:
        members: set[str | None] = {*PARENTS, None} if row is grid.total else {row.unit}
        if row.has_children:
            members = {"ØKF", "SUF", "SOF"} if row.unit == "ØKF" else {"SUF", "SOF"}
        for year in grid.years:
            counted = count_figures(amounts, year, members=members, parents=PARENTS)
            shown = row.year(year)
            for figure in VOCABULARY.figures:
                if figure.formula is None and figure.code != "undocumented":
                    assert figure.amount(shown) == (counted.get(figure.code) or 0), (row, year, figure.code)


@given(ledgers)
@settings(max_examples=300, deadline=None)
def test_every_table_adds_up_and_no_part_is_more_than_its_whole(ledger: list[Cell]) -> None:
    grid = build_grid(ledger, list(PARENTS), PARENTS)
    for year in grid.years:
        total = grid.total.year(year)
        for rows in (grid.leaves, grid.tops):
            for figure in VOCABULARY.figures:
                if figure.formula is None:
                    assert sum((figure.amount(row.year(year)) for row in rows), Decimal(0)) == figure.amount(total)
        for above in (row for row in grid.rows if row.has_children):
            under = [row for row in grid.rows if row.parent == above.unit]
            for figure in VOCABULARY.figures:
                if figure.formula is None:
                    whole = sum((figure.amount(row.year(year)) for row in under), Decimal(0))
                    assert whole == figure.amount(above.year(year)), (above.unit, year, figure.code)
        assert total.outstanding == total.shortfall - total.surplus
        assert total.open == total.uncovered - total.overcovered
        for row in [*grid.rows, grid.total]:
            shown = row.year(year)
            assert min(shown.shortfall, shown.surplus, shown.uncovered, shown.overcovered) >= 0
            assert 0 <= shown.documented <= shown.documented + shown.undocumented
            assert shown.evidence_coverage is None or 0 <= shown.evidence_coverage <= 1
        if total.at_risk is not None:
            assert total.at_risk == (total.not_expected or 0) + (total.no_forecast or 0)
        if total.identified is not None:
            assert total.identified + (total.unidentified or 0) == total.target


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
