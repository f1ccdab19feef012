"""The trail over HTTP: filtered, exported, and for those who audit."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from savings.models import (
    Attachment,
    BookingException,
    Closing,
    Document,
    Entry,
    Initiative,
    Milestone,
    PriceRelease,
    PriceSeries,
    Programme,
    Round,
    RoundClosing,
    RoundReminder,
    RoundReply,
    RoundTask,
    TrailItem,
    Unit,
    User,
)  # fmt: skip
from savings.presentation.screen.trail import COLUMNS, UNTOLD
from savings.recording.people import Account, change_user
from savings.recording.register import change
from savings.roles import Role
from tests.web.conftest import logged_in
from tests.web.recorders import Recorder, typed_saving
from tests.web.test_doors import AT


@pytest.fixture(scope="module")
def scene(scene_begun: None) -> None:
    """A saving sent, and a unit renamed to something a spreadsheet could take for a formula."""
    typed_saving(Recorder(logged_in("finans")).begin(), {2011: "100"}).answer("tjek", {})
    change(Unit.objects.get(code="SUF"), by=User.objects.get(username="admin"), at=AT, why="=HYPERLINK(1)", name="Sundhed")


@pytest.fixture
def auditor(scene: None, demo: None) -> Client:
    """The auditor."""
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
        ("?hvem=admin&ved=unit", 1),
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
    [row] = table(auditor, "?hvem=admin&ved=unit")
    assert row["Hvorfor"] == "'=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(auditor.get("/spor.xlsx?hvem=admin&ved=unit").content))
    assert book.worksheets[0]["I2"].data_type == "s"


def test_roles_and_switches_are_told_in_words(auditor: Client) -> None:
    user = User.objects.get(username="medlem")
    facts = {"every_unit": True, "email": "", "first_name": "", "last_name": "", "units": [], "is_active": True}
    change_user(user, Account(**facts, roles=[Role.FINANCE]), by=User.objects.get(username="admin"), at=AT)  # type: ignore[arg-type]
    auditor.cookies["sprog"] = "en-gb"
    page = auditor.get(f"/spor/?ved=user&nr={user.pk}").content.decode()
    assert "role: finance staff</span>" in page
    assert "role: committee member → –</span>" in page
    assert "the whole organisation: no → yes</span>" in page
    assert "True" not in page


def test_every_column_that_the_trail_tells_has_a_word() -> None:
    """Of the tables whose rows it tells, but for the row's own number, who did it and when, which stand in columns of theirs."""
    told = (
        Attachment, BookingException, Closing, Document, Entry, Initiative, Milestone, PriceRelease, PriceSeries, Programme,
        Round, RoundClosing, RoundReminder, RoundReply, RoundTask, Unit, User,
    )  # fmt: skip
    columns = {field.column for model in told for field in model._meta.concrete_fields}
    apart = {"id", "key", "by_id", "at", "opened_by_id", "opened_at", "recorded_by_id", "recorded_at", "last_login"}
    assert columns - apart - UNTOLD - set(COLUMNS) == set()


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
