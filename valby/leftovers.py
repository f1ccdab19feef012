"""What a killed PostgreSQL server leaves behind: processes that still hold its memory, and lock files that name its process.

PostgreSQL refuses to start while such a process lives, and where a lock file names any living process: also one that took
the number over, and a dead one that nobody has waited for yet. Here a process counts by what it is, not by its number.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")


def read_pid(lock_file: Path) -> int:
    """The process number in a server's lock file, or 0."""
    try:
        return int(lock_file.read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def is_server(pid: int, data: Path) -> bool:
    """Whether that process is the server of this data folder."""
    try:
        words = (PROCESSES / str(pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return not (PROCESSES / "self").exists() and _is_alive(pid)
    return os.path.basename(words[0]) == b"postgres" and os.fsencode(data) in words


def remove_stale_lock(lock_file: Path, data: Path) -> None:
    """Remove a lock file whose process is not the server. PostgreSQL itself removes it only where the process is gone."""
    if (PROCESSES / "self").exists() and not is_server(read_pid(lock_file), data):
        lock_file.unlink(missing_ok=True)


def end_orphans(data: Path) -> bool:
    """End the processes that a dead server left working in its data folder; whether there were any.

    They notice their server's death only when they next wait for something, which may be at the end of a long statement.
    What they had not committed is undone by the next start, whether they end by themselves or not.
    """
    orphans = [pid for pid in _list_processes() if _works_in(pid, data)]
    for pid in orphans:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    return bool(orphans)


def _list_processes() -> list[int]:
    try:
        return [int(path.name) for path in PROCESSES.iterdir() if path.name.isdigit()]
    except OSError:
        return []


def _works_in(pid: int, data: Path) -> bool:
    """Whether it is a living process of a server of this folder: they all work in it."""
    process = PROCESSES / str(pid)
    try:
        return (process / "cwd").samefile(data) and (process / "comm").read_text(encoding="utf-8").strip() == "postgres"
    except OSError:
        return False


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
