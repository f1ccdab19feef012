"""The bridge of what is split by place: each step is the difference that its entries make to shortfall and surplus."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple

from savings.money import ORE
from savings.projections.bridge import BridgeColumn, DoesNotAddUp, Movement, Opening, step_of
from savings.projections.cells import Cell
from savings.projections.measures import NO_PARENTS, Parents, measure_whole
from savings.vocabulary import VOCABULARY, Kind, Step
from savings.vocabulary.acts import RESTATING
from savings.vocabulary.figures import SHORTFALL, SURPLUS

_FIGURES = (SHORTFALL, SURPLUS)


class Tree(NamedTuple):
    """The unit above each unit, and the codes of those that the bridge is of; None for all, *Ikke fordelt* among them."""

    parents: Parents = NO_PARENTS
    wanted: Collection[str] | None = None


def build_place_columns(
    opening: Opening, movements: Sequence[Movement], closing: Sequence[Cell], year: int, tree: Tree
) -> tuple[BridgeColumn, ...]:
    """The columns of shortfall and surplus; none where there is not some of both at one of the ends.

    The steps are taken one after the other, restating first and then in the order of the table, each on top of those before
    it, since what an entry does to a place depends on what the place has. The tree is that of now at both ends.

    Raises:
        DoesNotAddUp: when opening and steps are not closing.
    """
    ends = [_split(cells, year, tree) for cells in (opening.stated, closing)]
    if not any(all(end) for end in ends):
        return ()
    steps, reached = _list_steps(opening, movements, year, tree)
    columns = []
    for place, figure in enumerate(_FIGURES):
        begin, end = ends[0][place], ends[1][place]
        if abs(reached[place] - end) >= ORE / 2:
            raise DoesNotAddUp(f"{figure.code} {year}: {reached[place]} is not {end}")
        own = {step: amounts[place] for step, amounts in steps.items() if amounts[place]}
        columns.append(BridgeColumn(figure.code, begin, own, end))
    return tuple(columns)


def _list_steps(
    opening: Opening, movements: Sequence[Movement], year: int, tree: Tree
) -> tuple[dict[Kind | Step, list[Decimal]], list[Decimal]]:
    """What each step does to the figures, and what they come to in the end."""
    steps: dict[Kind | Step, list[Decimal]] = {}
    reached = _split(opening.stated, year, tree)

    def go_on(step: Kind | Step, cells: Sequence[Cell]) -> None:
        nonlocal reached
        now = _split(cells, year, tree)
        steps[step] = [after - before for after, before in zip(now, reached, strict=True)]
        reached = now

    for restating, cells in zip(RESTATING, (opening.announced_anew, opening.in_closing_prices), strict=True):
        go_on(restating, cells)
    so_far = list(opening.in_closing_prices)
    for step in VOCABULARY.steps:
        moved = [movement.cell for movement in movements if step_of(movement.act, movement.cell.kind) == step]
        if moved:
            so_far += moved
            go_on(step, so_far)
    return steps, reached


def _split(cells: Sequence[Cell], year: int, tree: Tree) -> list[Decimal]:
    whole = measure_whole(cells, year, tree.parents, tree.wanted)
    return [figure.amount(whole) for figure in _FIGURES]
