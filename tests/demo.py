"""The demo as tests meet it: loaded once for a whole folder of tests, and gone without a trace after the last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

PASSWORD = "en-god-lang-adgangskode"
VALBY = "faelles-borgerservice-valby"
#: The row that the migrations make, which a flush takes with it.
HEAD = (
    "INSERT INTO savings_ledgerhead (id, position, hash, revision, shared_stamp, trail_position, trail_hash) "
    "VALUES (1, 0, repeat('0', 64), 0, gen_random_uuid(), 0, repeat('0', 64))"
)


@contextmanager
def loaded(blocker: DjangoDbBlocker, *, example: bool = False) -> Iterator[None]:
    """The demo committed to the test database; whatever a test adds in its own transaction is rolled back as usual.

    Args:
        example: whether the made-up municipality is loaded beside it.
    """
    # pytest makes test databases only for tests that are marked to reach one; without, these would be the real ones.
    assert all(connections[name].settings_dict["NAME"].startswith("test_") for name in ("default", "owner"))
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("VALBY_DEMO_PASSWORD", PASSWORD)
        call_command("load_demo", force=True, stdout=StringIO())
        if example:
            call_command("load_example", force=True, stdout=StringIO())
    try:
        yield
    finally:
        with blocker.unblock():
            _emptied()
        cache.clear()


def _emptied() -> None:
    connections["default"].close()
    call_command("flush", verbosity=0, interactive=False, database="owner", reset_sequences=False)
    with connections["owner"].cursor() as cursor:
        cursor.execute(HEAD)
