"""The moment a file of a status bears, taken from the report and never from the clock."""

from __future__ import annotations

from datetime import UTC, datetime, time

from savings.projections.status import Status


def report_moment(status: Status) -> datetime:
    """When the ledger's last link was made; noon (UTC) of the report's date where there is none."""
    return status.head.moment or datetime.combine(status.as_of, time(12), UTC)
