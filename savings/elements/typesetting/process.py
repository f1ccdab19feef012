"""The typesetter as a process beside ours: what it is busy with for too long, or falls over, is ended without us."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from threading import Lock
from typing import Any

#: How long one paper may take; the longest report of a whole municipality takes two seconds.
SECONDS = 20
CHILD = Path(__file__).with_name("child.py")


class CannotBeSet(Exception):
    """The paper cannot be set as it stands; Typst's own words say why, in terms of the template."""


class TookTooLong(CannotBeSet):
    """The paper was not done in time, or the typesetter was busy with others until then."""


@dataclass(frozen=True)
class _Child:
    """A running typesetter, and the process (its id) that started it."""

    process: subprocess.Popen[bytes]
    connection: Connection
    parent: int

    def end(self) -> int:
        """Close the pipe, which ends it, and take its exit code."""
        self.connection.close()
        return self.process.wait()


@dataclass
class TypesettingProcess:
    """Sets papers one at a time in a process that stays warm. It is started at the first, and anew after it has ended.

    Attributes:
        root: the folder of the templates.
    """

    root: Path
    _child: _Child | None = None
    _lock: Any = field(default_factory=Lock)

    def __post_init__(self) -> None:
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self._end)

    def compile(self, source: str | bytes, **asked: Any) -> Any:
        """What Typst makes of a template's path or its text; None for an empty one.

        Raises:
            CannotBeSet: when Typst refuses it.
            TookTooLong: when it is not done within `SECONDS`.
        """
        if not self._lock.acquire(timeout=SECONDS):
            raise TookTooLong("others are being set")
        try:
            for is_last in (False, True):
                child = self._child or self._start()
                try:
                    child.connection.send((str(self.root), SECONDS, source, asked))
                    is_set, answer = child.connection.recv()
                except (EOFError, OSError):
                    self._child = None
                    code = child.end()
                    if code == -signal.SIGALRM:
                        raise TookTooLong(f"not done within {SECONDS} seconds") from None
                    if is_last:
                        raise CannotBeSet(f"the typesetter ended with {code}") from None
                else:
                    if not is_set:
                        raise CannotBeSet(answer)
                    return answer
        finally:
            self._lock.release()

    def _start(self) -> _Child:
        ours, its = Pipe()
        with its:
            # Without -P the folder of the script would stand before the library: it has a file called typst.py.
            command = [sys.executable, "-P", str(CHILD), str(its.fileno())]
            process = subprocess.Popen(command, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603 - our own
        self._child = _Child(process, ours, os.getpid())
        return self._child

    def _end(self) -> None:
        if self._child is not None and self._child.parent == os.getpid():
            self._child.end()
            self._child = None

    def _forget(self) -> None:
        """In a forked process: the child is the parent's, and so is a lock that one of its threads may hold."""
        if self._child is not None:
            self._child.connection.close()
            self._child.process.returncode = 0
        self._child, self._lock = None, Lock()
