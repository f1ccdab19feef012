"""The price index a programme is restated by, as its approved releases say."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from savings.models import PricePoint, PriceSeries
from savings.prices import PriceIndex
from savings.projections.facts import Restatement


class NoSeries(LookupError):
    """The programme has no price series, so nothing can be restated."""


def read_index(series: int | None, *, position: int | None = None) -> PriceIndex:
    """The index of a series by its row number; two queries.

    Args:
        position: the link up to which releases count; None for all.

    Raises:
        NoSeries: when the programme has none.
    """
    if series is None:
        raise NoSeries
    found = PriceSeries.objects.get(pk=series)
    points = PricePoint.objects.filter(release__series=series, release__approval__isnull=False)
    if position is not None:
        points = points.filter(release__approval__position__lte=position)
    changes: dict[int, Decimal] = {}
    # A later release of the same year takes the place of an earlier one.
    for year, change in points.order_by("release__approval__position").values_list("year", "change"):
        changes[year] = change
    return PriceIndex(found.name, found.source, changes)


def read_indices(series: Iterable[int]) -> dict[int, PriceIndex]:
    """The indices of some series by their row numbers; two queries."""
    wanted = set(series)
    changes: dict[int, dict[int, Decimal]] = {number: {} for number in wanted}
    points = PricePoint.objects.filter(release__series__in=wanted, release__approval__isnull=False)
    rows = points.order_by("release__approval__position").values_list("release__series_id", "year", "change")
    for number, year, change in rows:
        changes[number][year] = change
    found = PriceSeries.objects.filter(pk__in=wanted)
    return {row.pk: PriceIndex(row.name, row.source, changes[row.pk]) for row in found}


def restatement_of(levels: Iterable[int | None], index: PriceIndex, wanted: int) -> Restatement:
    """How amounts of these levels are brought to the one wanted.

    Raises:
        NoPriceChange: when the series does not reach from one of them to it.
    """
    others = sorted({level for level in levels if level is not None} - {wanted})
    return Restatement(wanted, index.name, index.source, tuple((level, index.factor(level, wanted)) for level in others))
