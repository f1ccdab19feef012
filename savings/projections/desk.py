"""What lies on a desk: drafts and entries in short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class DraftLine:
    """A draft on its owner's desk."""

    id: UUID
    act: str
    programme: str
    text: str
    changed_at: datetime


@dataclass(frozen=True)
class EntryLine:
    """An entry on a desk or a list: what it says in short, and how it stands."""

    number: int
    programme: str
    act: str
    text: str
    recorded_by: str
    at: datetime
    reason: str = ""
    reason_by: str = ""


@dataclass(frozen=True)
class Desk:
    """What lies on the desk of somebody who records: drafts, what was sent back, what waits, what was decided lately."""

    drafts: tuple[DraftLine, ...]
    sent_back: tuple[EntryLine, ...]
    waiting: tuple[EntryLine, ...]
    approved: tuple[EntryLine, ...]
