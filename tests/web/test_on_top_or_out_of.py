"""Oven i or heraf over HTTP: asked where targets meet, with both totals and nothing chosen, and recorded as it is answered."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from savings.models import Draft, Entry, Initiative, Posting
from tests.web.conftest import logged_in
from tests.web.recorders import Recorder, unit
from tests.web.test_dividing import flat
from tests.web.test_recording import approved, lines, sent

RESTS_ON = {"text": "Kravet til SUF", "booked_on": "2026-11-23", "source": "BR 12/27", "source_sort": "decision"}
#: Valby's programme has a target of 3,3 mio. kr. in 2011, on no unit.
TOTALS = "Oven i: kravene bliver så i alt 4.500.000,00 kr. (2011)", "Heraf: kravene bliver så i alt 3.300.000,00 kr. (2011)"


@pytest.fixture
def finance(demo: None) -> Client:
    return logged_in("finans")


def stated(
    finance: Client, amounts: dict[int, str], code: str | None = "SUF", *, mode: str = "change",
    initiative: dict[str, str] | None = None, **rests_on: str,
) -> Recorder:  # fmt: skip
    """A target in mio. kr., typed as far as the check."""
    place = unit(code) if code else "0"
    recorder = Recorder(finance).begin().answer("indsats", initiative or {"initiative": "none"})
    recorder.answer("hvad", {"happened": "target", "mode": mode, "units": [place]})
    years = {"amount_unit": "mio. kr", "price_level": "", "first": str(min(amounts)), "last": str(max(amounts))}
    recorder.answer("beloeb", {**years, **{f"c-{year}-{place}": text for year, text in amounts.items()}})
    return recorder.answer("grundlag", {**RESTS_ON, **rests_on})


def targets() -> dict[str | None, int]:
    """The approved target in 2011, in kroner, by unit."""
    sums: dict[str | None, int] = {}
    rows = Posting.objects.filter(kind="target", year=2011, entry__approval__isnull=False)
    for code, amount in rows.values_list("unit__code", "amount"):
        sums[code] = sums.get(code, 0) + int(amount)
    return sums


def test_it_is_asked_with_both_totals_and_nothing_chosen(finance: Client) -> None:
    recorder = stated(finance, {2011: "1,2"})
    told = flat(recorder.page)
    assert "Der er krav over eller under dette: Ikke fordelt (2011). Er det oven i dem eller heraf?" in told
    for total in TOTALS:
        assert total in told
    assert not re.search(r'name="targets"[^>]*checked', recorder.page)
    recorder.answer("tjek", {})
    assert "Angiv, om kravet er oven i de andre eller heraf." in flat(recorder.page)
    assert Draft.objects.get(pk=recorder.draft).entry is None


def test_on_top_it_adds(finance: Client) -> None:
    entry = approved(sent(stated(finance, {2011: "1,2"}), targets="oveni"))
    assert entry.act == "record"
    assert targets() == {None: 3_300_000, "SUF": 1_200_000}


@pytest.mark.parametrize("mode", ["change", "level"])
def test_out_of_it_is_a_division_by_the_decision_and_the_total_stays(finance: Client, mode: str) -> None:
    entry = approved(sent(stated(finance, {2011: "1,2"}, mode=mode), targets="heraf"))
    assert (entry.act, entry.decision and entry.decision.reference) == ("divide", "BR 12/27")
    assert lines(entry) == [("target", None, 2011, -1_200_000), ("target", "SUF", 2011, 1_200_000)]
    assert targets() == {None: 2_100_000, "SUF": 1_200_000}


def test_out_of_it_of_a_new_initiative_takes_from_the_programme_as_a_whole(finance: Client) -> None:
    new = {"initiative": "new", "name": "Fælles vikarpulje"}
    entry = approved(sent(stated(finance, {2011: "1,2"}, initiative=new), targets="heraf"))
    made = Initiative.objects.get(name="Fælles vikarpulje")
    assert {(row.unit_id is None, row.initiative) for row in entry.postings.all()} == {(True, None), (False, made)}


def test_a_target_stated_above_others_is_what_they_leave_of_it(finance: Client) -> None:
    approved(sent(stated(finance, {2011: "1,2"}, "PO-VALBY"), targets="heraf"))
    recorder = stated(finance, {2011: "1,5"})
    assert "Pensions- og Omsorgskontoret i Valby (2011)" in flat(recorder.page)
    approved(sent(recorder, targets="heraf"))
    assert targets() == {None: 1_800_000, "SUF": 300_000, "PO-VALBY": 1_200_000}


def test_a_level_of_the_programme_counts_what_is_under_it(finance: Client) -> None:
    """4,0 in all, of which 1,2 is SUF's: on the programme stay 2,8."""
    approved(sent(stated(finance, {2011: "1,2"}), targets="heraf"))
    recorder = stated(finance, {2011: "4,0"}, None, mode="level")
    assert "Heraf: kravene bliver så i alt 4.000.000,00 kr. (2011)" in flat(recorder.page)
    approved(sent(recorder, targets="heraf"))
    assert targets() == {None: 2_800_000, "SUF": 1_200_000}


def test_what_meets_nothing_or_adds_nothing_is_not_asked_about(finance: Client) -> None:
    for amounts, mode in (({2010: "1,2"}, "change"), ({2011: "-0,1"}, "change")):
        assert 'name="targets"' not in stated(finance, amounts, None, mode=mode).page
    approved(sent(stated(finance, {2011: "1,2"}), targets="oveni"))
    assert 'name="targets"' not in stated(finance, {2011: "1,2"}, mode="level").page


@pytest.mark.parametrize(
    ("amounts", "rests_on", "told"),
    [
        ({2011: "4"}, {}, "Kravet kan ikke være heraf"),
        ({2010: "1", 2011: "1"}, {}, "Registrér de andre for sig."),
        ({2011: "1"}, {"source": ""}, "angiv den beslutning, det hviler på."),
    ],
)
def test_what_cannot_be_out_of_it_is_said_and_nothing_written(
    finance: Client, amounts: dict[int, str], rests_on: dict[str, str], told: str
) -> None:
    before = Entry.objects.count()
    recorder = stated(finance, amounts, **rests_on).answer("tjek", {"targets": "heraf"})
    assert told in flat(recorder.page)
    assert Entry.objects.count() == before
    assert Draft.objects.get(pk=recorder.draft).entry is None


def test_it_is_asked_in_english_too(finance: Client) -> None:
    finance.post("/sprog/", {"language": "en-gb", "next": "/"})
    assert "On top: the targets then come to DKK 4,500,000.00 (2011)" in flat(stated(finance, {2011: "1.2"}).page)
