"""A database that goes is 503 in the reader's language, with one line in the log, wherever in a request it goes."""

from __future__ import annotations

import psycopg2
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection
from django.test import RequestFactory

from savings.web.views.failures import bad_request, is_database_away
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db


def go(*_values: object, **_named: object) -> None:
    raise OperationalError("terminating connection due to administrator command\nSSL connection has been closed unexpectedly")


@pytest.mark.parametrize(
    "place",
    [
        "django.contrib.sessions.backends.db.SessionStore.load",
        "django.contrib.auth.middleware.get_user",
        "savings.web.views.overview.read_overview",
    ],
)
@pytest.mark.parametrize(("language", "words"), [("da", "Databasen svarer ikke"), ("en-gb", "The database does not answer")])
def test_it_is_503_with_what_to_do_and_one_line(
    demo: None, monkeypatch: pytest.MonkeyPatch, log_lines: list[str], place: str, language: str, words: str
) -> None:
    reader = logged_in("medlem")
    reader.raise_request_exception = False
    reader.cookies["sprog"] = language
    with monkeypatch.context() as gone:
        gone.setattr(place, go)
        page = reader.get("/")
    assert page.status_code == 503
    assert words in page.text
    assert int(page["Retry-After"]) > 0
    assert "no-store" in page["Cache-Control"]
    assert "administrator command" not in page.text
    assert len(log_lines) == 1
    assert "OperationalError: terminating connection" in log_lines[0]
    assert reader.get("/").status_code == 200


def test_a_session_that_cannot_be_saved_is_no_fault_of_the_request(rf: RequestFactory) -> None:
    """As the session's store and middleware wrap it."""
    try:
        try:
            go()
        except OperationalError as error:
            raise UpdateError from error
    except UpdateError:
        with pytest.raises(SessionInterrupted) as interrupted:
            raise SessionInterrupted("The request's session was deleted before the request completed.") from None
    assert bad_request(rf.get("/"), interrupted.value).status_code == 503
    assert bad_request(rf.get("/"), SessionInterrupted()).status_code == 400


def test_the_database_itself_ends_what_takes_too_long() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        with pytest.raises(OperationalError) as ended:
            cursor.execute("SELECT pg_sleep(5)")
    assert is_database_away(ended.value)


def test_what_is_our_own_fault_is_not_blamed_on_it() -> None:
    closed = InternalError("terminating connection due to idle-in-transaction timeout")
    closed.__cause__ = type("IdleInTransaction", (Exception,), {"pgcode": "25P03"})()
    assert is_database_away(closed)
    broken = DatabaseError("server closed the connection unexpectedly")
    broken.__cause__ = psycopg2.DatabaseError("server closed the connection unexpectedly")
    assert is_database_away(broken)
    assert not is_database_away(DatabaseError("Save with update_fields did not affect any rows."))
    assert is_database_away(InterfaceError("connection already closed"))
    assert not is_database_away(InternalError("current transaction is aborted"))
    assert not is_database_away(ValueError())
