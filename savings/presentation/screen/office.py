"""The administration's lists: people, units in their tree, programmes and their initiatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.elements.numbers import DASH
from savings.elements.table import Cells, OwnWords, Table, TableCell, TableColumn, build_rows
from savings.elements.words import Words
from savings.projections.facts import UnitFacts
from savings.projections.people import PersonFacts, RoleGift
from savings.roles import Role

ROLES: dict[Role, Words] = {
    Role.FINANCE: _("finance staff"),
    Role.CONTROLLER: _("controller"),
    Role.MEMBER: _("committee member"),
    Role.AUDITOR: _("auditor"),
    Role.ADMINISTRATOR: _("administrator"),
}


def people_table(people: Iterable[PersonFacts], href: Callable[[int], str]) -> Table:
    columns = [
        TableColumn("username", _g("User name")),
        TableColumn("name", _g("Name")),
        TableColumn("roles", _g("Roles")),
        TableColumn("units", _g("Units")),
        TableColumn("state", _g("State")),
        TableColumn("seen", _g("Last log-in")),
    ]
    return Table(_g("People"), columns, build_rows(_person(person, href) for person in people))


def _person(person: PersonFacts, href: Callable[[int], str]) -> Cells:
    return {
        "username": TableCell(person.username, href(person.number)),
        "name": person.name or None,
        "roles": roles_words(person.roles),
        "units": units_words(person.units, every_unit=person.every_unit),
        "state": _g("switched on") if person.is_active else _g("switched off"),
        "seen": person.last_login,
    }


def roles_words(roles: Iterable[Role]) -> str:
    return ", ".join(str(ROLES[role]) for role in roles) or _g("none: reads")


def both_halves_table(people: Iterable[tuple[PersonFacts, tuple[Role, Role]]]) -> Table | None:
    """Who has two roles that check each other; None where nobody has."""
    columns = [
        TableColumn("username", _g("User name")),
        TableColumn("name", _g("Name")),
        TableColumn("both", _g("Holds both")),
        TableColumn("seen", _g("Last log-in")),
    ]
    rows = build_rows(
        {
            "username": person.username,
            "name": OwnWords(person.name) if person.name else None,
            "both": roles_words(pair),
            "seen": person.last_login,
        }
        for person, pair in people
    )
    return Table(_g("Who holds both halves"), columns, rows) if rows else None


def role_gifts_table(gifts: Iterable[RoleGift]) -> Table:
    """The roles that take two: for whom, by whom, and when."""
    columns = [
        TableColumn("person", _g("User name")),
        TableColumn("role", _g("Role")),
        TableColumn("proposed", _g("Proposed by")),
        TableColumn("at", _g("Proposed")),
        TableColumn("outcome", _g("Outcome")),
        TableColumn("decided", _g("Decided by")),
        TableColumn("when", _g("Decided")),
        TableColumn("why", _g("Why")),
    ]
    return Table(_g("Roles that two give"), columns, build_rows(_gift(gift) for gift in gifts))


def _gift(gift: RoleGift) -> Cells:
    return {
        "person": gift.person,
        "role": ROLES[gift.role],
        "proposed": gift.proposed_by or _g("the set-up"),
        "at": gift.proposed_at,
        "outcome": _describe_outcome(gift),
        "decided": gift.decided_by or None,
        "when": gift.decided_at,
        "why": OwnWords(gift.why) if gift.why else None,
    }


def _describe_outcome(gift: RoleGift) -> str:
    if not gift.proposed_by:
        return _g("given at the set-up, by one")
    if gift.is_confirmed is None:
        return _g("waits for a second administrator")
    if gift.is_confirmed:
        return _g("given by two")
    return _g("withdrawn") if gift.decided_by == gift.proposed_by else _g("refused")


def units_words(codes: Sequence[str], *, every_unit: bool) -> str:
    """For whom somebody acts."""
    return _g("the whole organisation") if every_unit else ", ".join(codes) or DASH


def units_table(units: Iterable[tuple[int, UnitFacts]], href: Callable[[int], str]) -> Table:
    """The units in tree order, each set in under the one above."""
    columns = [
        TableColumn("name", _g("Unit")),
        TableColumn("code", _g("Code")),
        TableColumn("from", _g("Valid from")),
        TableColumn("to", _g("Valid to")),
    ]
    rows = build_rows(
        {
            "name": TableCell(OwnWords("\u2003" * facts.depth + facts.name), href(number)),
            "code": facts.code,
            "from": facts.valid_from,
            "to": facts.valid_to,
        }
        for number, facts in units
    )
    return Table(_g("Units"), columns, rows)
