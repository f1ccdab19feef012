"""A programme's price basis as it is read: which level, by which decision, from when, and who vouched for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from savings.projections.facts import DocumentFacts


@dataclass(frozen=True, slots=True)
class PriceBasisFacts:
    """The price level that a programme is shown in from a day on.

    Attributes:
        number: the basis' row number.
        page: where the decision says so; empty where that is not stated.
        recorder: the user name of whoever recorded it; `recorded_by` is the name shown.
        approved_by, approved_at: None until it is approved.
    """

    number: int
    level: int
    decision: DocumentFacts
    page: str
    valid_from: date
    recorder: str
    recorded_by: str
    recorded_at: datetime
    approved_by: str | None
    approved_at: datetime | None
