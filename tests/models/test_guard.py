"""What the database itself refuses, tried by raw SQL as the application's role and as the tables' owner."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, connections, transaction

from savings.models import Approval, Entry, Posting
from savings.recording import Line, NewEntry, NewEvidence, NewStatement, approve, close_books, record, submit, withdraw
from savings.recording.register import register_document, register_initiative, register_programme
from savings.vocabulary import VOCABULARY, Kind
from tests.ledger_rooms import AT, BOOKED, Room

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

FORBIDDEN = "42501"  # insufficient privilege
APPEND_ONLY = "VB001"


def refused(sql: str, *parameters: object, alias: str = "default") -> str:
    """The SQLSTATE with which the database refuses a statement; fails the test when it lets it through."""
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(sql, parameters or None)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        return getattr(error.__cause__, "pgcode", None) or ""
    pytest.fail(f"not refused: {sql}")


@pytest.fixture
def approved(room: Room) -> Entry:
    """An approved entry with a posting, a statement and evidence."""
    document = register_document(by=room.finance, at=AT, reference="BR 320/07", sort="decision")
    return room.approved(
        lines=[Line(kind=Kind.REALISED, year=2011, amount=Decimal(800_000))],
        decision=document,
        evidence=[NewEvidence(document=document, page="1")],
        statements=[NewStatement(kind=Kind.ELSEWHERE, text="På tværs")],
    )


LEDGER = (
    "entry", "posting", "statement", "evidence", "submission", "refusal", "approval", "closing",
    "priceseries", "pricerelease", "pricepoint", "pricebasis", "balance", "initiativedocument", "waiting", "ledgerhead",
)  # fmt: skip


@pytest.mark.parametrize("table", LEDGER)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_may_not_change_the_ledgers_past(approved: Entry, table: str, statement: str) -> None:
    column = {"submission": "entry_id", "refusal": "entry_id", "approval": "position", "waiting": "entry_id"}.get(table, "id")
    sql = statement.format(f"savings_{table}").replace("id = id", f"{column} = {column}")
    assert refused(sql) == FORBIDDEN


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO savings_posting (id, entry_id, kind, year, amount) OVERRIDING SYSTEM VALUE "
        "SELECT id, entry_id, kind, year, 1 FROM savings_posting ON CONFLICT (id) DO UPDATE SET amount = 1",
        "MERGE INTO savings_posting p USING savings_posting q ON p.id = q.id WHEN MATCHED THEN UPDATE SET amount = 1",
        "MERGE INTO savings_entry p USING savings_entry q ON p.id = q.id WHEN MATCHED THEN DELETE",
        "WITH gone AS (DELETE FROM savings_posting RETURNING *) SELECT * FROM gone",
        "SELECT * FROM savings_entry FOR UPDATE",
        "ALTER TABLE savings_posting DISABLE TRIGGER ALL",
        "ALTER TABLE savings_posting DROP CONSTRAINT posting_kind_known",
        "ALTER TABLE savings_entry ADD COLUMN more text",
        "DROP TABLE savings_posting CASCADE",
        "DROP TRIGGER posting_is_append_only ON savings_posting",
        "DROP FUNCTION valby_refuse_change() CASCADE",
        "CREATE OR REPLACE FUNCTION valby_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE RULE quiet AS ON INSERT TO savings_posting DO INSTEAD NOTHING",
        "CREATE TRIGGER extra BEFORE INSERT ON savings_posting EXECUTE FUNCTION valby_refuse_change()",
        "CREATE TABLE public.mine (id int)",
        "SET session_replication_role = replica",
        "ALTER TABLE savings_posting OWNER TO CURRENT_USER",
        "ALTER TABLE savings_posting ENABLE ROW LEVEL SECURITY",
        "COPY savings_posting FROM PROGRAM 'echo 1'",
        "LOCK TABLE savings_posting IN ACCESS EXCLUSIVE MODE",
        "SET ROLE valby_owner",
    ],
)
def test_the_application_finds_no_way_around(approved: Entry, sql: str) -> None:
    assert refused(sql) == FORBIDDEN


def test_the_application_cannot_give_itself_what_it_lacks(approved: Entry) -> None:
    with connection.cursor() as cursor:
        # PostgreSQL answers this with a warning; what counts is that nothing was given.
        cursor.execute("GRANT UPDATE, DELETE, TRUNCATE ON savings_posting TO CURRENT_USER")
        cursor.execute("SELECT has_table_privilege('savings_posting', 'UPDATE, DELETE, TRUNCATE')")
        assert cursor.fetchone() == (False,)


def test_no_table_belongs_to_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    "parent",
    ["unit", "programme", "initiative", "document", "user", "entry"],
)
def test_a_parent_row_cannot_be_deleted_with_what_rests_on_it(approved: Entry, parent: str) -> None:
    assert refused(f"DELETE FROM savings_{parent}") == FORBIDDEN


@pytest.fixture
def committed(transactional_db: None, room: Room) -> Entry:
    """An approved entry that other connections see."""
    document = register_document(by=room.finance, at=AT, reference="BR 320/07", sort="decision")
    return room.approved(
        lines=[Line(kind=Kind.REALISED, year=2011, amount=Decimal(800_000))],
        decision=document,
        evidence=[NewEvidence(document=document)],
        statements=[NewStatement(kind=Kind.ELSEWHERE, text="På tværs")],
    )


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_even_the_owner_meets_the_triggers(committed: Entry) -> None:
    for table in ("entry", "posting", "statement", "evidence", "submission", "approval"):
        column = {"submission": "at", "approval": "at", "entry": "text", "evidence": "note", "statement": "text"}.get(
            table, "amount"
        )
        assert refused(f"UPDATE savings_{table} SET {column} = {column}", alias="owner") == APPEND_ONLY, table
        assert refused(f"DELETE FROM savings_{table}", alias="owner") == APPEND_ONLY, table
    assert refused("UPDATE savings_document SET title = 'andet'", alias="owner") == "VB004"
    assert refused("DELETE FROM savings_programme", alias="owner") == "23503"


# --- What must never be, tried by INSERT ------------------------------------------------------------------------


def insert_posting(entry: Entry, **columns: object) -> str:
    values = {"entry_id": entry.pk, "kind": "realised", "year": 2011, "amount": 1, "text": ""} | columns
    names = ", ".join(values)
    return refused(f"INSERT INTO savings_posting ({names}) VALUES ({', '.join(['%s'] * len(values))})", *values.values())


CHECK, NOT_NULL = "23514", "23502"


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({"amount": None}, NOT_NULL),
        ({"year": None}, NOT_NULL),
        ({"year": 1200}, CHECK),
        ({"kind": "spared"}, CHECK),
        ({"price_level": 20}, CHECK),
        ({"kind": "plan", "earliest_year": 2011}, CHECK),
        ({"kind": "realised", "earliest_year": 2009}, CHECK),
    ],
)
def test_a_posting_says_something_possible(room: Room, columns: dict[str, object], state: str) -> None:
    assert insert_posting(room.recorded(), **columns) == state


def test_a_line_cannot_join_what_somebody_has_been_shown(room: Room) -> None:
    entry = room.recorded()
    submit(entry=entry, by=room.finance, at=AT)
    assert insert_posting(entry) == "VB005"
    approve(entry=entry, by=room.controller, at=AT)
    assert insert_posting(entry) == "VB005"


def test_what_follows_from_the_entry_is_not_for_a_client_to_say(room: Room) -> None:
    entry = room.recorded(lines=[])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO savings_posting (entry_id, kind, year, amount, text, booked_on, evidenced, lines, derived) "
            "VALUES (%s, 'realised', 2011, 0, '', '1999-01-01', true, 7, true)", [entry.pk],
        )  # fmt: skip
    line = Posting.objects.get(entry=entry)
    assert (line.amount, line.booked_on, line.evidenced, line.lines, line.derived) == (0, entry.booked_on, False, 1, False)


def test_what_shows_an_entry_to_be_true_comes_before_its_lines(room: Room) -> None:
    document = register_document(by=room.finance, at=AT, reference="Lejekontrakt")
    insert = "INSERT INTO savings_evidence (entry_id, document_id, page, note) VALUES (%s, %s, '', '')"
    assert refused(insert, room.recorded().pk, document.pk) == "VB069"
    with connection.cursor() as cursor:
        cursor.execute(insert, [room.recorded(lines=[]).pk, document.pk])


def test_a_line_cannot_name_another_programmes_initiative(room: Room) -> None:
    other = register_programme(by=room.finance, at=AT, slug="andet", name="Andet", full_effect_year=2011)
    foreign = register_initiative(by=room.finance, at=AT, programme=other, name="Fremmed")
    assert insert_posting(room.recorded(), initiative_id=foreign.pk) == "VB006"


def test_a_line_takes_back_only_from_what_is_corrected(room: Room, approved: Entry) -> None:
    assert insert_posting(room.recorded(), takes_back_id=approved.pk) == "VB007"


def insert_entry(room: Room, **columns: object) -> str:
    values = {
        "programme_id": room.programme.pk, "act": "record", "text": "", "reading": "", "page": "", "reason": "",
        "booked_on": BOOKED, "recorded_by_id": room.finance.pk, "recorded_at": AT,
    } | columns  # fmt: skip
    names = ", ".join(values)
    return refused(f"INSERT INTO savings_entry ({names}) VALUES ({', '.join(['%s'] * len(values))})", *values.values())


def test_a_correction_names_what_it_corrects_and_why(room: Room, approved: Entry) -> None:
    assert insert_entry(room, act="correction", reason="forkert") == CHECK
    assert insert_entry(room, act="correction", corrects_id=approved.pk) == CHECK
    assert insert_entry(room, act="record", corrects_id=approved.pk) == CHECK
    assert insert_entry(room, act="sletning") == CHECK
    assert insert_entry(room, booked_on=date(1066, 10, 14)) == CHECK


def insert_approval(room: Room, entry: Entry, **columns: object) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT position, hash FROM savings_ledgerhead")
        position, digest = cursor.fetchone()
    values = {
        "position": position + 1, "entry_id": entry.pk, "by_id": room.controller.pk, "at": AT,
        "version": 1, "previous_hash": digest, "hash": "",
    } | columns  # fmt: skip
    names = ", ".join(values)
    return refused(f"INSERT INTO savings_approval ({names}) VALUES ({', '.join(['%s'] * len(values))})", *values.values())


def test_an_approval_by_the_recorder_is_refused(room: Room) -> None:
    assert insert_approval(room, room.submitted(), by_id=room.finance.pk) == "VB018"


def test_an_approval_must_carry_its_hashes_and_its_place(room: Room) -> None:
    entry = room.submitted()
    assert insert_approval(room, entry, hash="a" * 64) == "VB033"
    assert insert_approval(room, entry, previous_hash="b" * 64) == "VB012"
    assert insert_approval(room, entry, position=99) == "VB012"
    assert insert_approval(room, entry, entry_id=None) == CHECK


def test_what_is_not_submitted_or_already_decided_is_not_approved(room: Room, approved: Entry) -> None:
    assert insert_approval(room, room.recorded()) == "VB011"
    assert insert_approval(room, approved) == "VB008"
    entry = room.submitted()
    withdraw(entry=entry, by=room.finance, at=AT)
    assert insert_approval(room, entry) == "VB008"


def test_an_entry_without_lines_is_not_submitted(room: Room) -> None:
    entry = record(NewEntry(programme=room.programme, booked_on=BOOKED), by=room.finance, at=AT)
    assert refused("INSERT INTO savings_submission VALUES (%s, %s, %s)", entry.pk, AT, room.finance.pk) == "VB010"


def test_nothing_is_approved_into_closed_books(room: Room) -> None:
    entry = room.submitted()
    close_books(through=BOOKED, by=room.controller, at=AT, reason="Regnskabet er aflagt")
    assert insert_approval(room, entry) == "VB019"


def test_closing_one_programme_leaves_the_others_open(room: Room) -> None:
    other = register_programme(by=room.finance, at=AT, slug="andet", name="Andet", full_effect_year=2011)
    close_books(through=BOOKED, by=room.controller, at=AT, reason="Aflagt", programme=other)
    approve(entry=room.submitted(), by=room.controller, at=AT)
    assert Approval.objects.count() == 1


def test_secured_does_not_fall_below_zero_on_any_day(room: Room) -> None:
    secured = Line(kind=Kind.SECURED, year=2011, amount=Decimal(100))
    room.approved(lines=[secured], booked_on=date(2009, 6, 1))
    too_much = room.submitted(lines=[Line(kind=Kind.SECURED, year=2011, amount=Decimal(-101))], booked_on=date(2010, 1, 1))
    too_early = room.submitted(lines=[secured.negate()], booked_on=date(2009, 1, 1))
    assert insert_approval(room, too_much) == "VB017"
    assert insert_approval(room, too_early) == "VB017"
    room.approved(lines=[secured.negate()], booked_on=date(2009, 6, 1))


def test_secured_is_counted_per_unit_year_and_price_level(room: Room) -> None:
    room.approved(lines=[Line(kind=Kind.SECURED, year=2011, amount=Decimal(100), price_level=2010)])
    for line in (
        Line(kind=Kind.SECURED, year=2012, amount=Decimal(-1), price_level=2010),
        Line(kind=Kind.SECURED, year=2011, amount=Decimal(-1), price_level=2011),
        Line(kind=Kind.SECURED, year=2011, amount=Decimal(-1), price_level=2010, unit=room.unit),
    ):
        assert insert_approval(room, room.submitted(lines=[line])) == "VB017"


def test_an_offset_does_not_become_a_saving(room: Room) -> None:
    room.approved(lines=[Line(kind=Kind.OFFSET, year=2011, amount=Decimal(-100))])
    assert insert_approval(room, room.submitted(lines=[Line(kind=Kind.OFFSET, year=2011, amount=Decimal(101))])) == "VB017"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PLAN])  # a plan is changed by a decision only
def test_the_rule_bounds_the_kinds_that_are_declared_bounded(room: Room, kind: Kind) -> None:
    figure = VOCABULARY.kinds[kind]
    amount = Decimal(-100 if figure.is_cost else 100)
    room.approved(lines=[Line(kind=kind, year=2011, amount=amount)])
    beyond = room.submitted(lines=[Line(kind=kind, year=2011, amount=-2 * amount)])
    if figure.is_bounded:
        assert insert_approval(room, beyond) == "VB017"
    else:
        approve(entry=beyond, by=room.controller, at=AT)


def test_codes_and_slugs_are_permanent_and_units_form_a_tree(room: Room) -> None:
    assert refused("UPDATE savings_unit SET code = 'NY'") == "VB002"
    assert refused("UPDATE savings_programme SET slug = 'ny'") == "VB002"
    assert refused("UPDATE savings_unit SET parent_id = id") == "VB003"
    assert refused("UPDATE savings_unit SET valid_from = '2009-01-01', valid_to = '2008-01-01'") == CHECK


def test_a_document_that_nothing_approved_rests_on_can_be_put_right(room: Room) -> None:
    document = register_document(by=room.finance, at=AT, reference="ØU 377/2007")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE savings_document SET title = 'Rettet' WHERE id = %s", [document.pk])
    room.approved(decision=document)
    assert refused("UPDATE savings_document SET title = 'Igen'") == "VB004"
