"""The files Valby stores for itself in `var/`: written whole, readable by their owner alone; failures become one sentence."""

from __future__ import annotations

import errno
import fcntl
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from valby.errors import UserError

FULL = "the disk that holds {var} is full. Make room, or set VALBY_VAR_DIR to a folder with room."


def read_or_create(path: Path, make: Callable[[], str]) -> str:
    """The text in a file, made the first time it is asked for; of two processes that make it at once, one wins.

    Raises:
        UserError: when it can neither be read nor made.
    """
    with report_os_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            write_private(draft, make())
            with suppress(FileExistsError):
                os.link(draft, path)
            draft.unlink()
        return path.read_text(encoding="utf-8")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


@contextmanager
def hold_lock(path: Path, patience: float = math.inf, held: str = "") -> Iterator[None]:
    """Hold a lock that processes and threads take in turn.

    Raises:
        UserError: with the sentence `held`, when others have held it for more than `patience` seconds.
    """
    until = time.monotonic() + patience
    with path.open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise UserError(held) from None
            time.sleep(0.02)
        yield


@contextmanager
def report_os_errors(folder: Path, remedy: str = "") -> Iterator[None]:
    """Turn what the file system refuses into a UserError.

    Args:
        remedy: a sentence that says what to do; where it is empty, what to do about `var/`.
    """
    try:
        yield
    except OSError as error:
        raise UserError(_explain(error, folder, remedy)) from error


def _explain(error: OSError, folder: Path, remedy: str) -> str:
    place = error.filename or folder
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk that holds {folder} is full. {remedy}" if remedy else FULL.format(var=folder)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place} may not be read or written by you. " + (
            remedy or "Run as its owner, or set VALBY_VAR_DIR to a folder of yours."
        )
    return f"{place} cannot be used: {error.strerror}. {remedy or 'Mend it, or set VALBY_VAR_DIR to another folder.'}"
