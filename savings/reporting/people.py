"""Reading the accounts: who there is, with which roles and units, and who gave the roles that take two."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from savings.danish import sort_key
from savings.models import RoleProposal, User
from savings.projections.people import PersonFacts, RoleGift
from savings.roles import Role


def read_people() -> tuple[PersonFacts, ...]:
    """Every account, those that are switched on first, by name; three queries."""
    rows = User.objects.prefetch_related("groups", "units")
    people = [_person(row) for row in rows]
    return tuple(sorted(people, key=lambda row: (not row.is_active, sort_key(row.name or row.username))))


def read_log_in_names() -> frozenset[str]:
    """The user names of those whose full name nobody has given, and who are shown by it inside; one query."""
    return frozenset(User.objects.filter(first_name="", last_name="").values_list("username", flat=True))


def _person(row: User) -> PersonFacts:
    return PersonFacts(
        row.pk, row.get_username(), row.get_full_name(), tuple(role for role in Role if role in row.roles),
        tuple(sorted(unit.code for unit in row.units.all())), row.every_unit, row.is_active, row.last_login,
    )  # fmt: skip


def read_superusers() -> tuple[str, ...]:
    """The user names of those who administrate and look at rows as they are, by name."""
    return tuple(User.objects.filter(is_superuser=True, is_active=True).order_by("username").values_list("username", flat=True))


def read_waiting_roles() -> tuple[RoleGift, ...]:
    """The roles that wait for a second administrator, the oldest first."""
    return _gifts(RoleProposal.objects.filter(verdict=None, by__isnull=False).order_by("at", "pk"))


def read_role_gifts() -> tuple[RoleGift, ...]:
    """Every role that takes two and was ever proposed or given by the set-up, the newest first."""
    return _gifts(RoleProposal.objects.order_by("-at", "-pk"))


def _gifts(rows: QuerySet[RoleProposal]) -> tuple[RoleGift, ...]:
    return tuple(_gift(row) for row in rows.select_related("person", "by", "verdict__by"))


def _gift(row: RoleProposal) -> RoleGift:
    proposed = RoleGift(
        row.pk, row.person.get_username(), Role(row.role), row.by.get_username() if row.by else "", row.at, row.why
    )
    verdict = getattr(row, "verdict", None)
    if verdict is None:
        return proposed
    decided = {"is_confirmed": verdict.confirmed, "decided_by": verdict.by.get_username(), "decided_at": verdict.at}
    return replace(proposed, **decided)
