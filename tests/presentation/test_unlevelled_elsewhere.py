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
from savings.projections.measures import compute_figures
from savings.projections.overview import Overview, OverviewLine, find_apart, levels_of, select_lines
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


def programme(name: str, cells: tuple[Cell, ...], level: int | None) -> OverviewLine:
    facts = samples.valby().programme
    named = type(facts)(**{field: getattr(facts, field) for field in facts.__dataclass_fields__} | {"name": name})
    apart = find_apart(cells, level, has_target=True)
    return OverviewLine(
        named, compute_figures(cells, 2020), levels_of(cells), 0, None, year=2020, cells=cells, apart=apart
    )  # fmt: skip


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


def of(lines: dict[str, tuple[Cell, ...]], level: int | None, *, is_asked: bool = False) -> list[dict[str, set[str]]]:
    """What is marked of the programmes that are added up, and of those that are not."""
    told = [programme(name, cells, level) for name, cells in lines.items()]
    base = samples.valby()
    report = select_lines(Overview(base.as_of, tuple(told), base.head, 2020, level, is_level_asked=is_asked))
    screen = overview_screen(report, OverviewAddresses("/", {}))
    return [on_screen(table) if table else {} for table in (screen.table, screen.apart)]


def test_of_the_programmes_that_are_not_added_what_is_mixed_is_marked_and_the_sum_never() -> None:
    """A programme that has no level throughout says so under its name."""
    lines = {"Blandet": both_levels(), "Uden": without(), "Med": with_level()}
    assert of(lines, 2020) == [{}, {"Blandet": {"Net realised", "Outstanding without cover"}}]
    assert of({"Uden": without()}, None) == [{}, {}]


def test_asked_for_in_a_price_level_what_has_none_is_marked_wherever_it_stands() -> None:
    assert of({"Uden": without()}, 2024, is_asked=True) == [{}, {"Uden": {"Target", "Outstanding without cover"}}]
    assert of({"Med": with_level()}, 2024, is_asked=True) == [{}, {"Med": {"Target", "Outstanding without cover"}}]


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
