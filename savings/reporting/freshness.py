"""How fresh a programme's figures are: one query for the foot of every page that shows some of them."""

from __future__ import annotations

from datetime import date

from django.db import connection

from savings.projections.facts import FreshnessFacts

_FRESH = """
    SELECT (SELECT e.booked_on FROM savings_entry e JOIN savings_approval a ON a.entry_id = e.id
            WHERE e.programme_id = p.id AND e.booked_on <= %(as_of)s ORDER BY e.booked_on DESC LIMIT 1)
    FROM savings_programme p WHERE p.slug = %(slug)s
"""


def read_freshness(slug: str, *, as_of: date) -> FreshnessFacts | None:
    """How fresh the figures of a programme are; None where there is no such programme. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FRESH, {"slug": slug, "as_of": as_of})
        row = cursor.fetchone()
    if row is None:
        return None
    return FreshnessFacts(as_of, row[0])
