"""`python -m tests.trials.kills`: kill every kind of process while people record, and look whether what they were told holds.

A promise is what somebody was told: this entry is recorded, this entry is approved. After all kills each promise must stand
in the ledger, once and whole. The control does the same with asynchronous commits, and must lose some: else the trial
could not have failed. It goes to 127.0.0.1 alone, ends after the time it is given, and ends only what it started.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from tests.trials.cache import StandIn
from tests.trials.served import Served, find_free_port, full_disk, kill, small_disk
from tests.trials.writers import LINES, Told, Writer
from valby.embedded import SUPERUSER, Embedded

#: What is killed, or done, in turn.
KINDS = (
    "a worker", "all workers", "the master", "a backend", "the postmaster", "the whole database", "everything",
    "a full disk", "the cache away",
)  # fmt: skip
#: Seconds after which somebody must have been told again that an entry is recorded.
RECOVERY = 120
WRITERS = 4
DISK_MEGABYTES = 600


@dataclass
class Outcome:
    """What a trial found."""

    kills: Counter[str] = field(default_factory=Counter)
    recoveries: dict[str, list[float]] = field(default_factory=dict)
    recorded: int = 0
    approved: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    verified: str = ""

    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.half or self.faults or self.verified)

    def __str__(self) -> str:
        slowest = {kind: f"{sum(each) / len(each):.1f}/{max(each):.1f}" for kind, each in self.recoveries.items()}
        return (
            f"{self.kills.total()} kills {dict(self.kills)}; recovery in s (mean/most) {slowest}\n"
            f"{self.recorded} entries acknowledged, {self.approved} of them approved; {len(self.lost)} lost, "
            f"{len(self.doubled)} doubled, {len(self.half)} half written; answers {dict(self.answers)}; "
            f"refused {dict(Counter(self.refusals).most_common(4))}; "
            f"{len(self.faults)} answers of 500 {self.faults[:3]}; verify_ledger: {self.verified or 'holds'}"
        )


def connect(served: Served) -> Any:
    """A connection as the database's superuser, past the application."""
    who = Embedded(served.var).connection_settings(SUPERUSER)
    connection = psycopg2.connect(
        host=who["HOST"], port=who["PORT"], user=who["USER"], password=who["PASSWORD"], dbname=who["NAME"]
    )  # fmt: skip
    connection.autocommit = True
    return connection


def fetch(served: Served, statement: str, values: object = None) -> list[tuple[Any, ...]]:
    connection = connect(served)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


@contextmanager
def writing(served: Served, told: Told, ending: threading.Event) -> Iterator[None]:
    """People write until the block is done, and are then let finish what they can."""
    [(unit,)] = fetch(served, "SELECT id::text FROM savings_unit WHERE code = 'PO-VALBY'")
    threads = [threading.Thread(target=Writer(served.port, unit, told, ending).work, daemon=True) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            thread.join(timeout=60)


def await_progress(served: Served, told: Told, outcome: Outcome, kind: str) -> None:
    """Wait until somebody is told again that an entry is recorded, without anybody's help."""
    begun, before = time.monotonic(), told.count_recorded()
    while told.count_recorded() <= before:
        taken = time.monotonic() - begun
        assert taken < RECOVERY, f"after {kind} nothing was recorded for {RECOVERY} s; see {served.log}"
        time.sleep(0.05)
    outcome.recoveries.setdefault(kind, []).append(time.monotonic() - begun)


def strike(served: Served, cache: StandIn, kind: str, chance: random.Random) -> None:
    """Do the one thing that is tried."""
    if kind == "the cache away":
        with cache.away():
            time.sleep(chance.uniform(0.5, 3))
        return
    if kind == "a full disk":
        with full_disk(served.var):
            time.sleep(chance.uniform(0.5, 3))
        return
    names = {"all workers": "workers", "a worker": "workers", "the master": "master", "a backend": "backends",
             "the postmaster": "postmaster", "the whole database": "database", "everything": "everything"}  # fmt: skip
    found = served.find(names[kind])
    kill([chance.choice(found)] if found and kind.startswith("a ") else found)


def judge(served: Served, told: Told, outcome: Outcome) -> None:
    """Hold every promise against the ledger."""
    rows = fetch(
        served,
        "SELECT e.text, e.id, (SELECT count(*) FROM savings_posting p WHERE p.entry_id = e.id), s.entry_id IS NOT NULL, "
        "a.entry_id IS NOT NULL, (SELECT count(*) FROM savings_evidence v WHERE v.entry_id = e.id) FROM savings_entry e "
        "LEFT JOIN savings_submission s ON s.entry_id = e.id LEFT JOIN savings_approval a ON a.entry_id = e.id "
        "WHERE e.text LIKE 'Forsøg %'",
    )
    counts = Counter(row[0] for row in rows)
    by_number = {row[1]: row for row in rows}
    outcome.doubled = [text for text, count in counts.items() if count > 1]
    outcome.half = [row[0] for row in rows if (row[2], row[3], row[5]) != (LINES, True, 1)]
    for promise in told.promises:
        row = by_number.get(promise.number)
        if promise.number and (row is None or row[0] != promise.marker or (promise.is_approved and not row[4])):
            outcome.lost.append(promise.marker)
    outcome.recorded, outcome.approved = told.count_recorded(), sum(promise.is_approved for promise in told.promises)
    outcome.answers, outcome.faults, outcome.refusals = told.answers, told.faults, told.refusals


@contextmanager
def trial(var: Path, port: int = 0) -> Iterator[tuple[Served, StandIn]]:
    """The demo, served in a folder, with a cache beside it."""
    cache = StandIn()
    served = Served(var, port or find_free_port(), VALBY_CACHE_URL=cache.address)
    with cache.running(), served.running():
        served.await_answer(RECOVERY)
        yield served, cache


def run_trial(served: Served, cache: StandIn, kinds: list[str], seconds: float, tell: Callable[[str], None]) -> Outcome:
    """Do what is named, one after the other, while people write; stop early when the time is over."""
    # The same moments and processes each time: what a trial found can be tried again.
    outcome, told, chance = Outcome(), Told(), random.Random(2026)
    until = time.monotonic() + seconds
    with writing(served, told, threading.Event()):
        await_progress(served, told, outcome, "the start")
        for number, kind in enumerate(kinds, 1):
            if time.monotonic() > until:
                break
            time.sleep(chance.uniform(0.05, 0.8))
            strike(served, cache, kind, chance)
            outcome.kills[kind] += 1
            await_progress(served, told, outcome, kind)
            if number % 20 == 0:
                tell(f"{number} of {len(kinds)}: {told.count_recorded()} entries acknowledged, {served.starts} starts")
    served.await_answer(RECOVERY)
    judge(served, told, outcome)
    verified = served.run("verify_ledger")
    outcome.verified = "" if verified.returncode == 0 else verified.stdout + verified.stderr
    return outcome


def run_control(served: Served, cache: StandIn, rounds: int, tell: Callable[[str], None]) -> int:
    """The same with commits that are acknowledged before they are on the disk; how many acknowledged entries were lost."""
    for statement in (
        "ALTER ROLE valby_app SET synchronous_commit = off",
        "ALTER SYSTEM SET wal_writer_delay = '10s'",
        "ALTER SYSTEM SET wal_writer_flush_after = '1GB'",
    ):
        fetch(served, statement)
    kill(served.find("everything"))
    served.await_answer(RECOVERY)
    outcome = run_trial(served, cache, ["the whole database"] * rounds, 600, tell)
    return len(outcome.lost)


def main() -> int:
    """0 where nothing was lost, and the control lost something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--port", type=int, default=0, help="one that is free, where none is named")
    parser.add_argument("--minutes", type=float, default=60, help="no kill begins after that")
    asked = parser.parse_args()
    kinds = [kind for kind in KINDS if kind != "a full disk" or os.geteuid() == 0]
    if len(kinds) < len(KINDS):
        print("a full disk is left out: it takes root to mount a small one")
    tell: Callable[[str], None] = lambda text: print(text, flush=True)  # noqa: E731
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        var = folder / "var"
        if "a full disk" in kinds:
            ending.enter_context(small_disk(var, DISK_MEGABYTES))
        served, cache = ending.enter_context(trial(var, asked.port))
        turns = [kinds[number % len(kinds)] for number in range(asked.kills)]
        outcome = run_trial(served, cache, turns, asked.minutes * 60, tell)
        tell(f"{outcome}\nthe server was started {served.starts} times")
        lost = run_control(served, cache, 10, tell)
        tell(f"control with asynchronous commits: {lost} acknowledged entries lost in 10 kills")
        return int(not outcome.holds() or not lost)


if __name__ == "__main__":
    sys.exit(main())
