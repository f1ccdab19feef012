"""An entry as it is read, with its lines, evidence and statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from savings.projections.facts import DocumentFacts, EvidenceFacts, StatementFacts
from savings.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One posting or stated level of an entry: kind, unit code (None is *Ikke fordelt*), initiative, year, price level, kroner.

    Attributes:
        booked_on: the day from which a posting counts; a derived one may have a later day than its entry.
        derived: whether the database worked it out because of a stated level.
    """

    kind: Kind
    unit: str | None
    initiative: str | None
    year: int
    price_level: int | None
    amount: Decimal
    earliest_year: int | None
    text: str = ""
    booked_on: date | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry as an auditor reads it: what was recorded, by whom, vouched for by whom, resting on what.

    Attributes:
        number: the entry's number.
        act: "record", "level", "realise", "correction" or "statement".
        recorder: the user name of whoever recorded it; `recorded_by` is the name shown.
        state: "recorded", "submitted", "approved", "rejected" or "withdrawn".
        reason: why it corrects another, or why it was rejected or withdrawn; then `refused_by` says by whom.
        reading: what in it is our reading of the source; empty where the source says it outright.
        corrects, corrected_by: numbers of the entries it corrects and is corrected by.
        decision, page: what it rests on.
        levels: what it states that something stands at; what that makes of the ledger is among the lines once it is approved.
        position, hash: its link in the chain; None until it is approved.
    """

    number: int
    programme: str
    programme_name: str
    act: str
    state: str
    text: str
    reading: str
    reason: str
    refused_by: str | None
    booked_on: date
    recorded_by: str
    recorder: str
    recorded_at: datetime
    submitted_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    corrects: int | None
    corrected_by: int | None
    decision: DocumentFacts | None
    page: str
    evidence: tuple[EvidenceFacts, ...]
    lines: tuple[LineFacts, ...]
    levels: tuple[LineFacts, ...]
    statements: tuple[StatementFacts, ...]
    position: int | None
    hash: str | None
