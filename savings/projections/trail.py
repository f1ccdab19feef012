"""The trail as an auditor reads it: who did what to which thing, when, from what to what, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

#: The acts and the things the triggers write of (savings/rules/).
ACTS = (
    "recorded", "submitted", "approved", "rejected", "withdrawn", "created", "changed", "deleted", "attached", "opened",
    "asked", "answered", "reminded", "closed", "exception", "published", "observed", "questioned", "proposed", "confirmed",
    "logged_in", "failed", "locked", "refused", "unlocked",
)  # fmt: skip
SUBJECTS = (
    "entry", "unit", "programme", "initiative", "milestone", "document", "user", "round", "books", "priceseries",
    "pricerelease", "pricebasis", "report", "indicator", "question", "note", "stranger",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrailFacts:
    """One act on one thing.

    Attributes:
        by: the user name of who did it; empty where the database was changed past the application, by the role `actor`.
        number: the thing's row number; an entry's number is the one its page has.
        label: what the thing is called.
        before, after: the columns that changed, as texts; a thing that was made has only an after.
    """

    at: datetime
    by: str
    actor: str
    act: str
    subject: str
    number: int
    label: str
    programme: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    why: str


@dataclass(frozen=True)
class Trail:
    """A page of the trail, newest first, and how many acts there are in all."""

    items: tuple[TrailFacts, ...]
    total: int
