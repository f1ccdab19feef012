"""Trouble that a person can mend: one sentence, no traceback."""

from __future__ import annotations


class Trouble(Exception):
    """Something outside the program is wrong; the message says what, and what to do."""
