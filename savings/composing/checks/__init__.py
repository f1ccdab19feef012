"""Checks of a report before it is published: what would make a reader doubt it, where it stands, and how it is mended."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Weight(StrEnum):
    """What a finding does: it stops publication, or somebody must put a name and a reason to it.

    What the check cannot be wrong about stops a report. What it reads out of words and tables, it may have read wrong.
    """

    BLOCKING = "blocking"
    TO_ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a report that is wrong, or may be.

    Attributes:
        code: the check that found it, such as "sum" or "late_date".
        block: the number (from 0) of the manuscript's part it stands in; None for the report's head, or all of it.
        excerpt: the words or figures it is about, as they are printed.
        said: what is found, in one sentence.
        mend: what to do about it, in one sentence.
        amount, reference: what is typed by hand, and the reference that prints the same and can take its place; empty where
            there is none.
    """

    code: str
    weight: Weight
    block: int | None
    excerpt: str
    said: str
    mend: str
    amount: str = ""
    reference: str = ""

    @property
    def key(self) -> str:
        """What an acknowledgement is kept under: these very words, wherever they stand and whatever language tells of them."""
        return hashlib.sha256(f"{self.code}\n{self.excerpt}".encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Pending:
    """A submitted entry that nobody has approved, and that would count as of the report's date."""

    number: int
    programme: str
    booked_on: date
    text: str


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check must know besides the document.

    Attributes:
        pending: entries that wait for approval.
        explained: programme's slug and unit's code of those whose being behind is explained in a closed or open round.
        references: the references of the decisions and documents that are registered.
        earlier: the dates of the published reports of the main programme.
    """

    pending: tuple[Pending, ...] = ()
    explained: frozenset[tuple[str, str]] = frozenset()
    references: frozenset[str] = frozenset()
    earlier: tuple[date, ...] = ()
