"""Ctrl-C, a kill and a closed terminal: they end the program in order, are deferred where needed, and leave no traceback."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

TERMINATION = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT}


@contextmanager
def defer_termination() -> Iterator[None]:
    """Block the signals that end a program until the block is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TERMINATION)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_termination() -> None:
    """Block the signals for good: a program that is ending already shall not be interrupted while it cleans up."""
    signal.pthread_sigmask(signal.SIG_BLOCK, TERMINATION)


def exit_on_termination() -> None:
    """Let a kill and a closed terminal end the program by SystemExit, so that cleaning up happens."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
