"""An account as the administration reads it."""

from __future__ import annotations

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
