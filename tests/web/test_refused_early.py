"""What is refused before anybody asks who is logged in is still answered with a page in the reader's language."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from tests.demo import PASSWORD
from tests.web.conftest import logged_in

#: A log-in that succeeds.
RIGHT = {"username": "finans", "password": PASSWORD}


@pytest.mark.parametrize("https", [False, True])
def test_a_name_that_nobody_serves_is_a_bad_request(settings, https: bool) -> None:
    settings.SECURE_SSL_REDIRECT = https
    client = Client(raise_request_exception=False, headers={"host": "evil.test"})
    page = client.get("/log-ind/")
    assert page.status_code == 400
    assert "kunne ikke forstå forespørgslen" in page.text
    client.cookies["sprog"] = "en-gb"
    assert "The request made no sense" in client.get("/log-ind/").text
    assert "evil.test" not in client.post("/log-ind/", {"username": "x"}).text


@pytest.mark.parametrize(
    ("known", "megabytes", "words"), [(True, 25, "Vedhæft en mindre fil"), (False, 5, "ikke længere logget ind")]
)
def test_what_is_too_large_is_refused_unread_with_what_to_do(
    stranger: Client, monkeypatch: pytest.MonkeyPatch, known: bool, megabytes: int, words: str
) -> None:
    client = logged_in("finans") if known else stranger
    monkeypatch.setattr("django.http.multipartparser.MultiPartParser.__init__", pytest.fail)
    page = client.post("/registrer/ny/", b"x" * (megabytes * 2**20 + 1), content_type="multipart/form-data; boundary=a")
    assert page.status_code == 413
    assert f"højst sendes {megabytes} MB" in page.text
    assert words in page.text


def test_what_fits_is_read(demo: None) -> None:
    sent = logged_in("finans").post("/registrer/ny/", b"x" * 6 * 2**20, content_type="multipart/form-data; boundary=a")
    assert sent.status_code != 413


@pytest.mark.django_db
def test_a_flood_at_the_log_in_is_refused_before_a_password_is_checked(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FAILED_LOG_INS_A_MINUTE = 3
    cache.clear()
    flooding, other = Client(REMOTE_ADDR="2001:db8:1::1"), Client(REMOTE_ADDR="2001:db8:2::1")
    wrong = {"username": "nobody", "password": "forkert"}
    assert {flooding.post("/log-ind/", wrong).status_code for _turn in range(3)} == {200}
    assert other.post("/log-ind/", wrong).status_code == 200
    monkeypatch.setattr("savings.models.User.check_password", pytest.fail)
    monkeypatch.setattr("django.contrib.auth.authenticate", pytest.fail)
    # The neighbours of one IPv6 line are one sender.
    neighbour = Client(REMOTE_ADDR="2001:db8:1::2").post("/log-ind/", wrong)
    assert neighbour.status_code == 429
    assert neighbour["Retry-After"] == "60"
    assert "Vent et minut" in neighbour.text
    assert flooding.get("/log-ind/").status_code == 200
    cache.clear()


def test_a_database_that_is_away_is_no_failed_log_in(settings, stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FAILED_LOG_INS_A_MINUTE = 1
    stranger.raise_request_exception = False

    def fail(*_args: object, **_named: object) -> None:
        raise OperationalError

    with monkeypatch.context() as away:
        away.setattr("savings.models.User.check_password", fail)
        assert {stranger.post("/log-ind/", RIGHT).status_code for _turn in range(3)} == {503}
    assert stranger.post("/log-ind/", RIGHT).status_code == 302


def test_logging_in_often_is_no_flood(settings, stranger: Client) -> None:
    settings.FAILED_LOG_INS_A_MINUTE = 1
    assert {stranger.post("/log-ind/", RIGHT).status_code for _turn in range(3)} == {302}
