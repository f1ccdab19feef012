"""The bridge between two statuses: every column leads from opening to closing, told by what the entries between did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from savings.projections.bridge import (
    Bridge,
    BridgeColumn,
    DoesNotAddUp,
    Moment,
    Movement,
    Opening,
    Step,
    build_columns,
    build_combined_columns,
)
from savings.projections.cells import Cell
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
    assert shown(build_combined_columns(Opening([opening], [opening], [restated]), [closing], 2011)) == {
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
