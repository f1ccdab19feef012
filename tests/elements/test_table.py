"""A table of values: every sort of value in four renderings, the figures taken back out of each and compared."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from savings.elements.data.tables_csv import FileNotes, tables_csv
from savings.elements.numbers import MILLIONS, THOUSANDS
from savings.elements.table import (
    Amount,
    AmountBand,
    Cells,
    Clauses,
    NumberColumn,
    OwnWords,
    Phrase,
    PlainNumber,
    ScreenHtml,
    Share,
    Table,
    TableCell,
    TableColumn,
    Value,
    build_rows,
)
from savings.elements.typesetting.tables import typeset_table
from savings.presentation.screen.tables import as_html, render_cell
from savings.presentation.sheets.tables import LONG, tables_xlsx

AT = datetime(2008, 10, 14, tzinfo=UTC)
#: A value, as it is printed in Danish and English, and what a file holds.
VALUES: dict[str, tuple[Value, str, str, object]] = {
    "amount": (Amount(Decimal("1234567.8")), "1,2", "1.2", Decimal("1.2345678")),
    "less than nothing": (Amount(Decimal(-500_000)), "−0,5", "−0.5", Decimal("-0.5")),
    "change": (Amount(Decimal(500_000), is_change=True), "+0,5", "+0.5", Decimal("0.5")),
    "printed so that a column adds up": (Amount(Decimal(140_000), Decimal("0.2")), "0,2", "0.2", Decimal("0.14")),
    "share": (Share(Decimal("0.5678")), "57\u00a0%", "57%", Decimal("0.57")),
    "number": (PlainNumber(Decimal("1.0525"), 6), "1,052500", "1.052500", Decimal("1.052500")),
    "band": (AmountBand(Decimal(1_900_000), Decimal(2_400_000)), "1,9–2,4", "1.9–2.4", None),
    "count or year": (2011, "2011", "2011", 2011),
    "day": (date(2008, 10, 14), "14-10-2008", "14 October 2008", date(2008, 10, 14)),
    "moment": (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "02-07-2026 kl. 00:30", "2 July 2026 at 00:30", datetime(2026, 7, 2, 0, 30)),  # noqa: DTZ001, E501
    "text": ("Krav & <plan>", "Krav & <plan>", "Krav & <plan>", "Krav & <plan>"),
    "own words": (OwnWords("Husleje"), "Husleje", "Husleje", "Husleje"),
    "phrase": (Phrase(("SUF, ", OwnWords("Husleje"))), "SUF, Husleje", "SUF, Husleje", "SUF, Husleje"),
    "clauses": (Clauses((Phrase(("a: 1",)), Phrase(("b: 2",)))), "a: 1; b: 2", "a: 1; b: 2", "a: 1; b: 2"),
    "nothing": (None, "–", "–", None),
}  # fmt: skip


def every_sort() -> Table:
    """A row for each sort of value."""
    rows = build_rows({"name": name, "value": value} for name, (value, *_printed) in VALUES.items())
    return Table("Værdier", [TableColumn("name", "Navn"), NumberColumn("value", "Værdi")], rows, "mio. kr.", MILLIONS)


def words_of(markup: str) -> str:
    """What a reader sees of a cell; what stands in blocks of their own is parted by semicolons."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup.replace("</span><span class='change'>", "; ")))


def a_table(*rows: Cells, total: Cells | None = None) -> Table:
    columns = [TableColumn("name", "Enhed", small="Kode"), NumberColumn("target", "Krav"), NumberColumn("year", "År")]
    return Table("Enheder", columns, build_rows(rows, total), "1.000 kr.", THOUSANDS)


def amount(thousands: str, **marks: Any) -> TableCell:
    return TableCell(Amount(Decimal(thousands) * 1000), **marks)


def rows_of(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def sheet_of(*tables: Table, notes: FileNotes | None = None) -> Any:
    return load_workbook(io.BytesIO(tables_xlsx(tables, "Krav", AT, *([notes] if notes else [])))).worksheets[0]


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_every_sort_of_value_is_the_same_on_page_and_paper(language: str) -> None:
    with translation.override(language):
        table = every_sort()
        page = {str(row.cells["name"]): words_of(render_cell(row.cell("value"), table.scale)) for row in table.rows}
        paper = {name: value for row in typeset_table(table)["rows"] for name, value in [row["cells"]]}
    printed = {name: danish if language == "da" else english for name, (_value, danish, english, _file) in VALUES.items()}
    assert page == printed
    assert paper == printed


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_every_sort_of_value_is_the_same_in_workbook_and_csv(language: str) -> None:
    with translation.override(language):
        sheet = sheet_of(every_sort())
        lines = rows_of(tables_csv([every_sort()]), ";" if language == "da" else ",")
        in_sheet = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=6) if row[0].value in VALUES}
        in_csv = {row[0]: row[1] for row in lines if row and row[0] in VALUES}
    band = "1,9–2,4" if language == "da" else "1.9–2.4"
    held = {name: band if name == "band" else value for name, (*_printed, value) in VALUES.items()}
    assert {name: as_written(value, language) for name, value in held.items()} == in_csv
    assert {name: as_sheet(value) for name, value in held.items()} == in_sheet


def as_written(value: object, language: str) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", "," if language == "da" else ".")
    return "" if value is None else str(value)


def as_sheet(value: object) -> object:
    """A workbook has floats, and no days without a time."""
    if isinstance(value, Decimal):
        return float(value)
    return datetime(value.year, value.month, value.day) if type(value) is date else value  # noqa: DTZ001


def test_a_drawing_is_on_the_page_only() -> None:
    columns = [TableColumn("name", "Enhed"), TableColumn("phase_in", "Indfasning")]
    table = Table("Enheder", columns, build_rows([{"name": "SUF", "phase_in": ScreenHtml("<svg></svg>")}]))
    assert "<svg></svg>" in as_html(table).groups[0][0][1]
    with translation.override("da"):
        assert rows_of(tables_csv([table]))[:2] == [["Enhed"], ["SUF"]]


def test_nothing_on_the_page_is_markup_but_ours() -> None:
    cell = TableCell(OwnWords("<b>Husleje</b>"), "/?a=1&b=2", Phrase(("<i>", OwnWords("<u>"))))
    assert render_cell(cell, None) == (
        '<span lang="da"><a href="/?a=1&amp;b=2">&lt;b&gt;Husleje&lt;/b&gt;</a></span>'
        '<small>&lt;i&gt;<span lang="da">&lt;u&gt;</span></small>'
    )


def test_an_amount_of_two_thousand_is_no_year_and_a_year_no_amount() -> None:
    with translation.override("da"):
        sheet = sheet_of(a_table({"name": "SUF", "target": amount("2011"), "year": 2011}))
    (row,) = (row for row in sheet.iter_rows() if row[0].value == "SUF")
    assert [(cell.value, cell.number_format) for cell in row[1:]] == [(2011, "#,##0"), (2011, "0")]


def test_kroner_are_exact_where_a_table_says_so() -> None:
    table = Table("Krav", [NumberColumn("target", "Krav")], build_rows([{"target": Amount(Decimal("1234567.5"))}]), is_exact=True)
    assert rows_of(tables_csv([table]))[1] == ["1234567,50"]
    assert [cell.number_format for cell in next(sheet_of(table).iter_rows(min_row=4))] == ["#,##0"]


def test_a_year_among_words_is_a_word() -> None:
    table = Table("Niveau", [TableColumn("level", "Niveau")], build_rows([{"level": 2020}, {"level": "ikke oplyst"}]))
    assert [cell.value for cell in sheet_of(table)["A"][4:]] == ["2020", "ikke oplyst"]


def test_marks_and_notes_stay_with_their_figures() -> None:
    """A mark in a sheet is part of the number's format, so that the number is one; what it means stands at the end of its row."""
    table = a_table(
        {"name": "SUF", "target": amount("1.4", is_marked=True, notes=(1, 3))},
        {"name": "SOF", "target": amount("1.0")},
        total={"name": "I alt", "target": amount("2.4", is_marked=True)},
    )
    with translation.override("da"):
        rows, sheet = rows_of(tables_csv([table])), sheet_of(table)
        paper = [row["cells"][1] for row in typeset_table(table)["rows"]]
        page = render_cell(table.rows[0].cell("target"), table.scale)
    assert [row[-1] for row in rows[:4]] == [
        "Bemærkninger", "Krav: indeholder beløb i et andet pris- og lønniveau eller uden; note 1, note 3", "",
        "Krav: indeholder beløb i et andet pris- og lønniveau eller uden",
    ]  # fmt: skip
    (cell,) = (row[1] for row in sheet.iter_rows() if row[0].value == "SUF")
    assert (cell.value, cell.number_format) == (1.4, '#,##0"*"')
    assert paper == ["1*\u202f¹\u202f³", "1", "2*"]
    assert words_of(page) == "1* (indeholder beløb i et andet pris- og lønniveau eller uden)\u202f1\u202f3"


def test_what_stands_small_has_a_column_with_a_name_of_its_own() -> None:
    with translation.override("da"):
        rows = rows_of(tables_csv([a_table({"name": TableCell("Pension", small="SUF"), "target": amount("1")})]))
    assert rows[:2] == [["Enhed", "Kode", "Krav", "År"], ["Pension", "SUF", "1", ""]]


def test_a_file_that_is_cut_says_so_before_all_else() -> None:
    notes = FileNotes(first=["Filen rummer kun de første 2 af 3."], facts=["Kun: Enhed: SUF."])
    table = a_table({"name": TableCell("SUF"), "target": amount("1")})
    with translation.override("da"):
        rows, sheet = rows_of(tables_csv([table], notes)), sheet_of(table, notes=notes)
    assert rows[0] == ["Filen rummer kun de første 2 af 3."]
    assert rows[-1] == ["Kun: Enhed: SUF."]
    top = [row[0].value for row in sheet.iter_rows(max_row=6)]
    assert top == ["Krav", "Enheder", "1.000 kr.", "Filen rummer kun de første 2 af 3.", None, "Enhed"]
    assert sheet.freeze_panes == "B7"
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.auto_filter.ref == "A6:C7"


def test_of_several_tables_each_begins_with_what_it_is_of() -> None:
    with translation.override("da"):
        one = a_table({"name": "SUF", "target": amount("1")})
        rows = rows_of(tables_csv([one, one]))
        book = load_workbook(io.BytesIO(tables_xlsx([one, one], "Krav", AT)))
    assert [row for row in rows if row and row[0].startswith("Enheder")] == [["Enheder: 1.000 kr."]] * 2
    assert rows[0] == ["Enheder: 1.000 kr."]
    assert book.sheetnames == ["Enheder", "Enheder 2"]


def test_nothing_runs_in_a_long_table_either() -> None:
    """The texts of a long table are written another way."""
    evil: Cells = {"name": TableCell("=1+1", small="@SUM(1)"), "target": amount("1")}
    with translation.override("da"):
        book = load_workbook(io.BytesIO(tables_xlsx([a_table(*[evil] * (LONG + 1))], "Krav\x07", AT)))
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    assert book.worksheets[0].max_row == 5 + LONG + 1
