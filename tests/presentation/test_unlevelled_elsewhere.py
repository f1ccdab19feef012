"""Amounts without a price level beside others: marked on an initiative's and a unit's page, and told of beside a drawing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from savings.elements.charts import STATUS_CHARTS
from savings.presentation.screen.initiative import initiative_page
from savings.presentation.screen.overview import overview_screen
from savings.presentation.sheets.chart_files import alone
from savings.projections.cells import Cell
from savings.projections.facts import InitiativeFacts
from savings.projections.figures import compute_figures
from savings.projections.overview import Overview, OverviewLine, select_lines
from savings.projections.status import InitiativeLine, Status
from savings.web.addresses import Addresses, OverviewAddresses
from tests import samples
from tests.ledgers import cells_of
from tests.presentation.test_unlevelled import mixed, on_screen, report

TOLD = "Contains amounts without a price level, or"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en-gb"):
        yield


def line_of(status: Status, name: str) -> InitiativeLine:
    return next(line for line in status.initiatives if isinstance(line.facts, InitiativeFacts) and line.facts.name == name)


def test_an_initiatives_page_marks_its_amounts_without_a_level() -> None:
    shown = mixed()
    page = initiative_page(shown, line_of(shown, samples.SHORT), Addresses("x"))
    assert on_screen(page.table) == {"Realised": {"2020"}, "Net realised": {"2020"}}
    assert page.table
    assert page.table.foot
    other = initiative_page(shown, line_of(shown, samples.RENT), Addresses("x"))
    assert on_screen(other.table) == {}


def programme(name: str, cells: tuple[Cell, ...]) -> OverviewLine:
    facts = samples.valby().programme
    levels = tuple(sorted({cell.price_level for cell in cells}, key=lambda level: (level is None, level or 0)))
    named = type(facts)(**{field: getattr(facts, field) for field in facts.__dataclass_fields__} | {"name": name})
    return OverviewLine(named, compute_figures(cells, 2020), levels, 0, None, year=2020, cells=cells)


def both_levels() -> tuple[Cell, ...]:
    """
    target   | – | – | 2020 | 3.3 | 2020
    realised | – | – | 2020 | 1.4 | –
    """
    return cells_of(both_levels)


def without() -> tuple[Cell, ...]:
    """
    target | – | – | 2020 | 2.0 | –
    """
    return cells_of(without)


def with_level() -> tuple[Cell, ...]:
    """
    target | – | – | 2020 | 1.0 | 2020
    """
    return cells_of(with_level)


def of(*lines: OverviewLine, price_level: int | None = None) -> dict[str, set[str]]:
    told = select_lines(Overview(samples.valby().as_of, lines, samples.valby().head, price_level=price_level))
    return on_screen(overview_screen(told, OverviewAddresses("/", {})).table)


def test_a_line_of_an_overview_marks_what_is_mixed_in_it_and_the_total_what_is_mixed_among_them() -> None:
    """A programme that has no level throughout says so under its name, and the page that the levels differ."""
    mixed_line, bare = programme("Blandet", both_levels()), programme("Uden", without())
    assert of(mixed_line) == {name: {"Net realised", "Open"} for name in ("Blandet", "Total")}
    assert of(bare) == of(bare, programme("Med", with_level())) == {}
    assert of(mixed_line, bare) == {"Blandet": {"Net realised", "Open"}, "Total": {"Target", "Net realised", "Open"}}


def test_asked_for_in_a_price_level_what_has_none_is_marked_wherever_it_stands() -> None:
    assert of(programme("Uden", without()), price_level=2024) == {"Uden": {"Target", "Open"}, "Total": {"Target", "Open"}}


def test_a_drawing_of_such_amounts_says_so_beside_it_and_in_its_file() -> None:
    drawn = {name: draw(mixed()) for name, draw in STATUS_CHARTS.items()}
    assert {name for name, chart in drawn.items() if chart and TOLD in chart.note} == {"split", "phase-in", "units"}
    assert all(TOLD in alone(chart) for chart in drawn.values() if chart)
    quiet = [draw(samples.valby()) for draw in STATUS_CHARTS.values()]
    assert not [chart for chart in quiet if chart and TOLD in chart.note]


def test_the_split_of_a_year_without_such_amounts_says_nothing() -> None:
    """
    target   | – | – | 2020 | 3.3 | 2020
    realised | – | – | 2020 | 1.4 | 2020
    realised | – | – | 2019 | 0.2 | –
    """
    shown = report(cells_of(test_the_split_of_a_year_without_such_amounts_says_nothing))
    split, phase_in = STATUS_CHARTS["split"](shown), STATUS_CHARTS["phase-in"](shown)
    assert split
    assert phase_in
    assert (TOLD in split.note, TOLD in phase_in.note) == (False, True)
