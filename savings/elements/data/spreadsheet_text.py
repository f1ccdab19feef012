"""Text in spreadsheets: told apart from formulas, and free of characters a sheet cannot hold."""

from __future__ import annotations

import re

#: What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection), full-width forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could run this text instead of showing it."""
    return text.startswith(FORMULA_STARTS)


def clean(text: str) -> str:
    """The text with each control character shown as U+FFFD: neither XML nor Excel can hold it."""
    return _CONTROLS.sub("\ufffd", text)


def guard_text(text: str) -> str:
    """The text for a CSV cell: an apostrophe in front where Excel could take it for a formula."""
    cleaned = clean(text)
    return f"'{cleaned}" if looks_like_formula(cleaned) else cleaned
