"""What the chain's hashes cover: every column of an approved entry, price release or price basis, and of what it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from django.db import connection, models

from savings.models.documents import Attachment, Document
from savings.models.ledger import Entry, Evidence, Posting, StatedLevel, Statement, Submission
from savings.models.price_bases import PriceBasis
from savings.models.prices import PricePoint, PriceRelease, PriceSeries

Row = Mapping[str, Any]


def entry_contents(numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """The content of each entry by its number, as rows of plain values: eight queries, however many entries.

    An entry that is gone is missing from the answer; a part that is gone is missing from its content.
    """
    entries = {row["id"]: row for row in _rows(Entry, "id", numbers)}
    parts = {name: _by_entry(model, numbers) for name, model in _PARTS.items()}
    submissions = {row["entry_id"]: row for row in _rows(Submission, "entry_id", numbers)}
    documents = _documents(entries.values(), parts["evidence"])
    return {
        number: {
            "entry": row,
            **{name: rows.get(number, []) for name, rows in parts.items()},
            "submission": submissions.get(number),
            "documents": [documents.get(pk) for pk in _list_documents(row, parts["evidence"].get(number, []))],
        }
        for number, row in entries.items()
    }


_PARTS: dict[str, type[models.Model]] = {
    "levels": StatedLevel, "postings": Posting, "statements": Statement, "evidence": Evidence,
}  # fmt: skip


@cache
def _select(model: type[models.Model], column: str) -> tuple[str, tuple[str, ...]]:
    """The statement that reads whole rows, and their columns. Written once: the hashing of an approval waits for it."""
    columns = tuple(field.attname for field in model._meta.concrete_fields)
    key = model._meta.pk.attname
    named = ", ".join(f'"{name}"' for name in columns)
    return f'SELECT {named} FROM "{model._meta.db_table}" WHERE "{column}" = ANY(%s) ORDER BY "{key}"', columns


def _rows(model: type[models.Model], column: str, numbers: Collection[int]) -> list[dict[str, Any]]:
    statement, columns = _select(model, column)
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(numbers)])
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _by_entry(model: type[models.Model], numbers: Collection[int]) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in _rows(model, "entry_id", numbers):
        rows[row["entry_id"]].append(row)
    return rows


def _documents(entries: Iterable[Row], evidence: dict[int, list[Row]]) -> dict[int, dict[str, Any]]:
    named = {row["decision_id"] for row in entries} | {row["document_id"] for rows in evidence.values() for row in rows}
    documents = {row["id"]: row for row in _rows(Document, "id", named - {None})} if named - {None} else {}
    for file in _rows(Attachment, "document_id", documents) if documents else ():
        # Only where there are files: the hashes of entries from before there were any stay what they are.
        documents[file["document_id"]].setdefault("files", []).append(file)
    return documents


def _list_documents(entry: Row, evidence: list[Row]) -> list[int]:
    return sorted({entry["decision_id"], *(row["document_id"] for row in evidence)} - {None})


def release_contents(numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """The content of each price release by its number: the release, its series and its points; three queries."""
    releases = {row["id"]: row for row in PriceRelease.objects.filter(pk__in=numbers).values()}
    series = {row["id"]: row for row in PriceSeries.objects.filter(pk__in={r["series_id"] for r in releases.values()}).values()}
    points: dict[int, list[Row]] = defaultdict(list)
    for row in PricePoint.objects.filter(release__in=numbers).order_by("pk").values():
        points[row["release_id"]].append(row)
    return {
        number: {"release": row, "series": series.get(row["series_id"]), "points": points.get(number, [])}
        for number, row in releases.items()
    }


def basis_contents(numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """The content of each price basis by its number: the basis and the decision it rests on; at most three queries."""
    bases = {row["id"]: row for row in PriceBasis.objects.filter(pk__in=numbers).values()}
    documents = _documents(bases.values(), {})
    return {number: {"basis": row, "documents": [documents.get(row["decision_id"])]} for number, row in bases.items()}
