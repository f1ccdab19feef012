"""Who may do together what one person had better not."""

from __future__ import annotations

from savings.projections.people import PersonFacts, find_both_halves
from savings.roles import Role


def person(name: str, *roles: Role, is_active: bool = True) -> PersonFacts:
    return PersonFacts(1, name, "", roles, (), False, is_active, None)


def test_whoever_has_both_halves_of_a_pair_is_named_once_for_each_unless_switched_off() -> None:
    people = [
        person("begge", Role.FINANCE, Role.CONTROLLER),
        person("alle", Role.ADMINISTRATOR, Role.FINANCE, Role.CONTROLLER, Role.AUDITOR),
        person("en", Role.FINANCE),
        person("to", Role.FINANCE, Role.ADMINISTRATOR),
        person("ude", Role.FINANCE, Role.CONTROLLER, is_active=False),
        person("ingen"),
    ]
    assert [(who.username, pair) for who, pair in find_both_halves(people)] == [
        ("begge", (Role.FINANCE, Role.CONTROLLER)),
        ("alle", (Role.FINANCE, Role.CONTROLLER)),
        ("alle", (Role.ADMINISTRATOR, Role.CONTROLLER)),
    ]
