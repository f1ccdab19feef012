"""The head of every page: the sections that the person may open, and where a day begins."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from savings.models import User
from savings.roles import Role

#: Each section: the name of its address, its words, and the roles it is for (none: everybody).
SECTIONS: tuple[tuple[str, Promise, frozenset[Role]], ...] = (
    ("programmes:overview", _("Programmes"), frozenset()),
    ("reports:list", _("Reports"), frozenset()),
    ("recording:desk", _("Record"), frozenset({Role.FINANCE, Role.CONTROLLER})),
    ("entries:waiting", _("Vouch"), frozenset({Role.CONTROLLER})),
    ("rounds:list", _("Rounds"), frozenset({Role.FINANCE, Role.CONTROLLER, Role.AUDITOR})),
    ("remarks:list", _("Questions"), frozenset({Role.FINANCE, Role.CONTROLLER, Role.MEMBER, Role.AUDITOR})),
    ("inquiries:list", _("Audit"), frozenset({Role.AUDITOR, Role.CONTROLLER})),
    ("trail:list", _("Trail"), frozenset({Role.AUDITOR, Role.CONTROLLER, Role.ADMINISTRATOR})),
    ("administration:people", _("Administration"), frozenset({Role.ADMINISTRATOR})),
    ("help:formulas", _("How to read the figures"), frozenset()),
)


#: Where whoever has logged in begins, by the first role that fits: the controller at what waits, finance at what it owes.
BEGINNINGS: tuple[tuple[Role, str], ...] = ((Role.CONTROLLER, "entries:waiting"), (Role.FINANCE, "recording:desk"))


def start_page(user: User) -> str:
    """The name of the address where a person's day begins; the overview for all who only read."""
    return next((name for role, name in BEGINNINGS if role in user.roles), "programmes:overview")


def sections(request: HttpRequest) -> dict[str, object]:
    """The sections and addresses that `base.html` links to; no sections for whoever has not logged in."""
    user, links = request.user, {key: page_address(name) for key, name in FRAME.items()}
    if not isinstance(user, User):
        return {"sections": (), "frame_links": links}
    mine = [(name, words, page_address(name)) for name, words, roles in SECTIONS if not roles or roles & user.roles]
    return {"sections": mine, "frame_links": links}


#: The addresses that the frame itself names, by the words its template has for them.
FRAME = {
    "overview": "programmes:overview",
    "language": "account:language",
    "account": "account:account",
    "log_out": "account:log-out",
    "formulas": "help:formulas",
    "accessibility": "help:accessibility",
}


@cache
def page_address(name: str) -> str:
    """The address of that name, which takes no argument and never changes: every page asks for a dozen of them."""
    return reverse(name)
