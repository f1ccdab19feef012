"""The error for what a person can put right: it is shown as one sentence, without a traceback."""

from __future__ import annotations


class UserError(Exception):
    """Something outside the program is wrong; the message says what, and what to do."""
