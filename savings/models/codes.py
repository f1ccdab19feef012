"""The vocabulary's codes as a field's choices and a constraint's values: plain texts, as a migration holds them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


def codes(members: Iterable[StrEnum]) -> tuple[str, ...]:
    """The codes of an enum, or of some of its members."""
    return tuple(member.value for member in members)


def choices(members: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Each code with its name, as Django's own choices have it. What people read is the vocabulary's."""
    return [(member.value, member.name.replace("_", " ").title()) for member in members]
