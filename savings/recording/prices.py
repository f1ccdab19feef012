"""Price series: a series is registered once, and its points come in releases with four eyes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from savings.models import PricePoint, PriceRelease, PriceSeries, User
from savings.prices import YEARS
from savings.recording.acting import ledger_act
from savings.recording.permissions import require_role
from savings.recording.refusals import NameTaken, Refused
from savings.roles import Role

#: What a point can hold: a change in per cent over the first and under the second, with so many decimals at most.
CHANGES = (Decimal(-100), Decimal(1000))
DECIMALS = 4


class NoChanges(Refused):
    """A release without points would let nothing count."""

    sentence = _("There are no changes to record. Write at least one year with its change in per cent.")


class NotAChange(Refused):
    """A year out of range, a year that is there twice, or a change that no price can have."""

    sentence = _(
        "A change cannot be recorded. Each year from 1900 to 2199 stands once, with a change over −100 and under 1000 per cent "
        "and at most four decimals."
    )


def register_series(*, by: User, at: datetime, name: str, source: str) -> PriceSeries:
    """The series of that name, registered if it is new. A series keeps its name and source for good."""
    with ledger_act(by, at):
        return PriceSeries.objects.filter(name=name).first() or PriceSeries.objects.create(name=name, source=source)


def open_series(*, by: User, at: datetime, name: str, source: str) -> PriceSeries:
    """A new series, without points: they come in releases, each approved by somebody else.

    Raises:
        NotYourRole: when `by` is neither finance staff nor controller.
        NameTaken: when a series has that name, be it in other letters' size.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    with ledger_act(by, at):
        if PriceSeries.objects.filter(name__iexact=name).exists():
            raise NameTaken(name)
        return register_series(by=by, at=at, name=name, source=source)


def record_release(
    *, series: PriceSeries, changes: Mapping[int, Decimal] | Iterable[tuple[int, Decimal]], by: User, at: datetime, note: str = ""
) -> PriceRelease:
    """Record yearly changes in per cent, by year. They count once somebody else approves the release.

    The same changes with the same note, sent again by the same person while they still wait, are the release that is
    there: a form that was sent twice records once.

    Args:
        note: where the changes were published.

    Raises:
        NotYourRole: when `by` is neither finance staff nor controller.
        NoChanges, NotAChange: when there is nothing to record, or something that no point can hold; nothing is written.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    points = _check_points(changes)
    with ledger_act(by, at, note):
        if recorded := _find_waiting(series, points, by, note):
            return recorded
        release = PriceRelease.objects.create(series=series, note=note, recorded_by=by, recorded_at=at)
        PricePoint.objects.bulk_create(PricePoint(release=release, year=year, change=change) for year, change in points)
    return release


def _check_points(changes: Mapping[int, Decimal] | Iterable[tuple[int, Decimal]]) -> list[tuple[int, Decimal]]:
    points = sorted(changes.items() if isinstance(changes, Mapping) else changes)
    if not points:
        raise NoChanges
    years = [year for year, _change in points]
    for year, change in points:
        if years.count(year) > 1 or not YEARS[0] <= year <= YEARS[1] or not can_hold(change):
            raise NotAChange(str(year))
    return points


def can_hold(change: Decimal) -> bool:
    """Whether a point can hold the change (per cent) exactly."""
    if not change.is_finite() or not CHANGES[0] < change < CHANGES[1]:
        return False
    return change == change.quantize(Decimal(1).scaleb(-DECIMALS))


def _find_waiting(series: PriceSeries, points: list[tuple[int, Decimal]], by: User, note: str) -> PriceRelease | None:
    waiting = PriceRelease.objects.waiting().filter(series=series, recorded_by=by, note=note)
    for release in waiting.prefetch_related("points").order_by("pk"):
        if sorted((point.year, point.change) for point in release.points.all()) == points:
            return release
    return None
