"""The trail as CSV and as a workbook, one row for each act."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook

from savings.faces.numbers import locale_code
from savings.faces.screen.trail import ACTS, SUBJECTS, change_words, changes, column_word, who
from savings.faces.sheets import cells
from savings.faces.sheets.csv import BOM
from savings.faces.sheets.texts import guarded
from savings.faces.sheets.xlsx import saved
from savings.projections.trail import TrailFacts


def _heads() -> list[str]:
    return [_("When"), _("Who"), _("Did"), _("To what"), _("Number"), _("Name"), _("Programme"), _("From what to what"), _("Why")]


def _row(item: TrailFacts) -> list[str | int]:
    changed = "; ".join(f"{column_word(name)}: {change_words(name, was, became)}" for name, was, became in changes(item))
    at = localtime(item.at).isoformat(sep=" ", timespec="seconds")
    sort = str(SUBJECTS.get(item.subject, item.subject))
    return [at, who(item), str(ACTS.get(item.act, item.act)), sort, item.number, item.label, item.programme, changed, item.why]


def trail_csv(items: Sequence[TrailFacts]) -> bytes:
    """The trail as CSV: UTF-8 with BOM, CRLF, `;` in Danish and `,` in English."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if locale_code() == "en_GB" else ";", lineterminator="\r\n")
    writer.writerow(_heads())
    writer.writerows([guarded(str(value)) for value in _row(item)] for item in items)
    return (BOM + out.getvalue()).encode()


def trail_xlsx(items: Sequence[TrailFacts]) -> bytes:
    """The trail as an .xlsx workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has one sheet
    sheet.title = _("Trail")
    cells.put_head(sheet, 1, _heads())
    for row, item in enumerate(items, 2):
        cells.put_row(sheet, row, _row(item))
    cells.set_page(sheet, [24, 16, 16, 16, 10, 40, 30, 60, 40], f"A1:I{1 + len(items)}")
    return saved(book)
