"""The ledger's head and its lock."""

from __future__ import annotations

from django.db import connection


def lock_head() -> tuple[int, str]:
    """Lock the head until the transaction ends and return its position and hash; the next link follows these.

    The application's role may not lock a row it may not change, so the database has a function for it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT head_position, head_hash FROM valby_lock_head()")
        position, digest = cursor.fetchone()
    return position, digest
