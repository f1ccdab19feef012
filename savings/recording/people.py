"""Accounts: who has one, with which roles and for which units; an account is switched off and never deleted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import get_hasher, identify_hasher

from savings.models import Unit, User
from savings.models.people import count_active_administrators
from savings.recording.acting import ledger_act
from savings.recording.log_in_sessions import end_other_sessions
from savings.recording.permissions import require_role
from savings.recording.refusals import EnoughAdministrators, NameTaken, OwnRoles, SuperuserAbove
from savings.recording.roles import propose_lost_roles, set_roles
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

    Roles that take two are only proposed, but for those that the set-up gives.

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
            username, password=password, is_superuser=is_superuser, is_staff=is_superuser,
            has_temporary_password=by is not None, **account.columns,
        )  # fmt: skip
        user.units.set(account.units)
        set_roles(user, account.roles, by=by, at=at)
    return user


def change_user(user: User, account: Account, *, by: User, at: datetime, why: str = "") -> tuple[Role, ...]:
    """Change an account: what it may do, for whom, and whether it is switched on.

    Returns:
        The roles that are proposed by this, and that another administrator must confirm.

    Raises:
        NotYourRole: when `by` is no administrator.
        SuperuserAbove: when the account is a superuser's, and `by` is none.
        OwnRoles: when the roles, units or switch of the own account would change.
    """
    _require_reach(by, user)
    if user.pk == by.pk and _changes_reach(user, account):
        raise OwnRoles(user.get_username())
    with ledger_act(by, at, why):
        for name, value in account.columns.items():
            setattr(user, name, value)
        user.save(update_fields=list(account.columns))
        user.units.set(account.units)
        # An account that is switched off keeps no role that takes two.
        return set_roles(user, account.roles, by=by, at=at, why=why) if account.is_active else ()


def set_password(user: User, password: str, *, by: User, at: datetime) -> tuple[Role, ...]:
    """Give an account a new password; its other sessions end. One's own, or anybody's as an administrator.

    What another chooses is changed at the first log-in. Roles that take two end with it and are proposed again, so that
    nobody can act as a controller by choosing that one's password.

    Returns:
        The roles that wait for another administrator since.

    Raises:
        NotYourRole: when it is neither one's own, nor `by` an administrator.
        SuperuserAbove: when the account is a superuser's, and `by` is none.
    """
    is_own = user.pk == by.pk
    if not is_own:
        _require_reach(by, user)
    with ledger_act(by, at):
        roles = list(user.groups.values_list("name", flat=True))
        user.set_password(password)
        user.has_temporary_password = not is_own
        user.save(update_fields=["password", "has_temporary_password"])
        if not is_own:
            end_other_sessions(user)
        return () if is_own else propose_lost_roles(user, roles, by=by, at=at)


def renew_hash(user: User, password: str, *, at: datetime) -> None:
    """Hash a password that is right anew, where its hash is in an older form than Valby makes now."""
    preferred = get_hasher()
    if identify_hasher(user.password).algorithm != preferred.algorithm or preferred.must_update(user.password):
        with ledger_act(user, at):
            user.set_password(password)
            user.save(update_fields=["password"])


def set_up_administrator(username: str, password: str, *, email: str = "", at: datetime) -> User:
    """One of the first two administrators; an account of that name is made one, switched on, and given the password.

    Raises:
        EnoughAdministrators: when there are two active administrators.
    """
    with ledger_act(None, at):
        if count_active_administrators() >= 2:
            raise EnoughAdministrators(username)
        user = User.objects.filter(username=username).first()
        if user is None:
            return register_user(Account(roles=[Role.ADMINISTRATOR], email=email), username=username, password=password, at=at)
        user.set_password(password)
        user.is_active, user.has_temporary_password = True, False
        user.save(update_fields=["password", "is_active", "has_temporary_password"])
        set_roles(user, {*user.roles, Role.ADMINISTRATOR}, by=None, at=at)
        return user


def _require_reach(by: User, user: User) -> None:
    require_role(by, Role.ADMINISTRATOR)
    if user.is_superuser and not by.is_superuser:
        raise SuperuserAbove(user.get_username())


def _changes_reach(user: User, account: Account) -> bool:
    """Whether the account would get other roles or units, or be switched off."""
    before = (set(user.roles), set(user.units.values_list("pk", flat=True)), user.every_unit, user.is_active)
    return before != ({*account.roles}, {unit.pk for unit in account.units}, account.every_unit, account.is_active)
