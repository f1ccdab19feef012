"""What every response tells a browser: pages, files, refusals and faults of every address, for strangers and for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from savings.web.headers import HEADERS
from savings.web.views import overview
from tests.demo import VALBY
from tests.web import test_doors
from tests.web.conftest import logged_in
from tests.web.test_doors import DOORS, OPEN

inside, scene = test_doors.inside, test_doors.scene
STATUS = f"/programmer/{VALBY}/"
#: Pages and files of approved figures, which a browser may keep and asks about each time.
KEPT = {
    "programmes:overview", "programmes:status", "programmes:status-json", "programmes:status-csv", "programmes:status-xlsx",
    "programmes:status-pdf", "programmes:charts", "programmes:chart-file", "programmes:since", "programmes:since-chart",
    "programmes:initiative", "units:page",
}  # fmt: skip


def assert_guarded(response: HttpResponse) -> None:
    """Each header is there, whoever answered; the policy loads nothing from elsewhere and lets nobody frame us."""
    for name in HEADERS:
        assert response.headers.get(name), (name, response.status_code)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in response
    policy = response["Content-Security-Policy"]
    if "sandbox" in policy:
        assert policy == "default-src 'none'; sandbox"
        return
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe-" not in policy
    assert "http" not in policy


def keeping(response: HttpResponse) -> set[str]:
    """What a response says of its keeping."""
    return {part.strip() for part in response["Cache-Control"].split(",")}


def read(response: Any) -> Any:
    """The response, read to its end."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response


@pytest.mark.parametrize("name", DOORS)
def test_what_is_behind_a_door_is_guarded_and_not_left_behind(inside: Callable[[str, str], str], name: str) -> None:
    """Read and sent to, by whom it is for, by whom it is not for, and by a stranger."""
    door = DOORS[name]
    for role in (*sorted(door.get or door.post)[:1], *sorted({*test_doors.ROLES} - door.get - door.post)[:1]):
        client, path = logged_in(test_doors.ROLES[role]), inside(role, door.path)
        for response in (read(client.get(path)), client.post(path, door.sends), client.options(path)):
            assert_guarded(response)
            is_kept = name in KEPT and response.status_code in (200, 304) and response.request["REQUEST_METHOD"] == "GET"
            assert keeping(response) == {"private", "no-cache" if is_kept else "no-store"}
    stranger = Client()
    for response in (stranger.get(path), stranger.post(path)):
        assert_guarded(response)
        assert keeping(response) == {"private", "no-store"}


@pytest.mark.parametrize("path", [*OPEN.values(), "/findes-ikke/", "/admin/", "/admin/login/", "/bilag/x/", "/programmer/%00/"])
def test_open_and_unknown_addresses_are_guarded(stranger: Client, path: str) -> None:
    for client in (stranger, logged_in("admin")):
        for response in (client.get(path), client.post(path), client.trace(path)):
            assert_guarded(response)
            assert "no-store" in keeping(response)
        # Nothing of a request is sent back, such as its cookies.
        assert "sessionid" not in client.trace(path).content.decode()


def test_what_is_refused_before_a_view_is_guarded(demo: None) -> None:
    for answers in (
        Client(headers={"host": "evil.test"}).get("/"),
        Client(enforce_csrf_checks=True).post("/log-ind/", {"username": "medlem"}),
        logged_in("medlem").post("/sprog/", {f"f{number}": "" for number in range(11_000)}),
        logged_in("medlem").get(STATUS, {"aar": "x"}),
    ):
        assert answers.status_code >= 400
        assert_guarded(answers)
        assert keeping(answers) == {"private", "no-store"}


@pytest.mark.parametrize(("fault", "status"), [(ZeroDivisionError, 500), (OperationalError, 503)])
def test_a_fault_is_guarded(demo: None, monkeypatch: pytest.MonkeyPatch, fault: type[Exception], status: int) -> None:
    def fail(*_args: object) -> None:
        raise fault

    monkeypatch.setattr(overview, "read_overview", fail)
    client = logged_in("medlem")
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == status
    assert_guarded(response)
    assert keeping(response) == {"private", "no-store"}


def test_static_files_are_guarded_and_kept(settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "a.css").write_bytes(b"a{}")
    response = read(Client().get("/static/a.css"))
    assert response.status_code == 200
    assert_guarded(response)
    assert "public" in keeping(response)
    assert_guarded(Client().get("/static/findes-ikke.css"))


def test_logging_out_clears_what_a_browser_kept(member: Client) -> None:
    assert member.get(STATUS)["Cache-Control"] == "private, no-cache"
    assert member.post("/log-ud/")["Clear-Site-Data"] == '"cache", "storage"'


def test_what_a_page_is_told_lies_in_no_cookie(member: Client) -> None:
    asked = member.post(f"{STATUS}spoerg/?tal=target&aar=2011", {"text": "Hvorfor?"})
    assert asked.status_code == 302
    assert set(member.cookies) <= {"sessionid", "csrftoken", "sprog"}
    assert "Spørgsmålet er stillet" in member.get(asked["Location"]).content.decode()
