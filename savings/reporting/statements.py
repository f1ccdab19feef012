"""What approved entries say in words: statements without an amount, and readings of the source; corrected ones no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from savings.projections.facts import StatementFacts
from savings.reporting.documents import COLUMNS, document_facts
from savings.reporting.organisation import Organisation
from savings.vocabulary import Kind

#: An entry that counts as of the date and that no approved correction has taken back by then.
_STANDING = """
    JOIN savings_approval a ON a.entry_id = e.id
    WHERE e.programme_id = ANY(%(programmes)s) AND e.booked_on <= %(as_of)s
      AND NOT EXISTS (SELECT 1 FROM savings_entry c JOIN savings_approval ca ON ca.entry_id = c.id
                      WHERE c.corrects_id = e.id AND c.booked_on <= %(as_of)s)
"""
_STATEMENTS = f"""
    SELECT s.entry_id, s.kind, s.unit_id, i.name, s.text, e.page, {COLUMNS}
    FROM savings_statement s
    JOIN savings_entry e ON e.id = s.entry_id
    LEFT JOIN savings_initiative i ON i.id = s.initiative_id
    LEFT JOIN savings_document d ON d.id = e.decision_id
    {_STANDING} ORDER BY s.id
"""
_READINGS = f"SELECT e.reading FROM savings_entry e {_STANDING} AND NOT e.reading = '' ORDER BY e.id"


def read_statements(
    programmes: Sequence[int], organisation: Organisation, as_of: date, wanted: set[str] | None
) -> tuple[StatementFacts, ...]:
    """The statements of some programmes; one query.

    Args:
        wanted: codes of the units whose statements are asked for; None for all.
    """
    statements = []
    for entry, kind, unit_id, initiative, text, page, *document in _rows(_STATEMENTS, programmes, as_of):
        unit = organisation.facts[unit_id] if unit_id is not None else None
        if wanted is None or (unit is not None and unit.code in wanted):
            source = document_facts(tuple(document)) if document[0] is not None else None
            statements.append(StatementFacts(entry, Kind(kind), unit, initiative, text, source, page))
    return tuple(statements)


def read_readings(programme: int, as_of: date) -> tuple[str, ...]:
    """What in a programme's entries is our reading of a source; one query."""
    return tuple(reading for (reading,) in _rows(_READINGS, [programme], as_of))


def _rows(query: str, programmes: Sequence[int], as_of: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"programmes": list(programmes), "as_of": as_of})
        return list(cursor.fetchall())
