"""The ledger's head and its lock."""

from __future__ import annotations

from datetime import datetime

from django.db import connection


def begin_act(by: int | None, at: datetime | None, why: str) -> tuple[int, str]:
    """Lock the head until the transaction ends and return its position and hash; the next link follows these.

    The application's role may not lock a row it may not change, so the database has a function for it. The same function
    keeps for the trail whose act it is (a user's row number), when, and why; an act without `by` goes on with the one before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT head_position, head_hash FROM valby_begin_act(%s, %s, %s)", [by, at, why])
        position, digest = cursor.fetchone()
    return position, digest
