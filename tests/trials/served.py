"""A server in the production way, started again whenever it ends as systemd does, with its processes by kind and a full disk."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from valby.leftovers import _list_processes, _works_in, read_pid

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "kun-til-denne-proeve"
HOST = "127.0.0.1"


class Served:
    """The demo on a port of this machine, in a folder of its own."""

    def __init__(self, var: Path, port: int, **settings: str) -> None:
        clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL" and not name.startswith("VALBY_")}
        self.var, self.port = var, port
        self.environment = {
            **clean, "VALBY_VAR_DIR": str(var), "VALBY_DEMO_PASSWORD": PASSWORD, "VALBY_BIND": f"{HOST}:{port}",
            "VALBY_WORKERS": "2", **settings,
        }  # fmt: skip
        self.starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._ending = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    @property
    def log(self) -> Path:
        return self.var.parent / "server.log"

    # --- Its life ------------------------------------------------------------------------------------------------

    @contextmanager
    def running(self) -> Iterator[None]:
        """It is prepared with the demo, started, kept, and ended with all that belongs to it."""
        for command in ("prepare", "load_demo"):
            done = self.run(command)
            assert done.returncode == 0, done.stderr
        self._keeper.start()
        try:
            yield
        finally:
            self._ending.set()
            self._keeper.join()

    def _keep(self) -> None:
        with self.log.open("ab") as log:
            while not self._ending.is_set():
                self._start(log)
                while self._process is not None and self._process.poll() is None and not self._ending.wait(0.1):
                    pass
            if self._process is not None and self._process.poll() is None:
                self._process.send_signal(signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(timeout=60)
        # A server whose last user was killed lives on, as it shall; here nobody comes any more.
        kill([*self.find("workers"), *self.find("everything")])

    def _start(self, log: IO[bytes]) -> None:
        self.starts += 1
        self._process = subprocess.Popen(
            [Path(sys.executable).with_name("gunicorn"), "valby.wsgi"],
            cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip

    def answers(self) -> bool:
        """Whether the page for logging in comes, which asks the database nothing but is served by it all."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/log-ind/", timeout=5) as page:
                return page.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def await_answer(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.answers():
            assert time.monotonic() < until, f"it did not answer within {seconds} s; see {self.log}"
            time.sleep(0.2)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command of manage.py beside the server."""
        return subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )  # fmt: skip

    # --- Its processes -------------------------------------------------------------------------------------------

    def find(self, kind: str) -> list[int]:
        """The numbers of its processes of a kind; only such as belong to this server."""
        master = self._process.pid if self._process is not None and self._process.poll() is None else 0
        postmaster = read_pid(self.var / "postgres" / "postmaster.pid")
        database = [pid for pid in _list_processes() if _works_in(pid, self.var / "postgres")]
        return {
            "master": [master] if master else [],
            "workers": _list_children(master) if master else [],
            "postmaster": [pid for pid in database if pid == postmaster],
            "backends": [pid for pid in database if pid != postmaster],
            "database": database,
            "everything": [*([master] if master else []), *(_list_children(master) if master else []), *database],
        }[kind]


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _list_children(pid: int) -> list[int]:
    """The processes that a process made; none of a dead one."""
    with suppress(OSError):
        threads = Path(f"/proc/{pid}/task").iterdir()
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    return []


def kill(pids: list[int]) -> int:
    """End processes as the kernel does when memory is short; how many there were."""
    killed = 0
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            killed += 1
    return killed


# --- A disk ------------------------------------------------------------------------------------------------------


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A disk of that size in memory; it takes root to mount one."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """The disk is full to its last block for a while."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        block = bytes(2**16)
        while True:
            file.write(block)
    try:
        yield
    finally:
        ballast.unlink()
