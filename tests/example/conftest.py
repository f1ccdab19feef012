"""The example municipality, loaded once beside the demo for this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django.plugin import DjangoDbBlocker

from tests.demo import loaded


@pytest.fixture(scope="package")
def example_in_the_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo and the example."""
    with loaded(django_db_blocker, example=True):
        yield


@pytest.fixture
def example(example_in_the_database: None, db: None) -> Iterator[None]:
    """The example, and a cache that knows nothing."""
    cache.clear()
    yield
    cache.clear()
