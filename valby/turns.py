"""Work on the database that two processes must not do at once: the second waits until the first is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def wait_for_turn(connection: BaseDatabaseWrapper, work: str) -> Iterator[None]:
    """Do this work alone in this database, whoever else has begun it; a process that dies gives its turn away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [work])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [work])
