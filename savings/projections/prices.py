"""A price series as it is read: its releases, the change that counts for each year, and its index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, localcontext

from savings.prices import PRECISION, AnnouncedChange, PriceChange, PriceIndex, select_vintage

#: What the first year of an index is set to.
BASE = Decimal(100)


@dataclass(frozen=True)
class ReleaseFacts:
    """Changes that were recorded together, with who recorded them and who approved them.

    Attributes:
        number: the release's number.
        note: where the changes were published; `announced_on`: the day on which they were.
        recorder: the user name of whoever recorded it; `recorded_by` is the name shown.
        approved_by, approved_at, position: None until it is approved; `position` is its link in the chain.
        points: the changes, by year.
    """

    number: int
    series: int
    note: str
    recorder: str
    recorded_by: str
    recorded_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    position: int | None
    points: tuple[PriceChange, ...]
    announced_on: date


@dataclass(frozen=True)
class CountingPoint:
    """The change in per cent that counts for a year, the number of the release it stands in, and the index after it.

    `index` is 100 in the first year of an unbroken run of years; `correction` as for a `PriceChange`.
    """

    year: int
    change: Decimal
    release: int
    index: Decimal
    correction: Decimal | None = None


@dataclass(frozen=True)
class SeriesFacts:
    """A price series.

    Attributes:
        releases: in the order they were recorded.
        programmes: (slug, name) of the programmes that are restated by it.
    """

    number: int
    name: str
    source: str
    releases: tuple[ReleaseFacts, ...]
    programmes: tuple[tuple[str, str], ...]

    @property
    def approved(self) -> tuple[ReleaseFacts, ...]:
        """The releases that count, in the order they were approved."""
        return tuple(sorted((r for r in self.releases if r.position is not None), key=lambda r: r.position or 0))

    @property
    def waiting(self) -> tuple[ReleaseFacts, ...]:
        """The releases that nobody has approved."""
        return tuple(release for release in self.releases if release.position is None)

    @property
    def vintage(self) -> dict[int, AnnouncedChange]:
        """For each year the change that counts now: the last announced."""
        announced = (
            AnnouncedChange(point, release.announced_on, release.position or 0, release.number)
            for release in self.approved
            for point in release.points
        )
        return select_vintage(announced)

    @property
    def counting(self) -> dict[int, tuple[Decimal, int]]:
        """For each year the change that counts now and the number of its release."""
        return {year: (each.change.change, each.release) for year, each in self.vintage.items()}

    @property
    def index(self) -> PriceIndex:
        """The series as amounts are restated by it now."""
        return PriceIndex.from_vintage(self.name, self.source, self.vintage)


def counting_points(series: SeriesFacts) -> tuple[CountingPoint, ...]:
    """The changes that count, by year, with the index; after a gap in the years the index begins anew at 100."""
    points: list[CountingPoint] = []
    before, index = None, BASE
    for year, held in sorted(series.vintage.items()):
        change, correction = held.change.change, held.change.correction
        with localcontext(prec=PRECISION):
            index = index * (1 + change / 100) if before == year - 1 else BASE
        before = year
        points.append(CountingPoint(year, change, held.release, index, correction))
    return tuple(points)


def spans(years: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """The first and last year of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for year in sorted(years):
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return tuple(runs)


@dataclass(frozen=True)
class RestatedYear:
    """An amount in a year's prices: the year, the factor from where it came, and the amount."""

    year: int
    factor: Decimal
    amount: Decimal


def year_by_year(index: PriceIndex, amount: Decimal, level: int, wanted: int) -> tuple[RestatedYear, ...]:
    """An amount in `level`-prices, restated to each year on the way to `wanted`-prices.

    Raises:
        NoPriceChange: when a year on the way has no change.
    """
    step = 1 if wanted >= level else -1
    factors = {year: index.factor(level, year) for year in range(level, wanted + step, step)}
    with localcontext(prec=PRECISION):
        return tuple(RestatedYear(year, factor, amount * factor) for year, factor in factors.items())
