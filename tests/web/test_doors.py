"""Who may open which page, and by which method: one row for each address there is."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from savings.models import Entry
from savings.web.urls import urlpatterns
from tests.demo import VALBY

#: Each address by its pattern's name.
PAGES = {
    "overview": "/",
    "status": f"/programmer/{VALBY}/",
    "status-json": f"/programmer/{VALBY}/status.json",
    "status-csv": f"/programmer/{VALBY}/status.csv",
    "status-xlsx": f"/programmer/{VALBY}/status.xlsx",
    "status-pdf": f"/programmer/{VALBY}/status.pdf",
    "entries": f"/programmer/{VALBY}/bilag/",
    "entry": "/bilag/1/",
    "formulas": "/saadan-laeses-tallene/",
    "accessibility": "/tilgaengelighed/",
}
#: Those that are not pages to read: tested by their own rows below.
DOORS = {"log-in": "/log-ind/", "log-out": "/log-ud/", "language": "/sprog/"}

of_every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


def test_every_address_has_its_row() -> None:
    assert {pattern.name for pattern in urlpatterns} == {*PAGES, *DOORS}


@of_every_page
def test_a_stranger_is_asked_to_log_in(stranger: Client, path: str) -> None:
    if path == PAGES["accessibility"]:
        # The statement is for those who meet a barrier already at the door.
        assert stranger.get(path).status_code == 200
        return
    response = stranger.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/log-ind/?next={quote(path)}")


@of_every_page
def test_a_member_reads_it(member: Client, path: str) -> None:
    assert member.get(_there(path)).status_code == 200


@of_every_page
def test_head_says_what_get_would(member: Client, path: str) -> None:
    path = _there(path)
    head, whole = member.head(path), member.get(path)
    assert (head.status_code, head["Content-Type"], head.content) == (200, whole["Content-Type"], b"")


@of_every_page
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reading_is_all_there_is(member: Client, path: str, method: str) -> None:
    assert getattr(member, method)(path).status_code == 405


def test_the_log_in_page_is_open_to_strangers(stranger: Client) -> None:
    assert stranger.get("/log-ind/").status_code == 200


def test_whoever_is_logged_in_goes_on_from_the_log_in_page(member: Client) -> None:
    assert member.get("/log-ind/")["Location"] == "/"


def test_logging_out_is_a_post(member: Client) -> None:
    assert member.get("/log-ud/").status_code == 405
    assert member.get("/").status_code == 200
    assert member.post("/log-ud/")["Location"] == "/log-ind/"
    assert member.get("/").status_code == 302


def test_the_language_is_chosen_by_post(stranger: Client) -> None:
    assert stranger.get("/sprog/").status_code == 405


def test_a_form_from_elsewhere_is_refused_in_words(demo: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/log-ind/", {"username": "medlem", "password": "x"})
    assert response.status_code == 403
    assert "Gå tilbage" in response.content.decode()


@pytest.mark.parametrize("path", ["/programmer/findes-ikke/", "/programmer/findes-ikke/status.pdf",
                                  "/programmer/findes-ikke/bilag/", "/bilag/2147483648/", "/bilag/99999999999999999999999/",
                                  "/hvad-som-helst/", "/programmer/%00/"])  # fmt: skip
def test_what_does_not_exist_is_a_page_that_helps(member: Client, path: str) -> None:
    response = member.get(path)
    assert response.status_code == 404
    assert "<h1>Her står ingenting</h1>" in response.content.decode()
    assert '<p><a href="/">' in response.content.decode()


def _there(path: str) -> str:
    """The address, with an entry that is there: numbers begin where the database's sequence stands."""
    return f"/bilag/{Entry.objects.order_by('pk').values_list('pk', flat=True)[0]}/" if path == PAGES["entry"] else path
