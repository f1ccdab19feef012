"""Recording, submitting and approving in one breath, as the demo's people do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from savings.demo.people import People
from savings.models import Entry
from savings.recording import approve, record, submit


def vouched(people: People, *, at: datetime, **facts: Any) -> Entry:
    """An entry recorded by the finance officer and approved by the controller; `facts` are `record`'s."""
    entry = record(by=people.finance, at=at, **facts)
    submit(entry=entry, by=people.finance, at=at)
    approve(entry=entry, by=people.controller, at=at)
    return entry
