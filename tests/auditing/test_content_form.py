"""What a link's hash covers has a version, and cannot change without a new one."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections

from savings.auditing import find_chain_faults
from savings.chain import GENESIS, VERSION, canonical, link
from savings.models import (
    Approval,
    Attachment,
    Document,
    Entry,
    Evidence,
    Posting,
    PriceBasis,
    PricePoint,
    PriceRelease,
    PriceSeries,
    StatedLevel,
    Statement,
    Submission,
)
from savings.recording import Line
from savings.vocabulary import Kind
from tests.ledger_rooms import Room

#: The columns of each table in the canonical content, by version. A change of what is hashed is a new version here and in
#: savings/chain.py, with the form before it kept in savings/models/contents.py: links that were made stay what they are.
FORMS = {
    1: {
        Entry: "id programme_id act text reading decision_id page booked_on corrects_id reason recorded_by_id recorded_at key",
        Posting: "id entry_id kind unit_id initiative_id year amount price_level earliest_year takes_back_id text "
        "booked_on evidenced lines derived",
        StatedLevel: "id entry_id kind unit_id initiative_id year amount price_level earliest_year text",
        Statement: "id entry_id kind unit_id initiative_id text",
        Evidence: "id entry_id document_id page note",
        Submission: "entry_id by_id at",
        Document: "id sort reference title body decided_on document_number link",
        Attachment: "id document_id sha256 name size content_type by_id at",
        PriceRelease: "id series_id note announced_on recorded_by_id recorded_at",
        PriceSeries: "id name source",
        PricePoint: "id release_id year change correction",
        PriceBasis: "id programme_id level decision_id page valid_from recorded_by_id recorded_at",
    }
}


def test_the_columns_are_those_of_the_newest_version() -> None:
    assert max(FORMS) == VERSION
    for model, columns in FORMS[VERSION].items():
        assert {field.attname for field in model._meta.concrete_fields} == set(columns.split()), model


def test_a_version_is_part_of_what_is_hashed() -> None:
    assert link(GENESIS, {"a": 1}, 1) != link(GENESIS, {"a": 1}, 2)


def test_the_first_version_is_written_as_it_always_was() -> None:
    assert canonical({"b": Decimal("1.50"), "a": None, "version": 1}) == '{"a":null,"b":"1.50","version":1}'
    assert link(GENESIS, {"b": Decimal("1.50"), "a": None}, 1) == (
        "c6364773e0484ba847eed274deb2267825000e77d169d0eadedf401b4eeb460e"
    )


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_an_approval_keeps_its_version_and_an_unknown_one_is_told(room: Room) -> None:
    room.approved(lines=[Line(kind=Kind.REALISED, year=2011, amount=Decimal(1000))])
    assert Approval.objects.get().version == VERSION
    call_command("verify_ledger", stdout=StringIO())
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE savings_approval DISABLE TRIGGER approval_is_append_only")
        cursor.execute("UPDATE savings_approval SET version = 2")
        cursor.execute("ALTER TABLE savings_approval ENABLE TRIGGER approval_is_append_only")
    (fault,) = find_chain_faults()
    assert "(2)" in fault
