"""Who may do what: the roles an act takes, and the units it may stand on."""

from __future__ import annotations

from collections.abc import Iterable

from savings.models import Unit, User
from savings.recording.refusals import NotYourRole, NotYourUnit
from savings.roles import Role


def require_role(by: User, *roles: Role) -> None:
    """Refuse the act to anybody without one of the roles.

    Raises:
        NotYourRole: otherwise.
    """
    if not by.roles & set(roles):
        raise NotYourRole(by.get_username())


def require_units(by: User, units: Iterable[Unit | None]) -> None:
    """Refuse the act unless every unit (None for *Ikke fordelt*) is the person's own or under it.

    A controller acts for all units. Four eyes hold for him as for everybody.

    Raises:
        NotYourUnit: otherwise.
    """
    if Role.CONTROLLER in by.roles or by.scope is None:
        return
    for unit in units:
        if not by.acts_for(unit.pk if unit else None):
            raise NotYourUnit(unit.code if unit else "")
