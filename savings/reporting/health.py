"""Whether this installation can do its work: each part is tried, and only the names of those that fail are told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection

from savings.rules import check_origin, check_rules, compute_digest
from valby.errors import UserError

#: Free bytes that the disk needs for files, spooled uploads and the embedded database.
LEAST_FREE = 100 * 2**20


def find_failing() -> list[str]:
    """The names of the parts that fail, in the order in which they are tried."""
    return [name for name, holds in PARTS.items() if not _holds(holds)]


def _holds(part: Callable[[], bool]) -> bool:
    try:
        return part()
    except (DatabaseError, UserError, OSError):
        return False


def _answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _is_migrated() -> bool:
    check_origin(connection)
    return True


def _has_rules() -> bool:
    check_rules(connection, digest=_digest())
    return True


@cache
def _digest() -> str:
    """A process goes on with the files it was started with."""
    return compute_digest()


def _has_rights() -> bool:
    """The application may read and add, and may change nothing that was vouched for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(c.oid, 'SELECT') AND NOT has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE') "
            "AND NOT pg_has_role(c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = 'public.savings_posting'::regclass"
        )
        return bool(cursor.fetchone()[0])


def _has_head() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT position, hash FROM savings_ledgerhead WHERE id = 1")
        return cursor.fetchone() is not None


def _has_room() -> bool:
    folders = [folder for folder in (settings.VAR_DIR, settings.FILES_DIR) if folder.exists()]
    return all(shutil.disk_usage(folder).free >= LEAST_FREE for folder in folders)


PARTS: dict[str, Callable[[], bool]] = {
    "database": _answers,
    "migrations": _is_migrated,
    "rules": _has_rules,
    "rights": _has_rights,
    "head": _has_head,
    "disk": _has_room,
}
