"""What all tests share: a room with a ledger, and a database whose head survives a flush."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import TransactionTestCase

from tests.ledger_rooms import Room, make_room
from valby.startup import begin


@pytest.fixture
def room(db: None) -> Room:
    """A programme, a unit and three people in a fresh ledger."""
    return make_room()


@pytest.fixture(autouse=True, scope="session")
def head_after_flush() -> Iterator[None]:
    """Flushing empties every table; the head's one row comes with the migrations and is put back as they make it."""
    flush = TransactionTestCase._fixture_teardown

    def flush_and_begin_again(case: TransactionTestCase) -> None:
        flush(case)
        with connections["owner"].cursor() as cursor:
            cursor.execute("INSERT INTO savings_ledgerhead (id, position, hash, revision) VALUES (1, 0, repeat('0', 64), 0)")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_and_begin_again)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The embedded database runs before the test database is made in it."""
    begin([])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The application's connection is closed before the owner drops the test database."""
    yield
    connections["default"].close()
