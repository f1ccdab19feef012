"""The bridge between two statuses: every column leads from opening to closing, told by what the entries between did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from savings.projections.bridge import (
    Bridge,
    BridgeColumn,
    DoesNotAddUp,
    Moment,
    Movement,
    Opening,
    Step,
    build_columns,
    combine_movements,
)
from savings.projections.cells import Cell
from savings.projections.place_bridge import Tree, build_place_columns
from savings.vocabulary import Kind
from tests.ledgers import mio
from tests.samples import valby


def cell(kind: Kind, amount: str, *, year: int = 2011, unit: str | None = None) -> Cell:
    """A cell in mio. kr."""
    return Cell(kind, unit, None, year, None, Decimal(amount) * 1_000_000)


def shown(columns: tuple[BridgeColumn, ...]) -> dict[str, tuple[str, dict[str, str], str]]:
    """Opening, steps and closing of each figure, in mio. kr."""
    return {
        column.figure: (
            mio(column.opening), {step.value: mio(amount) for step, amount in column.steps.items()}, mio(column.closing)
        )
        for column in columns
    }  # fmt: skip


def unpriced(cells: Sequence[Cell]) -> Opening:
    """The opening of a bridge that restates nothing."""
    return Opening(cells, cells, cells)


OPENING = [cell(Kind.TARGET, "3"), cell(Kind.REALISED, "1")]


def test_each_figure_is_moved_by_what_its_kinds_were_moved_by() -> None:
    """Half a million more is asked for, 0,7 more comes and new costs eat 0,1 of it; 0,2 is secured."""
    done = [cell(Kind.TARGET, "0.5"), cell(Kind.REALISED, "0.7"), cell(Kind.OFFSET, "-0.1"), cell(Kind.SECURED, "0.2")]
    columns = build_columns(unpriced(OPENING), [Movement("record", it) for it in done], [*OPENING, *done], 2011)
    assert shown(columns) == {
        "target": ("3", {"target": "0.5"}, "3.5"),
        "net_realised": ("1", {"realised": "0.7", "offset": "-0.1"}, "1.6"),
        "outstanding": ("2", {"target": "0.5", "realised": "-0.7", "offset": "0.1"}, "1.9"),
        "secured": ("0", {"secured": "0.2"}, "0.2"),
        "open": ("2", {"target": "0.5", "realised": "-0.7", "offset": "0.1", "secured": "-0.2"}, "1.7"),
    }


@pytest.mark.parametrize(
    ("act", "step"),
    [("reprofile", Step.REPROFILED), ("drop", Step.DROPPED), ("replace", Step.REPLACED), ("correction", Step.CORRECTED),
     ("together", Step.TOGETHER), ("record", Kind.PLAN), ("level", Kind.PLAN)],
)  # fmt: skip
def test_a_correction_or_a_decision_about_a_plan_is_told_as_that(act: str, step: Step) -> None:
    plan = cell(Kind.PLAN, "2")
    (column,) = build_columns(unpriced([]), [Movement(act, plan)], [plan], 2011)
    assert (column.figure, dict(column.steps)) == ("plan", {step: Decimal(2_000_000)})


def test_steps_come_in_the_order_of_the_table_and_those_that_moved_nothing_are_left_out() -> None:
    moved = [
        Movement("correction", cell(Kind.REALISED, "-0.2")),
        Movement("record", cell(Kind.REALISED, "0.5")),
        Movement("record", cell(Kind.REALISED, "0.1")),
        Movement("record", cell(Kind.OFFSET, "-0.1")),
        Movement("record", cell(Kind.OFFSET, "0.1")),
    ]
    columns = build_columns(unpriced([]), moved, [movement.cell for movement in moved], 2011)
    assert shown(columns) == {"net_realised": ("0", {"realised": "0.6", "correction": "-0.2"}, "0.4")}
    assert list(columns[0].steps) == [Kind.REALISED, Step.CORRECTED]


def test_another_year_is_not_told_of() -> None:
    moved = [Movement("record", cell(Kind.TARGET, "1", year=2012))]
    assert build_columns(unpriced([]), moved, [moved[0].cell], 2011) == ()
    assert shown(build_columns(unpriced([]), moved, [moved[0].cell], 2012)) == {
        "target": ("0", {"target": "1"}, "1"), "outstanding": ("0", {"target": "1"}, "1"), "open": ("0", {"target": "1"}, "1")
    }  # fmt: skip


def test_without_a_target_nothing_is_outstanding_or_open() -> None:
    come = cell(Kind.REALISED, "1")
    assert [column.figure for column in build_columns(unpriced([come]), [], [come], 2011)] == ["net_realised"]
    secured = cell(Kind.SECURED, "1")
    assert [column.figure for column in build_columns(unpriced([secured]), [], [secured], 2011)] == ["secured"]


def test_what_is_nothing_at_both_ends_and_moved_by_nobody_has_no_column() -> None:
    there_and_back = [cell(Kind.ELSEWHERE, "1"), cell(Kind.ELSEWHERE, "-1")]
    assert build_columns(unpriced(there_and_back), [], [], 2011) == ()


def test_other_prices_are_a_step_of_their_own() -> None:
    """1 in the opening's prices is 1,1 in the closing's; 0,4 came."""
    opening, restated, come = (cell(Kind.REALISED, amount) for amount in ("1", "1.1", "0.4"))
    columns = build_columns(Opening([opening], [opening], [restated]), [Movement("record", come)], [restated, come], 2011)
    assert shown(columns) == {"net_realised": ("1", {"realised": "0.4", "price_level": "0.1"}, "1.5")}


def test_a_series_announced_anew_is_told_apart_from_another_price_level() -> None:
    """1 in the opening's prices is 1,02 in the same level by what is announced now, and 1,1 in the closing's level."""
    opening, anew, restated = (cell(Kind.REALISED, amount) for amount in ("1", "1.02", "1.1"))
    columns = build_columns(Opening([opening], [anew], [restated]), [], [restated], 2011)
    assert shown(columns) == {"net_realised": ("1", {"price_series": "0.02", "price_level": "0.08"}, "1.1")}
    columns = build_columns(Opening([opening], [anew], [anew]), [], [anew], 2011)
    assert shown(columns) == {"net_realised": ("1", {"price_series": "0.02"}, "1.02")}


def test_what_a_report_of_the_opening_could_not_know_is_told_apart() -> None:
    late, new = cell(Kind.REALISED, "0.3"), cell(Kind.REALISED, "0.4")
    moved = [Movement("record", late, late=True), Movement("record", new)]
    (column,) = build_columns(unpriced([]), moved, [late, new], 2011)
    assert (mio(column.late), mio(column.closing)) == ("0.3", "0.7")


@pytest.mark.parametrize("lost", ["0.005", "-0.005", "1000", "0.01"])
def test_a_bridge_that_lost_half_an_ore_is_never_shown(lost: str) -> None:
    closing = replace(OPENING[0], amount=OPENING[0].amount + Decimal(lost))
    with pytest.raises(DoesNotAddUp, match=r"^target 2011: 3000000"):
        build_columns(unpriced(OPENING[:1]), [], [closing], 2011)


def test_the_last_digits_of_restated_products_are_no_loss() -> None:
    closing = replace(OPENING[0], amount=OPENING[0].amount + Decimal("0.0049"))
    assert build_columns(unpriced(OPENING[:1]), [], [closing], 2011)


def test_entries_that_were_not_read_are_one_step() -> None:
    opening, restated, closing = (cell(Kind.REALISED, amount) for amount in ("1", "1.1", "1.7"))
    ends = Opening([opening], [opening], [restated])
    assert shown(build_columns(ends, combine_movements(ends, [closing]), [closing], 2011)) == {
        "net_realised": ("1", {"together": "0.6", "price_level": "0.1"}, "1.7")
    }


def bridge(*columns: BridgeColumn) -> Bridge:
    status = valby()
    return Bridge(
        programme=status.programme, unit=None, year=2011, since=Moment(date(2008, 10, 14)), until=Moment(date(2009, 1, 1)),
        columns=columns, entries=0, price_levels=(None,), series="", head=status.head,
    )  # fmt: skip


def test_what_is_outstanding_is_drawn_and_else_the_first_there_is() -> None:
    one, other = Decimal(1), Decimal(2)
    target = BridgeColumn("target", one, {Step.CORRECTED: one}, other)
    outstanding = BridgeColumn("outstanding", one, {Kind.TARGET: one, Kind.OFFSET: one}, other)
    assert bridge(target, outstanding).main is outstanding
    assert bridge(target).main is target
    assert bridge().main is None
    assert bridge(target, outstanding).steps == (Kind.TARGET, Kind.OFFSET, Step.CORRECTED)


PARENTS: dict[str, str | None] = {"ØKF": None, "SUF": "ØKF", "SOF": "ØKF"}
AMOUNTS = st.integers(-(10**9), 10**9).map(lambda ore: Decimal(ore) / 100)
CELLS = st.lists(
    st.builds(
        Cell,
        st.sampled_from(list(Kind)),
        st.sampled_from(["ØKF", "SUF", "SOF", None]),
        st.none(),
        st.just(2011),
        st.none(),
        AMOUNTS,
    ),
    max_size=8,
)


def test_a_place_that_comes_to_lack_is_told_apart_from_one_that_has_more() -> None:
    """SUF's target is raised by 2 after it had 1 too much; SOF lacks 3 all the time."""
    opening = [cell(Kind.TARGET, "4", unit="SUF"), cell(Kind.REALISED, "5", unit="SUF"), cell(Kind.TARGET, "3", unit="SOF")]
    done = [cell(Kind.TARGET, "2", unit="SUF")]
    columns = build_place_columns(
        unpriced(opening), [Movement("record", it) for it in done], [*opening, *done], 2011, Tree(PARENTS)
    )
    assert shown(columns) == {
        "shortfall": ("3", {"target": "1"}, "4"),
        "surplus": ("1", {"target": "-1"}, "0"),
    }


@given(CELLS, st.lists(st.tuples(st.sampled_from(["record", "correction", "divide"]), CELLS), max_size=4), st.booleans())
@settings(max_examples=200, deadline=None)
def test_by_place_too_opening_and_steps_are_closing(
    opening: list[Cell], acts: list[tuple[str, list[Cell]]], is_limited: bool
) -> None:
    movements = [Movement(act, it) for act, cells in acts for it in cells]
    closing = [*opening, *(moved.cell for moved in movements)]
    tree = Tree(PARENTS, {"SUF"} if is_limited else None)
    if is_limited:
        opening, closing = ([it for it in cells if it.unit == "SUF"] for cells in (opening, closing))
        movements = [moved for moved in movements if moved.cell.unit == "SUF"]
    for column in build_place_columns(unpriced(opening), movements, closing, 2011, tree):
        assert column.opening + sum(column.steps.values(), Decimal(0)) == column.closing
    at_once = combine_movements(unpriced(opening), closing)
    told = [build_place_columns(unpriced(opening), it, closing, 2011, tree) for it in (movements, at_once)]
    assert [(it.opening, it.closing) for it in told[0]] == [(it.opening, it.closing) for it in told[1]]
