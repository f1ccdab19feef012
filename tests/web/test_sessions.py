"""Where somebody is logged in: listed, ended one by one or all others, and over when unused."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client

from savings.models import LogInSession
from savings.web.log_in_watch import describe_agent
from tests.demo import PASSWORD
from tests.web.conftest import logged_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1"
)


def log_in(name: str = "medlem", agent: str = FIREFOX, address: str = "192.0.2.7") -> Client:
    """A browser that has logged in with the password."""
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert client.post("/log-ind/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def listed(client: Client) -> list[str]:
    page = client.get("/min-konto/").content.decode()
    return re.findall(r"<li>\s*<p>(.+?)</p>", page)


def test_ones_own_sessions_are_listed_with_where_and_by_what(demo: None) -> None:
    here, _there, _other = log_in(), log_in(agent=PHONE, address="198.51.100.9"), log_in("finans")
    assert sorted(listed(here)) == ["Firefox, Windows, 192.0.2.7 <strong>(her)</strong>", "Safari, iPhone, 198.51.100.9"]


def test_one_is_ended_and_the_others_go_on(demo: None) -> None:
    here, there, third = log_in(), log_in(agent=PHONE), log_in()
    number = LogInSession.objects.get(agent="Safari, iPhone").pk
    here.post(f"/min-konto/log-ud/{number}/")
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_anothers_session_is_not_ended(demo: None) -> None:
    mine, theirs = log_in(), log_in("finans")
    number = LogInSession.objects.get(person__username="finans").pk
    assert mine.post(f"/min-konto/log-ud/{number}/").status_code == 404
    assert is_in(theirs)


def test_all_others_are_ended_at_once(demo: None) -> None:
    here, there, third, other = log_in(), log_in(agent=PHONE), log_in(), log_in("finans")
    here.post("/min-konto/log-ud-andre/")
    assert [is_in(client) for client in (here, there, third, other)] == [True, False, False, True]
    assert len(listed(here)) == 1


def test_a_new_password_ends_the_others_and_this_one_stays_listed(demo: None) -> None:
    here, there = log_in(), log_in(agent=PHONE)
    key = here.session.session_key
    new = {"old_password": PASSWORD, "new_password": "hest batteri klamme", "new_password_again": "hest batteri klamme"}
    here.post("/min-konto/", new)
    assert (is_in(here), is_in(there)) == (True, False)
    assert here.session.session_key != key
    assert listed(here) == ["Firefox, Windows, 192.0.2.7 <strong>(her)</strong>"]
    assert not Session.objects.filter(session_key=there.session.session_key).exists()


def test_logging_in_anew_gives_a_new_key_and_logging_out_leaves_none(demo: None) -> None:
    client = log_in()
    key = client.session.session_key
    client.post("/log-ud/")
    assert not Session.objects.filter(session_key=key).exists()
    log_in()
    # What is over is cleared away at the next log-in.
    assert LogInSession.objects.filter(person__username="medlem").count() == 1


def later(client: Client, by: timedelta) -> None:
    """The browser as it is after some time in which it asked for nothing."""
    session = client.session
    session["used"] -= int(by.total_seconds())
    session.save()


def test_what_is_not_used_for_an_hour_is_over(demo: None, settings: Any) -> None:
    client = log_in()
    later(client, timedelta(minutes=59))
    assert is_in(client)
    later(client, timedelta(minutes=59))
    assert is_in(client)
    later(client, timedelta(minutes=60))
    assert client.get("/")["Location"] == "/log-ind/?next=/"
    settings.IDLE_SECONDS = 5 * 60
    client = log_in()
    later(client, timedelta(minutes=5))
    assert not is_in(client)


def test_what_was_typed_in_a_session_that_was_not_used_is_carried_through_the_log_in(demo: None) -> None:
    client = log_in("finans")
    later(client, timedelta(hours=2))
    response = client.post("/registrer/ny/", {"act": "record"})
    assert response.status_code == 403
    assert 'name="carried"' in response.content.decode()


def test_a_used_session_says_when_and_no_oftener_than_once_a_minute(demo: None) -> None:
    client, session = log_in(), LogInSession.objects.get()
    client.get("/")
    assert LogInSession.objects.get().last_used_at == session.last_used_at
    later(client, timedelta(minutes=2))
    client.get("/")
    assert LogInSession.objects.get().last_used_at > session.last_used_at


def test_a_session_is_kept_by_the_digest_of_its_key(demo: None) -> None:
    client = log_in()
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value not in str(LogInSession.objects.values())


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge, Windows"),
        ("curl/8.5.0", ""), ("", ""), ("<script>alert(1)</script>" * 100, ""),
    ],
)  # fmt: skip
def test_a_browser_is_told_in_a_few_words(header: str, words: str) -> None:
    assert describe_agent(header) == words


def test_a_browser_logged_in_past_the_form_goes_on(demo: None) -> None:
    assert is_in(logged_in("medlem"))
