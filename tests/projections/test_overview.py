"""The overview: the programmes a reader asked for, in the order asked for, and their totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from savings.projections.cells import Cell
from savings.projections.measures import compute_figures
from savings.projections.overview import (
    ORDERS,
    Apart,
    Overview,
    OverviewLine,
    _largest_first,
    choose_level,
    find_apart,
    order_name,
    select_lines,
)
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
    apart = None if year == 2011 else Apart.NO_TARGET
    figures = compute_figures(cells, year)
    return OverviewLine(programme, figures, levels, 0, last, year=year, standing=standing, cells=cells, apart=apart)


def asked(*lines: OverviewLine, **wishes: object) -> Overview:
    return select_lines(Overview(date(2008, 10, 14), lines, STATUS.head, 2011), **wishes)  # type: ignore[arg-type]


def names(report: Overview) -> list[str]:
    return [it.programme.name for it in report.shown]


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


def test_a_programme_of_another_year_stands_apart_and_is_not_added() -> None:
    report = asked(line("A", target=5, realised=2, year=2011), line("B", target=7, year=2020))
    assert [it.programme.name for it in report.lines] == ["A"]
    assert [it.programme.name for it in report.apart] == ["B"]
    assert (report.total.target, report.total.realised, report.among) == (5, 2, 2)


def test_why_a_programme_stands_apart() -> None:
    in_2020, bare = Cell(Kind.TARGET, None, None, 2011, 2020, Decimal(1)), Cell(Kind.TARGET, None, None, 2011, None, Decimal(1))
    assert find_apart([in_2020], 2020, has_target=True) is None
    assert find_apart([bare], None, has_target=True) is None
    assert find_apart([], 2020, has_target=True) is None
    assert find_apart([replace(bare, amount=Decimal(0))], 2020, has_target=True) is None
    assert find_apart([in_2020, bare], 2020, has_target=True) is Apart.OTHER_LEVEL
    assert find_apart([in_2020], 2021, has_target=True) is Apart.OTHER_LEVEL
    assert find_apart([in_2020], 2020, has_target=False) is Apart.NO_TARGET


@pytest.mark.parametrize(
    ("bases", "stated", "level"),
    [
        ([2019, None, 2021], [2025], 2021), ([None], [2016, None, 2020], 2020), ([], [None], None), ([], [], None),
    ],
)  # fmt: skip
def test_the_level_of_a_sum_is_the_latest_basis_else_the_latest_that_is_stated(
    bases: list[int | None], stated: list[int | None], level: int | None
) -> None:
    assert choose_level(bases, stated) == level
