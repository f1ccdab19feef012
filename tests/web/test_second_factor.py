"""The second factor over HTTP: set up, asked for at the log-in, taken once, required by the office, and reset."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.db import connection
from django.test import Client

from savings.models import RecoveryCode, SecondFactor, User
from savings.recording.second_factor import STEP, set_up_second_factor, take_code
from tests.demo import PASSWORD, VALBY
from tests.web.conftest import logged_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
VOUCHING = {"controller", "admin", "admin2"}


def code_at(moment: datetime, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(moment)


def with_factor(name: str = "controller", hours_ago: int = 1) -> tuple[User, tuple[str, ...]]:
    """Somebody who set up a second factor, and the recovery codes."""
    user, then = User.objects.get(username=name), datetime.now(UTC) - timedelta(hours=hours_ago)
    codes = set_up_second_factor(user, SECRET, code_at(then), at=then)
    assert codes is not None
    return user, codes


def sent(client: Client, path: str, **fields: str) -> tuple[int, str]:
    response = client.post(path, fields)
    return response.status_code, response.content.decode()


def test_the_password_alone_opens_nothing(stranger: Client) -> None:
    with_factor()
    status, page = sent(stranger, "/log-ind/", username="controller", password=PASSWORD, next=f"/programmer/{VALBY}/")
    assert (status, "<h1>Din kode</h1>" in page) == (200, True)
    assert stranger.get("/")["Location"].startswith("/log-ind/")
    response = stranger.post("/log-ind/kode/", {"code": code_at(datetime.now(UTC)), "next": f"/programmer/{VALBY}/"})
    assert response["Location"] == f"/programmer/{VALBY}/"
    assert stranger.get("/").status_code == 200


def test_whoever_has_none_logs_in_as_before(stranger: Client) -> None:
    assert stranger.post("/log-ind/", {"username": "medlem", "password": PASSWORD})["Location"] == "/"


def test_a_code_is_taken_once_and_for_its_half_minute_and_those_beside_it(demo: None) -> None:
    user, _codes = with_factor()
    now = datetime.now(UTC)
    assert not take_code(user, code_at(now - timedelta(seconds=3 * STEP)), at=now)
    assert not take_code(user, code_at(now + timedelta(seconds=3 * STEP)), at=now)
    before, this = (code_at(now - timedelta(seconds=STEP)), code_at(now))
    assert take_code(user, this, at=now)
    assert not take_code(user, this, at=now)
    assert not take_code(user, before, at=now)
    assert take_code(user, code_at(now + timedelta(seconds=STEP)), at=now)
    assert not take_code(user, "²³½", at=now)


def test_a_recovery_code_is_taken_once_and_kept_as_its_digest(stranger: Client) -> None:
    _user, codes = with_factor()
    assert len(set(codes)) == 10
    kept = str(list(RecoveryCode.objects.values()))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    sent(stranger, "/log-ind/", username="controller", password=PASSWORD)
    assert sent(stranger, "/log-ind/kode/", code=codes[3].upper())[0] == 302
    again = Client()
    sent(again, "/log-ind/", username="controller", password=PASSWORD)
    assert "allerede brugt" in sent(again, "/log-ind/kode/", code=codes[3])[1]


def test_wrong_codes_lock_as_wrong_passwords_do(stranger: Client) -> None:
    with_factor()
    sent(stranger, "/log-ind/", username="controller", password=PASSWORD)
    answers = [sent(stranger, "/log-ind/kode/", code="000000")[0] for _guess in range(10)]
    assert answers == [200] * 9 + [429]
    # The right password does not begin the count anew, and a code is not looked at any more.
    assert sent(stranger, "/log-ind/", username="controller", password=PASSWORD)[0] == 429
    assert sent(stranger, "/log-ind/kode/", code=code_at(datetime.now(UTC)))[0] == 302
    assert stranger.get("/").status_code == 302


def test_no_code_is_taken_without_a_password_before_it(stranger: Client) -> None:
    with_factor()
    assert stranger.post("/log-ind/kode/", {"code": code_at(datetime.now(UTC))})["Location"] == "/log-ind/"
    assert stranger.get("/log-ind/kode/").status_code == 405


@pytest.mark.parametrize("change", ["password", "is_active", "time"])
def test_the_wait_for_a_code_ends(stranger: Client, change: str) -> None:
    user, _codes = with_factor("medlem")
    sent(stranger, "/log-ind/", username="medlem", password=PASSWORD)
    if change == "time":
        session = stranger.session
        session["awaits_code"] = {**session["awaits_code"], "until": 0}
        session.save()
    else:
        with connection.cursor() as cursor:
            # Somebody else's act, in another transaction.
            cursor.execute("SELECT set_config('valby.by', id::text, true) FROM savings_user WHERE username = 'admin'")
        User.objects.filter(pk=user.pk).update(**{"password": "x"} if change == "password" else {"is_active": False})
    assert stranger.post("/log-ind/kode/", {"code": code_at(datetime.now(UTC))})["Location"] == "/log-ind/"
    assert stranger.get("/").status_code == 302


def test_what_was_typed_before_the_session_ended_goes_through_the_code_as_well(stranger: Client) -> None:
    with_factor("finans")
    page = stranger.post("/registrer/ny/", {"act": "record"}).content.decode()
    carried = re.search(r'name="carried" value="(.+?)"', page)
    assert carried is not None
    _status, page = sent(stranger, "/log-ind/", username="finans", password=PASSWORD, carried=carried[1])
    assert carried[1] in page
    page = sent(stranger, "/log-ind/kode/", code=code_at(datetime.now(UTC)), carried=carried[1])[1]
    assert "Du er logget ind igen." in page


# --- Setting it up ----------------------------------------------------------------------------------------------


def test_it_is_set_up_with_a_picture_a_key_and_a_first_code(demo: None) -> None:
    client = logged_in("medlem")
    page = client.get("/min-konto/andet-trin/").content.decode()
    secret = re.search(r'<code class="big">([A-Z2-7]{32})</code>', page)
    assert secret is not None
    assert 'src="data:image/svg+xml' in page
    now, path = datetime.now(UTC), "/min-konto/andet-trin/"
    assert "Koden passer ikke." in sent(client, path, code="000000", password=PASSWORD)[1]
    assert "Det er ikke den adgangskode, du har." in sent(client, path, code=code_at(now, secret[1]), password="forkert")[1]
    assert not SecondFactor.objects.exists()
    page = sent(client, path, code=code_at(now, secret[1]), password=PASSWORD)[1]
    codes = re.findall(r'<code class="big">([a-z2-9-]{19})</code>', page)
    assert len(codes) == 10
    assert SecondFactor.objects.get().secret == secret[1]
    assert secret[1] not in client.get(path).content.decode()


def test_new_codes_and_taking_it_away_ask_for_the_password(demo: None) -> None:
    user, codes = with_factor("medlem")
    client = logged_in("medlem")
    for path in ("nye-koder", "fjern"):
        assert "Det er ikke den adgangskode, du har." in sent(client, f"/min-konto/andet-trin/{path}/", password="forkert")[1]
    page = sent(client, "/min-konto/andet-trin/nye-koder/", password=PASSWORD)[1]
    assert len(re.findall(r'<code class="big">', page)) == 10
    assert not take_code(user, codes[0], at=datetime.now(UTC))
    assert sent(client, "/min-konto/andet-trin/fjern/", password=PASSWORD)[0] == 302
    assert not SecondFactor.objects.exists()


@pytest.mark.parametrize(
    ("required", "led"),
    [("none", set()), ("vouching", VOUCHING), ("all", {*VOUCHING, "medlem", "finans"})],
)
def test_whoever_must_have_it_is_led_to_set_it_up(demo: None, settings: Any, required: str, led: set[str]) -> None:
    settings.REQUIRE_TOTP = required
    for name in ("controller", "admin", "admin2", "medlem", "finans"):
        response = logged_in(name).get("/saadan-laeses-tallene/")
        assert (response.status_code, response.get("Location")) == (
            (302, "/min-konto/andet-trin/") if name in led else (200, None)
        )
    if "controller" in led:
        client = logged_in("controller")
        assert "Dit kontor kræver et andet trin" in client.get("/min-konto/andet-trin/").content.decode()
        assert client.post("/rapporter/1/udgiv/")["Location"] == "/min-konto/andet-trin/"
        with_factor()
        assert client.get("/saadan-laeses-tallene/").status_code == 200


def test_an_administrator_resets_it_and_the_persons_sessions_end(stranger: Client) -> None:
    user, _codes = with_factor("medlem")
    sent(stranger, "/log-ind/", username="medlem", password=PASSWORD)
    sent(stranger, "/log-ind/kode/", code=code_at(datetime.now(UTC)))
    assert stranger.get("/").status_code == 200
    page = logged_in("admin2").post(f"/administration/brugere/{user.pk}/andet-trin/", follow=True).content.decode()
    assert "medlem bliver ikke længere spurgt om en kode" in page
    assert stranger.get("/").status_code == 302
    assert sent(stranger, "/log-ind/", username="medlem", password=PASSWORD)[0] == 302
    superuser = User.objects.get(username="admin")
    with_factor("admin")
    logged_in("admin2").post(f"/administration/brugere/{superuser.pk}/andet-trin/")
    assert SecondFactor.objects.filter(person=superuser).exists()
