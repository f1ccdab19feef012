"""The data that go along with a report's paper, as files in the PDF.

A closed report, which only those with an account read, carries every figure of its programmes. An open one is anybody's, and
carries the tables that it shows and the figures in its text, and nothing beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from savings.composing.document import Bound, MadeTable, ReportDocument, lines_of
from savings.elements.data.flat_table import FlatTable, SheetValue
from savings.elements.data.status_csv import status_csv
from savings.elements.data.status_json import status_json
from savings.elements.data.tables_csv import tables_csv
from savings.elements.numbers import day
from savings.elements.table import Table
from savings.elements.words import price_level_words
from savings.plain import to_plain
from savings.presentation.paper.imprint import Imprint
from savings.presentation.paper.status import figures_words
from savings.prices import sort_levels

Data = dict[str, Any]


def attach_files(document: ReportDocument, imprint: Imprint | None) -> Iterator[tuple[Data, str]]:
    """The files, each with its name, sort and description, and its text."""
    if document.manuscript.closed:
        for slug, status in document.statuses.items():
            name = f"{slug}-{status.as_of.isoformat()}.csv"
            yield {"name": name, "mime": "text/csv", "description": figures_words(status)}, status_csv(status).decode()
    elif tables := list_tables(document):
        name = f"{document.main.programme.slug}-{document.manuscript.as_of.isoformat()}.csv"
        described = _("The tables of the report (CSV)")
        yield {"name": name, "mime": "text/csv", "description": described}, tables_csv(tables).decode()
    facts = {"name": "rapport.json", "mime": "application/json", "description": _describe_data(document)}
    yield facts, json.dumps(report_json(document, imprint), ensure_ascii=False)


def list_tables(document: ReportDocument) -> list[Table]:
    """The tables of the ledger that the report shows, in their order."""
    return [placed.piece.table for placed in document.pieces if isinstance(placed.piece, MadeTable)]


def _describe_data(document: ReportDocument) -> str:
    if not document.manuscript.closed:
        return _("The report as data (JSON): its head, every figure in its text, and its tables")
    described = _(
        "The report as data (JSON): its head, every figure in its text, and the figures of its programmes in kroner, "
        "%(prices)s, as of %(date)s"
    )
    levels = {level for status in document.statuses.values() for level in status.price_levels}
    return described % {"prices": price_level_words(sort_levels(levels)), "date": day(document.manuscript.as_of)}


def report_json(document: ReportDocument, imprint: Imprint | None) -> Data:
    """The report as data: its head, every bound figure with its exact value, and what else its readers may have.

    The text as it was typed and each programme's status go along with a closed report; with an open one its tables.
    """
    runs = [run for placed in document.pieces for line in lines_of(placed.piece) for run in line]
    runs += [run for line in document.footnotes for run in line]
    head: Data = to_plain(document.manuscript)
    told = {
        "report": head,
        "published": _plain_imprint(imprint),
        "figures": [_figure(run.bound, run.text) for run in runs if run.bound and run.bound.exact is not None],
    }
    if document.manuscript.closed:
        return told | {"programmes": {slug: status_json(status) for slug, status in document.statuses.items()}}
    told["report"] = {name: value for name, value in head.items() if name != "blocks"}
    return told | {"tables": [_plain_table(table) for table in list_tables(document)]}


def _plain_imprint(imprint: Imprint | None) -> Mapping[str, object] | None:
    return {"number": imprint.number, "at": imprint.at.isoformat(), "by": imprint.published_by} if imprint else None


def _figure(bound: Bound, printed: str) -> Data:
    return {
        "reference": bound.typed, "figure": bound.figure, "year": bound.year, "unit": bound.unit or None,
        "programme": bound.programme, "value": str(bound.exact), "printed": printed,
    }  # fmt: skip


def _plain_table(table: Table) -> Data:
    flat = FlatTable(table)
    rows = [[_plain_value(value) for value in flat.read(row)] for row in table.rows]
    if flat.remarks:
        rows = [[*row, remark] for row, remark in zip(rows, flat.remarks, strict=True)]
    return {"caption": table.caption, "note": table.note, "columns": [str(head) for head in flat.heads], "rows": rows}


def _plain_value(value: SheetValue) -> str | int | None:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
