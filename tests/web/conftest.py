"""The demo and its readers, for tests that ask over HTTP."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from savings.models import User
from savings.web.log_in_limits import WRONG_PASSWORDS
from tests.demo import loaded
from valby.log import CountedElsewhere, TextLine


@pytest.fixture(scope="package")
def demo_in_the_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo, loaded once for this folder."""
    with loaded(django_db_blocker):
        yield


@pytest.fixture(scope="module")
def scene_begun(demo_in_the_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a module's own fixture does upon it is there for every test of the module, and taken back after the last.

    Each test runs inside of this transaction, in a savepoint of its own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(demo_in_the_database: None, db: None) -> Iterator[None]:
    """The demo, and a cache that knows nothing: a test's own writes are rolled back, what it cached is not."""
    cache.clear()
    WRONG_PASSWORDS.refill()
    yield
    cache.clear()


@pytest.fixture
def stranger(demo: None) -> Client:
    """Somebody who has not logged in."""
    return Client()


@pytest.fixture
def member(demo: None) -> Client:
    """The committee member."""
    return logged_in("medlem")


@pytest.fixture
def controller(demo: None) -> Client:
    """The controller."""
    return logged_in("controller")


def logged_in(name: str) -> Client:
    """A browser in which that person has logged in."""
    client = Client()
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def log_lines() -> Iterator[list[str]]:
    """The lines that Django writes into the log, each as it stands there."""
    lines: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.extend(TextLine().format(record).splitlines())

    collector = Collector()
    collector.addFilter(CountedElsewhere())
    logging.getLogger("django").addHandler(collector)
    yield lines
    logging.getLogger("django").removeHandler(collector)
