"""A ledger in a database of its own, its backup, and an empty database to restore into."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker

from savings.recording.files import attach, store_file
from savings.recording.register import register_document
from tests.ledger_rooms import AT, Room, make_room
from tests.moments import take_past_moments
from valby.startup import start_database

#: Workers have a database each.
NAME = f"test_backup_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
PDF = b"%PDF-1.7 en lejekontrakt"


@dataclass(frozen=True)
class Original:
    """A ledger with an attached file, and where a backup of it is."""

    database: str
    store: Path
    backup: Path
    room: Room
    digest: str


def point_at(database: str) -> None:
    for alias in ("owner", "default"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database


@contextmanager
def made_database(name: str, back_to: str) -> Iterator[str]:
    """A database of the owner's, to which both aliases point; afterwards they point where they did."""
    point_at(back_to)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    point_at(name)
    try:
        yield name
    finally:
        point_at(back_to)
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")
        connections.close_all()


def run(command: str, *arguments: object, **options: Any) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def original(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Original]:
    """Made once for a file. No test changes it, or it puts back what it changed."""
    start_database([])
    folder = tmp_path_factory.mktemp("original")
    tests = connections["owner"].settings_dict["NAME"]
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FILES_DIR", folder / "files")
        with made_database(f"{NAME}_original", tests) as name:
            run("migrate", verbosity=0)
            take_past_moments(True)
            room = make_room()
            document = register_document(by=room.finance, at=AT, reference="Lejekontrakt")
            file = attach(document=document, file=store_file("kontrakt.pdf", PDF), by=room.finance, at=AT)
            for _ in range(3):
                room.approved()
            run("backup", folder / "backup")
            yield Original(name, folder / "files", folder / "backup", room, file.sha256)


@pytest.fixture(autouse=True)
def at_the_original(original: Original, django_db_blocker: DjangoDbBlocker, settings: Any) -> Iterator[None]:
    """Each test begins at the original ledger and its files."""
    settings.FILES_DIR = original.store
    with django_db_blocker.unblock():
        point_at(original.database)
        yield


@pytest.fixture
def empty(original: Original, at_the_original: None, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Another machine: an empty database behind both aliases, and an empty store of files."""
    settings.FILES_DIR = tmp_path / "files"
    with made_database(original.database.replace("_original", "_restored"), original.database):
        yield tmp_path / "files"
