"""Whatever is asked of a status in its address, the answer is a status or words: never a crash."""

from __future__ import annotations

from html import escape
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from tests.demo import VALBY

STATUS = f"/programmer/{VALBY}/"
FACES = {"page": STATUS, **{ending: f"{STATUS}status.{ending}" for ending in ("json", "csv", "xlsx", "pdf")}}
SQL = "2011'; DROP TABLE savings_entry; --"
#: What stands in no calendar and on no list of units, by parameter.
NONSENSE = [
    *(("aar", value) for value in ("abc", "20 11", "2011.5", "-2011", "1e3", "1899", "2200", "9" * 400, "2011\0", SQL, "²⁰¹¹")),
    *(("pl", value) for value in ("x", "0", "99999", "\0", SQL, "2 026")),
    *(("pr", value) for value in ("i går", "2026-02-30", "0001-01-01", "9999-12-31", "2026-13-01", "2026-1\0", SQL, "1" * 500)),
    *(("enhed", value) for value in ("FINDES-IKKE", "SUF\0", SQL, "x" * 5_000, "\U0001f600", "<script>")),
]
of_every_nonsense = pytest.mark.parametrize(("name", "value"), NONSENSE)


@of_every_nonsense
@pytest.mark.parametrize("face", FACES)
def test_nonsense_is_answered_in_words(member: Client, face: str, name: str, value: str) -> None:
    response = member.get(f"{FACES[face]}?{urlencode({name: value})}")
    page = response.content.decode()
    assert response.status_code == 400
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "<h2>Der er problemer</h2>" in page
    assert f'href="#id_{name}"' in page


@of_every_nonsense
def test_what_was_typed_is_still_there(member: Client, name: str, value: str) -> None:
    page = member.get(f"{STATUS}?{urlencode({name: value})}").content.decode()
    assert f'name="{name}" value="{escape(value)}"' in page


@of_every_nonsense
def test_the_entries_behind_nonsense_are_not_looked_for(member: Client, name: str, value: str) -> None:
    assert member.get(f"{STATUS}bilag/?{urlencode({name: value})}").status_code == 400


@pytest.mark.parametrize(
    "query", ["tal=alt", "tal=realised&side=0", "side=-1", "side=x", "ingen=alt", "indsats=%00", "side=99999999"]
)
def test_entries_asked_for_wrongly_are_a_page_that_says_so(member: Client, query: str) -> None:
    response = member.get(f"{STATUS}bilag/?{query}")
    assert response.status_code == 400
    assert "<h2>Der er problemer</h2>" in response.content.decode()


@pytest.mark.parametrize("query", ["indsats=findes+ikke", "tal=realised&aar=1950", "side=999999", "tal=offset"])
def test_a_question_nothing_answers_says_so_with_a_way_back(member: Client, query: str) -> None:
    response = member.get(f"{STATUS}bilag/?{query}")
    assert response.status_code == 200
    assert f'<a href="{STATUS}">Tilbage til status' in response.content.decode()


@pytest.mark.parametrize("query", ["aar=2011", "aar=1950", "aar=2199", "pr=2008-10-14", "pr=1950-01-01", "pr=14-10-2008",
                                   "enhed=", "enhed=SC-VALBY", "ukendt=1", "aar=2011&aar=2012", "aar=+2011+"])  # fmt: skip
@pytest.mark.parametrize("face", FACES)
def test_sense_is_answered(member: Client, face: str, query: str) -> None:
    assert member.get(f"{FACES[face]}?{query}").status_code == 200


def test_a_year_in_other_digits_than_ours_is_read_or_refused_alike_everywhere(member: Client) -> None:
    answers = {member.get(f"{path}?aar={quote('٢٠١١')}").status_code for path in FACES.values()}
    assert answers in ({200}, {400})


def test_the_overview_asks_for_a_date_only(member: Client) -> None:
    assert member.get("/?pr=2008-10-14").status_code == 200
    assert member.get("/?pr=aldrig").status_code == 400


@pytest.mark.parametrize(
    "face", ["", "status.json", "status.csv", "status.xlsx", "status.pdf", "bilag/", "siden/?fra=2026-01-01"]
)
def test_a_price_level_without_an_index_that_far_is_answered_on_every_face(member: Client, face: str) -> None:
    asked = "&" if "?" in face else "?"
    assert member.get(f"/programmer/koebenhavn-2020/{face}{asked}pl=2199").status_code == 200


def test_the_page_marks_what_no_index_brings_to_the_price_level_asked_for_and_says_why(member: Client) -> None:
    page = member.get("/programmer/koebenhavn-2020/?pl=2199").content.decode()
    assert "Statens generelle pris- og lønindeks når ikke fra 2020-p/l til 2199-p/l." in page
    assert "* Indeholder beløb uden pris- og lønniveau, eller i et der ikke kan omregnes." in page
    answer = member.get("/programmer/koebenhavn-2020/status.json?pl=2199").json()
    assert (answer["price_level"], {cell["price_level"] for cell in answer["cells"]}) == (2199, {2020})
