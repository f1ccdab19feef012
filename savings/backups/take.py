"""Taking a backup: one snapshot of all tables while people work, then the attached files, then all of it read again."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connections, transaction

from savings.backups.folder import (
    MANIFEST,
    SUMS,
    Backup,
    Manifest,
    check_new,
    file_path,
    read_backup,
    table_path,
    write_sums,
)
from savings.rules import compute_digest as compute_rules_digest
from valby.durable import CHUNK, compute_digest, create_synced, make_folder, read_chunks, sync_folder, write_durably

#: Tables whose rows stay behind: whoever had a backup in hand could go on with somebody's log-in.
LEFT_OUT = {"django_session"}
#: What ends the two chains, by its columns and in the manifest.
HEADS = ("position", "hash", "trail_position", "trail_hash")

_TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY 1 ORDER BY 1
"""


def take_backup(folder: Path, *, at: datetime) -> Backup:
    """Write a backup of the whole ledger into a folder that is not there yet, and read it again.

    It stands under another name until it is whole, so that one that was broken off is never taken for a backup.

    Raises:
        UserError: when the folder is there already, or what was written cannot be read again.
        OSError: when it cannot be written; a full disk among others.
    """
    check_new(folder)
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_folder(unfinished / "database")
    sums: dict[str, str] = {}
    # The files come after the snapshot. A file is on the disk before the row that names it is committed, and no file is ever
    # removed; so whatever the snapshot names is there to be copied, and what came later does no harm.
    facts = _write_database(unfinished, sums)
    missing = _copy_files(unfinished, sums, facts.pop("attached"))
    files = sum(name.startswith("files/") for name in sums)
    manifest = Manifest(
        version=_read_version(), rules=compute_rules_digest(), at=at.isoformat(), files=files, missing=missing, **facts
    )  # fmt: skip
    sums[MANIFEST] = _write_text(unfinished / MANIFEST, manifest.dump())
    _write_text(unfinished / SUMS, write_sums(sums))
    read_backup(unfinished)
    if folder.exists():
        folder.rmdir()
    unfinished.rename(folder)
    sync_folder(folder.parent)
    return Backup(folder, manifest, sums)


def _write_database(folder: Path, sums: dict[str, str]) -> dict[str, Any]:
    """Write the rows of all tables as they stood at one moment; the manifest's facts about them, and the files they name."""
    connection = connections["owner"]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        set_session(cursor)
        cursor.execute(_TABLES)
        columns = {table: list(names) for table, names in cursor.fetchall()}
        rows = {}
        for table, names in columns.items():
            statement = f"COPY {format_columns(table, names)} TO STDOUT" if table not in LEFT_OUT else ""
            sums[table_path(table)], rows[table] = _write_table(cursor, statement, folder / table_path(table))
        cursor.execute(f"SELECT {', '.join(HEADS)} FROM savings_ledgerhead")
        heads = dict(zip(HEADS, cursor.fetchone(), strict=True))
        return {
            "server": connection.connection.server_version, **heads,
            "migrations": [list(row) for row in _fetch(cursor, "SELECT app, name FROM django_migrations ORDER BY id")],
            "columns": columns, "rows": rows, "attached": _fetch(cursor, "SELECT DISTINCT sha256 FROM savings_attachment"),
            # Read last: a sequence stands outside the snapshot, and may only be ahead of the rows.
            "sequences": dict(_fetch(cursor, "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' "
                                             "AND last_value IS NOT NULL")),
        }  # fmt: skip


def set_session(cursor: Any) -> None:
    """Fix, for this transaction, how values are written, and let statements take the time that they need."""
    cursor.execute(
        "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL DateStyle = 'ISO'; "
        "SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL client_encoding = 'UTF8'"
    )


def format_columns(table: str, names: list[str]) -> str:
    """A table with its columns, as COPY wants them."""
    quote = connections["owner"].ops.quote_name
    return f"{quote(table)} ({', '.join(map(quote, names))})"


def _fetch(cursor: Any, statement: str) -> list[tuple[Any, ...]]:
    cursor.execute(statement)
    return list(cursor.fetchall())


def _write_table(cursor: Any, statement: str, path: Path) -> tuple[str, int]:
    """Write what a COPY sends, compressed; the file's hash, and the number of rows."""
    with create_synced(path) as raw:
        digesting = _DigestingFile(raw)
        # Without a name or moment in it, equal rows give equal files.
        with gzip.GzipFile(filename="", mode="wb", compresslevel=1, fileobj=digesting, mtime=0) as packed:
            if statement:
                with connections["owner"].wrap_database_errors:
                    cursor.copy_expert(statement, packed, CHUNK)
    sync_folder(path.parent)
    return digesting.sha256.hexdigest(), cursor.rowcount if statement else 0


class _DigestingFile:
    """A file that is hashed as it is written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def _copy_files(folder: Path, sums: dict[str, str], attached: list[tuple[str]]) -> list[str]:
    """Copy every whole file of the store; the hashes of those that are named and not there whole."""
    store = Path(settings.FILES_DIR)
    for path in sorted(store.glob("[0-9a-f][0-9a-f]/*")):
        digest = path.name
        if compute_digest(path) == digest:
            write_durably(folder / file_path(digest), read_chunks(path))
            sums[file_path(digest)] = digest
    return sorted(digest for (digest,) in attached if file_path(digest) not in sums)


def _write_text(path: Path, text: str) -> str:
    """Write a text; the hash of its bytes."""
    write_durably(path, [text.encode()])
    return hashlib.sha256(text.encode()).hexdigest()


def _read_version() -> str:
    return str(tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
