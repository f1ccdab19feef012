"""A programme with a price basis is shown in it on every face, unless another level, or amounts as stated, is asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from savings.elements.data.status_json import status_json
from savings.elements.sentences import notes
from savings.models import Approval, PriceSeries, Programme
from savings.projections.question import ChangesQuestion, EntriesQuestion, LedgerQuestion, StatusQuestion
from savings.recording import Line, NewPriceBasis, approve_basis, approve_release, record_basis, record_release, register_series
from savings.recording.acting import ledger_act
from savings.reporting import read_entries, read_overview, read_status
from savings.reporting.bridge import read_bridge
from savings.vocabulary import Kind, Step
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db

LATER = date(2009, 6, 1)


@pytest.fixture
def shown(room: Room) -> Room:
    """A target of 1.000.000 kr. in 2008 prices; prices rise by 10 and by 20 per cent; the basis is 2009 prices from 2009 on."""
    series = register_series(by=room.finance, at=AT, name="KL", source="KL")
    release_of(room, series, {2009: Decimal(10), 2010: Decimal(20)})
    with ledger_act(room.finance, AT):
        Programme.objects.filter(pk=room.programme.pk).update(price_series=series)
    room.approved([Line(kind=Kind.TARGET, year=2011, amount=Decimal(1_000_000), price_level=2008)])
    basis_of(room, 2009, date(2009, 1, 1))
    return room


def release_of(room: Room, series: PriceSeries, changes: dict[int, Decimal], announced: date = BOOKED) -> None:
    release = record_release(series=series, changes=changes, by=room.finance, at=AT, announced_on=announced)
    approve_release(release=release, by=room.controller, at=AT)


def basis_of(room: Room, level: int, valid_from: date) -> None:
    new = NewPriceBasis(
        programme=room.programme, level=level, reference="BR 12/08", decided_on=date(2008, 12, 1), valid_from=valid_from, page="3"
    )
    approve_basis(basis=record_basis(new, by=room.finance, at=AT), by=room.controller, at=AT)


def target(**asked: object) -> Decimal:
    return read_status("proeve", StatusQuestion(**{"as_of": LATER, **asked})).headline.target  # type: ignore[arg-type]


def test_it_is_shown_in_its_basis_from_the_first_day_on(shown: Room) -> None:
    assert (target(as_of=BOOKED), target()) == (1_000_000, 1_100_000)
    assert (target(price_level=2010), target(as_stated=True)) == (1_320_000, 1_000_000)


def test_the_status_says_which_level_and_by_which_decision(shown: Room) -> None:
    status = read_status("proeve", StatusQuestion(as_of=LATER))
    assert (status.price_level, status_json(status)["price_level"]) == (2009, 2009)
    said = "Programmets prisniveau: 2009-p/l ifølge BR\u00a012/08, s.\u00a03 (01-12-2008), fra 01-01-2009."
    assert said in notes(status)
    assert said in notes(read_status("proeve", StatusQuestion(as_of=LATER, as_stated=True)))
    assert not any("Programmets prisniveau" in note for note in notes(read_status("proeve", StatusQuestion(as_of=BOOKED))))


def test_the_entries_behind_a_figure_add_up_to_it(shown: Room) -> None:
    page = read_entries("proeve", EntriesQuestion(as_of=LATER, kinds=(Kind.TARGET,), year=2011))
    assert page.restatement
    assert (page.restatement.level, page.restatement.factors) == (2009, ((2008, Decimal("1.1")),))
    assert read_entries("proeve", EntriesQuestion(as_of=LATER, as_stated=True)).restatement is None


def test_that_a_basis_begins_is_a_step_of_what_changed(shown: Room) -> None:
    [column] = [it for it in read_bridge("proeve", ChangesQuestion(since=BOOKED, as_of=LATER)).columns if it.figure == "target"]
    assert (column.opening, dict(column.steps), column.closing) == (1_000_000, {Step.PRICE_LEVEL: 100_000}, 1_100_000)


def test_a_sum_over_programmes_is_in_the_latest_basis(shown: Room) -> None:
    report = read_overview(LedgerQuestion(as_of=LATER))
    assert (report.price_level, report.total.target, report.apart) == (2009, 1_100_000, ())
    stated = read_overview(LedgerQuestion(as_of=LATER, as_stated=True))
    assert (stated.price_level, stated.total.target) == (2008, 1_000_000)


# Vintages of the series -----------------------------------------------------------------------------------------------


def announce_anew(room: Room) -> None:
    """The change of 2009 is announced anew in March 2009, as 12 per cent."""
    release_of(room, PriceSeries.objects.get(), {2009: Decimal(12)}, date(2009, 3, 1))


def test_a_status_of_a_past_day_keeps_what_was_announced_by_then(shown: Room) -> None:
    announce_anew(shown)
    assert (target(as_of=date(2009, 2, 28)), target(as_of=date(2009, 3, 1))) == (1_100_000, 1_120_000)
    before = Approval.objects.filter(release__isnull=False).earliest("position").position + 2
    assert target(link=before) == 1_100_000


def test_a_change_announced_anew_is_a_step_of_its_own_beside_another_level(shown: Room) -> None:
    announce_anew(shown)
    since = date(2009, 2, 1)

    def steps(**asked: object) -> dict[object, Decimal]:
        question = ChangesQuestion(**{"since": since, "as_of": LATER, **asked})  # type: ignore[arg-type]
        [column] = [it for it in read_bridge("proeve", question).columns if it.figure == "target"]
        return dict(column.steps)

    assert steps() == {Step.PRICE_SERIES: 20_000}
    assert steps(as_stated=True) == {}
    basis_of(shown, 2010, date(2009, 5, 1))
    assert steps() == {Step.PRICE_SERIES: 20_000, Step.PRICE_LEVEL: 224_000}


def test_the_status_says_when_the_series_was_announced(shown: Room) -> None:
    announce_anew(shown)
    status = read_status("proeve", StatusQuestion(as_of=LATER))
    assert any("KL, som udmeldt 01-03-2009" in note for note in notes(status))
    assert any(
        "KL, som udmeldt 14-10-2008" in note for note in notes(read_status("proeve", StatusQuestion(as_of=date(2009, 2, 1))))
    )
