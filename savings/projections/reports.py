"""Reports in short: those that are published, and those that somebody proposes to publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A published report: its number, what it is called, its date, the ledger's link it was read at, and when it came out."""

    number: int
    title: str
    as_of: date
    year: int
    price_level: int | None
    position: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """A report that somebody proposes to publish: its number, programme, what it will say, and who composed it when.

    Attributes:
        has_text: whether it has a text of its own, or is a status alone.
        closed: whether only those with an account may read it.
        supersedes, superseded_by: numbers of the report it takes the place of, and of the published one that took its own;
            `reason` says why it supersedes.
        refused_by, refusal: who sent it back or took it back, and why; empty where nobody did.
    """

    number: int
    programme: str
    programme_name: str
    title: str
    as_of: date
    year: int
    price_level: int | None
    unit: str | None
    composed_by: str
    composer: str
    composed_at: datetime
    published_by: str | None = None
    published_at: datetime | None = None
    position: int | None = None
    has_text: bool = False
    closed: bool = True
    supersedes: int | None = None
    superseded_by: int | None = None
    reason: str = ""
    refused_by: str = ""
    refusal: str = ""
