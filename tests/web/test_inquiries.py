"""The auditor's pages over HTTP: questions with their files, and the sample as a paper that anybody can make again."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from savings.models import Entry, Programme, User
from savings.recording import Line, NewEntry, NewEvidence, approve, record, submit
from savings.recording.files import StoredFile, attach
from savings.recording.register import register_document
from savings.vocabulary import Kind
from tests.demo import VALBY
from tests.presentation.readers import pdf_text
from tests.web.conftest import logged_in
from tests.web.test_doors import AT

ASKED = "antal=10&startord=18/6+ab&metode=chance"
DIGEST = "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def scene(scene_begun: None) -> None:
    """One document with a file shows a saving in two programmes to be true; that in Rebild says nothing of the year after."""
    finance, controller = (User.objects.get(username=name) for name in ("finans", "controller"))
    document = register_document(by=finance, at=AT, reference="Kontrakt 7", title="Lejekontrakt")
    attach(
        document=document, file=StoredFile(name="k.pdf", sha256=DIGEST, size=9, content_type="application/pdf"), by=finance, at=AT
    )
    for slug, year in ((VALBY, 2011), ("rebild-2023", 2024)):
        new = NewEntry(
            programme=Programme.objects.get(slug=slug), booked_on=date(2026, 1, 5), text="Nyt lejemål",
            lines=[Line(kind=Kind.REALISED, year=year, amount=Decimal(250_000))],
            evidence=[NewEvidence(document=document, page="3")],
        )  # fmt: skip
        entry = record(new, by=finance, at=AT)
        submit(entry=entry, by=finance, at=AT)
        approve(entry=entry, by=controller, at=AT)


@pytest.fixture
def auditor(scene: None, demo: None) -> Client:
    return logged_in("revisor")


def test_the_page_asks_in_plain_words_and_leads_to_entries_and_document(auditor: Client) -> None:
    page = auditor.get("/revision/").content.decode()
    for words in ("Hvem har dokumenteret hvad to gange?", "Kontrakt 7", "Fælles Borgerservice Valby", "250.000,00", "ja"):
        assert words in page
    for entry in Entry.objects.filter(text="Nyt lejemål"):
        assert f'href="/bilag/{entry.pk}/"' in page


def test_the_gain_that_stopped_is_asked_about(auditor: Client) -> None:
    content = auditor.get("/revision/?fil=csv").content.decode("utf-8-sig")
    stopped = content[content.index("Gevinster, der stoppede?") :]
    assert "Årlig ekstra reduktion på 0,5 % i Rebild" in stopped
    assert "2024;250000;0;2026" in stopped
    assert "Huslejen på Toftegårds Plads" not in stopped


def test_a_sample_is_drawn_and_says_how(auditor: Client) -> None:
    page = auditor.get(f"/revision/stikproeve/?{ASKED}&program=rebild-2023").content.decode()
    assert "1 af 1 bilag" in page
    assert "Startord: 18/6 ab." in page
    assert "01234567 89abcdef" in page
    rows = list(
        csv.reader(io.StringIO(auditor.get(f"/revision/stikproeve/?{ASKED}&fil=csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert any("Kontrakt 7" in cell for row in rows for cell in row)


@pytest.mark.parametrize("method", ["chance", "amount"])
def test_the_paper_holds_every_entry_with_room_for_a_tick_and_is_the_same_to_the_byte(auditor: Client, method: str) -> None:
    """Set through the door that looks at every paper with veraPDF where that is at hand."""
    address = f"/revision/stikproeve/papir/?antal=50&startord=frø&metode={method}"
    first, again = (auditor.get(address) for _ in range(2))
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first.content == again.content
    text = " ".join(pdf_text(first.content).split())
    for entry in Entry.objects.filter(text="Nyt lejemål"):
        assert f"Bilag {entry.pk}, " in text
    for words in (
        "registreret af finans",
        "godkendt af controller",
        "250.000,00",
        "Kontrakt 7",
        "k.pdf",
        "01234567",
        "Set",
        "Startord: frø.",
    ):
        assert words in text
    other = auditor.get(address.replace("frø", "andet"))
    assert other.content != first.content


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("antal=0&startord=a&metode=chance", "Skriv et helt tal fra 1 til 500."),
        ("antal=501&startord=a&metode=chance", "Skriv et helt tal fra 1 til 500."),
        ("antal=5&metode=chance", "Skriv et startord"),
        ("antal=5&startord=a&metode=x", "Vælg, hvordan der skal udtrækkes."),
        ("antal=5&startord=a&metode=chance&program=x", "Der er problemer"),
        ("antal=5&startord=a%00&metode=chance", "Der er problemer"),
    ],
)
@pytest.mark.parametrize("path", ["/revision/stikproeve/", "/revision/stikproeve/papir/"])
def test_a_question_that_makes_no_sense_is_told_and_what_was_typed_stays(
    auditor: Client, path: str, asked: str, words: str
) -> None:
    response = auditor.get(f"{path}?{asked}")
    assert response.status_code == 400
    assert words in response.content.decode()


def test_where_nothing_is_realised_it_says_so(auditor: Client) -> None:
    page = auditor.get(f"/revision/stikproeve/?{ASKED}&aar=1999").content.decode()
    assert "Der er intet at udtrække af" in page
    assert auditor.get(f"/revision/stikproeve/papir/?{ASKED}&aar=1999").status_code == 200


def test_both_pages_ask_no_more_of_the_database_for_more_rows(auditor: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        auditor.get("/revision/")
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        auditor.get(f"/revision/stikproeve/?{ASKED}")
