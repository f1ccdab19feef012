"""Too many wrong passwords: who is locked out, who is not, what the trail says, and how many passwords are looked at at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from savings.models import AccessCount, LogInFailure, TrailItem, User
from savings.recording.access import ADDRESSES, AccessSort, count_access, record_failure
from savings.web import log_in_limits
from savings.web.log_in_limits import FAILURES_EVERYWHERE, WRONG_PASSWORDS, TokenBucket, TooMany, check_log_in, password_turn
from tests.demo import PASSWORD
from tests.web.conftest import logged_in

HERE, THERE, ATTACKER = "192.0.2.7", "198.51.100.9", "203.0.113.66"
AT = datetime(2026, 11, 23, 9, 20, tzinfo=UTC)


def tried(
    name: str = "controller", password: str = "forkert", address: str = HERE, client: Client | None = None
) -> tuple[int, str]:
    """A log-in from an address: the status and the page."""
    response = (client or Client()).post("/log-ind/", {"username": name, "password": password}, REMOTE_ADDR=address)
    return response.status_code, response.content.decode()


def left(*acts: str) -> list[tuple[str, str, str, dict[str, object]]]:
    """What the trail says of log-ins: who, what, whose account, and from where how often."""
    rows = TrailItem.objects.filter(act__in=acts).order_by("pk")
    return [(row.by.username if row.by else "", row.act, row.label, row.after) for row in rows]


def test_ten_wrong_passwords_lock_the_name_from_that_address_and_nobody_else(stranger: Client) -> None:
    answers = [tried()[0] for _attempt in range(10)]
    assert answers == [200] * 9 + [429]
    assert tried(password=PASSWORD)[0] == 429
    assert tried(password=PASSWORD, address=THERE)[0] == 302
    assert tried("medlem", PASSWORD)[0] == 302


def test_a_locked_person_is_told_until_when_and_whom_to_ask(stranger: Client) -> None:
    for _attempt in range(10):
        response = stranger.post("/log-ind/", {"username": "controller", "password": "forkert"}, REMOTE_ADDR=HERE)
    page = response.content.decode()
    assert "<h1>For mange forsøg</h1>" in page
    assert "Du kan prøve igen kl. " in page
    assert "En administrator kan låse kontoen op" in page
    assert 3500 < int(response["Retry-After"]) <= 3601
    stranger.cookies["sprog"] = "en-gb"
    assert "You can try again at " in tried(client=stranger)[1]


def test_a_name_that_no_account_has_is_locked_the_same_way(stranger: Client) -> None:
    """Otherwise the lock would tell which names there are."""
    assert [tried("findes-ikke")[0] for _attempt in range(11)] == [tried("medlem")[0] for _attempt in range(11)]


def test_a_lock_ends_after_an_hour_and_by_the_right_password(demo: None) -> None:
    for _attempt in range(9):
        record_failure("medlem", HERE, at=AT)
    assert record_failure("Medlem", HERE, at=AT)
    check_log_in("medlem", HERE, AT + timedelta(minutes=61))
    with pytest.raises(TooMany):
        check_log_in("medlem", HERE, AT + timedelta(minutes=59))
    record_failure("medlem", THERE, at=AT)
    assert tried("medlem", PASSWORD, THERE)[0] == 302
    assert not LogInFailure.objects.filter(address=THERE).exists()


def test_guesses_from_everywhere_do_not_shut_out_whoever_comes_from_home(stranger: Client) -> None:
    assert tried(password=PASSWORD, address=HERE)[0] == 302
    for number in range(FAILURES_EVERYWHERE):
        record_failure("controller", f"203.0.113.{number}", at=datetime.now(UTC))
    status, page = tried(password=PASSWORD, address=THERE)
    assert (status, "fra mange steder" in page) == (429, True)
    assert tried(password=PASSWORD, address=HERE)[0] == 302


def test_an_administrator_unlocks_at_once_and_the_trail_says_so(stranger: Client) -> None:
    for _attempt in range(11):
        tried()
    user = User.objects.get(username="controller")
    logged_in("admin2").post(f"/administration/brugere/{user.pk}/laas-op/")
    assert left("unlocked") == [("admin2", "unlocked", "controller", {})]
    assert tried(password=PASSWORD)[0] == 302
    superuser = User.objects.get(username="admin")
    record_failure("admin", HERE, at=AT)
    page = logged_in("admin2").post(f"/administration/brugere/{superuser.pk}/laas-op/", follow=True).content.decode()
    assert "Det er en superbrugers konto." in page
    assert LogInFailure.objects.count() == 1


# --- The trail --------------------------------------------------------------------------------------------------


def test_log_ins_failures_locks_and_refusals_stand_in_the_trail(stranger: Client) -> None:
    for _attempt in range(11):
        tried("medlem")
    tried("medlem", PASSWORD, THERE, stranger)
    stranger.get("/godkend/", REMOTE_ADDR=THERE)
    assert left("logged_in", "failed", "locked", "refused") == [
        ("", "failed", "medlem", {"from_address": HERE}),
        ("", "failed", "medlem", {"from_address": HERE, "times": 10}),
        ("", "locked", "medlem", {"from_address": HERE}),
        ("medlem", "logged_in", "medlem", {"from_address": THERE}),
        ("medlem", "refused", "medlem", {"from_address": THERE, "page_name": "entries:waiting"}),
    ]
    auditor = logged_in("revisor")
    page = auditor.get("/spor/?gjorde=failed").content.decode()
    assert "skrev en forkert adgangskode" in page
    assert "en, der ikke er logget ind" in page
    assert HERE in page


def test_what_is_typed_for_a_name_is_nowhere_kept(stranger: Client) -> None:
    """Many write their password there by mistake."""
    tried("min-hemmelige-kode")
    assert left("failed") == [("", "failed", "", {"from_address": HERE})]
    assert "min-hemmelige-kode" not in str([*LogInFailure.objects.values(), *AccessCount.objects.values()])


def test_nobody_fills_the_trail(demo: None) -> None:
    before = TrailItem.objects.count()
    for number in range(ADDRESSES + 100):
        count_access(AccessSort.FAILED, person=None, address=f"10.0.{number // 250}.{number % 250}", at=AT)
    for _more in range(150):
        count_access(AccessSort.FAILED, person=None, address=HERE, at=AT)
    # One each for the addresses that are told apart; the rest together leaves its first, tenth and hundredth.
    assert TrailItem.objects.count() - before == ADDRESSES + 3
    assert AccessCount.objects.get(address="").count == 250


def test_an_ipv6_line_is_one_sender(stranger: Client) -> None:
    answers = [tried(address=f"2001:db8:0:1::{number:x}")[0] for number in range(11)]
    assert answers == [200] * 9 + [429, 429]
    assert tried(address="2001:db8:0:2::1")[0] == 200


# --- Rates and turns --------------------------------------------------------------------------------------------


@pytest.fixture
def _many_wrong(demo: None) -> Iterator[None]:
    """So many wrong passwords, over all names and addresses, that none more is looked at from a new address."""
    for _wrong in range(WRONG_PASSWORDS.most):
        WRONG_PASSWORDS.take()
    yield
    WRONG_PASSWORDS.refill()


@pytest.mark.usefixtures("_many_wrong")
def test_a_flood_is_refused_before_any_password_is_looked_at(stranger: Client) -> None:
    with mock.patch.object(MD5PasswordHasher, "encode", side_effect=AssertionError("a password was looked at")):
        response = stranger.post("/log-ind/", {"username": "medlem", "password": "x"}, REMOTE_ADDR=ATTACKER)
    assert (response.status_code, response["Retry-After"]) == (429, "5")
    assert "Vent nogle sekunder" in response.content.decode()


def test_whoever_comes_from_home_logs_in_through_a_flood(stranger: Client) -> None:
    assert tried("medlem", PASSWORD)[0] == 302
    for _wrong in range(WRONG_PASSWORDS.most):
        WRONG_PASSWORDS.take()
    assert tried("medlem", PASSWORD, THERE)[0] == 429
    assert tried("medlem", PASSWORD)[0] == 302


def test_wrong_passwords_empty_the_rate_and_time_fills_it(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.0, 0.0, 1.5, 3.5])
    monkeypatch.setattr(log_in_limits.time, "monotonic", lambda: next(clock))
    bucket = TokenBucket(2, 3.0)
    assert not bucket.is_empty()
    bucket.take()
    bucket.take()
    assert [bucket.is_empty() for _look in range(3)] == [True, True, False]


def test_one_password_is_looked_at_at_a_time_and_the_fourth_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many senders there are, no more than three threads of a process are theirs."""
    monkeypatch.setattr(log_in_limits, "WAIT_SECONDS", 30)
    inside, most, go, lock = [0], [0], threading.Event(), threading.Lock()

    def look() -> None:
        with password_turn():
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            go.wait(30)
            with lock:
                inside[0] -= 1

    threads = [threading.Thread(target=look) for _sender in range(3)]
    for thread in threads:
        thread.start()
    while log_in_limits._WAITING._value:
        pass
    with pytest.raises(TooMany), password_turn():
        pass
    go.set()
    for thread in threads:
        thread.join(30)
    assert most == [1]
    with password_turn():
        pass


def test_the_old_password_is_guessed_no_faster_at_the_change_form(demo: None) -> None:
    client = logged_in("medlem")
    fields = {"old_password": "forkert", "new_password": "hest batteri klamme", "new_password_again": "hest batteri klamme"}
    answers = [client.post("/min-konto/", fields, REMOTE_ADDR=HERE).status_code for _guess in range(10)]
    assert answers == [200] * 9 + [429]
    assert client.post("/min-konto/", {**fields, "old_password": PASSWORD}, REMOTE_ADDR=HERE).status_code == 429
    assert User.objects.get(username="medlem").check_password(PASSWORD)
