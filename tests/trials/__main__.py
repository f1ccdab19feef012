"""`python -m tests.trials`: serve the demo, let one crowd after the other come, and say what readers meet."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from tests.proxies import run_proxy
from tests.trials.crowds import CROWDS, HOST, TOKEN, Door, crowd, read

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "kun-til-denne-proeve"
PAGES = ("/", "/programmer/koebenhavn-2020/", "/programmer/faelles-borgerservice-valby/", "/rapporter/")
#: Readers may wait so many times as long as alone.
MOST = 3.0


@contextmanager
def served(port: int) -> Iterator[Door]:
    """The demo in a folder of its own, by the product's one command; it is ended by its process."""
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL" and not name.startswith("VALBY_")}
    with tempfile.TemporaryDirectory() as var:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True,
            env={**clean, "VALBY_VAR_DIR": var, "VALBY_DEMO_PASSWORD": PASSWORD},
        )  # fmt: skip
        try:
            assert server.stdout is not None
            while "Ctrl-C ends it" not in (line := server.stdout.readline()):
                assert line, "it ended before it served"
            yield Door(port, log_in(port, "medlem"))
        finally:
            server.terminate()
            server.wait(timeout=60)


def log_in(port: int, name: str) -> str:
    """The cookie of a reader."""
    connection = HTTPConnection(HOST, port, timeout=60)
    body = urlencode({"username": name, "password": PASSWORD, "csrfmiddlewaretoken": TOKEN})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={TOKEN}"}
    connection.request("POST", "/log-ind/", body, headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 302, answer.status
    return "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie")


def main() -> int:
    """0 where no reader waits much longer than alone, and none is refused."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8790)
    arguments.add_argument("--seconds", type=float, default=15)
    arguments.add_argument("--through", choices=("nginx", "caddy"), help="through the web server of deploy/")
    arguments.add_argument("--crowd", choices=CROWDS, help="this one alone")
    asked = arguments.parse_args()
    failed = 0
    with ExitStack() as ending:
        door = ending.enter_context(served(asked.port))
        if asked.through:
            folder = Path(ending.enter_context(tempfile.TemporaryDirectory()))
            ending.enter_context(run_proxy(asked.through, folder, asked.port + 1, asked.port))
            time.sleep(2)
            door = replace(door, port=asked.port + 1)
        read(door, PAGES, 3)
        alone = read(door, PAGES, asked.seconds)
        print(f"alone: {alone}", flush=True)
        for name, (send, number) in CROWDS.items():
            if asked.crowd not in (None, name):
                continue
            with crowd(door, send, number):
                beside = read(door, PAGES, asked.seconds)
            ratio = beside.at(0.95) / alone.at(0.95)
            holds = ratio <= MOST and not beside.refused
            failed += not holds
            print(f"{name} ({number}): {beside}; p95 {ratio:.1f} x alone{'' if holds else '  FAILS'}", flush=True)
            for refusal in sorted(set(beside.refused))[:3]:
                print(f"    {refusal}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
