"""Reading the accounts: who there is, with which roles and units, and who is locked out."""

from __future__ import annotations

from savings.danish import sort_key
from savings.models import User
from savings.projections.people import PersonFacts
from savings.roles import Role


def read_people() -> tuple[PersonFacts, ...]:
    """Every account, those that are switched on first, by name; three queries."""
    rows = User.objects.prefetch_related("groups", "units")
    people = [_person(row) for row in rows]
    return tuple(sorted(people, key=lambda row: (not row.is_active, sort_key(row.name or row.username))))


def _person(row: User) -> PersonFacts:
    return PersonFacts(
        row.pk, row.get_username(), row.get_full_name(), tuple(role for role in Role if role in row.roles),
        tuple(sorted(unit.code for unit in row.units.all())), row.every_unit, row.is_active, row.last_login,
    )  # fmt: skip
