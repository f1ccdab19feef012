"""A ledger of N postings in a database of its own, filled in a few statements with the triggers asleep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from savings.composing.starters import start_manuscript
from savings.demo.people import People, register_people
from savings.manuscript import dump_manuscript
from savings.models import Programme
from savings.publishing.snapshots import build_file
from savings.recording.prices import record_release, register_series
from savings.recording.register import register_document, register_initiative, register_programme, register_unit
from savings.recording.reports import NewReport, PreparedPaper, compose, publish
from savings.reporting import read_programme, read_version

#: Five programmes; the first holds half of all postings. The organisation is of one size, so that only the history grows.
PROGRAMMES, UNITS, YEARS = 5, 6, 6
NAME = "valby_bench"
SLUG = "bench-1"
LAST_REPORT = date(2025, 3, 24)
SILENT = ("entry", "posting", "evidence", "submission", "approval")

_ENTRIES = """
INSERT INTO savings_entry (programme_id, act, text, reading, decision_id, page, booked_on, reason, recorded_by_id, recorded_at)
SELECT p.id, 'record', 'Bilag ' || n, '', (SELECT min(id) FROM savings_document), '1',
       DATE '2020-01-01' + (n * 2000 / %(entries)s)::int, '', %(finance)s, TIMESTAMPTZ '2020-01-01'
FROM generate_series(1, %(entries)s) n
JOIN savings_programme p ON p.slug = 'bench-' || CASE WHEN n %% 2 = 0 THEN 1 ELSE 2 + n / 2 %% (%(programmes)s - 1) END;

INSERT INTO savings_posting (entry_id, kind, unit_id, initiative_id, year, amount, price_level, text, booked_on, evidenced,
                             lines, derived)
SELECT e.id, k.kind, u.id, i.id, 2020 + (e.id / 7 + s) %% %(years)s, k.sign * (1000 + e.id %% 977), 2020, '', e.booked_on,
       k.kind = 'realised' AND e.id %% 3 = 0, 1, false
FROM savings_entry e
CROSS JOIN generate_series(0, 3) s
JOIN (VALUES (0, 'target', 4), (1, 'plan', 3), (2, 'realised', 2), (3, 'secured', 1), (4, 'offset', -1), (5, 'elsewhere', 1))
     AS k(number, kind, sign) ON k.number = (e.id + s * 2 + s / 3) %% 6
JOIN savings_unit u ON u.code = 'E' || (e.id / 3) %% %(units)s
JOIN savings_initiative i ON i.programme_id = e.programme_id AND i.name = 'Indsats ' || (e.id / 3) %% %(units)s;
"""
#: What follows from the entries and their lines, whoever filled them in: evidence, approvals, and what the database keeps.
_REST = """
INSERT INTO savings_evidence (entry_id, document_id, page, note)
SELECT id, decision_id, '1', '' FROM savings_entry WHERE id %% 3 = 0;
INSERT INTO savings_submission (entry_id, at, by_id) SELECT id, recorded_at, recorded_by_id FROM savings_entry;
INSERT INTO savings_approval (position, entry_id, at, by_id, version, previous_hash, hash)
SELECT n, id, TIMESTAMPTZ '2020-01-02', %(controller)s, 1,
       encode(sha256((n - 1)::text::bytea), 'hex'), encode(sha256(n::text::bytea), 'hex')
FROM (SELECT id, row_number() OVER (ORDER BY id) + (SELECT position FROM savings_ledgerhead) AS n FROM savings_entry) entries;

INSERT INTO savings_balance (programme_id, kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced,
                             amount, lines)
SELECT e.programme_id, p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, p.earliest_year, p.evidenced, sum(p.amount),
       sum(p.lines)
FROM savings_posting p JOIN savings_entry e ON e.id = p.entry_id GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
INSERT INTO savings_pastbalance (programme_id, booked_year, booked_month, kind, unit_id, initiative_id, year, price_level,
                                 earliest_year, evidenced, amount, lines)
SELECT e.programme_id, extract(year FROM p.booked_on), span.month, p.kind, p.unit_id, p.initiative_id, p.year, p.price_level,
       p.earliest_year, p.evidenced, sum(p.amount), sum(p.lines)
FROM savings_posting p JOIN savings_entry e ON e.id = p.entry_id
CROSS JOIN LATERAL (VALUES (0), (extract(month FROM p.booked_on))) AS span(month)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
INSERT INTO savings_initiativedocument (programme_id, initiative_id, document_id, page, note, first_booked_on)
SELECT e.programme_id, p.initiative_id, e.decision_id, '1', '', min(e.booked_on)
FROM savings_posting p JOIN savings_entry e ON e.id = p.entry_id
WHERE p.kind = 'realised' AND e.id %% 3 = 0 GROUP BY 1, 2, 3;
UPDATE savings_ledgerhead h SET position = a.position, hash = a.hash, moment = a.at
FROM (SELECT position, hash, at FROM savings_approval ORDER BY position DESC LIMIT 1) a;
"""


@contextmanager
def bench_database() -> Iterator[None]:
    """A fresh database beside the real one, behind both aliases, dropped afterwards."""
    owner, default = connections["owner"], connections["default"]
    kept, name = str(settings.DATABASES["owner"]["NAME"]), NAME
    _recreate(owner, name)
    _point(name)
    call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        default.close()
        owner.close()
        _point(kept)
        _recreate(owner, name, create=False)


def _recreate(owner: Any, name: str, *, create: bool = True) -> None:
    with owner.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        if create:
            cursor.execute(f"CREATE DATABASE {name}")
    owner.close()


def point_at_bench() -> None:
    """Let this process use the bench database that another one made."""
    _point(NAME)


def _point(name: str) -> None:
    for alias in ("owner", "default"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def fill(postings: int) -> None:
    """Fill the bench database with about `postings` postings, four to an entry."""
    people = register_people("bench")
    series = register_series(by=people.finance, at=people.finance.date_joined, name="Bench", source="Bench")
    record_release(series=series, changes={2021: Decimal(2)}, by=people.finance, at=people.finance.date_joined)
    register_document(by=people.finance, at=people.finance.date_joined, reference="Bench 1", sort="decision")
    units = tuple(
        register_unit(by=people.finance, at=people.finance.date_joined, code=f"E{number}", name=f"Enhed {number}")
        for number in range(UNITS)
    )
    for number in range(1, PROGRAMMES + 1):
        programme = register_programme(
            by=people.finance,
            at=people.finance.date_joined,
            slug=f"bench-{number}",
            name=f"Program {number}",
            full_effect_year=2020 + YEARS - 1,
            units=units,
            price_series=series,
        )
        for place in range(UNITS):
            register_initiative(
                by=people.finance, at=people.finance.date_joined, programme=programme, name=f"Indsats {place}", unit=units[place]
            )
    facts = {
        "entries": postings // 4, "programmes": PROGRAMMES, "units": UNITS, "years": YEARS,
        "finance": people.finance.pk, "controller": people.controller.pk,
    }  # fmt: skip
    run_silently(_ENTRIES, facts)
    # A quarter before the last entry, as a committee would have it: the status pages tell what has come since.
    for programme in Programme.objects.order_by("pk"):
        _publish(programme, people, with_text=programme.slug == SLUG)


def run_silently(entries: str, facts: dict[str, Any]) -> None:
    """Run the statements that fill in entries and their lines, and all that follows from them, with the triggers asleep.

    Args:
        facts: the statements' values; among them the row numbers of `finance` and `controller`.
    """
    with connections["owner"].cursor() as cursor:
        _silence(cursor, "DISABLE")
        for statement in (entries + _REST).split(";\n"):
            if statement.strip():
                cursor.execute(statement, facts)
        _silence(cursor, "ENABLE")
        cursor.execute("ANALYZE")


def _publish(programme: Programme, people: People, *, with_text: bool) -> None:
    """A report of the quarter: of the figures alone, or with a text of its own and its paper."""
    told = start_manuscript(
        "status", read_programme(programme.slug), language="da", today=LAST_REPORT, as_of=LAST_REPORT, year=None,
        price_level=None, unit="", title="Kvartal",
    )  # fmt: skip
    report = compose(
        NewReport(
            programme=programme,
            title="Kvartal",
            as_of=LAST_REPORT,
            year=programme.full_effect_year,
            content=dump_manuscript(told) if with_text else None,
        ),
        by=people.finance,
        at=timezone.now(),
    )

    at, version = timezone.now(), read_version()
    paper = None
    if with_text:
        file = build_file(report, by=people.controller, at=at, position=version.position, today=timezone.localdate())
        paper = PreparedPaper(file, version)
    publish(report=report, by=people.controller, at=at, paper=paper)


def _silence(cursor: Any, how: str) -> None:
    for table in SILENT:
        cursor.execute(f"ALTER TABLE savings_{table} {how} TRIGGER USER")
