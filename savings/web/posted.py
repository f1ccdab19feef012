"""What a request sends beside its form, made safe to use: numbers of few digits, and texts that can be stored."""

from __future__ import annotations


def parse_number(text: str, *, digits: int = 18) -> int | None:
    """The number that plain digits say; None where the text is anything else, or longer than the database counts."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def remove_nul(text: str) -> str:
    """The text without the one character that PostgreSQL keeps in no text, and refuses to look for."""
    return text.replace("\x00", "")
