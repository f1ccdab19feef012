"""An attached file is on the disk, whole and under its hash, before anybody is told that it is attached."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from savings.models.documents import place_of
from savings.recording.files import store_file
from valby import durable

PDF = b"%PDF-1.7 en lejekontrakt"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def list_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("damaged", [b"", PDF[:-1], PDF + b"x", PDF.replace(b"en", b"to")])
def test_a_damaged_file_is_mended_by_attaching_it_again(damaged: bytes) -> None:
    place = place_of(store_file("a.pdf", PDF).sha256)
    place.write_bytes(damaged)
    store_file("b.pdf", PDF)
    assert place.read_bytes() == PDF


def test_a_whole_file_is_not_written_again() -> None:
    place = place_of(store_file("a.pdf", PDF).sha256)
    before = place.stat()
    store_file("a.pdf", PDF)
    assert place.stat().st_ino == before.st_ino


def test_content_and_names_are_on_the_disk_before_it_counts(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content is synced before the name is given, and the name afterwards, in every folder that is new."""
    done: list[tuple[str, str]] = []
    fsync, replace = os.fsync, os.replace

    def note_fsync(handle: int) -> None:
        done.append(("sync", os.path.basename(os.readlink(f"/proc/self/fd/{handle}")).partition(".")[0]))
        fsync(handle)

    def note_replace(path: Path, target: Path) -> None:
        done.append(("name", target.name))
        replace(path, target)

    monkeypatch.setattr(durable.os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", lambda path, target: note_replace(path, target))
    digest = store_file("a.pdf", PDF).sha256
    assert done == [
        ("sync", store.parent.name), ("sync", "files"),
        ("sync", digest), ("name", digest), ("sync", digest[:2]),
    ]  # fmt: skip


def test_what_a_killed_writer_left_is_removed_when_it_is_old(store: Path) -> None:
    killed = (
        "import os, sys; from pathlib import Path; from valby.durable import write_durably\n"
        "def chunks():\n    yield b'half'\n    os._exit(9)\n"
        f"write_durably(Path({str(store)!r}) / 'aa' / 'aa01', chunks(), parts=Path({str(store)!r}))"
    )
    assert subprocess.run([sys.executable, "-c", killed], cwd=ROOT, check=False).returncode == 9
    [part] = list_files(store)
    store_file("a.pdf", PDF)
    assert part.exists()  # it may be somebody's who is writing now
    os.utime(part, (0, part.stat().st_mtime - durable.ABANDONED - 60))
    store_file("b.pdf", PDF + b"b")
    assert not part.exists()
    assert len(list_files(store)) == 2


def test_files_and_folders_are_for_their_owner_only(store: Path) -> None:
    place = place_of(store_file("a.pdf", PDF).sha256)
    assert [path.stat().st_mode & 0o077 for path in (place, place.parent, store)] == [0, 0, 0]
