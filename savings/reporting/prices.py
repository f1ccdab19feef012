"""Price series: the index a programme is restated by, and each series with its releases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from savings.danish import sort_key
from savings.models import PricePoint, PriceRelease, PriceSeries, Programme, User
from savings.models.visibility import select_releases, select_series
from savings.prices import NO_SERIES, AnnouncedChange, PriceChange, PriceIndex, select_vintage
from savings.projections.facts import Restatement
from savings.projections.prices import ReleaseFacts, SeriesFacts


def read_index(series: int | None, *, as_of: date | None = None, position: int | None = None) -> PriceIndex:
    """The index of a series by its row number; two queries.

    Args:
        series: None, where a programme has none, gives one that restates nothing.
        as_of: the day whose vintage is wanted (`select_vintage`); None for the last announced.
        position: the link up to which releases count; None for all.
    """
    if series is None:
        return NO_SERIES
    return read_indices({series}, as_of=as_of, position=position)[series]


def read_indices(series: Collection[int], *, as_of: date | None = None, position: int | None = None) -> dict[int, PriceIndex]:
    """The indices of some series by their row numbers; two queries, `as_of` and `position` as for one."""
    announced: dict[int, list[AnnouncedChange]] = {number: [] for number in series}
    points = PricePoint.objects.approved(link=position).filter(release__series__in=series)
    columns = ("release__announced_on", "release__approval__position", "release_id")
    for number, year, change, *release in points.values_list("release__series_id", "year", "change", *columns):
        announced[number].append(AnnouncedChange(PriceChange(year, change), *release))
    return {
        row.pk: PriceIndex.from_vintage(row.name, row.source, select_vintage(announced[row.pk], as_of))
        for row in PriceSeries.objects.filter(pk__in=series)
    }


def find_series_number(slug: str) -> int | None:
    """The row number of the series that a programme is restated by; None where it has none."""
    return Programme.objects.filter(slug=slug).values_list("price_series_id", flat=True).first()


def restatement_of(levels: Iterable[int | None], index: PriceIndex, wanted: int, series: int | None = None) -> Restatement:
    """How amounts of these levels are brought to the one wanted; `series` is the index' number, which its page is found by."""
    others = sorted({level for level in levels if level is not None} - {wanted})
    factors = tuple((level, index.factor(level, wanted)) for level in others if index.reaches(level, wanted))
    unreached = tuple(level for level in others if not index.reaches(level, wanted))
    return Restatement(wanted, index.name, index.source, factors, series, unreached, index.announced_on)


def read_series(person: User, number: int | None = None) -> tuple[SeriesFacts, ...]:
    """The price series that the person may see, by name; with a number the one of that row number, or none. Four queries."""
    rows = select_series(person) if number is None else select_series(person).filter(pk=number)
    releases: dict[int, list[ReleaseFacts]] = {row.pk: [] for row in rows}
    for release in _releases(select_releases(person).filter(series__in=releases)):
        releases[release.series].append(release)
    programmes: dict[int | None, list[tuple[str, str]]] = {row.pk: [] for row in rows}
    for series, slug, name in Programme.objects.filter(price_series__in=rows).values_list("price_series_id", "slug", "name"):
        programmes[series].append((slug, name))
    facts = (
        SeriesFacts(
            row.pk, row.name, row.source, tuple(releases[row.pk]), tuple(sorted(programmes[row.pk], key=lambda p: sort_key(p[1])))
        )
        for row in rows
    )
    return tuple(sorted(facts, key=lambda series: sort_key(series.name)))


def read_waiting_releases() -> tuple[tuple[str, ReleaseFacts], ...]:
    """Each release that nobody has approved, with its series' name, the oldest first; two queries."""
    waiting = PriceRelease.objects.waiting()
    names = dict(waiting.values_list("pk", "series__name"))
    return tuple((names[release.number], release) for release in _releases(waiting))


def _releases(releases: QuerySet[PriceRelease]) -> tuple[ReleaseFacts, ...]:
    rows = releases.select_related("recorded_by", "approval__by").prefetch_related("points").order_by("pk")
    return tuple(_release(row) for row in rows)


def _release(row: PriceRelease) -> ReleaseFacts:
    approval = getattr(row, "approval", None)
    return ReleaseFacts(
        number=row.pk,
        series=row.series_id,
        note=row.note,
        recorder=row.recorded_by.get_username(),
        recorded_by=row.recorded_by.display_name(),
        recorded_at=row.recorded_at,
        approved_by=approval.by.display_name() if approval else None,
        approved_at=approval.at if approval else None,
        position=approval.position if approval else None,
        points=tuple(sorted(PriceChange(point.year, point.change, point.correction) for point in row.points.all())),
        announced_on=row.announced_on,
    )
