"""The balances by year and month that past days are added up of, against the raw postings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.models import PastBalance

#: Programme, year and month of the booking (0: the whole year), and the cell as a tuple of its columns.
Place = tuple[int, int, int, Hashable]
#: The sum in kroner, and how many lines stand in it.
Held = tuple[Decimal, int]
_COLUMNS = ("kind", "unit_id", "initiative_id", "year", "price_level", "earliest_year", "evidenced")


def find_past_balance_faults(months: Mapping[Place, Held]) -> Iterator[str]:
    """Yield one sentence per kept balance of a year or month that is not what the postings say.

    Args:
        months: what the raw postings come to by month.
    """
    counted = _add_years(months)
    kept: dict[Place, Held] = {}
    for programme, year, month, *cell, amount, lines in PastBalance.objects.values_list(
        "programme_id", "booked_year", "booked_month", *_COLUMNS, "amount", "lines"
    ).iterator(chunk_size=5000):
        kept[programme, year, month, tuple(cell)] = amount, lines
    for place in sorted(kept.keys() | counted.keys(), key=str):
        if kept.get(place) != counted.get(place):
            (has, _lines), (should, _own) = (held.get(place, (Decimal(0), 0)) for held in (kept, counted))
            yield _(
                "programme %(programme)s: the kept balance of %(cell)s booked in %(year)s, month %(month)s, is %(kept)s, "
                "the postings say %(counted)s."
            ) % {
                "programme": place[0], "cell": place[3], "year": place[1], "month": place[2], "kept": has, "counted": should,
            }  # fmt: skip


def _add_years(months: Mapping[Place, Held]) -> dict[Place, Held]:
    counted: dict[Place, Held] = defaultdict(lambda: (Decimal(0), 0), months)
    for (programme, year, _month, cell), (amount, lines) in months.items():
        held, own = counted[programme, year, 0, cell]
        counted[programme, year, 0, cell] = held + amount, own + lines
    return dict(counted)
