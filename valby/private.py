"""The files Valby stores for itself in `var/`: written whole, readable by their owner alone; failures become one sentence."""

from __future__ import annotations

import errno
import os
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
def report_os_errors(var: Path) -> Iterator[None]:
    """Turn what the file system refuses into a UserError."""
    try:
        yield
    except OSError as error:
        raise UserError(_explain(error, var)) from error


def _explain(error: OSError, var: Path) -> str:
    place = error.filename or var
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL.format(var=var)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place} may not be read or written by you. Run as its owner, or set VALBY_VAR_DIR to a folder of yours."
    return f"{place} cannot be used: {error.strerror}. Mend it, or set VALBY_VAR_DIR to another folder."
