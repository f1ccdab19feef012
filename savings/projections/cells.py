"""A cell: the sum of the postings that say the same of the same unit, initiative and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from savings.prices import PriceIndex
from savings.vocabulary import Kind

K = TypeVar("K")
#: The kinds of which "nothing" is told from nothing said.
_SAID_EMPTY = frozenset({Kind.PLAN, Kind.FORECAST, Kind.EXPECTED_OFFSET})


@dataclass(frozen=True, slots=True)
class Cell:
    """What the ledger holds for one combination, in kroner.

    Attributes:
        kind: what the amount says.
        unit: the unit's code; None is *Ikke fordelt* (not allocated), which is a fact and not an error.
        initiative: the initiative's name; None when the amount belongs to the programme as a whole.
        year: the year whose costs the amount is an effect on.
        price_level: the year in whose prices the amount is stated; None when the source does not say.
        amount: kroner, in that price level.
        evidenced: whether the entries behind it carry evidence.
        earliest_year: for a plan known only by its ends: the first year in which part of it may already have come.
    """

    kind: Kind
    unit: str | None
    initiative: str | None
    year: int
    price_level: int | None
    amount: Decimal
    evidenced: bool = False
    earliest_year: int | None = None


def restate(cells: Iterable[Cell], index: PriceIndex, level: int) -> tuple[Cell, ...]:
    """The cells in `level`-prices; one that states no price level, or one that the series does not reach from, stays as it is."""
    cells = tuple(cells)
    others = {cell.price_level for cell in cells if cell.price_level is not None} - {level}
    factors = {other: index.factor(other, level) for other in others if index.reaches(other, level)}
    return tuple(
        replace(cell, amount=cell.amount * factors[cell.price_level], price_level=level) if cell.price_level in factors else cell
        for cell in cells
    )


def find_unrestated(cells: Sequence[Cell], level: int | None) -> tuple[Cell, ...]:
    """The cells that stand as they were stated among others, and so are marked: those in another price level than `level`.

    Args:
        level: the one asked for; with None, cells without a price level are those, where others have one.
    """
    if level is not None:
        return tuple(cell for cell in cells if cell.price_level != level)
    bare = tuple(cell for cell in cells if cell.price_level is None)
    return bare if len(bare) < len(cells) else ()


def group_cells(cells: Iterable[Cell], key: Callable[[Cell], K]) -> dict[K, list[Cell]]:
    """The cells by what `key` says of them, in the order the keys first appear."""
    groups: dict[K, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(key(cell), []).append(cell)
    return groups


def merge_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """One cell per kind, unit, initiative, year and price level, whatever its evidence and band.

    This is what the JSON and the spreadsheets list. A sum of nothing is left out, but where it says that nothing is expected
    or planned, which is more than silence.
    """

    def key(cell: Cell) -> tuple[Kind, str | None, str | None, int, int | None]:
        return cell.kind, cell.unit, cell.initiative, cell.year, cell.price_level

    sums = (Cell(*k, sum((c.amount for c in group), Decimal(0))) for k, group in group_cells(cells, key).items())
    return tuple(cell for cell in sums if cell.amount or cell.kind in _SAID_EMPTY)
