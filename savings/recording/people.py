"""Accounts: who has one, with which roles and for which units; an account is switched off and never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group

from savings.models import Unit, User
from savings.recording.permissions import require
from savings.recording.refusals import NotYourRole, Taken, ledger_act
from savings.roles import Role


def register_user(
    *,
    username: str,
    password: str | None,
    roles: Iterable[Role] = (),
    units: Iterable[Unit] = (),
    every_unit: bool = False,
    email: str = "",
    first_name: str = "",
    last_name: str = "",
    is_superuser: bool = False,
    by: User | None = None,
    at: datetime | None = None,
) -> User:
    """Make an account. Without `by` it is the set-up that makes it; otherwise it takes an administrator.

    Args:
        password: None makes an account that nobody can log in to until it is given one.

    Raises:
        NotYourRole: when `by` is no administrator.
        Taken: when there is an account of that name, be it in other letters' size.
    """
    if by is not None:
        require(by, Role.ADMINISTRATOR)
    with ledger_act(by, at):
        # Under the lock: two administrators at once both met a free name at the form.
        if User.objects.filter(username__iexact=username).exists():
            raise Taken(username)
        user = User.objects.create_user(
            username, email, password, first_name=first_name, last_name=last_name, every_unit=every_unit,
            is_superuser=is_superuser, is_staff=is_superuser,
        )  # fmt: skip
        user.groups.set(_groups(roles))
        user.units.set(units)
    return user


def change_user(
    user: User,
    *,
    roles: Iterable[Role],
    units: Iterable[Unit],
    every_unit: bool,
    email: str,
    first_name: str,
    last_name: str,
    is_active: bool,
    by: User,
    at: datetime,
    why: str = "",
) -> None:
    """Change an account: what it may do, for whom, and whether it is switched on.

    Raises:
        NotYourRole: when `by` is no administrator, or takes that role from, or switches off, the own account.
    """
    require(by, Role.ADMINISTRATOR)
    wanted = set(roles)
    if user.pk == by.pk and not (is_active and (Role.ADMINISTRATOR in wanted or user.is_superuser)):
        raise NotYourRole(user.get_username())
    with ledger_act(by, at, why):
        facts = {
            "every_unit": every_unit, "email": email, "first_name": first_name, "last_name": last_name,
            "is_active": is_active,
        }  # fmt: skip
        for name, value in facts.items():
            setattr(user, name, value)
        user.save(update_fields=list(facts))
        user.groups.set(_groups(wanted))
        user.units.set(units)


def set_password(user: User, password: str, *, by: User, at: datetime) -> None:
    """Give an account a new password; its other sessions end. One's own, or anybody's as an administrator.

    Raises:
        NotYourRole: when it is neither.
    """
    if user.pk != by.pk:
        require(by, Role.ADMINISTRATOR)
    with ledger_act(by, at):
        user.set_password(password)
        user.save(update_fields=["password"])


def _groups(roles: Iterable[Role]) -> list[Group]:
    return [Group.objects.get_or_create(name=role.value)[0] for role in roles]
