"""The roles people have; each is a group, and a person may have several."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role in the office; the value is the group's name. Everybody with an account may read."""

    FINANCE = "finance"
    CONTROLLER = "controller"
    MEMBER = "member"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


#: Roles that vouch or administrate: one administrator proposes them, another confirms (savings/rules/people.sql).
TAKE_TWO = frozenset({Role.CONTROLLER, Role.ADMINISTRATOR})
