"""What rests on a decision or document: every approved entry once, page by page, and no more than can be counted."""

from __future__ import annotations

from savings.models import Document
from savings.recording import NewEvidence
from savings.recording.register import register_document
from savings.reporting.decisions import DecisionPage, read_decision
from tests.ledger_rooms import AT, Room


def resting(room: Room) -> tuple[Document, list[int]]:
    """Seven entries that rest on a decision: by it, by evidence of it, by both; others rest on nothing or wait."""
    decision, other = (
        register_document(by=room.finance, at=AT, reference="BR 320/07", sort="decision"),
        register_document(by=room.finance, at=AT, reference="Andet"),
    )
    told = []
    for turn in range(7):
        twice = [NewEvidence(document=decision), NewEvidence(document=decision, page="2")]
        facts = {0: {"decision": decision}, 1: {"evidence": twice}}
        both = {"decision": decision, "evidence": [NewEvidence(document=decision)]}
        told.append(room.approved(**facts.get(turn % 3, both)).pk)
        room.approved(decision=other)
    room.submitted(decision=decision)
    return decision, told


def numbers(page: DecisionPage) -> list[int]:
    return [entry.number for entry in page.entries]


def test_each_entry_that_rests_on_it_stands_once_in_the_order_of_recording(room: Room) -> None:
    decision, told = resting(room)
    page = read_decision(decision.pk, room.finance)
    assert numbers(page) == told
    assert (page.total, page.and_more) == (7, False)
    assert page.as_evidence == {number for place, number in enumerate(told) if place % 3}


def test_the_pages_follow_each_other(room: Room) -> None:
    decision, told = resting(room)
    pages = [read_decision(decision.pk, room.finance, page=number, per_page=3) for number in (1, 2, 3, 4)]
    assert [numbers(page) for page in pages] == [told[:3], told[3:6], told[6:], []]
    assert {page.total for page in pages} == {7}
    assert pages[0].as_evidence == set(told[1:3])


def test_it_counts_no_further_than_it_is_asked_to_and_says_so(room: Room) -> None:
    decision, told = resting(room)
    page = read_decision(decision.pk, room.finance, per_page=3, page=2, most=5)
    assert (numbers(page), page.total, page.and_more) == (told[3:5], 5, True)
    assert not read_decision(decision.pk, room.finance, most=7).and_more
