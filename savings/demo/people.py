"""The demo's people, by role."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from savings.models import Unit, User
from savings.recording.people import Account, register_user, set_password
from savings.roles import Role


class People(NamedTuple):
    """Who acts in the demo: one records, another vouches."""

    finance: User
    controller: User


#: Each account and its role; the first finance officer acts for the whole organisation.
#: The administrators come last: once there is one, it takes two to give the controller's role (savings/rules/people.sql), and
#: once there are two, each account is made by one of them.
ACCOUNTS: dict[str, Role] = {
    "finans": Role.FINANCE,
    "controller": Role.CONTROLLER,
    "medlem": Role.MEMBER,
    "revisor": Role.AUDITOR,
    "admin": Role.ADMINISTRATOR,
    "admin2": Role.ADMINISTRATOR,
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


def register_one_units_finance(password: str, unit: Unit, *, at: datetime) -> None:
    """The account of a finance officer of one administration; it is left as it is where it exists."""
    if not User.objects.filter(username=OF_ONE_UNIT).exists():
        account = Account(roles=[Role.FINANCE], units=[unit], email=f"{OF_ONE_UNIT}@valby.invalid")
        by = User.objects.get(username=SUPERUSER)
        user = register_user(account, username=OF_ONE_UNIT, password=password, by=by, at=at)
        # The demo's accounts are shown with their password, which stays as it is.
        set_password(user, password, by=user, at=at)
