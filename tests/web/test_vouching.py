"""Vouching over HTTP: the list, several at once, sending back, and who may not."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from savings.models import Entry, User
from savings.recording.people import Account, change_user
from tests.web.conftest import logged_in
from tests.web.recorders import Recorder, typed_saving


def recorded(name: str, amount: str = "100", **rests_on: str) -> Entry:
    """An entry that somebody recorded and sent, in the form, with a yes to whatever it asks."""
    recorder = Recorder(logged_in(name)).begin()
    typed_saving(recorder, {2011: amount}, **rests_on).answer("tjek", {f"yes{key}": "on" for key in range(4)})
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


def test_the_list_can_be_taken_along_whole_and_as_it_was_limited(demo: None, controller: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("savings.web.views.vouching.PER_PAGE", 1)
    first, second = recorded("finans"), recorded("finans-suf", "99999")
    sheet = controller.get("/godkend/?fil=csv").content.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(sheet), delimiter=";") if row]
    assert [row[0] for row in rows if row[0].startswith("Bilag ")] == [f"Bilag {first.pk}", f"Bilag {second.pk}"]
    head = next(row for row in rows if row[0] == "Bilag")
    asked = {row[0]: row[head.index("Spørg til det")] for row in rows if row[0].startswith("Bilag ")}
    assert not asked[f"Bilag {first.pk}"]
    assert asked[f"Bilag {second.pk}"].endswith("Er det rigtigt?")
    limited = controller.get("/godkend/?fil=csv&af=finans-suf").content.decode()
    assert f"Bilag {first.pk};" not in limited
    assert "Kun: Registreret af: finans-suf." in limited


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
    assert controller.get(f"/godkend/{query}").content.decode().count('name="entry"') == count


def test_the_list_can_be_ordered_and_says_how_it_is(demo: None, controller: Client) -> None:
    first, second = recorded("finans"), recorded("finans-suf")
    for query, order, sort, other in (
        ("", [first, second], "ascending", "newest"), ("?orden=newest", [second, first], "descending", "sent"),
    ):  # fmt: skip
        page = controller.get(f"/godkend/{query}").content.decode()
        assert re.findall(r'href="/bilag/(\d+)/">', page) == [str(entry.pk) for entry in order]
        assert re.findall(r'aria-sort="(\w+)"><a href="\?orden=(\w+)', page) == [(sort, other)]
    limited = controller.get("/godkend/?af=finans-suf&orden=newest&side=1").content.decode()
    assert '<a href="?af=finans-suf&amp;orden=sent">' in limited
    assert limited.count('name="entry"') == 1


def test_the_list_is_ordered_before_it_is_cut(demo: None, controller: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("savings.web.views.vouching.PER_PAGE", 1)
    first, second = recorded("finans"), recorded("finans-suf")
    shown = {
        query: re.findall(r'href="/bilag/(\d+)/">', controller.get(f"/godkend/{query}").content.decode())
        for query in ("", "?side=2", "?orden=newest")
    }
    assert shown == {"": [str(first.pk)], "?side=2": [str(second.pk)], "?orden=newest": [str(second.pk)]}


def test_each_entry_says_all_that_a_controller_needs(demo: None, controller: Client) -> None:
    """Who recorded it and when, what it rests on, what to ask; a box and a way back, but not for one's own."""
    other, own = recorded("finans", "99999"), recorded("controller")
    page = controller.get("/godkend/").content.decode().replace("\u00a0", " ")
    theirs, mine = page[page.index(f"/bilag/{other.pk}/") :].split(f"/bilag/{own.pk}/", 1)
    for words in ("Fælles Borgerservice Valby", "Registreret af", "Dokumentation: ", "<small><span class='change'>"):
        assert words in theirs, words
    assert f'name="entry" value="{other.pk}"' in theirs
    assert f'href="/bilag/{other.pk}/send-tilbage/"' in theirs
    assert "Du har selv registreret" in mine
    assert "send-tilbage" not in mine


@pytest.mark.parametrize(
    "query", ["?program=findes-ikke", "?art=x", "?enhed=findes-ikke", "?side=0", "?side=%00", "?enhed=%00", "?orden=x"]
)
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
    user, admin = (User.objects.get(username=name) for name in ("controller", "admin"))
    assert controller.get("/godkend/").status_code == 200
    change_user(user, Account(roles=user.roles, is_active=False), by=admin, at=timezone.now())
    assert controller.get("/godkend/").status_code == 302
