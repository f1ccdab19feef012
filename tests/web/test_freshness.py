"""A page is kept for as long as nothing it shows has changed, holds nothing personal, and changes at once when something has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from savings.models import Entry, Programme, Unit, User
from savings.recording import Line, NewEntry, approve, record, submit
from savings.recording.acting import ledger_act
from savings.vocabulary import Kind
from tests.demo import VALBY

STATUS = f"/programmer/{VALBY}/"
KEPT = ["/", STATUS, *(f"{STATUS}status.{ending}" for ending in ("json", "csv", "xlsx", "pdf"))]
NEW = Line(kind=Kind.REALISED, year=2011, amount=Decimal(100_000))


def recorded() -> Entry:
    """An entry of 100,000 kroner that finance has recorded."""
    entry = NewEntry(programme=Programme.objects.get(slug=VALBY), lines=[NEW], booked_on=date(2026, 1, 5), text="Nyt")
    return record(entry, by=User.objects.get(username="finans"), at=timezone.now())


def submitted() -> Entry:
    entry = recorded()
    submit(entry=entry, by=entry.recorded_by, at=timezone.now())
    return entry


@pytest.mark.parametrize("path", KEPT)
def test_what_the_reader_has_already_is_not_sent_again(member: Client, path: str) -> None:
    first = member.get(path)
    second = member.get(path, headers={"If-None-Match": first["ETag"]})
    assert (second.status_code, second.content, second["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == second["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", KEPT)
def test_a_language_has_its_own_tag(member: Client, path: str) -> None:
    danish = member.get(path)["ETag"]
    member.cookies["sprog"] = "en-gb"
    assert member.get(path)["ETag"] != danish


@pytest.mark.parametrize("path", ["/", STATUS])
def test_a_kept_page_holds_nothing_personal(member: Client, controller: Client, path: str) -> None:
    mine, theirs = member.get(path), controller.get(path)
    assert mine["ETag"] != theirs["ETag"]
    assert ">medlem</a>" in mine.content.decode()
    assert "medlem" not in theirs.content.decode()
    assert ">controller</a>" in theirs.content.decode()


@pytest.mark.parametrize("path", ["/", STATUS])
def test_a_page_seen_before_the_log_out_is_not_shown_after(member: Client, path: str) -> None:
    tag = member.get(path)["ETag"]
    member.post("/log-ud/")
    assert member.get(path, headers={"If-None-Match": tag}).status_code == 302


def test_a_kept_page_asks_the_database_next_to_nothing(member: Client) -> None:
    member.get(STATUS)
    with CaptureQueriesContext(connection) as queries:
        member.get(STATUS)
    assert len(queries) <= 4, [query["sql"] for query in queries]


def test_an_approved_entry_shows_at_once(member: Client) -> None:
    before = member.get(f"{STATUS}status.json")
    entry = submitted()
    waiting = member.get(f"{STATUS}status.json")
    approve(entry=entry, by=User.objects.get(username="controller"), at=timezone.now())
    after = member.get(f"{STATUS}status.json")
    amounts = [Decimal(response.json()["headline"]["realised"]) for response in (before, waiting, after)]
    assert amounts == [1_400_000, 1_400_000, 1_500_000]
    assert before["ETag"] != after["ETag"]
    assert "1,5" in member.get(STATUS).content.decode()


def test_a_submitted_entry_shows_as_waiting_at_once(member: Client) -> None:
    assert "<span>Venter, ikke talt med: 0</span>" in member.get(STATUS).content.decode()
    submitted()
    assert "<span>Venter, ikke talt med: 1</span>" in member.get(STATUS).content.decode()


def test_a_unit_renamed_shows_at_once(member: Client) -> None:
    assert "Borgerservicecenteret i Valby" in member.get(STATUS).content.decode()
    with ledger_act(User.objects.get(username="admin"), timezone.now()):
        Unit.objects.filter(code="BS-VALBY").update(name="Borgerservice Vest")
    page = member.get(STATUS).content.decode()
    assert "Borgerservice Vest" in page
    assert "Borgerservicecenteret i Valby" not in page


def test_a_status_of_an_earlier_day_is_another_page(member: Client) -> None:
    now, then = (member.get(f"{STATUS}status.json{query}").json() for query in ("", "?pr=2008-10-13"))
    assert (now["headline"]["realised"], then["headline"]["target"]) != (then["headline"]["realised"], now["headline"]["target"])
    assert then["as_of"] == "2008-10-13"
