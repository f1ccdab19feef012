"""Two minutes at a municipality: forty readers of the large programme, two who record on it, and one who approves."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from django.conf import settings
from django.db import connections
from django.utils import timezone

from bench.large import LARGE
from bench.measures import Measurement
from bench.serving import HOST, Served, read_page
from savings.models import Initiative, Programme, Unit, User, Waiting
from savings.recording import Line, NewEntry, approve, record, submit
from savings.vocabulary import Kind

READERS, READ_EVERY, RECORD_EVERY, APPROVE_EVERY, SECONDS = 40, 2.0, 20.0, 10.0, 120.0


@dataclass
class Watch:
    """What the readers met: nanoseconds to each whole page, and what was no page."""

    until: float
    taken: list[int] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def measure_pressing(served: Served) -> list[Measurement]:
    """All of them at once for two minutes; the memory of the server after a quarter of the time and at the end."""
    alone = HTTPConnection(HOST, served.port, timeout=30)
    empty = median([read_page(alone, served, "/tom/") for _turn in range(40)])
    watch = Watch(monotonic() + SECONDS)
    readers = [threading.Thread(target=_read_on, args=(served, number, watch)) for number in range(READERS)]
    recording = subprocess.Popen([sys.executable, "-m", "bench", "--recorders"], cwd=settings.BASE_DIR)
    for reader in readers:
        reader.start()
    sleep(SECONDS / 4)
    early = _read_memory(served.process)
    for reader in readers:
        reader.join()
    late = _read_memory(served.process)
    failed_to_record = recording.wait(timeout=60)
    p50, p95 = median(watch.taken), sorted(watch.taken)[int(len(watch.taken) * 0.95)]
    ratio, growth = p95 / empty, late / early
    failed = [*watch.failed, *(["recording failed"] if failed_to_record else [])]
    return [
        Measurement("empty view over the wire, alone", f"{empty / 1e6:.2f} ms"),
        Measurement(
            f"{READERS} readers beside 3 who write, {len(watch.taken)} pages", f"{p50 / 1e6:.0f} / {p95 / 1e6:.0f} ms",
            f"{ratio:.1f} × empty", "40 ×", ratio <= 40,
        ),
        Measurement("refused or broken", str(len(failed)), "; ".join(sorted(set(failed)))[:60], "0", not failed),
        Measurement(
            "the server's memory, after 30 s and 120 s", f"{early / 2**20:.0f} and {late / 2**20:.0f} MiB", f"{growth:.2f} ×",
            "1.1 ×", growth <= 1.1,
        ),
    ]  # fmt: skip


def _read_on(served: Served, number: int, watch: Watch) -> None:
    connection = HTTPConnection(HOST, served.port, timeout=60)
    # Readers do not come all at once.
    sleep(READ_EVERY * number / READERS)
    while monotonic() < watch.until:
        begun = monotonic()
        try:
            watch.taken.append(read_page(connection, served, LARGE.page))
        except (OSError, RuntimeError) as error:
            watch.failed.append(str(error))
            connection = HTTPConnection(HOST, served.port, timeout=60)
        sleep(max(0.0, begun + READ_EVERY - monotonic()))


def _read_memory(process: int) -> int:
    """The bytes that a process and its children hold for themselves."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return sum(_read_private_memory(number) for number in [process, *map(int, children)])


def _read_private_memory(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def record_on() -> None:
    """Two record and send, one approves, until the time is over; in a process of its own, each in a thread."""
    until = monotonic() + SECONDS
    faults: list[str] = []
    acts = (_make_recorder(1), _make_recorder(2), _approve_what_waits)
    pauses = (RECORD_EVERY, RECORD_EVERY, APPROVE_EVERY)
    threads = [
        threading.Thread(target=_act_on, args=(act, pause, until, faults)) for act, pause in zip(acts, pauses, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        sys.exit("; ".join(faults))


def _act_on(act: Callable[[], None], pause: float, until: float, faults: list[str]) -> None:
    while monotonic() < until:
        sleep(pause)
        try:
            act()
        except Exception as error:  # whatever it is, the measuring shall tell it and go on
            faults.append(str(error))
    connections.close_all()


def _make_recorder(number: int) -> Callable[[], None]:
    def record_one() -> None:
        by, at, programme = User.objects.get(username="finans"), timezone.now(), Programme.objects.get(slug=LARGE.slug)
        initiative = Initiative.objects.filter(programme=programme).order_by("pk")[number]
        line = Line(
            kind=Kind.REALISED, year=2025, amount=Decimal(1000 + number), unit=Unit.objects.get(code=f"E{number}"),
            initiative=initiative, price_level=2023,
        )  # fmt: skip
        new = NewEntry(
            programme=Programme.objects.get(slug=LARGE.slug),
            booked_on=date(2025, 12, 31),
            text=f"Meldt af {number}",
            lines=[line],
        )
        submit(entry=record(new, by=by, at=at), by=by, at=at)

    return record_one


def _approve_what_waits() -> None:
    by = User.objects.get(username="controller")
    for waiting in Waiting.objects.order_by("pk").select_related("entry")[:1]:
        approve(entry=waiting.entry, by=by, at=timezone.now())
