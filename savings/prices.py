"""Price levels: a series of yearly price and wage changes, and the factor between two levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

#: Digits carried while compounding; far more than any amount has, so that figures are rounded only where they are shown.
PRECISION = 40
#: The first and the last year that can be a year or a price level.
YEARS = (1900, 2199)


class NoPriceChange(LookupError):
    """The series has no change for a year that lies between the two levels."""

    def __init__(self, series: str, year: int) -> None:
        super().__init__(f"{series}: no price and wage change for {year}")
        self.series = series
        self.year = year


class PriceChange(NamedTuple):
    """The change in per cent from the year before to `year`.

    `correction` is the part of it that corrects the level of the years before (*niveaukorrektion*), in per cent as well; the
    rest is the estimate (*skøn*). None where the source gives the change as one number.
    """

    year: int
    change: Decimal
    correction: Decimal | None = None

    @property
    def estimate(self) -> Decimal | None:
        """The part that is an estimate; None where the source gives the change as one number."""
        return None if self.correction is None else self.change - self.correction


class AnnouncedChange(NamedTuple):
    """A change with the day it was announced, the link of its approval, and the release it stands in."""

    change: PriceChange
    announced_on: date
    position: int
    release: int


def select_vintage(changes: Iterable[AnnouncedChange], as_of: date | None = None) -> dict[int, AnnouncedChange]:
    """For each year the change that holds on a day: the last one announced by then, of several of one day the one approved last.

    A year of which nothing was announced by then has the first that was announced later, so that a series which was recorded
    long after its years restates a status of the past, and stays what it is when a year is announced anew.

    Args:
        as_of: None for the last announced.
    """

    def rank(change: AnnouncedChange) -> tuple[bool, int, int]:
        is_known, day = as_of is None or change.announced_on <= as_of, change.announced_on.toordinal()
        return is_known, day if is_known else -day, change.position

    chosen: dict[int, AnnouncedChange] = {}
    for each in sorted(changes, key=rank):
        chosen[each.change.year] = each
    return chosen


@dataclass(frozen=True)
class PriceIndex:
    """A price and wage series: the change in per cent from the year before, by year, and where it was published.

    `announced_on` is the latest day on which one of these changes was announced; None where there are none.
    """

    name: str
    source: str
    changes: Mapping[int, Decimal] = field(hash=False)
    announced_on: date | None = None

    @classmethod
    def from_vintage(cls, name: str, source: str, vintage: Mapping[int, AnnouncedChange]) -> PriceIndex:
        """The index of the changes that hold on a day."""
        announced = max((each.announced_on for each in vintage.values()), default=None)
        return cls(name, source, {year: each.change.change for year, each in vintage.items()}, announced)

    def factor(self, level: int, wanted: int) -> Decimal:
        """The factor that turns an amount in prices of `level` into one in prices of `wanted`.

        Changes are compounded year by year: 1,9 mio. kr. in 2008-p/l is 1,957 in 2009-p/l. Backwards the factor divides.

        Raises:
            NoPriceChange: when a year on the way has no change.
        """
        low, high = sorted((level, wanted))
        with localcontext(prec=PRECISION):
            product = Decimal(1)
            for year in range(low + 1, high + 1):
                product *= 1 + self._change(year) / 100
            return product if wanted >= level else 1 / product

    def reaches(self, level: int, wanted: int) -> bool:
        """Whether each year on the way between the two levels has a change."""
        low, high = sorted((level, wanted))
        return all(year in self.changes for year in range(low + 1, high + 1))

    def _change(self, year: int) -> Decimal:
        try:
            return self.changes[year]
        except KeyError:
            raise NoPriceChange(self.name, year) from None


#: What a programme without a series is restated by: nothing but a level to itself.
NO_SERIES = PriceIndex("", "", {})


def sort_levels(levels: Iterable[int | None]) -> tuple[int | None, ...]:
    """Each price level once, in order, None (*not stated*) last."""
    return tuple(sorted(set(levels), key=lambda level: (level is None, level or 0)))
