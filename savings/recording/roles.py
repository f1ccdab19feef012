"""Roles: those that vouch or administrate are given by two administrators, and nobody changes their own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import Group

from savings.models import RoleProposal, RoleVerdict, User
from savings.models.people import count_active_administrators
from savings.recording.acting import ledger_act
from savings.recording.permissions import require_role
from savings.recording.refusals import OwnProposal, OwnRoles, RoleDecided
from savings.roles import TAKE_TWO, Role


def set_roles(user: User, wanted: Collection[Role], *, by: User | None, at: datetime | None, why: str = "") -> tuple[Role, ...]:
    """Give the roles that take one and take away what is not wanted; propose those that take two. Called within an act.

    Without `by` the set-up gives all of them, as long as it may (savings/rules/people.sql).

    Returns:
        The roles that were proposed.
    """
    held = {Role(name) for name in user.groups.values_list("name", flat=True)}
    names = [role.value for role in wanted if role in held or role not in TAKE_TWO]
    # A superuser administrates anyway.
    new = tuple(role for role in Role if role in wanted and role.value not in names and not _administrates(user, role))
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in names])
    waiting = set(RoleProposal.objects.filter(person=user, by__isnull=False, verdict=None).values_list("role", flat=True))
    for role in new:
        if role.value not in waiting:
            facts = {"at": at} if at else {}
            RoleProposal.objects.create(person=user, role=role.value, by=by, why=why, **facts)
    return new if by else ()


def _administrates(user: User, role: Role) -> bool:
    return user.is_superuser and role is Role.ADMINISTRATOR


def propose_lost_roles(user: User, names: Collection[str], *, by: User, at: datetime) -> tuple[Role, ...]:
    """Propose again what ended because `by` chose another's password; nothing where nobody is left to confirm it."""
    if count_active_administrators() < 2:
        return ()
    wanted = [Role(name) for name in names]
    return set_roles(user, wanted, by=by, at=at)


def confirm_role(proposal: RoleProposal, *, by: User, at: datetime) -> None:
    """Give the role that another administrator proposed.

    Raises:
        NotYourRole: when `by`, or who proposed it, is no active administrator.
        OwnProposal: when `by` proposed it.
        OwnRoles: when the role is for `by`.
        RoleDecided: when it is decided on already.
    """
    _decide(proposal, confirmed=True, by=by, at=at)


def drop_role(proposal: RoleProposal, *, by: User, at: datetime) -> None:
    """Refuse a proposed role, or withdraw what one proposed.

    Raises:
        NotYourRole: when `by` is no administrator.
        OwnRoles: when the role is for `by`.
        RoleDecided: when it is decided on already.
    """
    _decide(proposal, confirmed=False, by=by, at=at)


def _decide(proposal: RoleProposal, *, confirmed: bool, by: User, at: datetime) -> None:
    require_role(by, Role.ADMINISTRATOR)
    if proposal.person_id == by.pk:
        raise OwnRoles(by.get_username())
    if confirmed and proposal.by_id == by.pk:
        raise OwnProposal(by.get_username())
    with ledger_act(by, at, proposal.why):
        if RoleVerdict.objects.filter(proposal=proposal).exists():
            raise RoleDecided
        RoleVerdict.objects.create(proposal=proposal, confirmed=confirmed, by=by, at=at)
