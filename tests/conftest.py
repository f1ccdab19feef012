"""What all tests share: a room with a ledger, and a database whose head survives a flush."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.demo import HEAD
from tests.ledger_rooms import Room, make_room
from tests.moments import take_past_moments
from tests.papers import Papers, looked_at, watched
from valby.startup import start_database

#: Fixtures that reach the database, with or without the mark `django_db`.
REACHING = {"db", "transactional_db", "live_server", "django_db_reset_sequences", "site"}


def pytest_configure() -> None:
    """Static files come straight from their folders: no test waits for collectstatic. No example is timed, either.

    A password costs a second's work to check where it protects somebody, and a millisecond here, where nobody is. What is
    committed need not be on the disk before a test goes on: nobody wants it after a power cut.
    """
    hypothesis.settings.register_profile("untimed", deadline=None)
    hypothesis.settings.load_profile("untimed")
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # All tests ask from one address.
    settings.FAILED_LOG_INS_A_MINUTE = 10**6
    for database in settings.DATABASES.values():
        given = database.setdefault("OPTIONS", {})
        given["options"] = f"{given.get('options', '')} -c synchronous_commit=off".strip()
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end; the collector of garbage need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test that reaches the database reaches it in both roles: a flush runs as the tables' owner, or not at all."""
    marks = list(item.iter_markers("django_db"))
    if marks or REACHING & set(getattr(item, "fixturenames", ())):
        said = marks[0].kwargs if marks else {}
        item.add_marker(pytest.mark.django_db(**{"databases": ["default", "owner"], **said}), append=False)


@pytest.fixture
def room(db: None) -> Room:
    """A programme, a unit and three people in a fresh ledger."""
    return make_room()


@pytest.fixture(autouse=True, scope="session")
def papers() -> Iterator[Papers]:
    """The papers that are set while the tests run; what was set after the last test's look is looked at here."""
    kept = Papers()
    with watched(kept):
        yield kept
    assert kept.faults() == []


@pytest.fixture(autouse=True)
def every_paper_is_valid(papers: Papers) -> Iterator[None]:
    """A test that set a paper which the reference validator refuses is in error, whatever else it looked for."""
    yield from looked_at(papers)


@pytest.fixture(autouse=True, scope="session")
def head_after_flush() -> Iterator[None]:
    """Flushing empties every table; the head's one row comes with the migrations and is put back as they make it."""
    flush = TransactionTestCase._fixture_teardown

    def flush_and_begin_again(case: TransactionTestCase) -> None:
        flush(case)
        with connections["owner"].cursor() as cursor:
            cursor.execute(HEAD)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_and_begin_again)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database takes moments of the past, and its tables are not vacuumed behind a test's back.

    Most tests tell stories of 2008; `tests/rules/test_actors.py` puts the rule back that holds everywhere else.

    A vacuum between two tests finds them flushed. The planner then takes them for empty while the next test fills them, and
    plans it by what a vacuum happened to see. Django closes the owner's connection before it drops the test database; the
    application's is closed here.
    """
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        for table in connections["owner"].introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = false)')
        take_past_moments(True)
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The embedded database runs before the test database is made in it."""
    start_database([])
