"""The acts of recording: stories of a finance officer and a controller."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from savings.models import Approval, Entry, Posting, Waiting
from savings.money import NotMoney
from savings.recording import (
    Line,
    NewEvidence,
    approve,
    approve_release,
    realise_secured,
    record_release,
    register_series,
    reject,
    submit,
    withdraw,
)
from savings.recording import refusals as why
from savings.recording.register import register_document, register_initiative
from savings.reporting import StatusQuestion, read_status
from savings.vocabulary import Act, Kind
from tests.ledger_rooms import AT, BOOKED, Room
from tests.ledgers import mio

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

REALISED = Line(kind=Kind.REALISED, year=2011, amount=Decimal(1_400_000))


def realised(room: Room, as_of: date = BOOKED) -> str:
    """Realised in 2011, in mio. kr., and the same from the raw ledger."""
    latest = read_status("proeve", StatusQuestion(as_of=as_of)).headline.realised
    assert latest == read_status("proeve", StatusQuestion(as_of=as_of, is_past=True)).headline.realised
    return mio(latest)


def test_an_entry_counts_from_approval_and_from_its_booking_date(room: Room) -> None:
    entry = room.submitted(lines=[REALISED])
    assert realised(room) == "0"
    assert read_status("proeve", StatusQuestion(as_of=BOOKED)).waiting == 1
    approve(entry=entry, by=room.controller, at=AT)
    assert realised(room) == "1.4"
    assert realised(room, date(2008, 10, 13)) == "0"
    assert read_status("proeve", StatusQuestion(as_of=BOOKED)).waiting == 0


def test_it_refuses_its_own_recorder(room: Room) -> None:
    entry = room.submitted()
    with pytest.raises(why.OwnEntry, match=r"recorded|registreret"):
        approve(entry=entry, by=room.finance, at=AT)
    assert not Approval.objects.exists()


def test_only_the_recorder_submits_and_withdraws_and_only_others_reject(room: Room) -> None:
    entry = room.recorded()
    with pytest.raises(why.NotYours):
        submit(entry=entry, by=room.colleague, at=AT)
    submit(entry=entry, by=room.finance, at=AT)
    with pytest.raises(why.NotYours):
        withdraw(entry=entry, by=room.colleague, at=AT)
    with pytest.raises(why.NotYours):
        reject(entry=entry, by=room.finance, at=AT, reason="nej")
    reject(entry=entry, by=room.controller, at=AT, reason="Bilaget mangler")
    with pytest.raises(why.AlreadyDecided):
        approve(entry=entry, by=room.controller, at=AT)
    assert not Waiting.objects.exists()


def test_what_is_withdrawn_or_rejected_never_counts(room: Room) -> None:
    withdraw(entry=room.submitted(lines=[REALISED]), by=room.finance, at=AT)
    reject(entry=room.submitted(lines=[REALISED]), by=room.controller, at=AT, reason="Bilaget mangler")
    assert realised(room) == "0"


def test_rejecting_needs_a_reason(room: Room) -> None:
    with pytest.raises(ValueError, match="reason"):
        reject(entry=room.submitted(), by=room.controller, at=AT, reason=" ")


def test_approving_twice_gives_one_approval_and_one_refusal(room: Room) -> None:
    entry = room.submitted()
    approve(entry=entry, by=room.controller, at=AT)
    with pytest.raises(why.AlreadyDecided):
        approve(entry=entry, by=room.colleague, at=AT)
    assert Approval.objects.count() == 1


def test_sending_the_same_form_twice_records_one_entry(room: Room) -> None:
    key = uuid4()
    first, second = room.recorded(key=key), room.recorded(key=key)
    assert first == second
    assert Posting.objects.count() == 1


def test_an_amount_that_cannot_be_held_exactly_writes_nothing(room: Room) -> None:
    with pytest.raises(NotMoney):
        room.recorded(lines=[REALISED, Line(kind=Kind.REALISED, year=2011, amount=Decimal("0.001"))])
    assert not Entry.objects.exists()


def test_a_correction_takes_the_old_back_and_states_what_is_right(room: Room) -> None:
    entry = room.approved(lines=[REALISED])
    right = Line(kind=Kind.REALISED, year=2011, amount=Decimal(1_300_000))
    later = date(2009, 1, 1)
    correction = room.corrected(entry, [right], later, reason="Tastefejl")
    submit(entry=correction, by=room.finance, at=AT)
    approve(entry=correction, by=room.controller, at=AT)
    assert realised(room, later) == "1.3"
    assert realised(room, date(2008, 12, 31)) == "1.4"


def test_a_correction_of_a_correction_takes_back_only_what_it_stated_itself(room: Room) -> None:
    entry = room.approved(lines=[REALISED])
    for amount in (1_300_000, 1_200_000):
        line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(amount))
        entry = room.corrected(entry, [line], reason="Igen")
        submit(entry=entry, by=room.finance, at=AT)
        approve(entry=entry, by=room.controller, at=AT)
    assert realised(room) == "1.2"


def test_a_line_read_from_another_entry_is_stated_anew_by_a_correction(room: Room) -> None:
    """What the corrected entry took back itself is no mark on the line that states what is right."""
    first = room.approved(lines=[REALISED])
    right = replace(REALISED, amount=Decimal(1_300_000), takes_back=first)
    second = room.corrected(first, [right], reason="Tastefejl")
    posted = second.postings.order_by("pk").values_list("amount", "takes_back")
    assert list(posted) == [(Decimal(-1_400_000), first.pk), (Decimal(1_300_000), None)]
    for waiting in (second, room.corrected(second, reason="Helt væk")):
        submit(entry=waiting, by=room.finance, at=AT)
        approve(entry=waiting, by=room.controller, at=AT)
    assert realised(room) == "0"


def test_a_correction_takes_back_a_line_with_all_that_it_names(room: Room) -> None:
    """Whatever stands on the line stands on the one that takes it back, or its cell would keep an amount."""
    rent = register_initiative(by=room.finance, at=AT, programme=room.programme, name="Huslejen")
    whole = Line(
        kind=Kind.PLAN, year=2011, amount=Decimal(5), unit=room.unit, initiative=rent, price_level=2008, earliest_year=2009
    )
    entry = room.approved(lines=[whole])
    correction = room.corrected(entry, reason="Helt væk")
    names = ("kind", "year", "unit", "initiative", "price_level", "earliest_year", "amount", "takes_back")
    assert list(correction.postings.values_list(*names)) == [
        ("plan", 2011, room.unit.pk, rent.pk, 2008, 2009, Decimal(-5), entry.pk)
    ]


def test_a_correction_rests_on_the_decision_of_what_it_corrects_unless_it_names_another(room: Room) -> None:
    old, new = (
        register_document(by=room.finance, at=AT, reference=reference, sort="decision") for reference in ("BR 320/07", "BR 12/26")
    )
    entry = room.approved(decision=old, page="4")
    same, other = room.corrected(entry, reason="Slåfejl"), room.corrected(entry, reason="Ny", decision=new, page="7")
    assert [(it.decision, it.page, it.act, it.corrects) for it in (same, other)] == [
        (old, "4", "correction", entry), (new, "7", "correction", entry)
    ]  # fmt: skip


def test_an_entry_is_corrected_once(room: Room) -> None:
    entry = room.approved(lines=[REALISED])
    both = [room.corrected(entry, reason="Væk") for _ in range(2)]
    for correction in both:
        submit(entry=correction, by=room.finance, at=AT)
    approve(entry=both[0], by=room.controller, at=AT)
    with pytest.raises(why.AlreadyCorrected):
        approve(entry=both[1], by=room.controller, at=AT)
    assert realised(room) == "0"


def test_what_is_not_approved_cannot_be_corrected(room: Room) -> None:
    correction = room.corrected(room.submitted(), reason="Væk")
    submit(entry=correction, by=room.finance, at=AT)
    with pytest.raises(why.CannotCorrect):
        approve(entry=correction, by=room.controller, at=AT)


def test_a_correction_that_forgets_a_line_is_refused(room: Room) -> None:
    entry = room.approved(lines=[REALISED, Line(kind=Kind.TARGET, year=2011, amount=Decimal(5))])
    half = room.submitted(
        lines=[Line(kind=Kind.TARGET, year=2011, amount=Decimal(-5), takes_back=entry)],
        act="correction", corrects=entry, reason="Halvt",
    )  # fmt: skip
    with pytest.raises(why.NotTakenBack):
        approve(entry=half, by=room.controller, at=AT)


def test_what_a_correction_takes_back_leaves_the_coverage_as_if_it_had_never_been(room: Room) -> None:
    """0,8 documented and 0,6 not; the 0,6 is corrected to 0,5 with evidence: 1,3 of 1,3 is documented."""
    proof = NewEvidence(document=register_document(by=room.finance, at=AT, reference="Lejekontrakt"), page="2")
    room.approved(lines=[Line(kind=Kind.REALISED, year=2011, amount=Decimal(800_000))], evidence=[proof])
    loose = room.approved(lines=[Line(kind=Kind.REALISED, year=2011, amount=Decimal(600_000))])
    right = Line(kind=Kind.REALISED, year=2011, amount=Decimal(500_000))
    correction = room.corrected(loose, [right], reason="Bilag fundet", evidence=[proof])
    submit(entry=correction, by=room.finance, at=AT)
    approve(entry=correction, by=room.controller, at=AT)
    for past in (False, True):
        shown = read_status("proeve", StatusQuestion(as_of=BOOKED, is_past=past)).headline
        assert (mio(shown.realised), mio(shown.documented), shown.evidence_coverage) == ("1.3", "1.3", 1)


def test_realising_what_was_secured_moves_it(room: Room) -> None:
    room.approved(lines=[Line(kind=Kind.SECURED, year=2011, amount=Decimal(1_900_000))])
    moved = realise_secured(room.new_entry([REALISED]), by=room.finance, at=AT)
    submit(entry=moved, by=room.finance, at=AT)
    approve(entry=moved, by=room.controller, at=AT)
    shown = read_status("proeve", StatusQuestion(as_of=BOOKED)).headline
    assert (mio(shown.secured), mio(shown.realised)) == ("0.5", "1.4")


def test_what_is_realised_beyond_what_was_secured_takes_nothing_from_it(room: Room) -> None:
    moved = realise_secured(room.new_entry([REALISED]), by=room.finance, at=AT)
    assert [(posting.kind, posting.amount) for posting in moved.postings.all()] == [("realised", REALISED.amount)]


def test_realising_what_another_has_realised_meanwhile_is_refused(room: Room) -> None:
    room.approved(lines=[Line(kind=Kind.SECURED, year=2011, amount=Decimal(1_900_000))])
    both = [realise_secured(room.new_entry([REALISED]), by=room.finance, at=AT) for _ in range(2)]
    for moved in both:
        submit(entry=moved, by=room.finance, at=AT)
    approve(entry=both[0], by=room.controller, at=AT)
    with pytest.raises(why.BelowZero):
        approve(entry=both[1], by=room.controller, at=AT)
    assert realised(room) == "1.4"


def state_level(room: Room, amount: int) -> Entry:
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(amount))
    return room.submitted([], act=Act.LEVEL, levels=[line])


def test_a_level_posts_the_difference_when_it_is_approved(room: Room) -> None:
    entry = state_level(room, 1_500_000)
    assert not entry.postings.exists()
    room.approved(lines=[REALISED])
    approve(entry=entry, by=room.controller, at=AT)
    assert [(posting.amount, posting.derived) for posting in entry.postings.all()] == [(Decimal(100_000), True)]


def test_no_controller_meets_a_level_that_another_has_stated_meanwhile(room: Room) -> None:
    first, second = state_level(room, 1_000_000), state_level(room, 1_200_000)
    room.approved(lines=[REALISED])
    for entry in (second, first):
        approve(entry=entry, by=room.controller, at=AT)
    assert realised(room) == "1"


def test_a_level_that_says_what_stands_has_its_line_all_the_same(room: Room) -> None:
    for _time in range(2):
        entry = state_level(room, 1_000_000)
        approve(entry=entry, by=room.controller, at=AT)
    assert [posting.amount for posting in entry.postings.all()] == [0]


def test_price_points_need_four_eyes_and_a_later_release_takes_the_place_of_an_earlier(room: Room) -> None:
    series = register_series(by=room.finance, at=AT, name="KL", source="KL's budgetvejledning")
    room.programme.price_series = series
    room.programme.save()
    room.approved(lines=[Line(kind=Kind.REALISED, year=2011, amount=Decimal(1_000_000), price_level=2008)])
    for change in ("3.0", "3.5"):
        release = record_release(series=series, changes={2009: Decimal(change)}, by=room.finance, at=AT)
        with pytest.raises(why.OwnEntry):
            approve_release(release=release, by=room.finance, at=AT)
        approve_release(release=release, by=room.controller, at=AT)
    assert mio(read_status("proeve", StatusQuestion(as_of=BOOKED, price_level=2009)).headline.realised) == "1.035"
    assert mio(read_status("proeve", StatusQuestion(as_of=BOOKED, price_level=2009, link=2)).headline.realised) == "1.03"
