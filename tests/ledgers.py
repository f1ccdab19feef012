"""Ledgers written as small tables in a test's docstring, as the domain speaks: kind, unit, initiative, year, mio. kr."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from savings.projections.cells import Cell
from savings.vocabulary import VOCABULARY

NOTHING = {"-", "–", ""}


def cells_of(test: Callable[..., object]) -> tuple[Cell, ...]:
    """The cells written in the docstring of a test, one a line:

        kind | unit | initiative | year or first–year | mio. kr. | p/l | documented

    A dash is *not allocated*, *the whole programme* or *not stated*; the last two columns may be left out.
    """
    lines = (line.split("|") for line in (test.__doc__ or "").splitlines() if "|" in line)
    return tuple(_cell([part.strip() for part in parts]) for parts in lines)


def _cell(parts: list[str]) -> Cell:
    kind, unit, initiative, year, amount, *rest = parts
    level, documented = [*rest, "", ""][:2]
    earliest, _, last = year.rpartition("–")
    return Cell(
        kind=VOCABULARY.parse_kind(kind),
        unit=_named(unit),
        initiative=_named(initiative),
        year=int(last),
        price_level=None if level in NOTHING else int(level),
        amount=Decimal(amount.replace(",", ".")) * 1_000_000,
        evidenced=documented == "documented",
        earliest_year=int(earliest) if earliest else None,
    )


def _named(text: str) -> str | None:
    return None if text in NOTHING else text


def mio(amount: Decimal | None) -> str:
    """An amount in mio. kr., exact, as a short text."""
    return "–" if amount is None else format((amount / 1_000_000).normalize(), "f")
