"""`manage.py create_administrator`: the first two, and no third."""

from __future__ import annotations

import io
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from savings.management.commands import create_administrator
from savings.models import User
from savings.roles import Role

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

GOOD = "hest batteri klamme"


def run(name: str, password: str, monkeypatch: pytest.MonkeyPatch) -> str:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    call_command("create_administrator", name, "--password-stdin", stdout=out)
    return out.getvalue()


def test_it_makes_two_and_says_what_comes_next(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Make the second one the same way" in run("anne", GOOD, monkeypatch)
    assert run("bo", GOOD, monkeypatch) == "bo is an administrator.\n"
    for name in ("anne", "bo"):
        user = User.objects.get(username=name)
        assert (user.roles, user.check_password(GOOD), user.has_temporary_password) == ({Role.ADMINISTRATOR}, True, False)
    with pytest.raises(CommandError, match="Der er allerede to administratorer"):
        run("carl", GOOD, monkeypatch)
    assert not User.objects.filter(username="carl").exists()


def test_a_superuser_is_one_of_the_first_two_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)
    call_command("createsuperuser", "--noinput", "--username=anne", "--email=a@valby.invalid", stdout=io.StringIO())
    run("bo", GOOD, monkeypatch)
    with pytest.raises(CommandError, match="Der er allerede to administratorer"):
        call_command("createsuperuser", "--noinput", "--username=carl", "--email=c@valby.invalid")
    assert not User.objects.filter(username="carl").exists()


@pytest.mark.parametrize(("name", "password"), [("anne", "kort"), ("anne anden", GOOD), ("anne", "")])
def test_a_name_or_password_that_cannot_be_is_told(monkeypatch: pytest.MonkeyPatch, name: str, password: str) -> None:
    with pytest.raises(CommandError):
        run(name, password, monkeypatch)
    assert not User.objects.exists()


def test_a_name_in_other_letters_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    run("anne", GOOD, monkeypatch)
    with pytest.raises(CommandError, match="Write its name in the same letters"):
        run("Anne", GOOD, monkeypatch)


def test_the_password_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([GOOD, "en anden hest klamme", GOOD, GOOD])
    monkeypatch.setattr(create_administrator.getpass, "getpass", lambda _prompt: next(answers))
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    with pytest.raises(CommandError, match="not alike"):
        call_command("create_administrator", "anne")
    assert not User.objects.exists()
    call_command("create_administrator", "anne", stdout=io.StringIO())
    assert User.objects.get(username="anne").check_password(GOOD)


def test_without_a_terminal_it_says_how_to_send_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="Add --password-stdin"):
        call_command("create_administrator", "anne")
