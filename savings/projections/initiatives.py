"""The initiatives of a status in the order that a reader asks for, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from savings.danish import sort_key
from savings.projections.standing import Standing
from savings.projections.status import InitiativeLine
from savings.vocabulary import VOCABULARY, Figure, Place

Order = Callable[[InitiativeLine], object]
#: What wants somebody's eye comes first.
_STANDINGS = (
    Standing.BEHIND, Standing.AT_RISK, Standing.ON_TRACK, Standing.DELIVERED, Standing.NOT_PLANNED, Standing.DROPPED,
)  # fmt: skip


@dataclass(frozen=True)
class InitiativesPage:
    """A page of a status' initiatives, and the name of the order it is a page of; the programme's own order has none."""

    lines: Sequence[InitiativeLine]
    order: str = ""


def _largest_first(figure: Figure) -> Order:
    """By a figure, the largest first; where none is stated it comes last."""

    def order(line: InitiativeLine) -> object:
        kroner = figure.read(line.figures)
        return kroner is None, -(kroner or 0)

    return order


def _by_name(line: InitiativeLine) -> object:
    return sort_key(line.facts.name if line.facts else "")


def _by_unit(line: InitiativeLine) -> object:
    unit = line.facts.unit if line.facts else None
    return unit is None, sort_key(unit.name if unit else "")


#: The orders that a reader can choose, by their names in addresses.
ORDERS: dict[str, Order] = {
    "name": _by_name,
    "standing": lambda line: _STANDINGS.index(line.standing or Standing.NOT_PLANNED),
    **{figure.code: _largest_first(figure) for figure in VOCABULARY.at(Place.INITIATIVES)},
    "unit": _by_unit,
}


def select_initiatives(lines: Sequence[InitiativeLine], *, order: str, page: int, per_page: int) -> InitiativesPage:
    """A page of a status' initiatives; what is on the programme as a whole comes last in every order.

    Args:
        order: a key of `ORDERS`, of which ties stay in the programme's order; empty for that order itself.
    """
    ordered = sorted(lines, key=lambda line: (line.facts is None, ORDERS[order](line))) if order else lines
    return InitiativesPage(ordered[(page - 1) * per_page : page * per_page], order)
