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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter_ns, sleep
from typing import Any

from django.conf import settings

from savings.management.bench.measures import PAGE, Row, changed_first, client

HOST, READERS, EACH = "127.0.0.1", 30, 12
#: Node 20 runs this one; later ones want a newer Node.
LIGHTHOUSE = "lighthouse@12.8.2"


@dataclass(frozen=True)
class Served:
    """Where the server is, and a member's cookie."""

    port: int
    cookie: str

    def address(self, path: str) -> str:
        """The whole address of a path."""
        return f"http://{HOST}:{self.port}{path}"


@contextmanager
def server() -> Iterator[Served]:
    """The server in a process of its own; it is ended by its number when the measuring is over."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "bench", "--server", str(port)]
    running = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        served = Served(port, f"sessionid={client().cookies['sessionid'].value}")
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
        _read(HTTPConnection(HOST, served.port, timeout=10), served, "/tom/")
    except OSError:
        return False
    return True


def _read(connection: HTTPConnection, served: Served, path: str) -> int:
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


def readers(served: Served) -> list[Row]:
    """Thirty readers open status pages at once, of differing units and years, the first of them after a change."""
    alone = HTTPConnection(HOST, served.port, timeout=30)
    empty = median([_read(alone, served, "/tom/") for _turn in range(40)])
    changed_first(lambda: None)()
    taken: list[int] = []
    failed: list[str] = []
    gate = threading.Barrier(READERS)
    crowd = [threading.Thread(target=_reader, args=(served, number, gate, taken, failed)) for number in range(READERS)]
    for reader in crowd:
        reader.start()
    for reader in crowd:
        reader.join()
    p95 = sorted(taken)[int(len(taken) * 0.95)] if taken else 0
    ratio = p95 / empty
    holds = not failed and (p95 <= 200e6 or ratio <= 12)
    shown = f"{median(taken or [0]) / 1e6:.0f} / {p95 / 1e6:.0f} ms"
    return [
        Row("empty view over the wire, alone", f"{empty / 1e6:.2f} ms"),
        Row(f"{READERS} readers, {EACH} pages each, p50 / p95", shown, f"{ratio:.1f} × empty", "200 ms or 12 ×", holds),
        Row("of them refused or broken", str(len(failed)), "", "0", not failed),
    ]


def _reader(served: Served, number: int, gate: threading.Barrier, taken: list[int], failed: list[str]) -> None:
    connection = HTTPConnection(HOST, served.port, timeout=60)
    gate.wait()
    for turn in range(EACH):
        path = PAGE if turn % 2 else f"{PAGE}?enhed=E{(number + turn) % 6}&aar={2020 + (number * 7 + turn) % 6}"
        try:
            taken.append(_read(connection, served, path))
        except (OSError, RuntimeError) as error:
            failed.append(str(error))


def lighthouse(served: Served) -> list[Row]:
    """Lighthouse's marks for overview and status, and the largest paint against a static page of the same size."""
    tool = _tool()
    if tool is None:
        return [Row("Lighthouse", "skipped", "", "needs node, npm, chromium")]
    rows = []
    for name, path in (("overview", "/"), ("status", PAGE)):
        page = _marked(tool, served, path)
        rows += [
            Row(f"{name}: accessibility", str(page["accessibility"]), "", "100", page["accessibility"] >= 100),
            Row(f"{name}: best practices", str(page["best-practices"]), "", "100", page["best-practices"] >= 100),
            Row(f"{name}: performance", str(page["performance"]), "", "98", page["performance"] >= 98),
        ]
        static = _marked(tool, served, f"/statisk/{len(client().get(path).content)}/")
        ratio = page["lcp"] / static["lcp"]
        shown = f"{page['lcp']:.0f} and {static['lcp']:.0f} ms"
        rows.append(Row(f"{name}: largest paint, against a static page", shown, f"{ratio:.2f} ×", "1.5 ×", ratio <= 1.5))
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


def _marked(tool: Path, served: Served, path: str) -> dict[str, Any]:
    """The median of three runs: marks out of a hundred, and the largest paint in milliseconds."""
    runs = [_run(tool, served, path) for _turn in range(3)]
    return {name: median([run[name] for run in runs]) for name in runs[0]}


def _run(tool: Path, served: Served, path: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        headers, out = Path(folder) / "headers.json", Path(folder) / "report.json"
        headers.write_text(json.dumps({"Cookie": served.cookie}), encoding="utf-8")
        flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
        command: Sequence[str] = [
            str(tool), served.address(path), "--quiet", "--output=json", f"--output-path={out}", f"--extra-headers={headers}",
            "--only-categories=performance,accessibility,best-practices", f"--chrome-flags={flags}",
        ]  # fmt: skip
        environment = os.environ | {"CHROME_PATH": str(shutil.which("chromium"))}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        told = json.loads(out.read_text(encoding="utf-8"))
    marks = {name: round(found["score"] * 100) for name, found in told["categories"].items()}
    return {**marks, "lcp": told["audits"]["largest-contentful-paint"]["numericValue"]}
