"""What an auditor asks of the ledger: the same document twice, gains that stopped, a sample that anybody can draw again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings.models import Document, Entry, Initiative
from savings.projections.inquiries import (
    DocumentedSaving,
    SampleQuestion,
    YearlySaving,
    draw_sample,
    find_shared_evidence,
    find_stopped_gains,
)
from savings.recording import Line, NewEvidence, approve, submit
from savings.recording.files import StoredFile, attach
from savings.recording.register import register_document, register_initiative, register_programme, register_unit
from savings.reporting.inquiries import read_sample, read_shared_evidence, read_stopped_gains
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, Room

MIO = Decimal(1_000_000)
ASKED = SampleQuestion(programmes=(), year=None, size=3, seed="frø", by_amount=False)


def document(room: Room, reference: str) -> Document:
    return register_document(by=room.finance, at=AT, reference=reference)


def initiative(room: Room, name: str, duration: str = "") -> Initiative:
    return register_initiative(by=room.finance, at=AT, programme=room.programme, name=name, duration=duration)


def realised(amount: Decimal, year: int = 2011, **facts: object) -> Line:
    return Line(kind=Kind.REALISED, year=year, amount=amount, **facts)  # type: ignore[arg-type]


# --- Documented twice -------------------------------------------------------------------------------------------------


def shared() -> list[tuple[str, str, str | None, Decimal, bool]]:
    return [(it.document, it.slug, it.initiative, it.amount, it.has_equal) for it in read_shared_evidence()]


def test_one_document_in_two_programmes_is_asked_about_with_both_amounts(room: Room) -> None:
    other = register_programme(by=room.finance, at=AT, slug="andet", name="Andet", full_effect_year=2011)
    contract = document(room, "Lejekontrakt")
    room.approved([realised(MIO)], evidence=[NewEvidence(document=contract, page="4")])
    replace(room, programme=other).approved([realised(2 * MIO)], evidence=[NewEvidence(document=contract)])
    assert shared() == [("Lejekontrakt", "andet", None, 2 * MIO, False), ("Lejekontrakt", "proeve", None, MIO, False)]
    assert {it.page for it in read_shared_evidence()} == {"4", ""}


def test_one_document_in_two_entries_of_different_initiatives_is_asked_about_and_the_same_amount_comes_first(room: Room) -> None:
    rent, post, cars = (initiative(room, name) for name in ("Husleje", "Porto", "Biler"))
    plain, equal = document(room, "A"), document(room, "B")
    for made, proof, amount in ((rent, plain, 1), (post, plain, 2), (rent, equal, 7), (cars, equal, 7)):
        room.approved([realised(amount * MIO, initiative=made)], evidence=[NewEvidence(document=proof)])
    assert shared() == [
        ("B", "proeve", "Husleje", 7 * MIO, True), ("B", "proeve", "Biler", 7 * MIO, True),
        ("A", "proeve", "Porto", 2 * MIO, False), ("A", "proeve", "Husleje", MIO, False),
    ]  # fmt: skip


def test_what_is_one_saving_is_not_asked_about(room: Room) -> None:
    """Two entries of one initiative and unit, one entry of several, what waits, what was taken back, and what is no saving."""
    rent, post = initiative(room, "Husleje"), initiative(room, "Porto")
    facts = {"evidence": [NewEvidence(document=document(room, "A"))]}
    room.approved([realised(MIO, initiative=rent)], **facts)
    room.approved([realised(MIO, 2012, initiative=rent)], **facts)
    room.submitted([realised(MIO, initiative=post)], **facts)
    room.approved([Line(kind=Kind.PLAN, year=2011, amount=MIO, initiative=post)], **facts)
    room.approved(
        [realised(MIO, initiative=post), realised(MIO, initiative=rent)], evidence=[NewEvidence(document=document(room, "B"))]
    )
    wrong = room.approved([realised(MIO, initiative=post)], **facts)
    approve_correction(room, wrong)
    assert shared() == []


def approve_correction(room: Room, wrong: Entry) -> None:
    entry = room.corrected(wrong, reason="Slåfejl")
    submit(entry=entry, by=room.finance, at=AT)
    approve(entry=entry, by=room.controller, at=AT)


def test_an_entry_that_names_a_document_twice_shows_it_once() -> None:
    saving = DocumentedSaving(
        document="A",
        number=1,
        page="",
        programme="P",
        slug="p",
        entry=1,
        unit=None,
        initiative=None,
        years=(2011, 2011),
        amount=MIO,
    )
    assert find_shared_evidence([saving, replace(saving, initiative="X")]) == ()
    assert len(find_shared_evidence([saving, replace(saving, initiative="X", entry=2)])) == 2


# --- Gains that stopped -----------------------------------------------------------------------------------------------


def stopped() -> list[tuple[str | None, int, Decimal, Decimal]]:
    return [(it.saving.initiative, it.year, it.amount, it.later) for it in read_stopped_gains()]


def test_a_saving_whose_years_end_within_the_programmes_life_is_asked_about(room: Room) -> None:
    rent, post, once, whole = (
        initiative(room, name, duration)
        for name, duration in (("Husleje", "permanent"), ("Porto", ""), ("Salg", "one_off"), ("Biler", "permanent"))
    )
    room.approved([Line(kind=Kind.TARGET, year=year, amount=MIO) for year in (2011, 2012, 2013)])
    room.approved([realised(3 * MIO, year, initiative=rent) for year in (2011, 2012)])
    room.approved([realised(2 * MIO, 2011, initiative=post), *(realised(MIO, year, initiative=post) for year in (2012, 2013))])
    room.approved([realised(MIO, 2011, initiative=once)])
    room.approved([realised((year - 2010) * MIO, year, initiative=whole) for year in (2011, 2012, 2013)])
    assert stopped() == [("Husleje", 2012, 3 * MIO, Decimal(0)), ("Porto", 2011, 2 * MIO, MIO)]


def test_the_programmes_last_year_ends_its_life(room: Room) -> None:
    saving = YearlySaving(
        programme="P", slug="p", until=2012, unit=None, initiative=None, initiative_number=None, duration="permanent",
        amounts={2011: MIO, 2012: MIO},
    )  # fmt: skip
    assert find_stopped_gains([saving]) == ()
    [gain] = find_stopped_gains([replace(saving, until=2015)])
    assert (gain.year, gain.later) == (2012, 0)
    assert find_stopped_gains([replace(saving, amounts={})]) == ()


# --- The sample -------------------------------------------------------------------------------------------------------


WEIGHTS = st.dictionaries(st.integers(1, 10_000), st.decimals("0.01", 10**9, places=2), min_size=1, max_size=60)


@given(WEIGHTS, st.integers(1, 80), st.text(max_size=20), st.booleans())
def test_the_same_seed_draws_the_same_whatever_the_order(
    weights: dict[int, Decimal], size: int, seed: str, by_amount: bool
) -> None:
    asked = SampleQuestion(programmes=(), year=None, size=size, seed=seed, by_amount=by_amount)
    drawn = draw_sample(weights, asked)
    assert drawn == draw_sample(dict(reversed(weights.items())), asked)
    assert list(drawn) == sorted(set(drawn))
    assert set(drawn) <= set(weights)
    assert len(drawn) <= min(size, len(weights))
    if by_amount:
        part = -(-sum(int(weight * 100) for weight in weights.values()) // size)
        assert {number for number, weight in weights.items() if int(weight * 100) >= part} <= set(drawn)
    else:
        assert len(drawn) == min(size, len(weights))


def test_by_chance_anybody_can_draw_it_again_with_a_hash_alone() -> None:
    weights = dict.fromkeys(range(1, 101), MIO)
    again = sorted(weights, key=lambda number: hashlib.sha256(f"frø:{number}".encode()).hexdigest())[:3]
    assert draw_sample(weights, ASKED) == tuple(sorted(again))


def test_each_entry_alike_and_by_amount_the_larger_the_likelier() -> None:
    weights = {number: Decimal(10) if number <= 10 else Decimal(1) for number in range(1, 101)}
    counts = {True: 0, False: 0}
    for by_amount in counts:
        for seed in range(300):
            drawn = draw_sample(weights, replace(ASKED, size=10, seed=str(seed), by_amount=by_amount))
            counts[by_amount] += sum(number <= 10 for number in drawn)
    # By chance one in ten is among the first ten; by amount ten in nineteen parts of the sum are.
    assert 240 <= counts[False] <= 360
    assert 1480 <= counts[True] <= 1680


def test_it_draws_from_what_stands_of_programmes_and_year_and_holds_what_was_recorded(room: Room) -> None:
    unit = register_unit(by=room.finance, at=AT, code="NY", name="Ny")
    other = replace(room, programme=register_programme(by=room.finance, at=AT, slug="andet", name="Andet", full_effect_year=2011))
    proof = document(room, "Kontrakt")
    attach(
        document=proof,
        file=StoredFile(name="k.pdf", sha256="a" * 64, size=1, content_type="application/pdf"),
        by=room.finance,
        at=AT,
    )
    first = room.approved([realised(MIO, unit=unit), realised(2 * MIO, 2012)], evidence=[NewEvidence(document=proof, page="4")])
    room.approved()
    room.submitted([realised(MIO)])
    wrong = room.approved([realised(MIO)])
    approve_correction(room, wrong)
    second = other.approved([realised(5 * MIO)])
    whole = read_sample(ASKED)
    assert ([it.number for it in whole.entries], whole.population, whole.total) == ([first.pk, second.pk], 2, 7 * MIO)
    assert whole.files[proof.pk] == (("k.pdf", "a" * 64),)
    one = read_sample(replace(ASKED, programmes=("proeve",), year=2011))
    assert ([it.number for it in one.entries], one.population, one.total) == ([first.pk], 1, MIO)
    assert [(line.unit, line.year) for line in one.entries[0].lines] == [("NY", 2011), (None, 2012)]
    assert read_sample(replace(ASKED, year=1999)).entries == ()


@pytest.mark.parametrize("by_amount", [True, False])
def test_an_empty_ledger_has_nothing_to_draw(db: None, *, by_amount: bool) -> None:
    assert read_sample(replace(ASKED, by_amount=by_amount)).population == 0
