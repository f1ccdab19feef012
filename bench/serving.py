"""A real server with two workers on the bench's ledger: thirty readers at once, and what a browser makes of it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter_ns, sleep
from typing import Any

from django.conf import settings

from bench.filling import PROGRAMMES
from bench.measures import PAGE, Measurement, after_change, client

HOST, READERS, ROUNDS = "127.0.0.1", 30, 8
#: Node 20 runs this one; later ones want a newer Node.
LIGHTHOUSE = "lighthouse@12.8.2"


@dataclass(frozen=True)
class Served:
    """Where the server is, a member's cookie, and the number of its first process."""

    port: int
    cookie: str
    process: int

    def address(self, path: str) -> str:
        """The whole address of a path."""
        return f"http://{HOST}:{self.port}{path}"


@contextmanager
def run_server() -> Iterator[Served]:
    """The server in a process of its own; it is ended by its number when the measuring is over."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bench", "--server", str(port)]
    running = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        served = Served(port, f"sessionid={client().cookies['sessionid'].value}", running.pid)
        for _turn in range(100):
            if running.poll() is not None:
                raise RuntimeError("the bench's server ended by itself")
            if _answers(served):
                break
            sleep(0.2)
        yield served
    finally:
        running.terminate()
        running.wait(timeout=60)


def _answers(served: Served) -> bool:
    try:
        read_page(HTTPConnection(HOST, served.port, timeout=10), served, "/tom/")
    except OSError:
        return False
    return True


def read_page(connection: HTTPConnection, served: Served, path: str) -> int:
    """Nanoseconds until the whole page is there.

    Raises:
        RuntimeError: when it is no page.
    """
    begun = perf_counter_ns()
    connection.request("GET", path, headers={"Cookie": served.cookie, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return perf_counter_ns() - begun


def measure_readers(served: Served) -> list[Measurement]:
    """Thirty readers open the programmes' status pages at once, round after round; once before that, right after a change.

    Beside it the same crowd on pages that nobody has opened before, of other units and years: each is made from the ledger.
    """
    alone = HTTPConnection(HOST, served.port, timeout=30)
    empty = median([read_page(alone, served, "/tom/") for _turn in range(40)])
    crowded = _crowd(served, lambda number, turn: "/tom/")

    def page(number: int, turn: int) -> str:
        return f"/programmer/bench-{1 + (number + turn) % PROGRAMMES}/"

    after_change(lambda: None)()
    first = _crowd(served, page, rounds=1)
    usual = _crowd(served, page)
    unseen = _crowd(served, lambda number, turn: f"{PAGE}?enhed=E{number % 6}&aar={2020 + number // 6}", rounds=1)
    ratio = usual.p95 / empty
    holds = not usual.failed and (usual.p95 <= 200e6 or ratio <= 12)
    failed = [*usual.failed, *unseen.failed, *crowded.failed, *first.failed]
    what = f"{READERS} readers at once, {ROUNDS} rounds, p50 / p95"
    return [
        Measurement("empty view over the wire, alone", f"{empty / 1e6:.2f} ms"),
        Measurement("empty view, the same crowd", crowded.text),
        Measurement(what, usual.text, f"{ratio:.1f} × empty", "200 ms or 12 ×", holds),
        Measurement("the round before, first after a change", first.text, f"{first.p95 / crowded.p95:.1f} × their empty"),
        Measurement("the same on pages nobody has opened", unseen.text, f"{unseen.p95 / crowded.p95:.1f} × their empty"),
        Measurement("refused or broken", str(len(failed)), "; ".join(sorted(set(failed)))[:60], "0", not failed),
    ]


@dataclass(frozen=True)
class Crowd:
    """What thirty readers met: nanoseconds to each whole page, and what was no page."""

    taken: list[int]
    failed: list[str]

    @property
    def p95(self) -> int:
        """The time that 95 of 100 pages stay under."""
        return sorted(self.taken)[int(len(self.taken) * 0.95)] if self.taken else 0

    @property
    def text(self) -> str:
        """`40 / 120 ms`."""
        return f"{median(self.taken or [0]) / 1e6:.0f} / {self.p95 / 1e6:.0f} ms"


def _crowd(served: Served, path: Callable[[int, int], str], rounds: int = ROUNDS) -> Crowd:
    found = Crowd([], [])
    gate = threading.Barrier(READERS)
    crowd = [threading.Thread(target=_reader, args=(served, number, gate, path, found, rounds)) for number in range(READERS)]
    for reader in crowd:
        reader.start()
    for reader in crowd:
        reader.join()
    return found


def _reader(
    served: Served, number: int, gate: threading.Barrier, path: Callable[[int, int], str], found: Crowd, rounds: int
) -> None:
    connection = HTTPConnection(HOST, served.port, timeout=60)
    for turn in range(rounds):
        gate.wait()
        try:
            found.taken.append(read_page(connection, served, path(number, turn)))
        except (OSError, RuntimeError) as error:
            found.failed.append(str(error))
            connection = HTTPConnection(HOST, served.port, timeout=60)


def measure_lighthouse(served: Served) -> list[Measurement]:
    """Lighthouse's marks for overview and status, and the largest paint against a static page of the same size."""
    tool = _tool()
    if tool is None:
        return [Measurement("Lighthouse", "skipped", "", "needs node, npm, chromium")]
    rows = []
    for name, path in (("overview", "/"), ("status", PAGE)):
        page = _measure_marks(tool, served, path)
        rows += [
            Measurement(f"{name}: accessibility", str(page["accessibility"]), "", "100", page["accessibility"] >= 100),
            Measurement(f"{name}: best practices", str(page["best-practices"]), "", "100", page["best-practices"] >= 100),
            Measurement(f"{name}: performance", str(page["performance"]), "", "98", page["performance"] >= 98),
        ]
        static = _measure_marks(tool, served, f"/statisk/{len(client().get(path).content)}/")
        ratio = page["lcp"] / static["lcp"]
        shown = f"{page['lcp']:.0f} and {static['lcp']:.0f} ms"
        rows.append(Measurement(f"{name}: largest paint, against a static page", shown, f"{ratio:.2f} ×", "1.5 ×", ratio <= 1.5))
    return rows


def _tool() -> Path | None:
    """Lighthouse in `var/`, installed the first time; None where node, npm or the browser is missing."""
    if not all(shutil.which(name) for name in ("node", "npm", "chromium")):
        return None
    place = Path(settings.VAR_DIR) / "lighthouse"
    found = place / "node_modules" / ".bin" / "lighthouse"
    if not found.exists():
        place.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(place), LIGHTHOUSE]
        subprocess.run(npm, check=True, cwd=place)  # noqa: S603 - a pinned package
    return found


def _measure_marks(tool: Path, served: Served, path: str) -> dict[str, Any]:
    """The median of three runs: marks out of a hundred, and the largest paint in milliseconds."""
    runs = [_run(tool, served, path) for _turn in range(3)]
    return {name: median([run[name] for run in runs]) for name in runs[0]}


def _run(tool: Path, served: Served, path: str) -> dict[str, Any]:
    """One run; tried again when the browser did not come up, which is no mark of ours."""
    for turn in range(3):
        try:
            return _run_once(tool, served, path)
        except subprocess.CalledProcessError:
            if turn == 2:
                raise
    raise AssertionError


def _run_once(tool: Path, served: Served, path: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        headers, out = Path(folder) / "headers.json", Path(folder) / "report.json"
        headers.write_text(json.dumps({"Cookie": served.cookie}), encoding="utf-8")
        flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
        command: Sequence[str] = [
            str(tool), served.address(path), "--quiet", "--output=json", f"--output-path={out}", f"--extra-headers={headers}",
            "--only-categories=performance,accessibility,best-practices", f"--chrome-flags={flags}",
        ]  # fmt: skip
        environment = os.environ | {"CHROME_PATH": str(shutil.which("chromium"))}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
        told = json.loads(out.read_text(encoding="utf-8"))
    marks = {name: round(found["score"] * 100) for name, found in told["categories"].items()}
    return {**marks, "lcp": told["audits"]["largest-contentful-paint"]["numericValue"]}
