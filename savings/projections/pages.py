"""Pages of entries as they were read: those behind a figure, those that rest on a decision, and those that wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from savings.prices import sort_levels
from savings.projections.entries import EntryFacts
from savings.projections.facts import DocumentFacts, MilestoneFacts, Restatement
from savings.vocabulary import Kind


@dataclass(frozen=True)
class EntriesPage:
    """One page of the entries behind a figure.

    Attributes:
        entries: the approved entries of this page, oldest booking first, with only the lines that the figure adds up.
        total: how many entries there are on all pages; `skipped`: how many on the pages before this one.
        sums: the sum of the lines of each kind and price level on all pages, in kroner as stated.
        restatement: how they come to the price level asked for; None leaves them as stated.
        unit: the name of the unit they are limited to; empty where they are of all, or of none.
    """

    entries: tuple[EntryFacts, ...]
    total: int
    sums: Mapping[tuple[Kind, int | None], Decimal]
    restatement: Restatement | None = None
    unit: str = ""
    skipped: int = 0

    @property
    def price_levels(self) -> tuple[int | None, ...]:
        """The levels the lines are stated in."""
        return sort_levels(level for _kind, level in self.sums)


@dataclass(frozen=True)
class DecisionPage:
    """A decision or document with a page of the approved entries that rest on it, in the order they were recorded.

    Attributes:
        as_evidence: numbers of those of the entries that name it as evidence.
        total: how many entries there are on all pages; `and_more` says whether still more rest on it.
        programmes: each entry's programme by name, by its slug.
        milestones: what shall happen by it; `effects`: those besides the money that rest on it, by number.
    """

    document: DocumentFacts
    entries: tuple[EntryFacts, ...]
    as_evidence: frozenset[int]
    total: int
    and_more: bool
    programmes: Mapping[str, str]
    milestones: tuple[MilestoneFacts, ...]
    effects: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class WaitingPage:
    """A page of what waits for a controller, in the order asked for, and how many entries wait in all."""

    entries: tuple[EntryFacts, ...]
    total: int
