"""Who sees what is not vouched for: every kind of reader, every kind of object, every state, on every page there is."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from savings.models import (
    Attachment,
    Document,
    Entry,
    Indicator,
    Initiative,
    Note,
    Observation,
    PriceRelease,
    PriceSeries,
    Programme,
    Report,
    TrailItem,
    Unit,
    User,
)
from savings.recording import Line, NewEntry, NewEvidence, approve, record, record_release, reject, submit, withdraw
from savings.recording.files import attach, store_file
from savings.recording.indicators import NewObservation, confirm, observe, open_indicator
from savings.recording.people import Account, register_user, set_password
from savings.recording.register import register_document, register_initiative
from savings.recording.remarks import FigurePlace, approve_note, write_note
from savings.recording.report_drafts import begin_report
from savings.recording.reports import NewReport, compose, publish
from savings.recording.rounds import NewReply, NewRound, close_round, open_round, reply
from savings.reporting import read_reach
from savings.reporting.version import read_head
from savings.roles import Role
from savings.vocabulary import Kind
from tests.demo import VALBY
from tests.web.conftest import logged_in
from tests.web.recorders import Recorder

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
#: The entry stands on this unit, and the stranger acts for the other.
OWN_UNIT, OTHER_UNIT = "SC-VALBY", "SUF"
RECORDER, COLLEAGUE, STRANGER = "skriver", "kollega", "finans-suf"
FOLLOWERS = frozenset({RECORDER, COLLEAGUE, "finans", "controller", "revisor"})
READERS = FOLLOWERS | {STRANGER, "medlem", "admin"}
STATES = ("recorded", "submitted", "rejected", "withdrawn", "approved")


@dataclass(frozen=True)
class Filed:
    """An entry in a state, with a document, a file and an initiative of its own; each has a word that stands nowhere else."""

    state: str
    entry: Entry
    document: Document
    file: Attachment
    initiative: Initiative

    @property
    def words(self) -> tuple[str, ...]:
        """What a page shows where it shows anything of it."""
        return (self.document.reference, self.initiative.name, self.entry.text, self.file.name)


@pytest.fixture
def people(demo: None) -> dict[str, User]:
    """The demo's people and two finance officers of the unit that the entries stand on."""
    own = Account(roles=[Role.FINANCE], units=[Unit.objects.get(code=OWN_UNIT)])
    for name in (RECORDER, COLLEAGUE):
        person = register_user(own, username=name, password=None, by=User.objects.get(username="admin"), at=AT)
        set_password(person, "en lang sætning til prøve", by=person, at=AT)
    return {name: User.objects.get(username=name) for name in READERS}


@pytest.fixture
def filed(people: dict[str, User], tmp_path: Path, settings: Any) -> dict[str, Filed]:
    """An entry in each state."""
    settings.FILES_DIR = tmp_path
    return {state: _file(state, people[RECORDER], people["controller"]) for state in STATES}


def _file(state: str, by: User, controller: User) -> Filed:
    programme = Programme.objects.get(slug=VALBY)
    document = register_document(by=by, at=AT, reference=f"Hemmelig sag {state}")
    file = attach(document=document, file=store_file(f"bilaget-{state}.txt", state.encode()), by=by, at=AT)
    initiative = register_initiative(by=by, at=AT, programme=programme, name=f"Indsatsen {state}", is_proposed=True)
    unit = Unit.objects.get(code=OWN_UNIT)
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(123_000), unit=unit, initiative=initiative)
    new = NewEntry(
        programme=programme, booked_on=AT.date(), text=f"Teksten {state}", lines=[line], evidence=[NewEvidence(document=document)]
    )
    entry = record(new, by=by, at=AT)
    if state != "recorded":
        submit(entry=entry, by=by, at=AT)
    if state == "rejected":
        reject(entry=entry, by=controller, at=AT, reason="Uklart.")
    if state == "withdrawn":
        withdraw(entry=entry, by=by, at=AT)
    if state == "approved":
        approve(entry=entry, by=controller, at=AT)
    return Filed(state, entry, document, file, initiative)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("reader", sorted(READERS))
def test_an_entry_and_what_came_with_it_is_there_for_whom_it_is_for(filed: dict[str, Filed], reader: str, state: str) -> None:
    it, client = filed[state], logged_in(reader)
    is_followed, counts = reader in FOLLOWERS, state == "approved"
    opened = {
        f"/bilag/{it.entry.pk}/": is_followed or counts,
        f"/beslutninger/{it.document.pk}/": is_followed or counts,
        f"/bilag/{it.entry.pk}/filer/{it.file.pk}/": is_followed,
        # A page that is kept for all shows what is vouched for, whoever reads it.
        f"/programmer/{VALBY}/indsatser/{it.initiative.pk}/": counts,
    }
    assert {path: _status(client, path) for path in opened} == {path: 200 if is_open else 404 for path, is_open in opened.items()}


def _status(client: Client, path: str) -> int:
    response = client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


@pytest.mark.parametrize("reader", [STRANGER, "medlem", "admin"])
def test_what_is_not_yours_answers_as_what_is_not_there(filed: dict[str, Filed], reader: str) -> None:
    """The same page to the byte, but for its own address: nobody counts documents by trying numbers."""
    it, client = filed["submitted"], logged_in(reader)
    for path, number in (
        ("/bilag/{}/", it.entry.pk),
        ("/beslutninger/{}/", it.document.pk),
        (f"/programmer/{VALBY}/indsatser/{{}}/", it.initiative.pk),
        (f"/bilag/{it.entry.pk}/filer/{{}}/", it.file.pk),
    ):
        hidden, missing = (_page(client, path.format(each)) for each in (number, 987_654_321))
        assert hidden == missing


def _page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 404
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode()).replace(path, "#")


#: A crawl ends by itself, however many links there are; of one page with many questions it reads a few.
MOST_PAGES, MOST_QUESTIONS = 300, 4


def crawl(client: Client) -> Iterator[tuple[str, str]]:
    """Every page and text file that a reader gets to by links from the overview and the lists, with its text."""
    lists = ("rapporter", "spoergsmaal", "runder", "spor", "prisindeks", "registrer", "administration")
    waiting = deque(["/", *(f"/{name}/" for name in lists)])
    seen: set[str] = set()
    asked: Counter[str] = Counter()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.popleft()
        page = path.partition("?")[0]
        if path in seen or asked[page] == MOST_QUESTIONS:
            continue
        seen.add(path)
        asked[page] += 1
        response = client.get(path)
        if response.streaming:
            b"".join(response.streaming_content)
        kind = response.headers.get("Content-Type", "")
        if response.status_code != 200 or response.streaming or not kind.startswith(("text/", "application/json", "image/svg")):
            continue
        text = response.content.decode()
        yield path, unescape(text)
        if kind.startswith("text/html"):
            waiting.extend(filter(is_followed, map(unescape, re.findall(r'href="(/[^"#]*)', text))))


def is_followed(address: str) -> bool:
    """One language and order of a list are enough; a file of another kind holds the same; the large programmes hold nothing."""
    return not re.search(r"/static/|sprog=|orden=|beloeb=|\.xlsx|\.pdf|\.png|fil=(pdf|xlsx)|koebenhavn|rebild", address)


HIDDEN = [state for state in STATES if state != "approved"]


@pytest.mark.parametrize("reader", ["medlem", "admin", STRANGER])
def test_nothing_of_what_waits_stands_on_any_page(filed: dict[str, Filed], reader: str) -> None:
    words = [word for state in HIDDEN for word in filed[state].words]
    found = {(path, word) for path, text in crawl(logged_in(reader)) for word in words if word in text}
    # An administrator sets up initiatives and documents, whoever proposed them.
    set_up = {"Indsatsen": ("/administration/", "/spor"), "Hemmelig": ("/spor",)} if reader == "admin" else {}
    assert {(path, word) for path, word in found if not path.startswith(set_up.get(word.split()[0], ("-",)))} == set()


def test_the_crawl_finds_what_there_is(filed: dict[str, Filed]) -> None:
    """Without this, the one above could pass by reading nothing."""
    missing = {*filed["submitted"].words, *filed["approved"].words}
    for _path, text in crawl(logged_in("controller")):
        missing -= {word for word in missing if word in text}
        if not missing:
            break
    assert missing == set()
    theirs = "".join(dict(crawl(logged_in("medlem"))).values())
    assert [word for word in filed["approved"].words if word not in theirs] == [filed["approved"].file.name]


def test_a_file_is_not_opened_by_naming_its_document_on_an_entry_of_ones_own(
    filed: dict[str, Filed], people: dict[str, User]
) -> None:
    stranger, it = people[STRANGER], filed["submitted"]
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(1), unit=Unit.objects.get(code=OTHER_UNIT))
    facts: dict[str, Any] = {"programme": it.entry.programme, "booked_on": AT.date(), "lines": [line]}
    own = [
        record(NewEntry(**facts, evidence=[NewEvidence(document=it.document)]), by=stranger, at=AT),
        record(NewEntry(**facts, decision=it.document), by=stranger, at=AT),
    ]
    client = logged_in(STRANGER)
    for entry in own:
        submit(entry=entry, by=stranger, at=AT)
        page = client.get(f"/bilag/{entry.pk}/")
        assert page.status_code == 200
        assert it.file.name not in page.content.decode()
        assert _status(client, f"/bilag/{entry.pk}/filer/{it.file.pk}/") == 404
        # Whoever vouches sees what the document holds, and whose it is.
        assert it.file.name in logged_in("controller").get(f"/bilag/{entry.pk}/").content.decode()
        approve(entry=entry, by=people["controller"], at=AT)
        assert _status(client, f"/bilag/{entry.pk}/filer/{it.file.pk}/") == 404


def test_whoever_attaches_the_same_bytes_reads_their_own_and_no_other(filed: dict[str, Filed], people: dict[str, User]) -> None:
    stranger, it = people[STRANGER], filed["submitted"]
    same = attach(document=it.document, file=store_file("min.txt", b"submitted"), by=stranger, at=AT)
    assert same.pk != it.file.pk
    assert attach(document=it.document, file=store_file("igen.txt", b"submitted"), by=stranger, at=AT).pk == same.pk
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(1), unit=Unit.objects.get(code=OTHER_UNIT))
    new = NewEntry(programme=it.entry.programme, booked_on=AT.date(), lines=[line], decision=it.document)
    entry = record(new, by=stranger, at=AT)
    assert [name for _pk, name, _size, _digest in read_reach(entry.pk, stranger).files] == ["min.txt"]


def test_a_form_offers_only_what_its_recorder_may_know_of(filed: dict[str, Filed]) -> None:
    """The names to choose among, and the references that a browser completes."""

    def offered(reader: str) -> str:
        recorder = Recorder(logged_in(reader)).begin()
        initiatives = recorder.get("indsats").content.decode()
        return initiatives + recorder.get("grundlag").content.decode()

    ours, theirs = offered(COLLEAGUE), offered(STRANGER)
    for it in filed.values():
        assert it.initiative.name in ours
        assert (it.initiative.name in theirs) == (it.state == "approved")
        assert it.document.reference in ours
        assert (it.document.reference in theirs) == (it.state == "approved")


def test_a_document_of_anothers_entry_is_no_source_of_an_effect(filed: dict[str, Filed]) -> None:
    form = {"name": "Henvendelser i alt", "source": filed["submitted"].document.reference}
    path = f"/programmer/{VALBY}/virkninger/ny/"
    assert "er registreret" in logged_in(STRANGER).post(path, form).content.decode()
    assert logged_in(COLLEAGUE).post(path, form).status_code == 302


def test_an_initiative_sent_in_the_browser_stands_once_its_entry_is_approved(people: dict[str, User]) -> None:
    status, member = f"/programmer/{VALBY}/", logged_in("medlem")
    it = _file("submitted", people[RECORDER], people["controller"])
    name = it.initiative.name
    assert name not in member.get(status).content.decode()
    approve(entry=it.entry, by=people["controller"], at=AT)
    assert name in member.get(status).content.decode()


def test_an_administrators_initiative_stands_at_once(people: dict[str, User]) -> None:
    admin = logged_in("admin")
    number = Programme.objects.get(slug=VALBY).pk
    assert admin.post(f"/administration/programmer/{number}/indsatser/ny/", {"name": "Åben indsats"}).status_code == 302
    assert Initiative.objects.get(name="Åben indsats").is_proposed is False
    assert "Åben indsats" in logged_in("medlem").get(f"/programmer/{VALBY}/").content.decode()


# --- Effects, price releases, notes, reports, rounds ------------------------------------------------------------------


def readers_of(path: str, word: str) -> set[str]:
    """Who finds the word at that address."""
    cache.clear()
    responses = {reader: logged_in(reader).get(path) for reader in READERS}
    return {reader for reader, it in responses.items() if it.status_code == 200 and word in it.content.decode()}


def test_an_observation_is_for_its_unit_until_it_is_confirmed(people: dict[str, User]) -> None:
    unit = Unit.objects.get(code=OWN_UNIT)
    programme = Programme.objects.get(slug=VALBY)
    act: dict[str, Any] = {"by": people[RECORDER], "at": AT}
    initiative = register_initiative(**act, programme=programme, name="Åben", unit=unit)
    made = open_indicator(programme=programme, name="Ny virkning", initiative_id=initiative.pk, **act)
    observed = observe(NewObservation(indicator=made, observed_on=AT.date(), said="Færre end før"), **act)
    page, status = f"/virkninger/{made.pk}/", f"/programmer/{VALBY}/"
    assert readers_of(page, "Færre end før") == FOLLOWERS
    assert readers_of(page, "Ny virkning") == FOLLOWERS | {STRANGER}
    assert readers_of(status, "Ny virkning") == set()
    confirm(observation=observed, by=people["controller"], at=AT)
    assert readers_of(page, "Færre end før") == READERS
    assert readers_of(status, "Ny virkning") == READERS
    assert (Indicator.objects.count(), Observation.objects.filter(confirmation=None).count()) >= (1, 0)


def test_price_points_are_for_recorders_until_they_are_approved(people: dict[str, User]) -> None:
    series = PriceSeries.objects.get()
    release = record_release(series=series, changes={2027: Decimal("7.77")}, by=people[RECORDER], at=AT, note="Ventende note")
    assert readers_of(f"/prisindeks/{series.pk}/", "Ventende note") == FOLLOWERS | {STRANGER}
    new = PriceSeries.objects.create(name="Ukendt række", source="Kilde")
    assert readers_of("/prisindeks/", "Ukendt række") == readers_of(f"/prisindeks/{new.pk}/", "Kilde") == FOLLOWERS | {STRANGER}
    assert PriceRelease.objects.waiting().get() == release


def test_a_note_is_for_its_unit_until_it_is_approved(people: dict[str, User]) -> None:
    place = FigurePlace(
        programme=Programme.objects.get(slug=VALBY), unit=Unit.objects.get(code=OWN_UNIT), year=2011, figure="target"
    )
    note = write_note(place=place, text="Ventende forklaring", by=people[RECORDER], at=AT)
    assert readers_of("/spoergsmaal/", "Ventende forklaring") == FOLLOWERS
    assert readers_of(f"/programmer/{VALBY}/", "Ventende forklaring") == set()
    approve_note(note=note, by=people["controller"], at=AT)
    assert readers_of(f"/programmer/{VALBY}/", "Ventende forklaring") == READERS
    assert Note.objects.filter(verdicts=None).count() == 0


WRITERS = frozenset({RECORDER, COLLEAGUE, STRANGER, "finans", "controller"})


def test_a_report_is_for_those_who_write_until_it_is_published(people: dict[str, User]) -> None:
    """An open one is then for strangers, too; a closed one for nobody without an account, who is told nothing of either."""
    new = NewReport(programme=Programme.objects.get(slug=VALBY), title="Hemmelig rapport", as_of=AT.date(), year=2011)
    report = compose(new, by=people[RECORDER], at=AT)
    page = f"/rapporter/{report.pk}/"
    assert readers_of(page, "Hemmelig rapport") == readers_of("/rapporter/", "Hemmelig rapport") == WRITERS
    assert {_status(Client(), path) for path in (page, "/rapporter/987654321/", f"{page}rapport.pdf")} == {302}
    assert {_status(logged_in("medlem"), path) for path in (page, "/rapporter/987654321/", f"{page}rapport.pdf")} == {404}
    publish(report=report, by=people["controller"], at=AT)
    assert readers_of(page, "Hemmelig rapport") == readers_of("/rapporter/", "Hemmelig rapport") == READERS
    assert _status(Client(), page) == 302
    assert Report.objects.filter(publication=None, title="Hemmelig rapport").count() == 0


def test_a_rounds_answer_is_for_its_unit_until_the_round_is_closed(people: dict[str, User]) -> None:
    programme, unit, day = Programme.objects.get(slug=VALBY), Unit.objects.get(code=OWN_UNIT), AT.date()
    days = {"starts_on": day, "cut_off": day, "answer_by": day}
    made = open_round(NewRound(name="Runde", year=2011, tasks=[(programme, unit)], **days), by=people["controller"], at=AT)
    answer = NewReply(
        task=made.tasks.get(), confirmed=read_head().position, forecast=Decimal(7_700_000), booked_on=day,
        explanation="Fordi det trak ud", mitigation="Der er ansat flere",
    )  # fmt: skip
    reply(answer, by=people[RECORDER], at=AT)
    page = f"/runder/{made.pk}/"
    for word in ("Fordi det trak ud", "Der er ansat flere"):
        assert readers_of(page, word) == FOLLOWERS, word
    assert readers_of(f"{page}?fil=csv", "7,7") == FOLLOWERS
    assert readers_of(page, "svarede") == FOLLOWERS | {STRANGER}
    close_round(round=made, reason="Slut.", by=people["controller"], at=AT)
    assert readers_of(page, "Fordi det trak ud") == FOLLOWERS | {STRANGER}


@pytest.mark.parametrize("reader", sorted(READERS))
def test_a_draft_is_thrown_away_by_whoever_began_it_or_a_controller(people: dict[str, User], reader: str) -> None:
    may = reader in {RECORDER, "controller"}
    typed = {"head": {"title": "Kvartalet"}, "parts": [{"text": "Ord"}]}
    draft = begin_report(programme=Programme.objects.get(slug=VALBY), typed=typed, by=people[RECORDER], at=AT)
    answer = logged_in(reader).post(f"/rapporter/kladder/{draft.pk}/smid-ud/")
    assert answer.status_code == (302 if may else 403)
    told = TrailItem.objects.filter(act="discarded")
    if not may:
        assert not told.exists()
        return
    item = told.get()
    assert (item.by.username, item.label, item.subject, item.programme.slug) == (reader, "Kvartalet", "programme", VALBY)
    assert (item.before["begun_by_id"], item.before["parts"]) == (people[RECORDER].pk, 1)
    assert "smed en kladde til en rapport ud" in logged_in("revisor").get("/spor/?gjorde=discarded").content.decode()
