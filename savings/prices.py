"""Price levels: a series of yearly price and wage changes, and the factor between two levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext

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


@dataclass(frozen=True)
class PriceIndex:
    """A price and wage series: the change in per cent from the year before, by year, and where it was published."""

    name: str
    source: str
    changes: Mapping[int, Decimal] = field(hash=False)

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
