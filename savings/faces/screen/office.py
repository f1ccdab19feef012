"""The administration's lists: people, units in their tree, programmes and their initiatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.faces.numbers import DASH, day, moment
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.faces.wording import Words
from savings.projections.facts import UnitFacts
from savings.projections.people import PersonFacts
from savings.roles import Role

ROLES: dict[Role, Words] = {
    Role.FINANCE: _("finance staff"),
    Role.CONTROLLER: _("controller"),
    Role.MEMBER: _("committee member"),
    Role.AUDITOR: _("auditor"),
    Role.ADMINISTRATOR: _("administrator"),
}


def people_sheet(people: Iterable[PersonFacts], href: Callable[[int], str]) -> Sheet:
    """The accounts."""
    heads = [
        Head("username", _g("User name"), numeric=False),
        Head("name", _g("Name"), numeric=False),
        Head("roles", _g("Roles"), numeric=False),
        Head("units", _g("Units"), numeric=False),
        Head("state", _g("State"), numeric=False),
        Head("seen", _g("Last log-in"), numeric=False),
    ]
    return sheet(_g("People"), heads, [_person(person, href) for person in people])


def _person(person: PersonFacts, href: Callable[[int], str]) -> dict[str, Cell]:
    return {
        "username": Cell(person.username, href(person.number)),
        "name": Cell(person.name or DASH),
        "roles": Cell(roles_words(person.roles)),
        "units": Cell(units_words(person.units, every_unit=person.every_unit)),
        "state": Cell(_g("switched on") if person.is_active else _g("switched off")),
        "seen": Cell(moment(localtime(person.last_login)) if person.last_login else DASH),
    }


def roles_words(roles: Iterable[Role]) -> str:
    """Roles in words."""
    return ", ".join(str(ROLES[role]) for role in roles) or _g("none: reads")


def units_words(codes: Sequence[str], *, every_unit: bool) -> str:
    """For whom somebody acts."""
    return _g("the whole organisation") if every_unit else ", ".join(codes) or DASH


def units_sheet(units: Iterable[tuple[int, UnitFacts]], href: Callable[[int], str]) -> Sheet:
    """The units in tree order, each set in under the one above."""
    heads = [
        Head("name", _g("Unit"), numeric=False),
        Head("code", _g("Code"), numeric=False),
        Head("from", _g("Valid from"), numeric=False),
        Head("to", _g("Valid to"), numeric=False),
    ]
    rows = [
        {
            "name": Cell("\u2003" * facts.depth + facts.name, href(number), own_words=True),
            "code": Cell(facts.code),
            "from": Cell(day(facts.valid_from)),
            "to": Cell(day(facts.valid_to)),
        }
        for number, facts in units
    ]
    return sheet(_g("Units"), heads, rows)
