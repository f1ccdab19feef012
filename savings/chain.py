"""The hash chain: the canonical form of approved content, and the hash of a link."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

#: The previous hash of the first link.
GENESIS = "0" * 64
#: The version of the hashed content's form. It grows with every change of what is hashed (a column, a table, the writing of a
#: value); `verify_ledger` also knows the versions before it, because links are never changed. New links are hashed by the
#: database (savings/rules/contents.sql), which writes this version and no other.
VERSION = 1


def canonical(content: Mapping[str, object]) -> str:
    """Write content in its canonical form: JSON with sorted keys and no spaces; dates ISO, moments in UTC, amounts with øre.

    Quick, because an audit of a million postings waits for it: what JSON knows is written in C. So it takes a binary fraction
    for what it is; no column is one, and the database refuses to hash any (savings/rules/contents.sql).

    Raises:
        TypeError: when a value has no canonical form.
    """
    return _ENCODER.encode(content)


def _write_value(value: object) -> object:
    """A value that JSON does not know, as a text (or, of a mapping that is no dict, as one)."""
    match value:
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return dict(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_write_value, check_circular=False)


def link(previous: str, content: Mapping[str, object], version: int = VERSION) -> str:
    """The hash of a link (64 hex digits of SHA-256) over the previous hash and the canonical content with its version."""
    return hashlib.sha256(f"{previous}\n{canonical({**content, 'version': version})}".encode()).hexdigest()


def add_approval(content: Mapping[str, object], *, position: int, by: int, at: datetime) -> dict[str, object]:
    """What a link's hash covers: the content that was approved, its place in the chain, by whom (id) and when."""
    return {**content, "approval": {"position": position, "by_id": by, "at": at}}


def format_head(position: int, digest: str) -> str:
    """Format a head as papers print it: `17:3fa9…`."""
    return f"{position}:{digest}"


#: What papers print before the head of the trail's chain, which is no head of the ledger.
TRAIL = "T"


def format_trail_head(position: int, digest: str) -> str:
    """Format the trail's head as papers print it: `T230:81bc…`."""
    return TRAIL + format_head(position, digest)


def is_trail_head(text: str) -> bool:
    """Whether a head that a paper prints is the trail's."""
    return text.strip().upper().startswith(TRAIL)


def parse_head(text: str) -> tuple[int, str]:
    """Read the position and hash of a head, the ledger's or the trail's, as papers print it.

    Raises:
        ValueError: when the text is not a number, a colon and 64 hex digits.
    """
    position, _, digest = text.strip().upper().removeprefix(TRAIL).partition(":")
    digest = digest.strip().lower()
    if not position.isdigit() or len(digest) != len(GENESIS) or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"{text!r} is no ledger head: a number, a colon and {len(GENESIS)} hex digits are wanted")
    return int(position), digest
