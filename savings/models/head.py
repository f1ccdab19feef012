"""The ledger's head and its lock."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import connection


class Head(NamedTuple):
    """What the next link follows: the last one's position and hash, and the earliest moment it may have (None: any)."""

    position: int
    hash: str
    earliest: datetime | None


def begin_act(by: int | None, at: datetime | None, why: str) -> Head:
    """Lock the head until the transaction ends, and return it.

    The application's role may not lock a row it may not change, so the database has a function for it. The same function
    keeps for the trail whose act it is (a user's row number), when, and why; it is the one way in which the database learns it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT head_position, head_hash, earliest FROM valby_begin_act(%s, %s, %s)", [by, at, why])
        return Head(*cursor.fetchone())
