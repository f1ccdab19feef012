"""A programme's pages are cached under what they can show: none is older than a change, and other programmes' leave them warm."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from savings.models import Document, Entry, Indicator, Initiative, Milestone, PriceSeries, Programme, Unit, User
from savings.recording import (
    Line,
    NewEntry,
    NewPriceBasis,
    approve,
    approve_basis,
    approve_release,
    close_books,
    record,
    record_basis,
    record_release,
    reject,
    submit,
)
from savings.recording.indicators import NewObservation, confirm, observe
from savings.recording.register import register_document, register_initiative, register_milestone, set_programme_units
from savings.recording.remarks import FigurePlace, approve_note, ask, write_note
from savings.recording.reports import NewReport, compose, publish
from savings.recording.rounds import NewReply, NewRound, close_round, open_round, reply
from savings.vocabulary import Kind
from tests.demo import VALBY

OTHER = "/programmer/rebild-2023/"
#: What an approval alone can bring to a page, and what says who may see what; their own changes move nothing by themselves.
BY_APPROVAL = {
    "entry", "posting", "statedlevel", "statement", "evidence", "balance", "initiativedocument", "approval", "waiting",
    "pastbalance", "pricerelease", "pricepoint", "pricebasis",
}  # fmt: skip
#: What is read for the reader's frame or to find the rendering, on every reading of a page.
FRAME = {"user", "user_groups", "user_units", "loginsession", "ledgerhead", "programmestamp", "accesscount"}


def person(name: str) -> User:
    return User.objects.get(username=name)


def programme() -> Programme:
    return Programme.objects.get(slug=VALBY)


def waiting() -> Entry:
    line = Line(kind=Kind.REALISED, year=2011, amount=Decimal(100_000))
    new = NewEntry(
        programme=programme(), lines=[line], booked_on=date(2026, 1, 5), text="Nyt", decision=Document.objects.all()[0]
    )
    entry = record(new, by=person("finans"), at=timezone.now())
    submit(entry=entry, by=person("finans"), at=timezone.now())
    return entry


def approve_one() -> None:
    approve(entry=waiting(), by=person("controller"), at=timezone.now())


def document_with_milestone() -> None:
    source = register_document(by=person("finans"), at=timezone.now(), reference="Notat 7", title="Før")
    register_milestone(
        by=person("finans"), at=timezone.now(), programme=programme(), title="Nyt mål", due="foråret", source=source
    )
    Document.objects.filter(pk=source.pk).update(title="Efter")


def confirm_observation() -> None:
    new = NewObservation(indicator=Indicator.objects.get(), observed_on=date(2009, 5, 1), said="Igen færre")
    observation = observe(new, by=person("finans"), at=timezone.now())
    confirm(observation=observation, by=person("controller"), at=timezone.now())


def approve_a_note() -> None:
    place = FigurePlace(programme=programme(), figure="realised", year=2011, whole=True)
    note = write_note(place=place, text="Huslejen", by=person("finans"), at=timezone.now())
    approve_note(note=note, by=person("controller"), at=timezone.now())


def publish_a_report() -> None:
    new = NewReport(programme=programme(), title="Kvartal", as_of=date(2010, 1, 1), year=2011)
    publish(report=compose(new, by=person("finans"), at=timezone.now()), by=person("controller"), at=timezone.now())


def release_prices() -> None:
    release = record_release(
        series=PriceSeries.objects.all()[0], changes={2026: Decimal(3), 2024: Decimal(9)}, by=person("finans"), at=timezone.now()
    )
    approve_release(release=release, by=person("controller"), at=timezone.now())


def set_a_price_basis() -> None:
    new = NewPriceBasis(
        programme=programme(), level=2009, reference="BR 9/26", decided_on=date(2026, 1, 5), valid_from=date(2026, 1, 6)
    )
    basis = record_basis(new, by=person("finans"), at=timezone.now())
    approve_basis(basis=basis, by=person("controller"), at=timezone.now())


def hold_a_round() -> None:
    unit = Unit.objects.get(code="BS-VALBY")
    new = NewRound(
        name="Runde", year=2011, starts_on=date(2026, 1, 1), cut_off=date(2026, 1, 31), answer_by=date(2026, 2, 1),
        tasks=[(programme(), unit)],
    )  # fmt: skip
    opened = open_round(new, by=person("controller"), at=timezone.now())
    answer = NewReply(task=opened.tasks.get(), confirmed=10**6, booked_on=date(2026, 1, 31))
    reply(answer, by=person("finans"), at=timezone.now())
    close_round(round=opened, reason="Slut", by=person("controller"), at=timezone.now())


CHANGES: dict[str, Callable[[], object]] = {
    "an entry is sent": waiting,
    "an entry is approved": approve_one,
    "an entry is rejected": lambda: reject(entry=waiting(), by=person("controller"), at=timezone.now(), reason="Nej"),
    "a unit is renamed": lambda: Unit.objects.filter(code="BS-VALBY").update(name="Borgerservice Vest"),
    "a programme is renamed": lambda: Programme.objects.filter(slug=VALBY).update(name="Fælles borgerservice"),
    "an initiative is renamed": lambda: Initiative.objects.filter(name="Fælles skilte").update(name="Skilte"),
    "an initiative is new": lambda: register_initiative(
        by=person("finans"), at=timezone.now(), programme=programme(), name="Ny indsats"
    ),
    "a milestone is another": lambda: Milestone.objects.filter(programme__slug=VALBY).update(title="Et andet mål"),
    "a milestone is gone": lambda: Milestone.objects.filter(programme__slug=VALBY).delete(),
    "a milestone's source has a title": document_with_milestone,
    "a unit takes part": lambda: set_programme_units(programme(), Unit.objects.all(), by=person("admin"), at=timezone.now()),
    "an effect is observed": confirm_observation,
    "a figure is asked about": lambda: ask(
        place=FigurePlace(programme=programme(), figure="realised", year=2011, whole=True),
        text="Hvorfor?",
        by=person("medlem"),
        at=timezone.now(),
    ),
    "a figure has a note": approve_a_note,
    "a report is published": publish_a_report,
    "prices are released": release_prices,
    "a price basis is set": set_a_price_basis,
    "a person is renamed": lambda: User.objects.filter(username="finans").update(first_name="Ny", last_name="Person"),
    "the books are closed": lambda: close_books(
        through=date(2026, 1, 1), by=person("controller"), at=timezone.now(), reason="År"
    ),
    "a round is held": hold_a_round,
}


def pages() -> list[str]:
    """Every sort of page that is cached, and the status of a programme that nothing is done to."""
    status = f"/programmer/{VALBY}/"
    initiative = Initiative.objects.get(name="Fælles administration").pk
    under = ("", "?pl=2024", "diagrammer/", "siden/?fra=2009-01-01", "status.json", f"indsatser/{initiative}/")
    return ["/", "/enheder/SUF/", OTHER, *(f"{status}{path}" for path in under)]


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_no_page_that_is_served_is_older_than_a_change(member: Client) -> None:
    paths = pages()
    for path in paths:
        read(member, path)
    stale = []
    for change, perform in CHANGES.items():
        perform()
        served = {path: read(member, path) for path in paths}
        cache.clear()
        stale += [(change, path) for path in paths if read(member, path) != served[path]]
    assert stale == []


def test_a_change_does_show(member: Client) -> None:
    """Else the test above could not fail."""
    before = {path: read(member, path) for path in pages()}
    approve_one()
    after = {path: read(member, path) for path in pages()}
    status = f"/programmer/{VALBY}/"
    assert {"/", status, f"{status}diagrammer/"} <= {path for path in before if before[path] != after[path]}


def test_an_approval_leaves_the_pages_of_other_programmes_warm(member: Client) -> None:
    other, own = OTHER, f"/programmer/{VALBY}/"
    for path in (other, own):
        read(member, path)
    approve_one()
    queries = {}
    for path in (other, own):
        with CaptureQueriesContext(connection) as found:
            read(member, path)
        queries[path] = len(found)
    assert queries[other] <= 4 < queries[own]


def test_a_warm_page_shows_the_head_that_the_ledger_has_now(member: Client) -> None:
    path = OTHER
    before = member.get(path)
    approve_one()
    after = member.get(path)
    heads = [re.search(r"<code>(\d+:\w+)</code>", answer.content.decode()) for answer in (before, after)]
    assert all(heads)
    assert heads[0][1] != heads[1][1]  # type: ignore[index]
    assert before["ETag"] != after["ETag"]


def test_what_is_sent_to_be_approved_leaves_its_programmes_page_warm_and_is_told_beside_it(member: Client) -> None:
    path = f"/programmer/{VALBY}/"
    assert "Venter, ikke talt med: 0" in read(member, path)
    waiting()
    with CaptureQueriesContext(connection) as found:
        page = read(member, path)
    assert "Venter, ikke talt med: 1" in page
    assert len(found) <= 4


def test_a_document_that_nothing_rests_on_leaves_all_pages_warm(member: Client) -> None:
    path = f"/programmer/{VALBY}/"
    read(member, path)
    register_document(by=person("finans"), at=timezone.now(), reference="Notat 8", title="Til en kladde")
    with CaptureQueriesContext(connection) as found:
        read(member, path)
    assert len(found) <= 4


def test_every_table_that_a_programmes_page_reads_moves_its_stamp(member: Client) -> None:
    """A page that begins to show another table must be made anew when that changes."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal "
            "AND (tgfoid::regproc::text LIKE 'valby_move_stamps_of_%%' OR tgfoid::regproc::text = 'valby_move_shared_stamp')"
        )
        moving = {table.removeprefix("savings_") for (table,) in cursor.fetchall()}
    approve_a_note()
    hold_a_round()
    seen: set[str] = set()
    for path in pages():
        cache.clear()
        with CaptureQueriesContext(connection) as found:
            read(member, path)
        seen |= {table for query in found for table in re.findall(r"\bsavings_(\w+)", query["sql"])}
    assert "initiative" in seen
    assert seen - moving - BY_APPROVAL - FRAME == set()
