"""Files written so that a power cut, a kill or a full disk leaves the whole file or none of it."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

#: The ending of a file that is being written.
PART = ".part"
CHUNK = 2**20
#: Seconds after which a file that is still being written belongs to nobody any more.
ABANDONED = 60 * 60


def write_durably(path: Path, chunks: Iterable[bytes], *, parts: Path | None = None) -> None:
    """Write a file that only its owner may read, and return when it is on the disk under its name.

    Args:
        parts: the folder, on the same disk, where it stands until it is whole; its own where None. What broken-off writers
            left there is removed.

    Raises:
        OSError: when it cannot be written, a full disk among others; nothing is left of it.
    """
    make_folder(path.parent)
    parts = parts or path.parent
    part = parts / f"{path.name}.{secrets.token_hex(8)}{PART}"
    try:
        with create_synced(part) as file:
            file.writelines(chunks)
        _remove_abandoned(parts, part.stat().st_mtime)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def create_synced(path: Path) -> Iterator[BinaryIO]:
    """A new file that only its owner may read; its content is on the disk when the block is left."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter, with those above it, so that a power cut does not take it away."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_chunks(path: Path) -> Iterator[bytes]:
    """The content of a file, a piece at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def compute_digest(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_abandoned(parts: Path, moment: float) -> None:
    """Remove what writers that were broken off long before this moment (by the disk's own clock) have left."""
    for part in parts.glob(f"*{PART}"):
        try:
            if moment - part.stat().st_mtime > ABANDONED:
                part.unlink()
        except FileNotFoundError:
            continue  # another writer was quicker
