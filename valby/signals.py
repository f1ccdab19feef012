"""Ctrl-C and a polite kill: put off while something must be finished, and never a traceback."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

POLITE = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT}


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off the signals that end a program until the block is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, POLITE)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def turn_deaf() -> None:
    """For a program that is ending already: nothing shall interrupt it in putting things away."""
    signal.pthread_sigmask(signal.SIG_BLOCK, POLITE)


def end_in_order() -> None:
    """Let a kill and a closed terminal end the program as an exit does, so that what was begun is put away."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _exit)


def _exit(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
