"""The hash chain: the canonical form of what was approved, and the link over it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

#: What the first link follows.
GENESIS = "0" * 64
#: The form of the content that links carry. It grows with every change of what is hashed (a column, a table, a way of writing
#: a value), and `verify_ledger` keeps the forms before it: a link that was made stays what it is.
VERSION = 1


def canonical(content: Mapping[str, object]) -> str:
    """The one text of a content: JSON with sorted keys and no spaces; dates ISO, moments in UTC, amounts with øre.

    Raises:
        TypeError: when a value has no canonical form (a binary fraction, for one).
    """
    return json.dumps(_plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def link(previous: str, content: Mapping[str, object], version: int = VERSION) -> str:
    """The hash (64 hex digits of SHA-256) of a link: over the hash before it, and the canonical content with its version."""
    return hashlib.sha256(f"{previous}\n{canonical({**content, 'version': version})}".encode()).hexdigest()


def shown_head(position: int, digest: str) -> str:
    """A head as a paper prints it, `17:3fa9…`."""
    return f"{position}:{digest}"


def parse_head(text: str) -> tuple[int, str]:
    """Position and hash of a head as a paper prints it.

    Raises:
        ValueError: when the text is not a number, a colon and 64 hex digits.
    """
    position, _, digest = text.strip().partition(":")
    digest = digest.strip().lower()
    if not position.isdigit() or len(digest) != len(GENESIS) or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"{text!r} is no ledger head: a number, a colon and {len(GENESIS)} hex digits are wanted")
    return int(position), digest
