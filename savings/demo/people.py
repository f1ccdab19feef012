"""The demo's people, by role."""

from __future__ import annotations

from typing import NamedTuple

from savings.models import Unit, User
from savings.recording.people import Account, register_user
from savings.roles import Role


class People(NamedTuple):
    """Who acts in the demo: one records, another vouches."""

    finance: User
    controller: User


#: Each account and its role; the first finance officer acts for the whole organisation.
#: The controller comes before the administrators: once there is one, it takes two to give the role (savings/rules/people.sql).
ACCOUNTS: dict[str, Role] = {
    "finans": Role.FINANCE,
    "controller": Role.CONTROLLER,
    "medlem": Role.MEMBER,
    "admin": Role.ADMINISTRATOR,
    "admin2": Role.ADMINISTRATOR,
    "revisor": Role.AUDITOR,
}
#: Who may also look at rows as they are.
SUPERUSER = "admin"
#: A finance officer of one administration, for whom the others' units are closed.
OF_ONE_UNIT = "finans-suf"


def register_people(password: str) -> People:
    """The demo accounts, all with one password; an account that exists is left as it is."""
    for name, role in ACCOUNTS.items():
        if not User.objects.filter(username=name).exists():
            account = Account(roles=[role], every_unit=name == "finans", email=f"{name}@valby.invalid")
            register_user(account, username=name, password=password, is_superuser=name == SUPERUSER)
    return People(User.objects.get(username="finans"), User.objects.get(username="controller"))


def register_one_units_finance(password: str, unit: Unit) -> None:
    """The account of a finance officer of one administration; it is left as it is where it exists."""
    if not User.objects.filter(username=OF_ONE_UNIT).exists():
        account = Account(roles=[Role.FINANCE], units=[unit], email=f"{OF_ONE_UNIT}@valby.invalid")
        register_user(account, username=OF_ONE_UNIT, password=password)
