"""A price series as it is read: which change counts, the index over the years, and an amount carried through them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from savings.prices import NoPriceChange
from savings.projections.prices import ReleaseFacts, RestatedYear, SeriesFacts, counting_points, spans, year_by_year

AT = datetime(2008, 10, 14, tzinfo=UTC)


def release(number: int, changes: dict[int, str], *, position: int | None) -> ReleaseFacts:
    points = tuple((year, Decimal(change)) for year, change in changes.items())
    return ReleaseFacts(number, 1, "", "finans", "Finans", AT, None, None, position, points)


def series(*releases: ReleaseFacts) -> SeriesFacts:
    return SeriesFacts(1, "KL", "KL's budgetvejledning", releases, ())


def test_a_later_approved_release_takes_the_place_of_an_earlier_and_what_waits_counts_for_nothing() -> None:
    """The second was recorded first and approved last."""
    told = series(
        release(1, {2009: "3", 2010: "2"}, position=7),
        release(2, {2009: "4"}, position=5),
        release(3, {2010: "9"}, position=None),
    )
    assert [it.number for it in told.approved] == [2, 1]
    assert [it.number for it in told.waiting] == [3]
    assert told.counting == {2009: (Decimal(3), 1), 2010: (Decimal(2), 1)}
    assert (told.index.name, told.index.source, dict(told.index.changes)) == ("KL", "KL's budgetvejledning", {2009: 3, 2010: 2})


def test_the_index_begins_at_100_and_anew_after_a_gap() -> None:
    told = series(release(1, {2010: "10", 2009: "50", 2013: "7", 2014: "20"}, position=1))
    shown = [(it.year, it.change, it.release, it.index) for it in counting_points(told)]
    assert shown == [(2009, 50, 1, 100), (2010, 10, 1, 110), (2013, 7, 1, 100), (2014, 20, 1, 120)]


def test_the_index_is_carried_at_forty_digits() -> None:
    told = series(release(1, dict.fromkeys(range(2000, 2020), "3.333333"), position=1))
    assert len(counting_points(told)[-1].index.as_tuple().digits) == 40


@pytest.mark.parametrize(
    ("years", "runs"),
    [((), ()), ((2009,), ((2009, 2009),)), ((2011, 2009, 2010, 2013, 2014), ((2009, 2011), (2013, 2014)))],
)
def test_unbroken_runs_of_years(years: tuple[int, ...], runs: tuple[tuple[int, int], ...]) -> None:
    assert spans(years) == runs


def test_an_amount_is_restated_to_each_year_on_the_way_there_and_back() -> None:
    index = series(release(1, {2009: "100", 2010: "50"}, position=1)).index
    there = year_by_year(index, Decimal(10), 2008, 2010)
    assert there == (RestatedYear(2008, Decimal(1), Decimal(10)), RestatedYear(2009, Decimal(2), Decimal(20)),
                     RestatedYear(2010, Decimal(3), Decimal(30)))  # fmt: skip
    back = year_by_year(index, Decimal(30), 2009, 2008)
    assert [(it.year, it.factor, it.amount) for it in back] == [(2009, 1, 30), (2008, Decimal("0.5"), 15)]
    assert [it.year for it in year_by_year(index, Decimal(1), 2009, 2009)] == [2009]
    with pytest.raises(NoPriceChange):
        year_by_year(index, Decimal(1), 2008, 2011)


def test_a_restated_amount_is_carried_at_forty_digits() -> None:
    index = series(release(1, dict.fromkeys(range(2001, 2020), "3.333333"), position=1)).index
    assert len(year_by_year(index, Decimal("0.3"), 2019, 2000)[-1].amount.as_tuple().digits) == 40
