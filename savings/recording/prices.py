"""Price series: a series is registered once, and its points come in releases with four eyes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from savings.models import PricePoint, PriceRelease, PriceSeries, User
from savings.recording.permits import require
from savings.recording.refusals import ledger_act
from savings.roles import Role


def register_series(*, name: str, source: str) -> PriceSeries:
    """The series of that name, registered if it is new. A series keeps its name and source for good."""
    with ledger_act():
        return PriceSeries.objects.filter(name=name).first() or PriceSeries.objects.create(name=name, source=source)


def record_release(
    *, series: PriceSeries, changes: Mapping[int, Decimal], by: User, at: datetime, note: str = ""
) -> PriceRelease:
    """Record yearly changes in per cent, by year. They count once somebody else approves the release."""
    require(by, Role.FINANCE, Role.CONTROLLER)
    with ledger_act(by, at, note):
        release = PriceRelease.objects.create(series=series, note=note, recorded_by=by, recorded_at=at)
        PricePoint.objects.bulk_create(
            PricePoint(release=release, year=year, change=change) for year, change in sorted(changes.items())
        )
    return release
