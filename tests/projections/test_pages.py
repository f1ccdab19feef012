"""Pages of entries: the price levels that their lines are stated in."""

from __future__ import annotations

from decimal import Decimal

from savings.projections.pages import EntriesPage
from savings.vocabulary import Kind


def test_the_price_levels_of_all_pages_are_told_in_order_and_not_stated_last() -> None:
    keys = ((Kind.TARGET, None), (Kind.PLAN, 2020), (Kind.TARGET, 2016), (Kind.REALISED, 2020))
    page = EntriesPage(entries=(), total=4, sums={key: Decimal(1) for key in keys})
    assert page.price_levels == (2016, 2020, None)
    assert EntriesPage(entries=(), total=0, sums={}).price_levels == ()
