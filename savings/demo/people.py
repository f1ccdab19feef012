"""The demo's people, by role."""

from __future__ import annotations

from typing import NamedTuple

from savings.models import User


class People(NamedTuple):
    """Who acts in the demo: one records, another vouches."""

    finance: User
    controller: User


#: User name and whether Django's own administration is open to it.
ACCOUNTS = {"finans": False, "controller": False, "medlem": False, "admin": True}


def register_people(password: str) -> People:
    """The demo accounts, all with one password; an account that exists is left as it is."""
    for name, is_admin in ACCOUNTS.items():
        if not User.objects.filter(username=name).exists():
            User.objects.create_user(name, password=password, is_staff=is_admin, is_superuser=is_admin)
    return People(User.objects.get(username="finans"), User.objects.get(username="controller"))
