"""A sum over programmes, whatever their years, levels and series: exactly the added lines, of one year and one level."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from savings.elements.table import Amount, Table
from savings.elements.tables.overview import overview_tables
from savings.presentation.screen.overview import overview_screen
from savings.prices import PriceIndex
from savings.projections.cells import Cell, restate
from savings.projections.focus import target_years
from savings.projections.measures import compute_figures
from savings.projections.overview import Overview, OverviewLine, choose_level, find_apart, levels_of, select_lines
from savings.projections.status import Status, StatusFacts, build_status
from savings.vocabulary import VOCABULARY, Kind, Place
from savings.web.addresses import OverviewAddresses
from tests import samples

INDEX = PriceIndex("prøve", "", {2021: Decimal("3.1"), 2022: Decimal("2.7"), 2024: Decimal("4.9")})
YEARS, LEVELS = st.integers(2020, 2023), st.none() | st.integers(2020, 2024)
AMOUNTS = st.decimals(-(10**8), 10**8, places=2)
CELLS = st.lists(
    st.builds(Cell, st.sampled_from(Kind), st.sampled_from([None, "SC-VALBY"]), st.none(), YEARS, LEVELS, AMOUNTS), max_size=6
)
PROGRAMMES = st.lists(CELLS, min_size=1, max_size=5)
BASE = samples.valby()


class Asked(NamedTuple):
    """The cells of each programme in the level of the sum, and what the sum is of."""

    cells: list[tuple[Cell, ...]]
    year: int
    level: int | None


def ask(programmes: list[list[Cell]], year: int, level: int | None) -> Asked:
    """What a reader asks who chose the year and, where it is not None, the level."""
    summed = [cells for cells in programmes if year in target_years(cells)]
    level = level or choose_level(
        (), (cell.price_level for cells in summed for cell in cells if cell.year == year and cell.amount)
    )
    return Asked([restate(cells, INDEX, level) if level else tuple(cells) for cells in programmes], year, level)


def addable(asked: Asked) -> list[tuple[Cell, ...]]:
    """Naively: the cells of that year of the programmes that have a target in it and stand in the level throughout."""
    own = [(cells, tuple(cell for cell in cells if cell.year == asked.year)) for cells in asked.cells]
    return [
        those for cells, those in own
        if sum((c.amount for c in those if c.kind is Kind.TARGET), Decimal(0)) > 0
        and {c.price_level for c in those if c.amount} == {asked.level}
    ]  # fmt: skip


def column(table: Table | None, key: str) -> tuple[list[Decimal], Decimal]:
    """The exact amounts of a column's rows, and its total."""
    if table is None:
        return [], Decimal(0)
    amounts = [cell.kroner if isinstance(cell := row.cell(key).value, Amount) else Decimal(0) for row in table.rows]
    return amounts[:-1], amounts[-1]


def read(asked: Asked) -> Overview:
    lines = []
    for number, cells in enumerate(asked.cells):
        own = tuple(cell for cell in cells if cell.year == asked.year)
        apart = find_apart(own, asked.level, has_target=asked.year in target_years(cells))
        programme = replace(BASE.programme, name=f"P{number}")
        figures = compute_figures(own, asked.year)
        lines.append(OverviewLine(programme, figures, levels_of(own), 0, None, year=asked.year, cells=own, apart=apart))
    return select_lines(Overview(BASE.as_of, tuple(lines), BASE.head, asked.year, asked.level))


def check(table: Table | None, asked: Asked, place: Place) -> None:
    expected = addable(asked)
    assert (table is not None) == bool(expected)
    for figure in VOCABULARY.at(place):
        if figure.terms or figure.kinds:
            rows, whole = column(table, figure.code)
            assert sum(rows, Decimal(0)) == whole
            assert sorted(rows) == sorted(figure.amount(compute_figures(cells, asked.year)) for cells in expected)


@given(PROGRAMMES, YEARS, LEVELS)
def test_on_the_screen_the_total_is_the_sum_of_the_added_lines_and_of_no_other_year_or_level(
    programmes: list[list[Cell]], year: int, level: int | None
) -> None:
    asked = ask(programmes, year, level)
    with translation.override("en-gb"):
        screen = overview_screen(read(asked), OverviewAddresses("/", {}))
    check(screen.table, asked, Place.OVERVIEW)
    shown = len(screen.table.rows) - 1 if screen.table else 0
    assert shown + (len(screen.apart.rows) if screen.apart else 0) == len(programmes)


def status_of(cells: tuple[Cell, ...], name: str, year: int) -> Status:
    shared = {field: getattr(BASE, field) for field in StatusFacts.__dataclass_fields__}
    shared |= {"programme": replace(BASE.programme, name=name), "initiatives": (), "as_of": date(2023, 12, 31)}
    return build_status(StatusFacts(**shared), cells, year=year, rows=[])


@given(PROGRAMMES, YEARS)
def test_on_paper_likewise(programmes: list[list[Cell]], year: int) -> None:
    asked = ask(programmes, year, None)
    asked = asked._replace(cells=[tuple(cells) for cells in programmes])
    with translation.override("en-gb"):
        tables = overview_tables([status_of(cells, f"P{number}", 2020) for number, cells in enumerate(asked.cells)], year)
    check(next((table for table in tables if table.has_total), None), asked, Place.PAPER)
