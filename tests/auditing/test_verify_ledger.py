"""verify_ledger finds what a superuser with the triggers off has done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.utils import translation

from savings.auditing import (
    find_chain_faults,
    find_file_faults,
    find_head_faults,
    find_recount_faults,
    find_report_faults,
    find_rule_faults,
)
from savings.chain import GENESIS, add_approval, link
from savings.models import Approval, BookingException, Entry
from savings.models.contents import entry_contents
from savings.recording import Line, NewEvidence, NewStatement, approve_release, close_books, record_release, register_series
from savings.recording.files import attach, store_file
from savings.recording.register import register_document, register_initiative
from savings.recording.reports import NewReport, compose, publish
from savings.reporting import read_version
from savings.vocabulary import VOCABULARY, Kind
from tests.ledger_rooms import AT, Room
from tests.publishing.rooms import manuscript, published

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

TODAY = date(2009, 1, 1)


@contextmanager
def triggers_off() -> Iterator[CursorWrapper]:
    """The owner's connection with every trigger and foreign key of the ledger asleep."""
    tables = ("entry", "posting", "statement", "evidence", "submission", "approval", "pricepoint", "pricerelease",
              "priceseries", "document", "attachment")  # fmt: skip
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE savings_{table} DISABLE TRIGGER USER")
        yield cursor
        for table in tables:
            cursor.execute(f"ALTER TABLE savings_{table} ENABLE TRIGGER USER")


@pytest.fixture
def ledger(room: Room, tmp_path: Path, settings: Any) -> list[Entry]:
    """Three approved entries and a price release, with every part a hash covers."""
    settings.FILES_DIR = tmp_path
    document = register_document(by=room.finance, at=AT, reference="BR 320/07", title="Beslutning", sort="decision")
    register_initiative(by=room.finance, at=AT, programme=room.programme, name="Husleje")
    attach(document=document, file=store_file("kontrakt.pdf", b"%PDF-1.7"), by=room.finance, at=AT)
    entries = [
        room.approved(
            lines=[Line(kind=Kind.REALISED, year=2011, amount=Decimal(amount), unit=room.unit, price_level=2008)],
            decision=document, page="1", text="Husleje", reading="Læst som varig",
            evidence=[NewEvidence(document=document, page="1", note="Kontrakt")],
            statements=[NewStatement(kind=Kind.ELSEWHERE, text="På tværs")],
        )
        for amount in (800_000, 600_000, 100_000)
    ]  # fmt: skip
    release = record_release(
        series=register_series(by=room.finance, at=AT, name="KL", source="KL"), changes={2009: Decimal(3)}, by=room.finance, at=AT
    )
    approve_release(release=release, by=room.controller, at=AT)
    return entries


def faults() -> list[str]:
    return [*find_chain_faults(), *find_rule_faults(), *find_recount_faults(TODAY)]


def test_an_untouched_ledger_holds(ledger: list[Entry]) -> None:
    assert faults() == []
    version = read_version()
    assert list(find_head_faults(version.position, version.hash)) == []
    out = StringIO()
    call_command("verify_ledger", "--head", f"{version.position}:{version.hash}", stdout=out)
    assert version.hash in out.getvalue()


#: Every column that a hash covers, with another value for it.
CHANGES = {
    "savings_entry": {
        "act": "'level'", "text": "'x'", "reading": "'x'", "page": "'9'", "reason": "'x'", "booked_on": "'2008-10-15'",
        "recorded_at": "now()", "key": "gen_random_uuid()", "decision_id": "NULL",
        "recorded_by_id": "(SELECT id FROM savings_user WHERE username = 'kollega')",
    },
    "savings_posting": {
        "kind": "'elsewhere'", "year": "2012", "amount": "amount + 0.01", "price_level": "NULL", "unit_id": "NULL",
        "text": "'x'", "booked_on": "'2008-10-15'", "evidenced": "NOT evidenced",
        "lines": "lines + 1", "derived": "true", "initiative_id": "(SELECT min(id) FROM savings_initiative)",
        "takes_back_id": "(SELECT min(id) FROM savings_entry)", "entry_id": "(SELECT min(id) FROM savings_entry)",
    },
    "savings_statement": {"kind": "'target'", "text": "'x'", "unit_id": "(SELECT min(id) FROM savings_unit)"},
    "savings_evidence": {"page": "'9'", "note": "'x'"},
    "savings_submission": {"at": "now()", "by_id": "(SELECT id FROM savings_user WHERE username = 'kollega')"},
    "savings_approval": {
        "at": "now()", "hash": "repeat('a', 64)", "previous_hash": "repeat('a', 64)",
        "version": "2",
        "by_id": "(SELECT id FROM savings_user WHERE username = 'kollega')",
    },
    "savings_document": {"title": "'x'", "reference": "'BR 321/07'", "body": "'x'", "decided_on": "now()", "sort": "'document'",
                         "document_number": "'x'", "link": "'http://x.dk'"},
    "savings_attachment": {"name": "'x'", "sha256": "repeat('a', 64)", "size": "2", "content_type": "'text/plain'", "at": "now()",
                           "by_id": "(SELECT id FROM savings_user WHERE username = 'kollega')"},
}  # fmt: skip


def test_a_ledger_with_every_kind_and_band_holds(room: Room) -> None:
    """Each figure counted again by its own formula: one that forgot a kind would find a fault here."""
    entry = room.approved(
        lines=[
            Line(
                kind=kind, year=2011, amount=Decimal(1000 * (number + 1)) * (-1 if figure.is_cost else 1), unit=room.unit,
                earliest_year=2009 if figure.is_banded else None,
            )
            for number, (kind, figure) in enumerate(VOCABULARY.kinds.items())
        ],
        evidence=[NewEvidence(document=register_document(by=room.finance, at=AT, reference="Kontrakt", title="Kontrakt"))],
    )  # fmt: skip
    assert entry.pk
    assert list(find_recount_faults(TODAY)) == []


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, columns in CHANGES.items() for column in columns])
def test_any_single_changed_field_is_found(ledger: list[Entry], table: str, column: str) -> None:
    key = {"savings_approval": "entry_id", "savings_submission": "entry_id", "savings_entry": "id"}.get(table, "entry_id")
    where = "TRUE" if table in ("savings_document", "savings_attachment") else f"{key} = {ledger[1].pk}"
    with triggers_off() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {CHANGES[table][column]} WHERE {where}")
    found = list(find_chain_faults())
    assert found, f"{table}.{column}"
    if table not in ("savings_document", "savings_attachment"):
        assert any(str(ledger[1].pk) in fault for fault in found)


@pytest.mark.parametrize("column", ["change = change + 0.1", "year = 2010"])
def test_a_changed_price_point_is_found(ledger: list[Entry], column: str) -> None:
    with triggers_off() as cursor:
        cursor.execute(f"UPDATE savings_pricepoint SET {column}")
    assert len(list(find_chain_faults())) == 1


def remove(cursor: CursorWrapper, entry: Entry) -> None:
    """Delete an entry and all that belongs to it."""
    for table in ("approval", "submission", "evidence", "statement", "posting"):
        cursor.execute(f"DELETE FROM savings_{table} WHERE entry_id = %s", [entry.pk])
    cursor.execute("DELETE FROM savings_entry WHERE id = %s", [entry.pk])


def test_a_deleted_middle_is_found(ledger: list[Entry]) -> None:
    with triggers_off() as cursor:
        remove(cursor, ledger[1])
    assert any(str(ledger[2].pk) in fault for fault in find_chain_faults())
    assert list(find_recount_faults(TODAY))


def test_a_line_added_to_an_approved_entry_is_found(ledger: list[Entry]) -> None:
    with triggers_off() as cursor:
        cursor.execute(
            "INSERT INTO savings_posting (entry_id, kind, year, amount, text, booked_on, evidenced, lines, derived) "
            "VALUES (%s, 'realised', 2011, 1, '', '2008-10-14', false, 1, false)", [ledger[0].pk],
        )  # fmt: skip
    assert any(str(ledger[0].pk) in fault for fault in find_chain_faults())


def test_a_changed_kept_total_is_found(ledger: list[Entry]) -> None:
    with triggers_off() as cursor:
        cursor.execute("UPDATE savings_balance SET amount = amount + 1")
    assert list(find_chain_faults()) == []
    assert list(find_recount_faults(TODAY))


def test_a_forgotten_wait_is_found(room: Room) -> None:
    entry = room.submitted()
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM savings_waiting")
    assert any(str(entry.pk) in fault for fault in find_rule_faults())


def test_a_cut_tail_is_found_also_when_the_head_was_set_back(ledger: list[Entry]) -> None:
    printed = read_version()
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM savings_approval WHERE release_id IS NOT NULL")
        cursor.execute("DELETE FROM savings_pricepoint")
        cursor.execute("DELETE FROM savings_pricerelease")
    assert len(list(find_chain_faults())) == 1
    with triggers_off() as cursor:
        last = Approval.objects.order_by("-position").values("position", "hash")[0]
        cursor.execute("UPDATE savings_ledgerhead SET position = %s, hash = %s", [last["position"], last["hash"]])
    assert faults() == []
    assert len(list(find_head_faults(printed.position, printed.hash))) == 1


def test_a_rewritten_tail_is_found_by_a_printed_head(ledger: list[Entry]) -> None:
    """Somebody changes an amount, and then every later hash, the head and the totals, as carefully as can be."""
    printed = read_version()
    with triggers_off() as cursor:
        cursor.execute("UPDATE savings_posting SET amount = amount + 1000 WHERE entry_id = %s", [ledger[2].pk])
        cursor.execute("UPDATE savings_balance SET amount = amount + 1000 WHERE kind = 'realised'")
        rewrite(cursor, ledger[2])
    assert not [fault for fault in find_chain_faults() if str(ledger[2].pk) in fault]
    (fault,) = find_head_faults(printed.position, printed.hash)
    assert str(printed.position) in fault


def rewrite(cursor: CursorWrapper, entry: Entry) -> None:
    """Give a changed entry the hash it would have had, and make it the head; what followed it is cut."""
    approval = Approval.objects.get(entry=entry)
    content = add_approval(entry_contents([entry.pk])[entry.pk], position=approval.position, by=approval.by_id, at=approval.at)
    digest = link(approval.previous_hash, content)
    cursor.execute("UPDATE savings_approval SET hash = %s WHERE position = %s", [digest, approval.position])
    cursor.execute("DELETE FROM savings_approval WHERE position > %s", [approval.position])
    cursor.execute(
        "INSERT INTO savings_approval (position, release_id, by_id, at, version, previous_hash, hash) "
        "SELECT %s, min(id), %s, now(), 1, %s, %s FROM savings_pricerelease",
        [approval.position + 1, approval.by_id, digest, "c" * 64],
    )
    cursor.execute("UPDATE savings_ledgerhead SET position = %s, hash = %s", [approval.position + 1, "c" * 64])


def test_a_head_that_was_never_in_the_ledger_is_told(ledger: list[Entry]) -> None:
    assert list(find_head_faults(0, GENESIS)) == []
    assert len(list(find_head_faults(2, "d" * 64))) == 1
    assert len(list(find_head_faults(99, "d" * 64))) == 1


def test_the_command_ends_with_1_and_a_line_per_fault(ledger: list[Entry]) -> None:
    with triggers_off() as cursor:
        cursor.execute("UPDATE savings_entry SET text = 'andet' WHERE id = %s", [ledger[1].pk])
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_ledger", stdout=out)
    assert ended.value.code == 1
    assert len(out.getvalue().splitlines()) == 1


def test_an_entry_approved_by_its_recorder_behind_the_databases_back_is_told(ledger: list[Entry], room: Room) -> None:
    with triggers_off() as cursor:
        cursor.execute("UPDATE savings_approval SET by_id = %s WHERE entry_id = %s", [room.finance.pk, ledger[0].pk])
    with translation.override("en-gb"):
        assert list(find_rule_faults()) == [f"entry {ledger[0].pk}: approved by its own recorder."]


def test_a_file_that_is_gone_or_changed_is_found(room: Room, tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path
    document = register_document(by=room.finance, at=AT, reference="Lejekontrakt")
    file = store_file("kontrakt.pdf", b"%PDF-1.7 en kontrakt")
    attach(document=document, file=file, by=room.finance, at=AT)
    assert list(find_file_faults()) == []
    place = tmp_path / file.sha256[:2] / file.sha256
    place.write_bytes(b"%PDF-1.7 en anden kontrakt")
    [changed] = find_file_faults()
    place.unlink()
    [gone] = find_file_faults()
    assert "kontrakt.pdf" in changed
    assert "kontrakt.pdf" in gone
    assert changed != gone


@pytest.mark.parametrize(("recorded", "faults"), [("2008-12-31 22:59:59+00", 0), ("2008-12-31 23:00:01+00", 1)])
def test_an_entry_into_closed_books_must_be_recorded_within_its_exception(room: Room, recorded: str, faults: int) -> None:
    """The last day ends at midnight where the office is, which is an hour before midnight in Greenwich."""
    entry = room.approved()
    closing = close_books(through=entry.booked_on, by=room.colleague, at=datetime(2008, 10, 1, tzinfo=UTC), reason="Runde 1")
    BookingException.objects.create(
        closing=closing, person=room.finance, until=date(2008, 12, 31), reason="Kom for sent", by=room.colleague, at=AT
    )
    with triggers_off() as cursor:
        cursor.execute("UPDATE savings_entry SET recorded_at = %s WHERE id = %s", [recorded, entry.pk])
    assert len(list(find_rule_faults())) == faults


def test_an_exception_from_other_books_opens_none(room: Room) -> None:
    """Two rounds closed the same day; the finance officer may still record into one of them."""
    entry = room.approved()
    closings = [
        close_books(through=entry.booked_on, by=room.colleague, at=datetime(2008, 10, 1, tzinfo=UTC), reason=reason)
        for reason in ("Runde 1", "Runde 2")
    ]
    facts = {"person": room.finance, "until": date(2008, 12, 31), "reason": "Kom for sent", "by": room.colleague, "at": AT}
    BookingException.objects.create(closing=closings[0], **facts)
    with translation.override("en-gb"):
        assert list(find_rule_faults()) == [f"entry {entry.pk}: booked in a period that was closed when it was approved."]
    BookingException.objects.create(closing=closings[1], **facts)
    assert list(find_rule_faults()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("sums = '[]'", "frozen figures"),
        ("hash = repeat('a', 64)", "not in the chain"),
        ("by_id = (SELECT composed_by_id FROM savings_report WHERE id = report_id)", "its own composer"),
    ],
)
def test_a_published_report_that_was_changed_is_found(ledger: list[Entry], room: Room, change: str, said: str) -> None:
    report = compose(NewReport(programme=room.programme, title="Bilag", as_of=TODAY, year=2011), by=room.finance, at=AT)
    publish(report=report, by=room.controller, at=AT)
    room.approved()  # what comes later is no fault
    assert list(find_report_faults()) == []
    with triggers_off() as cursor:
        cursor.execute("ALTER TABLE savings_publication DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE savings_publication SET {change}")
        cursor.execute("ALTER TABLE savings_publication ENABLE TRIGGER USER")
    with translation.override("en-gb"):
        assert [said in fault for fault in find_report_faults()] == [True]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE savings_paper SET pdf = pdf || '\\x0a'::bytea", "published file is not the one"),
        ("DELETE FROM savings_paper", "published file is gone"),
        (
            "INSERT INTO savings_reportrefusal (report_id, by_id, at, reason) "
            "SELECT report_id, by_id, now(), 'Nej' FROM savings_publication",
            "though it was sent back",
        ),
    ],
)
def test_a_published_file_that_was_changed_is_found(ledger: list[Entry], room: Room, change: str, said: str) -> None:
    number = published(room, manuscript(room)).pk
    assert list(find_report_faults()) == []
    tables = ("savings_paper", "savings_reportrefusal")
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(change)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with translation.override("en-gb"):
        [fault] = find_report_faults()
    assert said in fault
    assert fault.startswith(f"report {number}: ")
