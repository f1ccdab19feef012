"""Price series: a series is registered once, and its points come in releases with four eyes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from savings.models import PricePoint, PriceRelease, PriceSeries, User
from savings.prices import YEARS, PriceChange
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


#: Yearly changes in per cent: by year, or each with its year and, where its source tells them apart, its two parts.
Changes = Mapping[int, Decimal] | Iterable[PriceChange] | Iterable[tuple[int, Decimal]]


def record_release(
    *, series: PriceSeries, changes: Changes, by: User, at: datetime, note: str = "", announced_on: date | None = None
) -> PriceRelease:
    """Record yearly changes in per cent. They count once somebody else approves the release.

    The same changes with the same note and day, sent again by the same person while they still wait, are the release that is
    there: a form that was sent twice records once.

    Args:
        note: where the changes were published.
        announced_on: the day on which they were; None for the day of the act.

    Raises:
        NotYourRole: when `by` is neither finance staff nor controller.
        NoChanges, NotAChange: when there is nothing to record, or something that no point can hold; nothing is written.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    points = _check_points(changes)
    facts = {"series": series, "note": note, "announced_on": announced_on or localtime(at).date()}
    with ledger_act(by, at, note):
        if recorded := _find_waiting(facts, points, by):
            return recorded
        release = PriceRelease.objects.create(**facts, recorded_by=by, recorded_at=at)
        PricePoint.objects.bulk_create(
            PricePoint(release=release, year=point.year, change=point.change, correction=point.correction) for point in points
        )
    return release


def _check_points(changes: Changes) -> list[PriceChange]:
    pairs = changes.items() if isinstance(changes, Mapping) else changes
    points = sorted((PriceChange(*pair) for pair in pairs), key=lambda point: point.year)
    if not points:
        raise NoChanges
    years = [point.year for point in points]
    for point in points:
        parts = (point.change, *([] if point.correction is None else [point.correction]))
        if years.count(point.year) > 1 or not YEARS[0] <= point.year <= YEARS[1] or not all(map(can_hold, parts)):
            raise NotAChange(str(point.year))
    return points


def can_hold(change: Decimal) -> bool:
    """Whether a point can hold the change (per cent) exactly."""
    if not change.is_finite() or not CHANGES[0] < change < CHANGES[1]:
        return False
    return change == change.quantize(Decimal(1).scaleb(-DECIMALS))


def _find_waiting(facts: Mapping[str, Any], points: list[PriceChange], by: User) -> PriceRelease | None:
    waiting = PriceRelease.objects.waiting().filter(**facts, recorded_by=by)
    for release in waiting.prefetch_related("points").order_by("pk"):
        kept = sorted(PriceChange(point.year, point.change, point.correction) for point in release.points.all())
        if kept == points:
            return release
    return None
