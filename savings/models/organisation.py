"""Organisational units in a tree, each valid from and to a date, so that the past stays readable."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models
from django.db.models import F, Q


class Unit(models.Model):
    """An organisational unit (*enhed*): an administration (*forvaltning*) at the top, units under it.

    The code is permanent, since addresses, files and papers name it; a unit that is re-organised ends, and a new one
    with a new code begins. The database refuses a changed code and a circle of parents.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="unit_code_is_written", condition=~Q(code="") & ~Q(name="")),
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT unnest(%s::bigint[]) UNION SELECT u.id FROM savings_unit u JOIN below ON u.parent_id = below.id
    ) SELECT id FROM below
"""


def with_those_under(units: Iterable[int]) -> frozenset[int]:
    """The units (row numbers) and all units under them; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [list(units)])
        return frozenset(number for (number,) in cursor.fetchall())
