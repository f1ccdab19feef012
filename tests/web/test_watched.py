"""Whoever watches over the installation learns whether it is alive and can work, and nothing else."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connections
from django.test import Client

from savings import rules
from savings.reporting import health

pytestmark = pytest.mark.django_db


def ask(path: str = "/sundhed/klar/", **headers: str) -> tuple[int, str]:
    page = Client(headers=headers).get(path)
    assert page["Content-Type"].startswith("text/plain")
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies
    return page.status_code, page.text


def test_it_is_alive_and_ready() -> None:
    assert ask("/sundhed/") == (200, "ok\n")
    assert ask() == (200, "ok\n")


def test_it_is_asked_without_https(settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert ask("/sundhed/") == ask() == (200, "ok\n")


def test_being_alive_needs_no_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        ask("/sundhed/")


def test_being_ready_takes_few_questions(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(14):
        ask()


def test_other_rules_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_digest", lambda: "f" * 64)
    assert ask() == (503, "rules\n")


def test_a_newer_database_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "VERSION", "0.0.1")
    assert ask()[1].splitlines()[0] == "migrations"


def test_rights_too_many_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "connection", connections["owner"])
    assert ask() == (503, "rights\n")


def test_a_missing_head_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "connection", connections["owner"])
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE savings_ledgerhead DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM savings_ledgerhead")
    assert ask() == (503, "rights\nhead\n")


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 2**62)
    assert ask() == (503, "disk\n")


def test_a_database_that_is_away_is_named_and_not_why(monkeypatch: pytest.MonkeyPatch, log_lines: list[str]) -> None:
    def refuse() -> bool:
        raise OperationalError("connection to server at 10.1.2.3 failed: password")

    monkeypatch.setitem(health.PARTS, "database", refuse)
    assert ask() == (503, "database\n")
    assert log_lines == []


def test_a_request_has_a_number_of_the_proxys_choosing() -> None:
    assert Client(headers={"X-Request-Id": "abcd-1234"}).get("/sundhed/")["X-Request-Id"] == "abcd-1234"
    made = {Client(headers={"X-Request-Id": "a\tb" * 40}).get("/sundhed/")["X-Request-Id"] for _turn in range(2)}
    assert len(made) == 2
    assert all(len(number) == 32 for number in made)
    stranger = Client(REMOTE_ADDR="203.0.113.9", headers={"X-Request-Id": "abcd-1234"})
    assert stranger.get("/sundhed/")["X-Request-Id"] != "abcd-1234"
