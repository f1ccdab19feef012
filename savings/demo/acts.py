"""Recording, submitting and approving in one step, as the demo's people do."""

from __future__ import annotations

from datetime import datetime

from savings.demo.people import People
from savings.models import Entry
from savings.recording import NewEntry, approve, record, submit


def record_and_approve(people: People, new: NewEntry, *, at: datetime) -> Entry:
    """Record an entry as the finance officer and approve it as the controller."""
    entry = record(new, by=people.finance, at=at)
    submit(entry=entry, by=people.finance, at=at)
    approve(entry=entry, by=people.controller, at=at)
    return entry
