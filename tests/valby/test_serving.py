"""From an empty folder to a page on the screen, and back to nothing running, in one command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_it_serves_from_nothing_and_ctrl_c_ends_all_of_it(tmp_path: Path) -> None:
    port, var = free_port(), tmp_path / "var"
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL" and not name.startswith("VALBY_")}
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", port],
        cwd=ROOT, env={**clean, "VALBY_VAR_DIR": str(var), "VALBY_DEMO_PASSWORD": "kun-til-denne-proeve"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        told = until_ready(server)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/log-ind/", timeout=20) as page:
            assert page.status == 200
            assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    finally:
        # To the whole group, as the terminal does.
        os.killpg(server.pid, signal.SIGINT)
        _said, complaints = server.communicate(timeout=30)
    assert any("finans, controller, medlem, revisor, admin" in line for line in told)
    # On a machine short of time gunicorn may end a worker by force and say so in a line; a traceback is never in order.
    assert server.returncode == 0, complaints
    assert "Traceback" not in complaints
    assert all("was sent SIGKILL" in line for line in complaints.splitlines())
    assert not group_lives(server.pid)
    assert not (var / "postgres" / "postmaster.pid").exists()


def group_lives(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def until_ready(server: subprocess.Popen[str]) -> list[str]:
    """The lines up to the one that says where the pages are."""
    assert server.stdout is not None
    lines: list[str] = []
    while not lines or "Ctrl-C ends it" not in lines[-1]:
        lines.append(server.stdout.readline())
        assert lines[-1], "it ended before it served"
    return lines
