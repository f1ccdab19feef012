"""Vouching over HTTP: the list, several at once, sending back, and who may not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from savings.models import Entry, User
from tests.web.conftest import logged_in
from tests.web.recorders import Recorder, typed_saving


def recorded(name: str, amount: str = "100", **rests_on: str) -> Entry:
    """An entry that somebody recorded and sent, in the form."""
    recorder = Recorder(logged_in(name)).begin()
    typed_saving(recorder, {2011: amount}, **rests_on).answer("tjek", {})
    return Entry.objects.filter(recorded_by__username=name).latest("pk")


def states(*entries: Entry) -> list[str]:
    """How each entry stands."""
    found = Entry.objects.in_bulk([entry.pk for entry in entries])
    return [
        "approved" if hasattr(found[entry.pk], "approval") else "refused" if hasattr(found[entry.pk], "refusal") else "waits"
        for entry in entries
    ]


def test_the_list_shows_the_oldest_first_with_what_each_does(demo: None, controller: Client) -> None:
    first, second = recorded("finans"), recorded("finans-suf", "200")
    page = controller.get("/godkend/").content.decode().replace("\u00a0", " ")
    assert page.index(f"/bilag/{first.pk}/") < page.index(f"/bilag/{second.pk}/")
    assert "Opnået (netto) 2011: 1,4 → 1,5 mio. kr." in page
    assert "Dokumenteret i 2011: 57 % → 60 % af det opnåede." in page
    assert "Dokumentnr. 2010-1" in page


def test_several_are_approved_at_once(demo: None, controller: Client) -> None:
    entries = recorded("finans"), recorded("finans-suf")
    controller.post("/godkend/", {"entry": [entry.pk for entry in entries]})
    assert states(*entries) == ["approved", "approved"]
    assert "2 bilag er godkendt." in controller.get("/godkend/").content.decode()


def test_what_one_refuses_stops_none_of_the_others(demo: None, controller: Client) -> None:
    own, other = recorded("controller"), recorded("finans")
    assert f'value="{own.pk}"' not in controller.get("/godkend/").content.decode()
    controller.post("/godkend/", {"entry": [own.pk, other.pk]})
    assert states(own, other) == ["waits", "approved"]
    said = controller.get("/godkend/").content.decode()
    assert f"Bilag {own.pk} er ikke godkendt. Du har selv registreret" in said


def test_nobody_approves_twice(demo: None, controller: Client) -> None:
    entry = recorded("finans")
    for _time in range(2):
        controller.post(f"/bilag/{entry.pk}/godkend/")
    assert "allerede afgjort" in controller.get(f"/bilag/{entry.pk}/").content.decode()


def test_an_entry_is_sent_back_with_a_reason_or_not_at_all(demo: None, controller: Client) -> None:
    entry = recorded("finans")
    path = f"/bilag/{entry.pk}/send-tilbage/"
    assert "Skriv, hvad der skal rettes." in controller.post(path, {"reason": "  "}).content.decode()
    assert states(entry) == ["waits"]
    controller.post(path, {"reason": "Forkert år"})
    assert states(entry) == ["refused"]
    assert "Forkert år" in logged_in("finans").get(f"/bilag/{entry.pk}/").content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("?program=rebild-2023", 0), ("?art=realised", 2), ("?art=plan", 0), ("?af=finans-suf", 1), ("?enhed=SUF", 2),
     ("?enhed=SOF", 0)],
)  # fmt: skip
def test_the_list_can_be_limited(demo: None, controller: Client, query: str, count: int) -> None:
    recorded("finans"), recorded("finans-suf")
    assert controller.get(f"/godkend/{query}").content.decode().count('class="waits"') == count


@pytest.mark.parametrize("query", ["?program=findes-ikke", "?art=x", "?enhed=findes-ikke", "?side=0", "?side=%00", "?enhed=%00"])
def test_a_question_that_makes_no_sense_is_told(controller: Client, query: str) -> None:
    response = controller.get(f"/godkend/{query}")
    assert response.status_code == 400
    assert "Der er problemer" in response.content.decode()


def test_what_waits_is_for_those_it_concerns(demo: None) -> None:
    entry = recorded("finans-suf")
    readable = {name: logged_in(name).get(f"/bilag/{entry.pk}/").status_code for name in (
        "finans", "finans-suf", "controller", "revisor", "medlem", "admin")}  # fmt: skip
    assert readable == {"finans": 200, "finans-suf": 200, "controller": 200, "revisor": 200, "medlem": 404, "admin": 404}


def test_the_list_asks_a_fixed_number_of_questions(demo: None, controller: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            controller.get("/godkend/")
        return len(asked)

    recorded("finans")
    few = questions()
    for _time in range(4):
        recorded("finans-suf")
    assert questions() == few


def test_an_account_that_is_switched_off_is_out_at_once(demo: None, controller: Client) -> None:
    User.objects.filter(username="controller").update(is_active=False)
    assert controller.get("/godkend/").status_code == 302
