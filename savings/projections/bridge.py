"""The bridge: from what a status said then to what it says now, step by step, each step the sum of entries between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from savings.money import ORE, ZERO, total
from savings.projections.cells import Cell
from savings.projections.facts import HeadFacts, ProgrammeFacts, UnitFacts
from savings.projections.reports import ReportFacts
from savings.vocabulary import VOCABULARY, Kind, Place, Step, Vocabulary
from savings.vocabulary.acts import RESTATING

#: Acts that are told as themselves and not by the kinds they moved; `together` is none, and told in the same way.
TOLD_AS_ACTS = {step.value: step for step in Step if step not in RESTATING}


@dataclass(frozen=True, slots=True)
class Movement:
    """What the entries between two moments did to one cell, by the act they did it with.

    `late` marks entries booked on or before the opening's date but approved after it was read: a report of that date
    could not know them.
    """

    act: str
    cell: Cell
    late: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """One end of a bridge.

    Attributes:
        as_of: entries booked on or before this date count.
        position: the link up to which approvals count: the ledger as it stood. None is all that is known now.
        price_level: the level its amounts are in; None leaves each as it was stated.
        report: the published report it is, where it is one.
    """

    as_of: date
    position: int | None = None
    price_level: int | None = None
    report: ReportFacts | None = None


@dataclass(frozen=True)
class BridgeColumn:
    """One figure from opening to closing, in kroner. Opening plus all steps is closing.

    Attributes:
        figure: its name, as addresses have it.
        steps: what moved it, in the order of the table: the kinds that entries moved, and what is told as itself.
        late: how much of the change the opening's date should have had, had all been approved by then.
    """

    figure: str
    opening: Decimal
    steps: Mapping[Kind | Step, Decimal] = field(hash=False)
    closing: Decimal
    late: Decimal = ZERO


@dataclass(frozen=True)
class Bridge:
    """What changed in one year's figures of a programme, or of one unit of it, between two moments.

    Attributes:
        year: the year whose annual effects are told of.
        entries: how many entries lie between; with `and_more` there are more than that.
        price_levels: the levels of the amounts shown, None among them for *not stated*.
        series: the price index the amounts are restated by; empty where none are.
        vocabulary: the kinds and figures that it speaks of.
    """

    programme: ProgrammeFacts
    unit: UnitFacts | None
    year: int
    since: Moment
    until: Moment
    columns: tuple[BridgeColumn, ...]
    entries: int
    price_levels: tuple[int | None, ...]
    series: str
    head: HeadFacts
    shown_in: str = ""
    and_more: bool = False
    vocabulary: Vocabulary = VOCABULARY

    @property
    def steps(self) -> tuple[Kind | Step, ...]:
        """The steps that moved any of the figures, in their order."""
        moved = {step for column in self.columns for step in column.steps}
        return tuple(step for step in self.vocabulary.steps if step in moved)

    @property
    def has_unrestated(self) -> bool:
        """Whether some of its amounts stand as they were stated beside others that are in the price level asked for."""
        others = set(self.price_levels) - {self.until.price_level}
        return bool(others) if self.until.price_level is not None else None in others and len(others) > 1

    @property
    def main(self) -> BridgeColumn | None:
        """The figure that is drawn: what is outstanding, else the first there is."""
        return next((column for column in self.columns if column.figure == "outstanding"), next(iter(self.columns), None))


class Opening(NamedTuple):
    """The cells at the first moment: in its own prices, the same by the series as it is announced at the second moment, and in
    the second moment's prices.
    """

    stated: Sequence[Cell]
    announced_anew: Sequence[Cell]
    in_closing_prices: Sequence[Cell]


class DoesNotAddUp(ArithmeticError):
    """Opening and steps are not closing: an entry was lost on the way, or counted twice."""


def build_columns(
    opening: Opening,
    movements: Sequence[Movement],
    closing: Sequence[Cell],
    year: int,
    vocabulary: Vocabulary = VOCABULARY,
) -> tuple[BridgeColumn, ...]:
    """The columns of a bridge, each checked to lead from opening to closing to the øre.

    Args:
        movements: what the entries between did, in the second moment's prices; `closing`: the cells at the second moment.

    Raises:
        DoesNotAddUp: when a column does not. No page shows a bridge that does not reach the other side.
    """
    seen = {cell.kind for cell in (*opening.stated, *closing, *(moved.cell for moved in movements)) if cell.year == year}
    columns = []
    for figure in vocabulary.at(Place.BRIDGE):
        signs = figure.kinds
        if not seen & set(signs) or (figure.needs_target and Kind.TARGET not in seen):
            continue
        begin, end = amount_of(opening.stated, year, signs), amount_of(closing, year, signs)
        steps = steps_between(movements, year, signs, vocabulary)
        anew = amount_of(opening.announced_anew, year, signs)
        restating = (anew - begin, amount_of(opening.in_closing_prices, year, signs) - anew)
        steps |= {step: amount for step, amount in zip(RESTATING, restating, strict=True) if amount}
        # Restated amounts are products of 28 digits, so their sums agree to far less than an øre, but not to the last digit.
        if abs(begin + total(steps.values()) - end) >= ORE / 2:
            raise DoesNotAddUp(f"{figure.code} {year}: {begin} + {steps} is not {end}")
        late = amount_of((moved.cell for moved in movements if moved.late), year, signs)
        if begin or end or steps:
            columns.append(BridgeColumn(figure.code, begin, steps, end, late))
    return tuple(columns)


def combine_movements(opening: Opening, closing: Sequence[Cell]) -> list[Movement]:
    """What entries did that were not read: all of it stands in one step, the difference of the ends."""
    return [
        Movement("together", replace(cell, amount=sign * cell.amount))
        for sign, cells in ((1, closing), (-1, opening.in_closing_prices))
        for cell in cells
    ]


def amount_of(cells: Iterable[Cell], year: int, signs: Mapping[Kind, int]) -> Decimal:
    """A figure of a year: the sum of its kinds, each with its sign, in kroner."""
    return total(signs[cell.kind] * cell.amount for cell in cells if cell.year == year and cell.kind in signs)


def steps_between(
    movements: Sequence[Movement], year: int, signs: Mapping[Kind, int], vocabulary: Vocabulary = VOCABULARY
) -> dict[Kind | Step, Decimal]:
    """How much each sort of act moved a figure of a year, in kroner; what moved nothing is left out."""
    steps: dict[Kind | Step, Decimal] = {}
    for movement in movements:
        cell = movement.cell
        if cell.year == year and cell.kind in signs:
            step = step_of(movement.act, cell.kind)
            steps[step] = steps.get(step, ZERO) + signs[cell.kind] * cell.amount
    return {step: steps[step] for step in vocabulary.steps if steps.get(step)}


def step_of(act: str, kind: Kind) -> Kind | Step:
    """The step that a line of an entry belongs to."""
    return TOLD_AS_ACTS.get(act) or kind
