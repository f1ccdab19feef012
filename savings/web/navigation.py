"""What stands in the head of every page: the rooms that the person may enter."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from savings.models import User
from savings.roles import Role

#: Each room: the name of its address, its words, and the roles it is for (none: everybody).
ROOMS: tuple[tuple[str, Promise, frozenset[Role]], ...] = (
    ("overview", _("Programmes"), frozenset()),
    ("reports", _("Reports"), frozenset()),
    ("record", _("Record"), frozenset({Role.FINANCE, Role.CONTROLLER})),
    ("vouch", _("Vouch"), frozenset({Role.CONTROLLER})),
    ("rounds", _("Rounds"), frozenset({Role.FINANCE, Role.CONTROLLER, Role.AUDITOR})),
    ("questions", _("Questions"), frozenset({Role.FINANCE, Role.CONTROLLER, Role.MEMBER, Role.AUDITOR})),
    ("trail", _("Trail"), frozenset({Role.AUDITOR, Role.CONTROLLER, Role.ADMINISTRATOR})),
    ("people", _("Administration"), frozenset({Role.ADMINISTRATOR})),
    ("formulas", _("How to read the figures"), frozenset()),
)


#: Where whoever has logged in begins, by the first role that fits: the controller at what waits, finance at what it owes.
BEGINNINGS: tuple[tuple[Role, str], ...] = ((Role.CONTROLLER, "vouch"), (Role.FINANCE, "record"))


def beginning(user: User) -> str:
    """The name of the address where a person's day begins; the overview for all who only read."""
    return next((name for role, name in BEGINNINGS if role in user.roles), "overview")


def rooms(request: HttpRequest) -> dict[str, object]:
    """The rooms for the template of the frame; none for whoever has not logged in."""
    user, places = request.user, {name.replace("-", "_"): place(name) for name in FRAME}
    if not isinstance(user, User):
        return {"rooms": (), "places": places}
    mine = [(name, words, place(name)) for name, words, roles in ROOMS if not roles or roles & user.roles]
    return {"rooms": mine, "places": places}


#: The addresses that the frame itself names.
FRAME = ("overview", "language", "account", "log-out", "formulas", "accessibility")


@cache
def place(name: str) -> str:
    """The address of that name, which takes no argument and never changes: every page asks for a dozen of them."""
    return reverse(name)
