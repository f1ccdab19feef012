"""Takes the headline figures back out of each face, so that tests can compare what a reader sees with the report."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal

import pikepdf
import pypdfium2
from openpyxl import load_workbook
from openpyxl.cell import Cell
from python_calamine import CalamineWorkbook

from savings.elements.headline import headline_rows
from savings.elements.numbers import locale_code
from savings.elements.sentences import scale_of
from savings.projections.status import Status

Taken = dict[str, Decimal | None]


def expected(status: Status) -> Taken:
    """The headline as the report has it, in kroner, by figure; None where nobody has stated an amount."""
    return {row.key: row.amount for row in headline_rows(status)}


def from_pdf(pdf: bytes, status: Status) -> Taken:
    """The headline as the paper's text shows it, in kroner to the step the paper rounds to."""
    text = " ".join(pdf_text(pdf).split())
    table = text[text.index(headline_rows(status)[0].label) :]
    return {row.key: _amount_after(row.label, table, status) for row in headline_rows(status)}


def _amount_after(label: str, text: str, status: Status) -> Decimal | None:
    found = re.search(re.escape(label) + r" ([−\d.,]+|–|not stated|ikke oplyst)", text)
    assert found, f"{label!r} is not on the paper"
    shown = found[1]
    return None if shown in ("–", "not stated", "ikke oplyst") else plain(shown) * scale_of(status).one


def plain(shown: str) -> Decimal:
    """A shown number as a Decimal, read by the reader's own conventions."""
    group, point = (",", ".") if locale_code() == "en_GB" else (".", ",")
    return Decimal(shown.replace(group, "").replace(point, ".").replace("−", "-"))


def pdf_text(pdf: bytes) -> str:
    """All text of a PDF, page after page."""
    return "\n".join(pdf_pages(pdf))


def pdf_pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def attached(pdf: bytes) -> dict[str, bytes]:
    """The files attached to a PDF, by name."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}


def csv_rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV face, by the names of its heads."""
    text = content.decode("utf-8-sig")
    delimiter = "," if locale_code() == "en_GB" else ";"
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def from_csv(content: bytes, status: Status) -> Taken:
    """The headline as the CSV states it, in kroner."""
    kind, amount = ("kind", "amount") if locale_code() == "en_GB" else ("art", "beløb")
    stated = {row[kind]: row[amount] for row in csv_rows(content)}
    return {row.key: plain(stated[row.label]) if stated[row.label] else None for row in headline_rows(status)}


def from_xlsx(content: bytes, status: Status) -> Taken:
    """The headline as the workbook's first sheet states it, in kroner, read with another library than wrote it."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    stated = {str(row[0]): row[1] for row in rows if row and row[0] != ""}
    return {row.key: _number(stated[row.label]) for row in headline_rows(status)}


def _number(value: object) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, int | float) else None


def sheets(content: bytes) -> list[list[list[Cell]]]:
    """Every cell of every sheet as openpyxl reads it."""
    book = load_workbook(io.BytesIO(content))
    return [[list(row) for row in sheet.iter_rows()] for sheet in book.worksheets]


def from_json(content: bytes) -> dict[str, Decimal | None]:
    """The headline of the JSON, in kroner; the coverage is a ratio."""
    headline = json.loads(content)["headline"]
    return {name: None if text is None else Decimal(text) for name, text in headline.items() if name != "year"}
