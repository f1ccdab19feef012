"""A backup is of one moment, whatever is recorded meanwhile, and is never half there."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management.base import CommandError
from django.db import connections
from django.utils import timezone

from savings.backups import take
from savings.backups.folder import read_backup
from savings.models import Approval, Attachment
from savings.models.documents import place_of
from savings.recording.files import attach, store_file
from savings.recording.register import register_document
from tests.backups.conftest import PDF, Original, run
from tests.ledger_rooms import AT
from tests.moments import take_past_moments
from valby.errors import UserError


def in_another_connection(act: Callable[[], object]) -> None:
    """Do what another person does at the same time."""

    def perform() -> None:
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(perform).result(timeout=20)


def test_what_is_approved_while_it_is_written_is_wholly_in_it_or_not_at_all(
    original: Original, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry is approved before each table; the snapshot was taken at the first."""
    run("restore", original.backup)
    take_past_moments(True)
    write = take._write_table
    in_between: list[str] = []

    def approve_and_write(cursor: Any, statement: str, path: Path) -> tuple[str, int]:
        if path.name in ("savings_entry.copy.gz", "savings_posting.copy.gz", "savings_submission.copy.gz"):
            in_another_connection(original.room.approved)
            in_between.append(path.name)
        return write(cursor, statement, path)

    monkeypatch.setattr(take, "_write_table", approve_and_write)
    run("backup", tmp_path / "meanwhile")
    assert len(in_between) == 3
    assert Approval.objects.count() == 6
    out = run("restore", tmp_path / "meanwhile", replace=True)
    assert "Regnskabet holder. Hoved: 3:" in out
    assert Approval.objects.count() == 3


def test_a_file_attached_while_it_is_written_is_whole_and_does_no_harm(
    original: Original, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are copied after the snapshot, so that every file which the snapshot names is there to be copied."""
    run("restore", original.backup)
    take_past_moments(True)
    copy_files = take._copy_files

    def attach_and_copy(folder: Path, sums: dict[str, str], attached: list[tuple[str]]) -> list[str]:
        file = store_file("sen.pdf", PDF + b"sen")
        document = register_document(by=original.room.finance, at=AT, reference="Kom for sent")
        in_another_connection(lambda: attach(document=document, file=file, by=original.room.finance, at=AT))
        return copy_files(folder, sums, attached)

    monkeypatch.setattr(take, "_copy_files", attach_and_copy)
    run("backup", tmp_path / "meanwhile")
    assert Attachment.objects.count() == 2
    assert "Regnskabet holder" in run("restore", tmp_path / "meanwhile", replace=True)
    assert Attachment.objects.count() == 1


def test_the_files_are_copied_after_the_snapshot_and_not_before(
    original: Original, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    write, copy_files = take._write_database, take._copy_files
    monkeypatch.setattr(take, "_write_database", lambda *given: (order.append("snapshot"), write(*given))[1])
    monkeypatch.setattr(take, "_copy_files", lambda *given: (order.append("files"), copy_files(*given))[1])
    run("backup", tmp_path / "b")
    assert order == ["snapshot", "files"]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_file_that_is_gone_from_the_store_is_told_and_the_rest_is_backed_up(
    original: Original, empty: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    run("restore", original.backup)
    damage(place_of(original.digest))
    with pytest.raises(CommandError, match=r"1 attached files are gone from .* or damaged there"):
        run("backup", tmp_path / "b")
    assert read_backup(tmp_path / "b").manifest.missing == [original.digest]
    with pytest.raises(SystemExit):  # verify_ledger names the file
        run("restore", tmp_path / "b", replace=True)
    store_file("kontrakt.pdf", PDF)
    assert "Regnskabet holder" in run("verify_ledger")


def test_log_ins_that_are_open_stay_behind(original: Original, empty: Path, tmp_path: Path) -> None:
    run("restore", original.backup)
    Session.objects.create(session_key="k" * 32, session_data="x", expire_date=timezone.now())
    run("backup", tmp_path / "b")
    run("restore", tmp_path / "b", replace=True)
    assert not Session.objects.exists()


def test_a_folder_that_is_in_use_is_refused(original: Original, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine.txt").write_text("x")
    with pytest.raises(UserError, match="there already and not empty"):
        run("backup", tmp_path / "b")
    assert [path.name for path in tmp_path.rglob("*")] == ["b", "mine.txt"]


def test_one_that_was_broken_off_is_no_backup_and_does_not_stand_in_the_way(
    original: Original, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def break_off(*_given: object) -> list[str]:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(take, "_copy_files", break_off)
        with pytest.raises(Killed):
            run("backup", tmp_path / "b")
    assert not (tmp_path / "b").exists()
    with pytest.raises(UserError, match="no whole backup"):
        run("restore", tmp_path / "b.unfinished")
    run("backup", tmp_path / "b")
    assert not (tmp_path / "b.unfinished").exists()


def test_a_full_disk_is_told(original: Original, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("valby.durable.os.fsync", refuse)
        with pytest.raises(UserError, match="is full"):
            run("backup", tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_what_was_written_wrongly_is_found_by_reading_it_again(
    original: Original, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = take._write_table

    def write_wrongly(cursor: Any, statement: str, path: Path) -> tuple[str, int]:
        written = write(cursor, statement, path)
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        return written

    monkeypatch.setattr(take, "_write_table", write_wrongly)
    with pytest.raises(UserError, match="is not what was written"):
        run("backup", tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_a_backup_is_for_its_owner_only(original: Original) -> None:
    paths = [original.backup, *original.backup.rglob("*")]
    assert [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_its_hashes_can_be_checked_without_valby(original: Original) -> None:
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=original.backup, check=False)
    assert done.returncode == 0


def test_a_database_that_was_never_migrated_is_told(original: Original, empty: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Was it ever migrated"):
        run("backup", tmp_path / "b")
