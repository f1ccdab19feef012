"""The overview: the programmes a reader asked for, in the order asked for, and their totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from savings.projections.cells import Cell
from savings.projections.figures import compute_figures
from savings.projections.overview import ORDERS, Overview, OverviewLine, _largest_first, order_name, select_lines
from savings.projections.standing import Standing
from savings.vocabulary import VOCABULARY, Kind, Place
from tests.samples import valby

STATUS = valby()


def line(
    name: str, *, target: int = 0, realised: int = 0, secured: int = 0, year: int = 2011, last: date | None = None,
    levels: tuple[int | None, ...] = (None,), standing: Standing = Standing.ON_TRACK, **words: str,
) -> OverviewLine:  # fmt: skip
    """A programme with amounts of one year, in kroner."""
    amounts = {Kind.TARGET: target, Kind.REALISED: realised, Kind.SECURED: secured}
    cells = tuple(Cell(kind, None, None, year, None, Decimal(it), earliest_year=year - 2) for kind, it in amounts.items() if it)
    programme = replace(STATUS.programme, **{"name": name, "case_number": "", "document_number": "", "summary": "", **words})
    return OverviewLine(programme, compute_figures(cells, year), levels, 0, last, year=year, standing=standing, cells=cells)


def asked(*lines: OverviewLine, **wishes: object) -> Overview:
    return select_lines(Overview(date(2008, 10, 14), lines, STATUS.head), **wishes)  # type: ignore[arg-type]


def names(report: Overview) -> list[str]:
    return [it.programme.name for it in report.lines]


BY_SIZE = (
    line("Ådal", target=9, realised=8, secured=1, last=date(2008, 1, 2)),
    line("Zoo", target=5, realised=1, secured=3, last=date(2009, 1, 1)),
    line("Amager", realised=3, secured=2),
)


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        # What has no target comes after all that has one, however little of it is left.
        ("open", ["Zoo", "Ådal", "Amager"]),
        ("target", ["Ådal", "Zoo", "Amager"]),
        ("net", ["Ådal", "Amager", "Zoo"]),
        ("secured", ["Zoo", "Amager", "Ådal"]),
        ("last", ["Zoo", "Ådal", "Amager"]),
        ("programme", ["Amager", "Zoo", "Ådal"]),
    ],
)
def test_what_stands_first(order: str, wanted: list[str]) -> None:
    assert names(asked(*BY_SIZE, order=order)) == wanted


def test_each_figure_of_the_overview_is_an_order_named_by_its_code_and_net_realised_shorter() -> None:
    figures = VOCABULARY.at(Place.OVERVIEW)
    assert [order_name(figure) for figure in figures] == list(ORDERS)[: len(figures)]
    assert {order_name(figure) for figure in figures} - {figure.code for figure in figures} == {"net"}
    assert order_name(VOCABULARY["net_realised"]) == "net"


@pytest.mark.parametrize(
    ("figure", "keys"), [("open", [(0,), (-1,), (1,)]), ("target", [(-9,), (-5,), (0,)]), ("net_realised", [(-8,), (-1,), (-3,)])]
)
def test_the_largest_stands_first_and_what_needs_a_target_last_without_one(figure: str, keys: list[tuple[int]]) -> None:
    assert [_largest_first(VOCABULARY[figure])(line) for line in BY_SIZE] == keys


def test_what_is_open_comes_first_unless_another_order_is_asked_for() -> None:
    assert names(asked(*BY_SIZE)) == ["Zoo", "Ådal", "Amager"]


def test_a_search_wants_all_its_words_in_the_name_the_numbers_or_the_summary() -> None:
    lines = (
        line("Fælles Borgerservice", case_number="2008-1"),
        line("Borgerservice", document_number="2008-2"),
        line("Veje", summary="Asfalt og fælles snerydning"),
    )
    assert names(asked(*lines, search=" FÆLLES  borger ")) == ["Fælles Borgerservice"]
    assert names(asked(*lines, search="2008-")) == ["Borgerservice", "Fælles Borgerservice"]
    assert names(asked(*lines, search="fælles", order="programme")) == ["Fælles Borgerservice", "Veje"]
    assert names(asked(*lines, search="asfalt borger")) == []
    assert asked(*lines, search="veje").among == 3


def test_only_those_that_stand_so_are_shown_and_added_up() -> None:
    lines = (line("A", target=5, standing=Standing.BEHIND), line("B", target=7), line("C", realised=1))
    assert names(asked(*lines, standing=Standing.BEHIND)) == ["A"]
    assert asked(*lines, standing=Standing.BEHIND).total.target == 5
    assert asked(*lines).total.target == 12


def test_each_programme_adds_its_own_years_effect_and_no_years_are_added_together() -> None:
    """Amounts of which only the ends are known count in their year, and none of it before."""
    total = asked(line("A", target=5, realised=2, year=2011), line("B", target=7, year=2020)).total
    assert (total.target, total.realised, total.plan_early) == (12, 2, 0)


def test_the_price_levels_are_told_in_order_and_not_stated_last() -> None:
    report = asked(line("A", levels=(2016, None)), line("B", levels=(2009,)), line("C", levels=(2016,)))
    assert report.price_levels == (2009, 2016, None)
