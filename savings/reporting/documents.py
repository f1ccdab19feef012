"""The decisions and documents a report names, and the evidence behind each initiative."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import connection

from savings.danish import sort_key
from savings.models import Document
from savings.projections.facts import DocumentFacts, EvidenceFacts

COLUMNS = "d.id, d.reference, d.title, d.body, d.decided_on, d.document_number, d.link, d.sort"

#: One probe per document, however many entries rest on it.
_RESTED_ON = f"""
    SELECT {COLUMNS} FROM savings_document d
    WHERE EXISTS (SELECT 1 FROM savings_entry e JOIN savings_approval a ON a.entry_id = e.id
                  WHERE e.programme_id = %(programme)s AND e.decision_id = d.id AND e.booked_on <= %(as_of)s)
       OR EXISTS (SELECT 1 FROM savings_initiativedocument i
                  WHERE i.programme_id = %(programme)s AND i.document_id = d.id AND i.first_booked_on <= %(as_of)s)
"""

#: Evidence that still stands: given by an entry that no approved correction has taken back. LIMIT 1 makes it a probe
#: that ends at the first such entry, however many there are; OFFSET 0 has it begin at the document, since the planner would
#: rather walk all evidence and all entries side by side.
_EVIDENCE = f"""
    SELECT i.initiative_id, i.page, i.note, {COLUMNS}
    FROM savings_initiativedocument i
    JOIN savings_document d ON d.id = i.document_id
    CROSS JOIN LATERAL (
        SELECT 1 FROM savings_evidence v
        CROSS JOIN LATERAL (SELECT e.id FROM savings_entry e WHERE e.id = v.entry_id AND e.programme_id = i.programme_id
                            AND e.booked_on <= %(as_of)s OFFSET 0) e
        JOIN savings_approval a ON a.entry_id = e.id
        WHERE v.document_id = i.document_id AND v.page = i.page
          AND (EXISTS (SELECT 1 FROM savings_posting p WHERE p.entry_id = e.id AND p.kind = 'realised' AND NOT p.derived
                       AND p.takes_back_id IS NULL AND p.initiative_id IS NOT DISTINCT FROM i.initiative_id)
               OR EXISTS (SELECT 1 FROM savings_statedlevel l WHERE l.entry_id = e.id AND l.kind = 'realised'
                          AND l.initiative_id IS NOT DISTINCT FROM i.initiative_id))
          AND NOT EXISTS (SELECT 1 FROM savings_entry c JOIN savings_approval ca ON ca.entry_id = c.id
                          WHERE c.corrects_id = e.id AND c.booked_on <= %(as_of)s)
        LIMIT 1
    ) standing
    WHERE i.programme_id = %(programme)s AND i.first_booked_on <= %(as_of)s
    ORDER BY i.id
"""  # only the constant above is put in


def document_facts(row: tuple[Any, ...]) -> DocumentFacts:
    """A document from the columns id, reference, title, body, date, number, link, sort."""
    pk, reference, title, body, decided_on, number, link, sort = row
    return DocumentFacts(reference, title, body, decided_on, number, link, sort == Document.Sort.DECISION, pk)


def facts_of(document: Document | None) -> DocumentFacts | None:
    """The facts of a document, None for none."""
    if document is None:
        return None
    row = (document.pk, document.reference, document.title, document.body, document.decided_on)
    return document_facts((*row, document.document_number, document.link, document.sort))


def read_documents(programme: int, as_of: date) -> tuple[DocumentFacts, ...]:
    """What the programme's approved entries rest on, decisions first; one query."""
    documents = [document_facts(row) for row in _rows(_RESTED_ON, programme, as_of)]
    return tuple(sorted(documents, key=lambda facts: (not facts.is_decision, sort_key(facts.reference))))


def read_evidence(programme: int, as_of: date) -> dict[int | None, tuple[EvidenceFacts, ...]]:
    """The evidence behind each initiative's realised amounts, by its row number; one query."""
    evidence: dict[int | None, list[EvidenceFacts]] = defaultdict(list)
    for initiative, page, note, *document in _rows(_EVIDENCE, programme, as_of):
        evidence[initiative].append(EvidenceFacts(document_facts(tuple(document)), page, note))
    return {initiative: tuple(items) for initiative, items in evidence.items()}


def _rows(query: str, programme: int, as_of: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"programme": programme, "as_of": as_of})
        return list(cursor.fetchall())
