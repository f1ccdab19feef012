"""Stated levels: what a level changes in the cells that stand, and which later level the change holds until."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from savings.money import ZERO
from savings.projections.cells import Cell
from savings.vocabulary import Kind


class LevelPlace(NamedTuple):
    """What a level is of: price level, band and evidence are no part of it."""

    kind: Kind
    unit: str | None
    initiative: str | None
    year: int


@dataclass(frozen=True)
class LaterLevel:
    """A level that stands already, from a later day on; what is booked before it holds until then.

    Attributes:
        amounts: what is stated, in kroner by price level (None is *not stated*).
    """

    place: LevelPlace
    day: date
    amounts: Mapping[int | None, Decimal]


def place_of_cell(cell: Cell) -> LevelPlace:
    """The place that a cell is part of."""
    return LevelPlace(cell.kind, cell.unit, cell.initiative, cell.year)


def replace_levels(held: Iterable[Cell], stated: Sequence[Cell]) -> list[Cell]:
    """The changes by which stated levels take the place of what stands: all of it goes, and the parts of the level come.

    A level without evidence leaves documented what was, as far as it reaches in the same price level; savings/rules/levels.sql
    does the same at the approval.
    """
    places = {place_of_cell(cell) for cell in stated}
    gone = [cell for cell in held if place_of_cell(cell) in places]
    documented: dict[tuple[LevelPlace, int | None], Decimal] = defaultdict(Decimal)
    for cell in gone:
        if cell.evidenced:
            documented[place_of_cell(cell), cell.price_level] += cell.amount
    return [*(replace(cell, amount=-cell.amount) for cell in gone), *_split_by_evidence(stated, documented)]


def end_levels(held: Iterable[Cell], said: Mapping[LevelPlace, Sequence[Cell]]) -> list[Cell]:
    """The changes by which places come to stand as is said of them without a level that is taken back."""
    gone = [replace(cell, amount=-cell.amount) for cell in held if place_of_cell(cell) in said]
    return [*gone, *(cell for cells in said.values() for cell in cells)]


def _split_by_evidence(stated: Iterable[Cell], documented: Mapping[tuple[LevelPlace, int | None], Decimal]) -> Iterator[Cell]:
    for cell in stated:
        kept = max(min(documented.get((place_of_cell(cell), cell.price_level), ZERO), cell.amount), ZERO)
        if kept and not cell.evidenced:
            yield replace(cell, amount=kept, evidenced=True)
            yield replace(cell, amount=cell.amount - kept)
        else:
            yield cell


def find_later(levels: Iterable[LaterLevel], places: Iterable[LevelPlace], after: date) -> tuple[LaterLevel, ...]:
    """The next level of each place after a day, of levels in the order of their days."""
    found: dict[LevelPlace, LaterLevel] = {}
    for level in levels:
        if level.day > after:
            found.setdefault(level.place, level)
    return tuple(found[place] for place in dict.fromkeys(places) if place in found)


def leave_out_ended(added: Iterable[Cell], later: Iterable[LaterLevel], day: date) -> list[Cell]:
    """Only those of the added cells that still count on a day: where a later level begins by then, they do no more."""
    ended = {level.place for level in later if level.day <= day}
    return [cell for cell in added if place_of_cell(cell) not in ended]
