"""Which moments the test database takes: any, where a test tells of 2008, or only now, as every other database."""

from __future__ import annotations

from django.conf import settings
from django.db import connections

from savings.rules import apply_rules


def take_past_moments(taken: bool) -> None:
    """Replace the rule's function, as only the tables' owner can."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION valby_takes_past_moments() RETURNS boolean LANGUAGE sql IMMUTABLE RETURN {taken}"
        )


def apply_rules_again() -> None:
    """Put the rules back after a test that took one away."""
    apply_rules(connections["owner"], settings.APP_ROLE)
    take_past_moments(True)
