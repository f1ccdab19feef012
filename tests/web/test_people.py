"""Logging in, being locked out, choosing a language, and what every response carries."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.demo import PASSWORD, VALBY

STATUS = f"/programmer/{VALBY}/"


def tried(client: Client, name: str = "medlem", password: str = "forkert", **more: str) -> tuple[int, str]:
    """A log-in: the status and the page."""
    response = client.post("/log-ind/", {"username": name, "password": password, **more})
    return response.status_code, response.content.decode()


def test_the_right_password_leads_to_the_overview(stranger: Client) -> None:
    response = stranger.post("/log-ind/", {"username": "medlem", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_the_page_that_was_asked_for_comes_after_the_log_in(stranger: Client) -> None:
    assert f'name="next" value="{STATUS}"' in stranger.get(f"/log-ind/?next={STATUS}").content.decode()
    response = stranger.post("/log-ind/", {"username": "medlem", "password": PASSWORD, "next": STATUS})
    assert response["Location"] == STATUS


@pytest.mark.parametrize("foreign", ["https://example.org/", "//example.org/", "javascript:alert(1)", "https:///example.org"])
def test_no_log_in_leads_out_of_the_house(stranger: Client, foreign: str) -> None:
    response = stranger.post("/log-ind/", {"username": "medlem", "password": PASSWORD, "next": foreign})
    assert response["Location"] == "/"


def test_a_wrong_password_is_told_in_words_that_do_not_say_which_was_wrong(stranger: Client) -> None:
    status, known = tried(stranger)
    _status, unknown = tried(stranger, "findes-ikke")
    message = "Brugernavn og adgangskode passer ikke sammen."
    assert status == 200
    assert message in known
    assert message in unknown
    assert "Der er problemer" in known


def test_an_empty_form_says_what_to_write_at_each_field(stranger: Client) -> None:
    _status, page = tried(stranger, "", "")
    for field, message in {"username": "Skriv dit brugernavn.", "password": "Skriv din adgangskode."}.items():
        assert f'<a href="#id_{field}">{message}</a>' in page
        assert f'id="id_{field}_error"' in page
        assert f'aria-describedby="id_{field}_error"' in page


def test_what_was_typed_stays_but_the_password_does_not(stranger: Client) -> None:
    _status, page = tried(stranger, "medlem", "hemmelig-men-forkert")
    assert 'value="medlem"' in page
    assert "hemmelig-men-forkert" not in page


def test_a_nul_in_the_name_is_no_crash(stranger: Client) -> None:
    assert tried(stranger, "med\0lem")[0] == 200


def test_the_language_changes_and_the_reader_stays(member: Client) -> None:
    here = f"{STATUS}?aar=2010"
    assert 'lang="da"' in member.get(here).content.decode()[:200]
    response = member.post("/sprog/", {"language": "en-gb", "next": here})
    assert (response.status_code, response["Location"]) == (302, here)
    page = member.get(here).content.decode()
    assert '<html lang="en-gb">' in page
    assert f'name="next" value="{here}"' in page


@pytest.mark.parametrize("foreign", ["https://example.org/", "//example.org", "javascript:alert(1)", "", "http:///example.org"])
def test_the_language_leads_to_no_foreign_place(stranger: Client, foreign: str) -> None:
    assert stranger.post("/sprog/", {"language": "da", "next": foreign})["Location"] == "/"


def test_a_language_nobody_here_speaks_changes_nothing(stranger: Client) -> None:
    assert "sprog" not in stranger.post("/sprog/", {"language": "tlh", "next": "/"}).cookies


@pytest.mark.parametrize(("cookie", "said"), [("da", "Sådan læses tallene"), ("en-gb", "How to read the figures"), ("xx", "Så")])
def test_each_page_speaks_the_readers_language(member: Client, cookie: str, said: str) -> None:
    member.cookies["sprog"] = cookie
    for path in ("/", STATUS, f"{STATUS}bilag/?tal=target", "/saadan-laeses-tallene/", "/tilgaengelighed/"):
        page = member.get(path).content.decode()
        assert f'<html lang="{"en-gb" if cookie == "en-gb" else "da"}">' in page
        assert said in page


def test_cookies_are_out_of_reach_of_scripts_and_of_others(stranger: Client) -> None:
    stranger.post("/log-ind/", {"username": "medlem", "password": PASSWORD})
    stranger.post("/sprog/", {"language": "da", "next": "/"})
    for name in ("sessionid", "csrftoken", "sprog"):
        assert stranger.cookies[name]["httponly"], name
        assert stranger.cookies[name]["samesite"] == "Lax", name
