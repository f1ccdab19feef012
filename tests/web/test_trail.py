"""The trail over HTTP: filtered, exported, and for those who audit."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from savings.models import TrailItem, User
from savings.recording.register import change
from tests.web.conftest import logged_in
from tests.web.recorders import Recorder, typed_saving
from tests.web.test_doors import AT


@pytest.fixture
def auditor(demo: None) -> Client:
    """The auditor, with a saving sent, and a unit renamed to something a spreadsheet could take for a formula."""
    typed_saving(Recorder(logged_in("finans")).begin(), {2011: "100"}).answer("tjek", {})
    from savings.models import Unit

    change(Unit.objects.get(code="SUF"), by=User.objects.get(username="admin"), at=AT, why="=HYPERLINK(1)", name="Sundhed")
    return logged_in("revisor")


def table(client: Client, query: str) -> list[dict[str, str]]:
    """The rows of the CSV file for a question."""
    content = client.get(f"/spor.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def test_the_page_says_who_did_what_from_what_to_what_and_why(auditor: Client) -> None:
    page = auditor.get("/spor/?ved=unit&gjorde=changed").content.decode()
    for words in (
        "admin",
        "ændret",
        "Enhed",
        "navn: <span lang='da'>Sundheds- og Omsorgsforvaltningen → Sundhed</span>",
        "=HYPERLINK(1)",
    ):
        assert words in page
    assert "Viser 1 til 1 af 1 handlinger" in page


@pytest.mark.parametrize(
    ("query", "acts"),
    [
        ("?hvem=finans&gjorde=submitted&fra=2026-11-24&til=2026-11-23", 0),
        ("?ved=unit&gjorde=changed", 1),
        ("?hvem=admin", 1),
        ("?ord=hyperlink", 1),
        ("?fra=2030-01-01", 0),
        ("?til=2000-01-01", 0),
        ("?program=rebild-2023&ved=unit", 0),
        ("?ord=vikartimer&gjorde=submitted", 1),
    ],
)
def test_it_can_be_limited_and_the_file_is_the_same(auditor: Client, query: str, acts: int) -> None:
    assert len(table(auditor, query)) == acts
    book = load_workbook(io.BytesIO(auditor.get(f"/spor.xlsx{query}").content))
    assert book.worksheets[0].max_row == 1 + acts


def test_a_text_in_the_file_is_no_formula(auditor: Client) -> None:
    [row] = table(auditor, "?hvem=admin")
    assert row["Hvorfor"] == "'=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(auditor.get("/spor.xlsx?hvem=admin").content))
    assert book.worksheets[0]["I2"].data_type == "s"


def test_every_act_is_in_the_file(auditor: Client) -> None:
    assert len(table(auditor, "")) == TrailItem.objects.count()


def test_an_entrys_page_shows_its_trail(auditor: Client) -> None:
    number = TrailItem.objects.filter(subject="entry", act="submitted").latest("pk").subject_id
    page = auditor.get(f"/bilag/{number}/").content.decode()
    assert "sendt til godkendelse" in page


@pytest.mark.parametrize("query", ["?fra=i+går", "?nr=x", "?gjorde=findes-ikke", "?hvem=%00", "?side=99999999999", "?program=x"])
@pytest.mark.parametrize("path", ["/spor/", "/spor.csv"])
def test_a_question_that_makes_no_sense_is_told(auditor: Client, path: str, query: str) -> None:
    response = auditor.get(f"{path}{query}")
    assert response.status_code == 400
    assert "Der er problemer" in response.content.decode()
