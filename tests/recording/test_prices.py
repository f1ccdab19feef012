"""Price series: opened by some, released with four eyes, the later release wins, and the trail has all of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from savings.models import PricePoint, PriceRelease, PriceSeries, TrailItem, User
from savings.prices import PriceChange
from savings.projections.prices import counting_points, spans, year_by_year
from savings.recording import approve_release, record_release, register_series
from savings.recording.people import Account, register_user
from savings.recording.prices import NoChanges, NotAChange, open_series
from savings.recording.refusals import AlreadyDecided, NameTaken, NotYourRole, OwnEntry
from savings.reporting.prices import read_index, read_series, read_waiting_releases
from savings.roles import Role
from tests.ledger_rooms import AT, Room


@pytest.fixture
def series(room: Room) -> PriceSeries:
    return open_series(name="KL", source="KL's budgetvejledning", by=room.finance, at=AT)


@pytest.fixture
def member(room: Room) -> User:
    return register_user(Account(roles=[Role.MEMBER]), username="medlem", password=None)


def released(room: Room, series: PriceSeries, changes: dict[int, str], note: str = "") -> PriceRelease:
    """A release by the finance officer that the controller has approved."""
    points = {year: Decimal(change) for year, change in changes.items()}
    release = record_release(series=series, changes=points, by=room.finance, at=AT, note=note)
    approve_release(release=release, by=room.controller, at=AT)
    return release


def test_a_release_counts_from_the_second_pair_of_eyes_on(room: Room, series: PriceSeries) -> None:
    release = record_release(series=series, changes={2009: Decimal("3.0")}, by=room.finance, at=AT)
    assert read_index(series.pk).changes == {}
    assert [(name, found.number) for name, found in read_waiting_releases()] == [("KL", release.pk)]
    with pytest.raises(OwnEntry):
        approve_release(release=release, by=room.finance, at=AT)
    assert read_index(series.pk).changes == {}
    approve_release(release=release, by=room.controller, at=AT)
    assert read_index(series.pk).changes == {2009: Decimal("3.0")}
    assert read_waiting_releases() == ()
    with pytest.raises(AlreadyDecided):
        approve_release(release=release, by=room.colleague, at=AT)


def test_a_later_release_takes_the_place_and_both_stay_readable(room: Room, series: PriceSeries) -> None:
    first = released(room, series, {2009: "3.0", 2010: "2.2"})
    second = released(room, series, {2010: "2.5", 2011: "1.3"})
    [found] = read_series(room.finance, series.pk)
    assert [(p.year, p.change, p.release) for p in counting_points(found)] == [
        (2009, Decimal("3.0"), first.pk), (2010, Decimal("2.5"), second.pk), (2011, Decimal("1.3"), second.pk)
    ]  # fmt: skip
    assert [tuple((it.year, it.change) for it in release.points) for release in found.releases] == [
        ((2009, Decimal("3.0")), (2010, Decimal("2.2"))), ((2010, Decimal("2.5")), (2011, Decimal("1.3")))
    ]  # fmt: skip
    assert found.index == read_index(series.pk)


def test_the_two_parts_of_a_change_are_kept(room: Room, series: PriceSeries) -> None:
    parts = PriceChange(2026, Decimal("3.5"), Decimal("0.4"))
    announced = date(2008, 6, 20)
    release = record_release(series=series, changes=[parts], by=room.finance, at=AT, announced_on=announced)
    [found] = read_series(room.finance, series.pk)[0].releases
    assert (found.number, found.points, found.announced_on) == (release.pk, (parts,), announced)
    again = record_release(series=series, changes={2026: Decimal("3.5")}, by=room.finance, at=AT, announced_on=announced)
    assert again != release


def test_the_order_of_approval_decides_and_not_that_of_recording(room: Room, series: PriceSeries) -> None:
    early = record_release(series=series, changes={2009: Decimal(1)}, by=room.finance, at=AT)
    released(room, series, {2009: "2"})
    approve_release(release=early, by=room.controller, at=AT)
    [found] = read_series(room.finance, series.pk)
    assert found.counting == {2009: (Decimal(1), early.pk)}
    assert found.index == read_index(series.pk)


def test_the_trail_has_the_series_the_release_and_its_approval(room: Room) -> None:
    before = set(TrailItem.objects.values_list("pk", flat=True))
    series = open_series(name="KL", source="Vejledning", by=room.finance, at=AT)
    released(room, series, {2009: "3.0"}, note="Side 4")
    told = TrailItem.objects.exclude(pk__in=before).select_related("by").order_by("pk")
    assert [(item.by and item.by.username, item.act, item.subject, item.label, item.at) for item in told] == [
        ("finans", "created", "priceseries", "KL", AT),
        ("finans", "recorded", "pricerelease", "KL", AT),
        ("controller", "approved", "pricerelease", "KL", AT),
    ]
    assert told[0].after == {"id": series.pk, "name": "KL", "source": "Vejledning"}
    assert told[1].why == "Side 4"


def test_a_name_is_taken_in_any_letters_and_registering_finds_it(room: Room, series: PriceSeries) -> None:
    with pytest.raises(NameTaken):
        open_series(name="kl", source="x", by=room.controller, at=AT)
    assert register_series(by=room.finance, at=AT, name="KL", source="y") == series
    assert PriceSeries.objects.count() == 1


def test_readers_neither_open_record_nor_approve(room: Room, series: PriceSeries, member: User) -> None:
    release = record_release(series=series, changes={2009: Decimal(3)}, by=room.finance, at=AT)
    with pytest.raises(NotYourRole):
        open_series(name="Ny", source="x", by=member, at=AT)
    with pytest.raises(NotYourRole):
        record_release(series=series, changes={2010: Decimal(3)}, by=member, at=AT)
    with pytest.raises(NotYourRole):
        approve_release(release=release, by=member, at=AT)


@pytest.mark.parametrize(
    "changes",
    [{1899: "1"}, {2200: "1"}, {2009: "-100"}, {2009: "-101"}, {2009: "1000"}, {2009: "1.23456"}, {2009: "NaN"},
     {2009: "Infinity"}, {2009: "1", 2010: "-100"}],
)  # fmt: skip
def test_what_no_point_can_hold_is_refused_whole(room: Room, series: PriceSeries, changes: dict[int, str]) -> None:
    points = {year: Decimal(change) for year, change in changes.items()}
    with pytest.raises(NotAChange):
        record_release(series=series, changes=points, by=room.finance, at=AT)
    assert PriceRelease.objects.count() == 0


def test_a_year_stands_once_and_nothing_is_no_release(room: Room, series: PriceSeries) -> None:
    with pytest.raises(NotAChange):
        record_release(series=series, changes=[(2009, Decimal(3)), (2009, Decimal(2))], by=room.finance, at=AT)
    with pytest.raises(NoChanges):
        record_release(series=series, changes={}, by=room.finance, at=AT)


@pytest.mark.parametrize("change", ["-99.9999", "999.9999", "0", "3.1000"])
def test_the_ends_are_held_exactly(room: Room, series: PriceSeries, change: str) -> None:
    record_release(series=series, changes={1900: Decimal(change), 2199: Decimal(change)}, by=room.finance, at=AT)
    assert set(PricePoint.objects.values_list("change", flat=True)) == {Decimal(change)}


def test_the_same_release_sent_again_while_it_waits_is_the_one_that_is_there(room: Room, series: PriceSeries) -> None:
    said = {"series": series, "changes": {2009: Decimal("3.0")}, "at": AT, "note": "Side 4"}
    first = record_release(**said, by=room.finance)  # type: ignore[arg-type]
    assert record_release(**said, by=room.finance) == first  # type: ignore[arg-type]
    assert record_release(**said, by=room.colleague) != first  # type: ignore[arg-type]
    approve_release(release=first, by=room.controller, at=AT)
    assert record_release(**said, by=room.finance) != first  # type: ignore[arg-type]


def test_the_index_is_100_in_the_first_year_and_begins_anew_after_a_gap(room: Room, series: PriceSeries) -> None:
    released(room, series, {2008: "3.6", 2009: "3.0", 2011: "1.3", 2012: "10"})
    [found] = read_series(room.finance, series.pk)
    assert [(p.year, p.index) for p in counting_points(found)] == [(2008, 100), (2009, 103), (2011, 100), (2012, 110)]
    assert spans(tuple(found.counting)) == ((2008, 2009), (2011, 2012))


def test_the_worked_figures_year_by_year(room: Room, series: PriceSeries) -> None:
    """1,9 mio. kr. in 2008-p/l is 1,957 in 2009-p/l and 2,026 in 2011-p/l."""
    released(room, series, {2009: "3.0", 2010: "2.2", 2011: "1.3"})
    index = read_index(series.pk)
    years = year_by_year(index, Decimal("1.9"), 2008, 2011)
    assert [(y.year, round(y.amount, 3)) for y in years] == [
        (2008, Decimal("1.900")), (2009, Decimal("1.957")), (2010, Decimal("2.000")), (2011, Decimal("2.026"))
    ]  # fmt: skip
    back = year_by_year(index, years[-1].amount, 2011, 2008)
    assert [y.year for y in back] == [2011, 2010, 2009, 2008]
    assert round(back[-1].amount, 20) == Decimal("1.9")
