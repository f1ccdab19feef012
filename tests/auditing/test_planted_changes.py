"""Every change of every column, every deletion and every addition, made past the triggers, is found: generated, none chosen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from savings.auditing import (
    find_chain_faults,
    find_kept_faults,
    find_recount_faults,
    find_report_faults,
    find_rule_faults,
    find_trail_faults,
)
from savings.auditing.tables import ADDED, CHANGING, KEPT, OUTSIDE, OUTSIDE_COLUMNS
from tests.auditing.worlds import make_world

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

TODAY = date(2009, 1, 1)
HELD = (*ADDED, *sorted(CHANGING), *KEPT)
#: Another value for a column of each type.
OTHERS = {
    "bigint": "COALESCE({0}, 0) + 1000", "integer": "COALESCE({0}, 0) + 1000", "smallint": "COALESCE({0}, 0) + 1",
    "numeric": "COALESCE({0}, 0) + 1", "boolean": "NOT {0}", "date": "COALESCE({0}, now()::date) + 1",
    "timestamp with time zone": "COALESCE({0}, now()) + INTERVAL '1 second'", "uuid": "gen_random_uuid()",
    "character varying": "CASE WHEN {0} LIKE 'x%%' THEN 'y' ELSE 'x' END || substr({0}, 2)",
    "text": "COALESCE({0}, '') || ' '", "jsonb": "jsonb_build_array({0})", "bytea": "{0} || '\\x0a'",
    "ARRAY": "{0} || 1000::bigint",
}  # fmt: skip


class Plant(NamedTuple):
    """A change: what it is, and the statement that makes it."""

    name: str
    statement: str


def read(cursor: CursorWrapper, sql: str, *values: object) -> list[tuple[Any, ...]]:
    cursor.execute(sql, values)
    return list(cursor.fetchall())


def list_plants(cursor: CursorWrapper, table: str) -> Iterator[Plant]:
    """A change of each column in the first and the last row, the deletion of one row and of all, and a copied row."""
    columns = read(
        cursor, "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY 1", table
    )
    key = apps_key(table)
    held = [(name, sort) for name, sort in columns if (table, name) not in OUTSIDE_COLUMNS]
    for order in ("ASC", "DESC"):
        where = f'WHERE ctid = (SELECT ctid FROM {table} ORDER BY "{key}" {order} LIMIT 1)'
        for name, sort in held:
            other = OTHERS[sort].format(f'"{name}"')
            yield Plant(f"{table}.{name} {order}", f'UPDATE {table} SET "{name}" = {other} {where}')
        yield Plant(f"{table} deleted {order}", f"DELETE FROM {table} {where}")
    yield Plant(f"{table} emptied", f"DELETE FROM {table}")
    if table != "savings_ledgerhead":
        values = ", ".join(f'"{name}" + 1000' if name == key else f'"{name}"' for name, _sort in columns)
        names = ", ".join(f'"{name}"' for name, _sort in columns)
        yield Plant(f"{table} added", f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} LIMIT 1")


def apps_key(table: str) -> str:
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return str(models[table]._meta.pk.column)


def is_found() -> bool:
    """Whether the audit tells a fault; the checks are asked in turn until one does."""
    checks = (
        find_trail_faults, find_chain_faults, find_rule_faults, find_kept_faults, lambda: find_recount_faults(TODAY),
        find_report_faults,
    )  # fmt: skip
    for check in checks:
        try:
            with transaction.atomic():
                if next(iter(check()), None):
                    return True
        except Exception:
            return True
    return False


@pytest.fixture
def past_the_rules(tmp_path: Path, settings: Any) -> Iterator[CursorWrapper]:
    """The owner's connection, without triggers and constraints, by which the audit reads, too: nothing is ever committed."""
    settings.FILES_DIR = tmp_path
    make_world()
    owner, application = connections["owner"], connections["default"]
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        for table in HELD:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table, name in read(
            cursor, "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'f', 'u') "
            "AND connamespace = 'public'::regnamespace AND conparentid = 0"
        ):  # fmt: skip
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
        connections["default"] = owner
        try:
            yield cursor
        finally:
            connections["default"] = application
            transaction.set_rollback(True, using="owner")


def test_whatever_is_changed_past_valby_is_found(past_the_rules: CursorWrapper) -> None:
    cursor = past_the_rules
    assert not is_found()
    assert [table for table in HELD if not read(cursor, f"SELECT 1 FROM {table} LIMIT 1")] == []
    plants = [plant for table in HELD for plant in list_plants(cursor, table)]
    missed = []
    for plant in plants:
        with transaction.atomic(using="owner"):
            cursor.execute(plant.statement)
            if not is_found():
                missed.append(plant.name)
            transaction.set_rollback(True, using="owner")
    assert not missed, ", ".join(missed)
    assert len(plants) > 500


def test_every_table_is_held_or_named_as_outside(db: None) -> None:
    """Also by the document that an operator reads."""
    with connections["owner"].cursor() as cursor:
        tables = {
            name
            for (name,) in read(
                cursor, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
        }
    assert tables - set(HELD) - set(OUTSIDE) == set()
    assert {*HELD, *OUTSIDE} - tables == set()
    told = (Path(__file__).resolve().parents[2] / "docs" / "operate.md").read_text(encoding="utf-8")
    assert [name for name in OUTSIDE if f"`{name}`" not in told] == []


def test_the_database_links_the_tables_that_the_audit_compares(db: None) -> None:
    with connections["owner"].cursor() as cursor:
        linked = read(
            cursor, "SELECT tgrelid::regclass::text, tgtype & 1 = 1 FROM pg_trigger WHERE tgname LIKE '%%\\_is\\_linked'"
        )
    assert {name for name, by_row in linked if by_row} == CHANGING
    assert {name for name, by_row in linked if not by_row} == set(ADDED)
