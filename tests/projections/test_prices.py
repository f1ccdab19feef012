"""A price series as it is read: which change counts, the index over the years, and an amount carried through them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings.prices import AnnouncedChange, NoPriceChange, PriceChange, select_vintage
from savings.projections.prices import ReleaseFacts, RestatedYear, SeriesFacts, counting_points, spans, year_by_year

AT = datetime(2008, 10, 14, tzinfo=UTC)
ANNOUNCED_ON = date(2008, 10, 1)


def release(number: int, changes: dict[int, str], *, position: int | None, announced: date = ANNOUNCED_ON) -> ReleaseFacts:
    points = tuple(PriceChange(year, Decimal(change)) for year, change in changes.items())
    return ReleaseFacts(number, 1, "", "finans", "Finans", AT, None, None, position, points, announced)


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


def test_what_was_announced_last_counts_now_whenever_it_was_approved() -> None:
    told = series(
        release(1, {2009: "3"}, position=9, announced=date(2008, 1, 1)),
        release(2, {2009: "4"}, position=5, announced=date(2008, 6, 1)),
    )
    assert told.counting == {2009: (Decimal(4), 2)}
    assert told.index.announced_on == date(2008, 6, 1)


def test_the_two_parts_of_a_change_are_kept_and_come_to_it() -> None:
    change = PriceChange(2026, Decimal("3.5"), Decimal("0.4"))
    assert (change.estimate, PriceChange(2026, Decimal("3.5")).estimate) == (Decimal("3.1"), None)


DAYS = st.dates(date(2020, 1, 1), date(2022, 12, 31))
ANNOUNCED = st.lists(
    st.builds(
        lambda year, change, day: (PriceChange(year, change), day), st.integers(2020, 2022), st.decimals(0, 9, places=1), DAYS
    ),
    max_size=8,
)


@given(ANNOUNCED, DAYS)
def test_on_a_day_each_year_has_what_was_last_announced_by_then_else_what_was_first_announced_after(
    announced: list[tuple[PriceChange, date]], day: date
) -> None:
    changes = [AnnouncedChange(change, on, place, place) for place, (change, on) in enumerate(announced, 1)]
    vintage = select_vintage(changes, day)
    assert set(vintage) == {change.year for change, _on in announced}
    for year, chosen in vintage.items():
        own = [it for it in changes if it.change.year == year]
        known = [it for it in own if it.announced_on <= day]
        days = [it.announced_on for it in known or own]
        wanted = max(days) if known else min(days)
        assert chosen == [it for it in own if it.announced_on == wanted][-1]


@given(ANNOUNCED, st.builds(lambda change, day: (PriceChange(2021, change), day), st.decimals(0, 9, places=1), DAYS))
def test_what_is_announced_later_changes_nothing_before_its_day_but_where_nothing_was_known(
    announced: list[tuple[PriceChange, date]], new: tuple[PriceChange, date]
) -> None:
    changes = [AnnouncedChange(change, on, place, place) for place, (change, on) in enumerate(announced, 1)]
    later = AnnouncedChange(*new, 99, 99)
    before = later.announced_on - timedelta(days=1)
    if any(it.change.year == 2021 and it.announced_on <= before for it in changes):
        assert select_vintage([*changes, later], before) == select_vintage(changes, before)


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
