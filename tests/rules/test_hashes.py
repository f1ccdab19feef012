"""The database hashes what is approved exactly as savings/chain.py does, whatever it holds."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from savings.auditing import find_chain_faults
from savings.chain import VERSION, add_approval, link
from savings.models import Approval
from savings.models.contents import entry_contents, release_contents
from savings.recording import Line, NewEvidence, NewStatement, approve, approve_release, record_release, register_series
from savings.recording.files import StoredFile, attach
from savings.recording.register import register_document, register_initiative
from savings.vocabulary import Kind
from tests.ledger_rooms import AT, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

#: What PostgreSQL can hold: no NUL, no half of a pair; quotation marks, backslashes and control characters come often.
ODD_LETTERS = st.sampled_from("\"\\/\b\f\n\r\t\x1f\x7f\u2028,:{}[]'æ𝄞")
TEXTS = st.text(st.one_of(ODD_LETTERS, st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
AMOUNTS = st.decimals(min_value=Decimal("-99999999999999.99"), max_value=Decimal("99999999999999.99"), places=2).filter(bool)
CHANGES = st.dictionaries(st.integers(1900, 2199), st.decimals(-99, 999, places=4), min_size=1, max_size=5)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ODD = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def hash_again(row: Approval) -> str:
    """The hash of a link in plain Python, from the raw rows."""
    contents = entry_contents([row.entry_id]) if row.entry_id else release_contents([row.release_id])
    (content,) = contents.values()
    return link(row.previous_hash, add_approval(content, position=row.position, by=row.by_id, at=row.at), VERSION)


@ODD
@given(
    text=TEXTS, reason=TEXTS, note=TEXTS, said=TEXTS.filter(bool), reference=TEXTS.filter(bool), name=TEXTS.filter(bool),
    amounts=st.lists(AMOUNTS, min_size=1, max_size=4), at=MOMENTS, files=st.integers(0, 3), is_decided=st.booleans(),
)  # fmt: skip
def test_an_entry_of_odd_texts_and_amounts(
    room: Room, text: str, reason: str, note: str, said: str, reference: str, name: str, amounts: list[Decimal], at: datetime,
    files: int, is_decided: bool,
) -> None:  # fmt: skip
    with transaction.atomic():
        document = register_document(
            by=room.finance, at=AT, reference=reference[:120], title=note[:300], body=text[:200], link='http://x.dk/?a="b\\'
        )
        for number in range(files):
            file = StoredFile(name=name[:200], sha256=f"{number}" * 64, size=number + 1, content_type=note[:100])
            attach(document=document, file=file, by=room.finance, at=at)
        initiative = register_initiative(by=room.finance, at=AT, programme=room.programme, name="Husleje")
        entry = room.submitted(
            lines=[
                Line(kind=Kind.FORECAST, year=year, amount=amount, unit=room.unit, initiative=initiative, earliest_year=2010)
                for year, amount in enumerate(amounts, 2011)
            ],
            text=text, reason=reason, reading=note, page=text[:40], decision=document if is_decided else None,
            evidence=[NewEvidence(document=document, page=reason[:40], note=note)],
            statements=[NewStatement(kind=Kind.ELSEWHERE, text=said)],
        )  # fmt: skip
        row = approve(entry=entry, by=room.controller, at=at)
        assert row.hash == hash_again(row)
        assert list(find_chain_faults()) == []
        transaction.set_rollback(True)


@ODD
@given(note=TEXTS, changes=CHANGES, at=MOMENTS)
def test_a_price_release_of_odd_notes_and_changes(room: Room, note: str, changes: dict[int, Decimal], at: datetime) -> None:
    with transaction.atomic():
        series = register_series(by=room.finance, at=AT, name=note[:100] or "KL", source=note or "KL")
        release = record_release(series=series, changes=changes, by=room.finance, at=at, note=note)
        row = approve_release(release=release, by=room.controller, at=at)
        assert row.hash == hash_again(row)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("zone", "style"), [("UTC", "ISO"), ("Europe/Copenhagen", "German, DMY"), ("Asia/Kathmandu", "SQL, MDY")]
)
def test_no_setting_of_the_session_changes_a_hash(room: Room, zone: str, style: str) -> None:
    entry = room.submitted(key="9f7c8d1e-5a52-4c1f-8f6e-3d1a2b3c4d5e")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', %s, true), set_config('DateStyle', %s, true)", [zone, style])
        cursor.execute("SET LOCAL bytea_output = escape; SET LOCAL quote_all_identifiers = on; SET LOCAL extra_float_digits = 0")
    row = approve(entry=entry, by=room.controller, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'")
    assert row.hash == hash_again(row)


def test_everything_that_the_demo_holds(db: None) -> None:
    call_command("load_demo", verbosity=0, stdout=_Silent())
    rows = list(Approval.objects.order_by("position"))
    assert len(rows) > 5
    assert [row.position for row in rows if row.hash != hash_again(row)] == []


class _Silent:
    def write(self, _text: str) -> None:
        """The demo's password is nobody's business here."""
