"""The sums behind a status: one SUM by (kind, unit, initiative, year, price level), as of a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from savings.projections.cells import Cell
from savings.vocabulary import Kind


class Sum(NamedTuple):
    """One group's sum in kroner; unit and initiative are row numbers, None for *Ikke fordelt* and the whole programme.

    `lines` is how many lines stand in it, so that a sum of 0 that is said is told from nothing said; a group of 0 without
    any is left out.
    """

    programme: int
    kind: str
    unit: int | None
    initiative: int | None
    year: int
    price_level: int | None
    earliest_year: int | None
    evidenced: bool
    amount: Decimal
    lines: int

    def to_cell(self, unit: str | None, initiative: str | None) -> Cell:
        """The sum as a cell, by the unit's code and the initiative's name."""
        return Cell(
            Kind(self.kind), unit, initiative, self.year, self.price_level, self.amount, self.evidenced, self.earliest_year
        )


_POSTED = "p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, p.earliest_year, p.evidenced"
#: From the raw ledger: any day, and (where `position` is given) the ledger as it stood at that link.
AS_OF = f"""
    SELECT e.programme_id, {_POSTED}, SUM(p.amount), SUM(p.lines)
    FROM savings_posting p
    JOIN savings_entry e ON e.id = p.entry_id
    JOIN savings_approval a ON a.entry_id = e.id
    WHERE e.programme_id = ANY(%(programmes)s) AND p.booked_on <= %(as_of)s
      AND (%(position)s::bigint IS NULL OR a.position <= %(position)s)
    GROUP BY e.programme_id, {_POSTED}
    HAVING SUM(p.amount) <> 0 OR SUM(p.lines) <> 0
"""

#: A past day from what is kept of the past: the years before its own, that year's months before its own, and the lines of that
#: month. Only derived lines may be booked later than their entry.
PAST = f"""
    SELECT programme_id, kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced, SUM(amount), SUM(lines)
    FROM (
        SELECT programme_id, kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced, amount, lines
        FROM savings_pastbalance
        WHERE programme_id = ANY(%(programmes)s) AND booked_month = 0 AND booked_year < extract(year FROM %(as_of)s::date)
        UNION ALL
        SELECT programme_id, kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced, amount, lines
        FROM savings_pastbalance
        WHERE programme_id = ANY(%(programmes)s) AND booked_year = extract(year FROM %(as_of)s::date)
          AND booked_month BETWEEN 1 AND extract(month FROM %(as_of)s::date) - 1
        UNION ALL
        SELECT e.programme_id, {_POSTED}, p.amount, p.lines
        FROM savings_entry e
        JOIN savings_approval a ON a.entry_id = e.id
        JOIN savings_posting p ON p.entry_id = e.id
        WHERE e.programme_id = ANY(%(programmes)s) AND e.booked_on BETWEEN date_trunc('month', %(as_of)s::date) AND %(as_of)s
          AND p.booked_on <= %(as_of)s
        UNION ALL
        SELECT e.programme_id, {_POSTED}, p.amount, p.lines
        FROM savings_posting p
        JOIN savings_entry e ON e.id = p.entry_id
        JOIN savings_approval a ON a.entry_id = e.id
        WHERE e.programme_id = ANY(%(programmes)s) AND p.derived
          AND p.booked_on BETWEEN date_trunc('month', %(as_of)s::date) AND %(as_of)s
          AND e.booked_on < date_trunc('month', %(as_of)s::date)
    ) total
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    HAVING SUM(amount) <> 0 OR SUM(lines) <> 0
"""

#: From the totals that the database keeps, less what is booked after the day: for today that is next to nothing. Only derived
#: lines may be booked later than their entry.
LATEST = f"""
    SELECT programme_id, kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced, SUM(amount), SUM(lines)
    FROM (
        SELECT programme_id, kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced, amount, lines
        FROM savings_balance WHERE programme_id = ANY(%(programmes)s)
        UNION ALL
        SELECT e.programme_id, {_POSTED}, -p.amount, -p.lines
        FROM savings_entry e
        JOIN savings_approval a ON a.entry_id = e.id
        JOIN savings_posting p ON p.entry_id = e.id
        WHERE e.programme_id = ANY(%(programmes)s) AND e.booked_on > %(as_of)s
        UNION ALL
        SELECT e.programme_id, {_POSTED}, -p.amount, -p.lines
        FROM savings_posting p
        JOIN savings_entry e ON e.id = p.entry_id
        WHERE e.programme_id = ANY(%(programmes)s) AND p.derived AND p.booked_on > %(as_of)s AND e.booked_on <= %(as_of)s
    ) total
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    HAVING SUM(amount) <> 0 OR SUM(lines) <> 0
"""

#: What the database froze with a published report: the sums of its programme as of its date, at its link. `verify_ledger`
#: proves them equal to the postings.
_FROZEN = """
    SELECT r.programme_id, s.value->>0, (s.value->>1)::bigint, (s.value->>2)::bigint, (s.value->>3)::int, (s.value->>4)::int,
           (s.value->>5)::int, (s.value->>6)::boolean, (s.value->>7)::numeric,
           (s.value->>8)::int
    FROM savings_publication p
    JOIN savings_report r ON r.id = p.report_id
    CROSS JOIN LATERAL jsonb_array_elements(p.sums) s
    WHERE p.report_id = %(report)s
"""


def read_sums(
    programmes: Iterable[int], *, as_of: date, past: bool, position: int | None = None, report: int | None = None
) -> list[Sum]:
    """The sums of some programmes as of a date; one query.

    Args:
        programmes: row numbers.
        past: whether the day is past. The balances answer quickest for today; a day long past has more entries after it
            than before, and is added up of the years and months before it.
        position: the link up to which approvals count, which only the raw ledger knows; None for all.
        report: the number of a published report, whose frozen sums are read instead; None adds up.
    """
    if report is not None:
        query = _FROZEN
    elif position is not None:
        query = AS_OF
    else:
        query = PAST if past else LATEST
    with connection.cursor() as cursor:
        cursor.execute(query, {"programmes": list(programmes), "as_of": as_of, "position": position, "report": report})
        return [Sum(*row) for row in cursor.fetchall()]


_BEGUN = """
    SELECT DISTINCT e.programme_id FROM savings_entry e
    JOIN savings_approval a ON a.entry_id = e.id
    JOIN savings_posting p ON p.entry_id = e.id AND p.year = %(year)s AND p.kind IN ('realised', 'forecast')
    WHERE e.programme_id = ANY(%(programmes)s) AND e.booked_on BETWEEN %(first)s AND %(as_of)s
"""


def read_begun(programmes: Iterable[int], as_of: date) -> set[int]:
    """Those of some programmes (row numbers) of which an entry booked since the first day of the date's year says something
    realised or forecast of that year; one query.
    """
    facts: dict[str, Any] = {"programmes": list(programmes), "year": as_of.year, "first": date(as_of.year, 1, 1), "as_of": as_of}
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, facts)
        return {number for (number,) in cursor.fetchall()}
