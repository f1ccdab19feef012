"""Accounts: who has one, with which roles and for which units; an account is switched off and never deleted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group

from savings.models import Unit, User
from savings.recording.permissions import require_role
from savings.recording.refusals import NameTaken, NotYourRole, ledger_act
from savings.roles import Role


@dataclass(frozen=True, kw_only=True)
class Account:
    """What an account may do, for which units, whose it is, and whether it is switched on."""

    roles: Collection[Role] = ()
    units: Collection[Unit] = ()
    every_unit: bool = False
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    is_active: bool = True

    @property
    def columns(self) -> dict[str, Any]:
        """What the user's own row holds of it."""
        return {name: value for name, value in vars(self).items() if name not in ("roles", "units")}


def register_user(
    account: Account, *, username: str, password: str | None, is_superuser: bool = False, by: User | None = None,
    at: datetime | None = None,
) -> User:  # fmt: skip
    """Make an account. Without `by` it is the set-up that makes it; otherwise it takes an administrator.

    Args:
        password: None makes an account that nobody can log in to until it is given one.

    Raises:
        NotYourRole: when `by` is no administrator.
        NameTaken: when there is an account of that name, whatever the case of its letters.
    """
    if by is not None:
        require_role(by, Role.ADMINISTRATOR)
    with ledger_act(by, at):
        # Checked under the lock: two administrators at once may both have found the name free at the form.
        if User.objects.filter(username__iexact=username).exists():
            raise NameTaken(username)
        user = User.objects.create_user(
            username, password=password, is_superuser=is_superuser, is_staff=is_superuser, **account.columns
        )
        _set_roles_and_units(user, account)
    return user


def change_user(user: User, account: Account, *, by: User, at: datetime, why: str = "") -> None:
    """Change an account: what it may do, for whom, and whether it is switched on.

    Raises:
        NotYourRole: when `by` is no administrator, or takes that role from, or switches off, the own account.
    """
    require_role(by, Role.ADMINISTRATOR)
    stays_administrator = account.is_active and (Role.ADMINISTRATOR in account.roles or user.is_superuser)
    if user.pk == by.pk and not stays_administrator:
        raise NotYourRole(user.get_username())
    with ledger_act(by, at, why):
        for name, value in account.columns.items():
            setattr(user, name, value)
        user.save(update_fields=list(account.columns))
        _set_roles_and_units(user, account)


def set_password(user: User, password: str, *, by: User, at: datetime) -> None:
    """Give an account a new password; its other sessions end. One's own, or anybody's as an administrator.

    Raises:
        NotYourRole: when it is neither.
    """
    if user.pk != by.pk:
        require_role(by, Role.ADMINISTRATOR)
    with ledger_act(by, at):
        user.set_password(password)
        user.save(update_fields=["password"])


def _set_roles_and_units(user: User, account: Account) -> None:
    user.groups.set([Group.objects.get_or_create(name=role.value)[0] for role in account.roles])
    user.units.set(account.units)
