"""The moment a file of a status bears, taken from the report and never from the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from savings.projections.facts import HeadFacts
from savings.projections.status import Status


def report_moment(status: Status) -> datetime:
    """When the ledger's last link was made; noon (UTC) of the report's date where there is none."""
    return ledger_moment(status.head, status.as_of)


def ledger_moment(head: HeadFacts, as_of: date) -> datetime:
    """When the ledger's last link was made; noon (UTC) of a day where there is none."""
    return head.moment or datetime.combine(as_of, time(12), UTC)
