"""One rendering serves all who ask the same, however they spell it, and nobody on the way keeps it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from savings.reporting import StatusQuestion
from savings.web.views import status as views
from tests.demo import VALBY

STATUS = f"/programmer/{VALBY}/"
KEPT = ["/", STATUS, *(f"{STATUS}status.{ending}" for ending in ("json", "csv", "xlsx", "pdf"))]
MADE_ANEW = [f"{STATUS}bilag/", "/saadan-laeses-tallene/", "/tilgaengelighed/"]
#: Session, user, and the version that says whether anything changed; a page asks for the reader's rooms as well.
QUERIES = 3


@pytest.mark.parametrize("path", KEPT)
def test_reading_again_asks_only_whether_anything_changed(
    member: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = member.get(path)
    with django_assert_num_queries(QUERIES + path.endswith("/")):
        again = member.get(path)
    assert (first.status_code, again.status_code) == (200, 200)


@pytest.mark.parametrize("path", [*KEPT, *MADE_ANEW])
def test_nobody_on_the_way_keeps_it(member: Client, path: str) -> None:
    response = member.get(path)
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the ledger was read for a status, by the programmes' slugs."""
    read: list[str] = []
    really = views.read_status

    def counted(slug: str, question: StatusQuestion) -> Any:
        read.append(slug)
        return really(slug, question)

    monkeypatch.setattr(views, "read_status", counted)
    return read


def test_one_readers_page_serves_the_next(member: Client, controller: Client, readings: list[str]) -> None:
    mine, theirs = member.get(STATUS), controller.get(STATUS)
    assert readings == [VALBY]
    assert mine["ETag"] != theirs["ETag"]
    assert ">medlem</a>" in mine.content.decode()
    assert ">controller</a>" in theirs.content.decode()
    assert "medlem" not in theirs.content.decode()


def test_each_language_has_its_own(member: Client, readings: list[str]) -> None:
    danish = member.get(STATUS)
    member.cookies["sprog"] = "en-gb"
    english = member.get(STATUS, headers={"If-None-Match": danish["ETag"]})
    assert english.status_code == 200
    assert "Of the target of" in english.content.decode()
    assert readings == [VALBY, VALBY]


@pytest.mark.parametrize("query", ["?pr=&aar=&pl=&enhed=", "?ukendt=1", "?aar=%202011"])
def test_an_empty_question_is_no_new_one(member: Client, readings: list[str], query: str) -> None:
    asked = STATUS + ("?aar=2011" if "2011" in query else "")
    assert member.get(asked).status_code == member.get(STATUS + query).status_code == 200
    assert readings == [VALBY]


def test_another_year_is_another_page(member: Client, readings: list[str]) -> None:
    assert member.get(STATUS)["ETag"] != member.get(STATUS, {"aar": "2009"})["ETag"]
    assert readings == [VALBY, VALBY]


def test_a_stranger_with_the_right_tag_gets_nothing(member: Client, stranger: Client) -> None:
    tag = member.get(f"{STATUS}status.json")["ETag"]
    assert stranger.get(f"{STATUS}status.json", headers={"If-None-Match": tag}).status_code == 302
