"""Restoring a backup: all of it in one transaction, so that a database is as it was before, or as it was backed up."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from savings.backups.folder import Backup
from savings.backups.take import HEADS, LEFT_OUT, format_columns, set_session
from savings.models.documents import place_of
from valby.durable import CHUNK, compute_digest, read_chunks, write_durably
from valby.errors import UserError
from valby.turns import wait_for_turn

#: Tables that the migrations fill themselves. Rows in any other mean that somebody has used the database.
FILLED_BY_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission", "savings_ledgerhead"}

_IDENTITIES = """
SELECT c.oid::regclass::text, quote_ident(a.attname), pg_get_serial_sequence(c.oid::regclass::text, a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> ''
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""


def find_contents() -> list[str]:
    """The tables of the database that hold rows of somebody's; none in an empty one, and in one that was only migrated."""
    with connections["owner"].cursor() as cursor:
        return [table for table in _list_tables(cursor) if table not in FILLED_BY_MIGRATIONS and _has_rows(cursor, table)]


def restore_backup(backup: Backup) -> None:
    """Put the backup in the place of whatever is in the database; its files join those in the store.

    Raises:
        UserError: when this code is older than the backup, or what was restored is not what was backed up. The database is
            then as it was.
    """
    connection = connections["owner"]
    _check_migrations(backup)
    _restore_files(backup)
    with wait_for_turn(connection, "migrate"), transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        set_session(cursor)
        if tables := _list_tables(cursor):
            cursor.execute(f"DROP TABLE {', '.join(map(connection.ops.quote_name, tables))} CASCADE")
        _make_tables(backup)
        with _check_references_afterwards(cursor):
            for table in backup.manifest.columns:
                _load_table(cursor, backup, table)
        _set_sequences(cursor, backup)
        cursor.execute(f"SELECT {', '.join(HEADS)} FROM savings_ledgerhead")
        if cursor.fetchone() != tuple(getattr(backup.manifest, name) for name in HEADS):
            raise UserError("the head of ledger or trail in the backup is not the one its manifest names. Take another backup.")
        # The migrations since then, the rules and the rights, whatever the roles are called here.
        call_command("migrate", verbosity=0, interactive=False)
        cursor.execute("ANALYZE")


def _list_tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def _has_rows(cursor: Any, table: str) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connections['owner'].ops.quote_name(table)})")
    return bool(cursor.fetchone()[0])


def _check_migrations(backup: Backup) -> None:
    """Refuse a backup of newer code: its tables cannot be made here."""
    known = MigrationExecutor(connections["owner"]).loader.disk_migrations
    for app, name in backup.manifest.migrations:
        if (app, name) not in known:
            raise UserError(
                f"the backup was made by another version of Valby ({backup.manifest.version}, migration {app}.{name}). "
                "Restore it with that version or a newer one."
            )


def _make_tables(backup: Backup) -> None:
    """Make the tables as they were when the backup was taken: migrated so far and no further."""
    executor = MigrationExecutor(connections["owner"])
    wanted = {(app, name) for app, name in backup.manifest.migrations}
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    executor.migrate(None, plan=[step for step in plan if (step[0].app_label, step[0].name) in wanted])


@contextmanager
def _check_references_afterwards(cursor: Any) -> Iterator[None]:
    """Take the foreign keys away while rows are loaded: making them again checks each table once, and not row by row."""
    cursor.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2"
    )
    references = cursor.fetchall()
    for table, name, _definition in references:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in references:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _load_table(cursor: Any, backup: Backup, table: str) -> None:
    """Load a table's rows, whose triggers are not there yet."""
    quoted, names = connections["owner"].ops.quote_name(table), backup.manifest.columns[table]
    cursor.execute(
        "SELECT array_agg(attname::text) FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 "
        "AND NOT attisdropped AND attgenerated = ''",
        [quoted],
    )
    if set(cursor.fetchone()[0] or []) != set(names):
        raise UserError(
            f"the backup was made by another version of Valby ({backup.manifest.version}): its table {table} has other "
            "columns. Restore it with that version, and upgrade afterwards."
        )
    if table in LEFT_OUT:
        return
    # The migrations themselves leave rows, such as the ledger's head; they are in the backup, too.
    cursor.execute(f"DELETE FROM {quoted}")
    with gzip.open(backup.find_table(table), "rb") as rows, connections["owner"].wrap_database_errors:
        cursor.copy_expert(f"COPY {format_columns(table, names)} FROM STDIN", rows, CHUNK)
    if cursor.rowcount != backup.manifest.rows[table]:
        raise UserError(f"the backup is damaged: {table} has {cursor.rowcount} rows. Take another one.")


def _set_sequences(cursor: Any, backup: Backup) -> None:
    """Let each sequence go on where it was, and behind the rows in any case: the application may not read all sequences."""
    for name, last in backup.manifest.sequences.items():
        cursor.execute("SELECT setval(to_regclass(%s), %s)", [connections["owner"].ops.quote_name(name), last])
    cursor.execute(_IDENTITIES)
    for table, column, sequence in cursor.fetchall():
        cursor.execute(
            f"SELECT setval(%s::regclass, greatest(max({column}), (SELECT last_value FROM {sequence}))) FROM {table} "
            f"HAVING max({column}) IS NOT NULL",
            [sequence],
        )


def _restore_files(backup: Backup) -> None:
    """Put the attached files into the store. Each lies under its hash, so none takes the place of another."""
    for digest, path in backup.list_files():
        place = place_of(digest)
        if not place.is_file() or compute_digest(place) != digest:
            write_durably(place, read_chunks(path), parts=Path(settings.FILES_DIR))
