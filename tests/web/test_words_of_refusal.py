"""What a page says when it cannot show what was asked, and what it carries along of what was chosen."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.demo import VALBY

STATUS = f"/programmer/{VALBY}/"
ENDINGS = ["", "status.json", "status.csv", "status.xlsx", "status.pdf"]


@pytest.mark.parametrize("typed", ["igår", "2008-13-40", "31. december"])
def test_a_date_that_is_none_stays_where_it_was_typed(member: Client, typed: str) -> None:
    page = member.get(STATUS, {"pr": typed}).content.decode()
    # A browser empties a date field of what is no date.
    assert f'<input type="text" name="pr" value="{typed}"' in page
    assert 'type="date"' not in page


def test_the_other_answers_stay_too(member: Client) -> None:
    page = member.get(STATUS, {"pr": "igår", "aar": "2009", "enhed": "SUF"}).content.decode()
    assert 'value="2009"' in page
    assert 'value="SUF"' in page


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("tal", "hvad", "Der er intet tal med det navn. Vælg et."),
        ("side", "0", "Skriv et sidetal, fra 1."),
        ("ingen", "x", "Vælg blandt de to, eller ingen af dem."),
        ("indsats", "a" * 301, "Skriv indsatsens navn, som det står på statussiden."),
        ("enhed", "a" * 41, "Skriv enhedens kode, fx SUF."),
        ("enhed", "FINDES-IKKE", "Der er ingen enhed med koden"),
    ],
)
def test_the_entries_say_what_to_do(member: Client, name: str, typed: str, said: str) -> None:
    response = member.get(f"{STATUS}bilag/", {name: typed})
    assert response.status_code == 400
    page = response.content.decode()
    assert page.count(said) == 2  # in the summary and at the field
    assert "valgmulighed" not in page


def test_the_figures_are_offered_by_their_names(member: Client) -> None:
    page = member.get(f"{STATUS}bilag/", {"tal": "hvad"}).content.decode()
    assert '<option value="net_realised">Opnået (netto)</option>' in page
    assert ">target<" not in page


def test_a_date_written_the_danish_way_is_understood_and_kept(member: Client) -> None:
    page = member.get(STATUS, {"pr": "14-10-2008"}).content.decode()
    assert 'name="pr" value="2008-10-14"' in page
    assert f"{STATUS}status.pdf?pr=2008-10-14" in page


def test_what_was_chosen_goes_along_to_the_files(member: Client) -> None:
    page = member.get(STATUS, {"pr": "2008-10-14", "aar": "2009", "enhed": "SUF"}).content.decode()
    for ending in ENDINGS[1:]:
        assert f"{STATUS}{ending}?pr=2008-10-14&amp;aar=2009&amp;enhed=SUF" in page


def test_what_was_chosen_goes_along_with_the_language(member: Client) -> None:
    page = member.get(STATUS, {"pr": "2008-10-14", "aar": "2009"}).content.decode()
    assert f'name="next" value="{STATUS}?pr=2008-10-14&amp;aar=2009"' in page
