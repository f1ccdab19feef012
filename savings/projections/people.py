"""An account as the administration reads it, and who may do what together with what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from savings.roles import Role


@dataclass(frozen=True)
class PersonFacts:
    """An account: its row number, names, roles, the codes of its units, whether it is on, and its last log-in."""

    number: int
    username: str
    name: str
    roles: tuple[Role, ...]
    units: tuple[str, ...]
    every_unit: bool
    is_active: bool
    last_login: datetime | None


@dataclass(frozen=True)
class RoleGift:
    """A role that takes two: proposed for somebody, and confirmed, dropped or waiting.

    Attributes:
        number: the proposal's row number.
        person, proposed_by, decided_by: user names. What the set-up gave has no proposer and no second person.
        is_confirmed: None while it waits.
    """

    number: int
    person: str
    role: Role
    proposed_by: str
    proposed_at: datetime
    why: str
    is_confirmed: bool | None = None
    decided_by: str = ""
    decided_at: datetime | None = None


#: Two roles that one person had better not have together: what the one does the other is there to check.
HALVES: tuple[tuple[Role, Role], ...] = ((Role.FINANCE, Role.CONTROLLER), (Role.ADMINISTRATOR, Role.CONTROLLER))


def find_both_halves(people: Iterable[PersonFacts]) -> tuple[tuple[PersonFacts, tuple[Role, Role]], ...]:
    """Each person who has both halves of a pair and whose account is switched on, once for each pair."""
    return tuple((person, pair) for person in people if person.is_active for pair in HALVES if set(pair) <= set(person.roles))
