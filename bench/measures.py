"""What is measured: each measure beside its yardstick and its limit."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import typst
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.clock import Timing, side_by_side
from bench.filling import SLUG
from savings.elements.typesetting.typst import STANDARDS, TEMPLATES
from savings.models import Programme, User
from savings.presentation.paper.status import status_data, status_pdf
from savings.projections.status import Status
from savings.reporting import StatusQuestion, read_status
from savings.reporting.sums import AS_OF, LATEST
from savings.vocabulary import Kind

PAGE = f"/programmer/{SLUG}/"
TURNS = 40


@dataclass(frozen=True)
class Measurement:
    """A line of the table: what, how long (or how much), its yardstick, and the limit it shall keep."""

    what: str
    value: str
    yardstick: str = ""
    limit: str = ""
    holds: bool | None = None


def client() -> Client:
    """A member, logged in."""
    found = Client(headers={"accept-encoding": "gzip"}, raise_request_exception=True)
    found.force_login(User.objects.get(username="medlem"), backend="django.contrib.auth.backends.ModelBackend")
    return found


def get(reader: Client, address: str) -> Callable[[], bytes]:
    """A reading of a page that must succeed."""

    def read() -> bytes:
        answer = reader.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return answer.getvalue() if answer.streaming else answer.content

    return read


def after_change(act: Callable[[], object]) -> Callable[[], object]:
    """The act as the first one after a change, by a process that remembers nothing; the change costs one short statement."""

    def perform() -> object:
        cache.clear()
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE savings_ledgerhead SET revision = revision + 1, shared_stamp = gen_random_uuid()")
        return act()

    return perform


def bare(query: str, as_of: date, slug: str = SLUG) -> Callable[[], object]:
    """The SQL of a status and nothing else."""
    programme = Programme.objects.get(slug=slug).pk

    def perform() -> object:
        with connection.cursor() as cursor:
            cursor.execute(query, {"programmes": [programme], "as_of": as_of, "position": None})
            return cursor.fetchall()

    return perform


def measure_pages(today: date) -> tuple[list[Measurement], dict[str, Timing]]:
    """The status page and the overview against the empty view; all timings for the next comparison."""
    reader = client()
    past = today - timedelta(days=700)
    acts: dict[str, Callable[[], object]] = {
        "empty": get(reader, "/tom/"),
        "change": after_change(lambda: None),
        "first": after_change(get(reader, PAGE)),
        "again": get(reader, PAGE),
        "overview": after_change(get(reader, "/")),
        "as of": after_change(get(reader, f"{PAGE}?pr={past.isoformat()}")),
        "sql": bare(LATEST, today),
        "sql as of": bare(AS_OF, past),
        "report as of": lambda: read_status(SLUG, StatusQuestion(as_of=past, is_past=True)),
    }
    taken = side_by_side(acts, TURNS)
    empty, change = taken["empty"].p50, taken["change"].p50
    with CaptureQueriesContext(connection) as first:
        after_change(get(reader, PAGE))()
    with CaptureQueriesContext(connection) as again:
        get(reader, PAGE)()
    past_ratio = (taken["as of"].p50 - change) / (taken["first"].p50 - change)
    rows = [
        Measurement("empty view", taken["empty"].text),
        Measurement("bare SQL of the status", taken["sql"].text),
        _against("status page, first after a change", taken["first"], empty, 20, change, f"{len(first)} queries"),
        _against("status page, read again", taken["again"], empty, 3, 0, f"{len(again)} queries"),
        _against("overview, first after a change", taken["overview"], empty, 20, change),
        Measurement("bare SQL as of a past day", taken["sql as of"].text),
        Measurement("status read as of that day", taken["report as of"].text),
        Measurement("status page as of that day", taken["as of"].text, f"{past_ratio:.2f} × today's", "3 ×", past_ratio <= 3),
    ]  # fmt: skip
    return rows, taken


def _against(what: str, timing: Timing, empty: int, most: int, change: int, remark: str = "") -> Measurement:
    ratio = (timing.p50 - change) / empty
    return Measurement(f"{what} ({remark})" if remark else what, timing.text, f"{ratio:.1f} × empty", f"{most} ×", ratio <= most)


def measure_papers(today: date) -> list[Measurement]:
    """The status PDF, with figures changed each time, against the bare engine given the same document."""
    statuses = iter(_vary_status(today))
    prepared = _prepare_compilations(today)
    taken = side_by_side({"ours": lambda: status_pdf(next(statuses)), "bare": lambda: next(prepared)()}, 20)
    ratio = taken["ours"].p50 / taken["bare"].p50
    return [
        Measurement("bare Typst compile", taken["bare"].text),
        Measurement("status PDF", taken["ours"].text, f"{ratio:.2f} × bare", "1.3 ×", ratio <= 1.3),
    ]


def _vary_status(today: date) -> Iterator[Status]:
    level = 0
    while True:
        level += 1
        yield _build_status(today, level)


def _build_status(today: date, number: int) -> Status:
    from dataclasses import replace

    status = read_status(SLUG, StatusQuestion(as_of=today))
    shown = replace(status.headline, stated={**status.headline.stated, Kind.TARGET: status.headline.target + 1_000_000 * number})
    return replace(status, headline=shown)


def _prepare_compilations(today: date) -> Iterator[Callable[[], object]]:
    """Compilations whose data were made ready before the clock starts."""
    engine = typst.Compiler(root=str(TEMPLATES), ignore_system_fonts=True)
    number = 1000
    while True:
        number += 1
        status = _build_status(today, number)
        inputs = {"data": json.dumps(status_data(status), ensure_ascii=False)}
        yield partial(engine.compile, str(TEMPLATES / "status.typ"), sys_inputs=inputs, pdf_standards=STANDARDS)


def prepare_client() -> None:
    """Let the test client speak to the application as a browser on this machine would."""
    settings.ALLOWED_HOSTS = ["testserver", *settings.ALLOWED_HOSTS]
    settings.ROOT_URLCONF = "bench.empty"


def measure_memory() -> Measurement:
    """A worker's memory after 1,000 pages and 1,000 PDFs of differing content, in a process that did nothing else."""
    command = [sys.executable, "-m", "bench", "--worker"]
    said = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    used = int(said.stdout.split()[-1])
    return Measurement("worker after 1,000 pages and PDFs", f"{used / 2**20:.0f} MiB", "", "150 MiB", used <= 150 * 2**20)


def wear_out_worker(today: date) -> int:
    """The bytes this process holds after reading and printing a thousand times."""
    read = after_change(get(client(), PAGE))
    statuses = _vary_status(today)
    for _turn in range(1000):
        read()
        status_pdf(next(statuses))
    return read_memory()


def read_memory() -> int:
    """The memory this process holds, in bytes."""
    with open("/proc/self/status", encoding="ascii") as file:
        fields: dict[str, Any] = dict(line.split(":", 1) for line in file)
    return int(fields["VmRSS"].split()[0]) * 1024
