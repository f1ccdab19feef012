"""Tables taken along: what a text of the screen is read as, what stands at a figure, and what a file says of itself."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from openpyxl import load_workbook

from savings.faces.numbers import moment, read_moment
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.faces.sheets.tables import LONG, Told, tables_csv, tables_xlsx
from savings.faces.sheets.taken import plain, taken, value_of

AT = datetime(2008, 10, 14, tzinfo=UTC)


def a_sheet(*rows: dict[str, Cell], total: dict[str, Cell] | None = None) -> Sheet:
    heads = [Head("name", "Enhed", numeric=False, small="Kode"), Head("target", "Krav"), Head("year", "År")]
    return sheet("Enheder", heads, rows, said="1.000 kr.", total=total)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.011", Decimal(2011)), ("2011", 2011), ("−0,5", Decimal("-0.5")), ("57 %", Decimal("0.57")), ("–", None), ("", None),
        ("14-10-2008", date(2008, 10, 14)), ("24-11-2026 kl. 23:04", datetime(2026, 11, 24, 23, 4)), ("1,9–2,4", "1,9–2,4"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_text_is_read_as_what_it_says(text: str, value: object) -> None:
    """2.011 kr. are an amount and 2011 is a year, in every file."""
    with translation.override("da"):
        read = value_of(text, numeric=True)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_a_moment_is_read_back_as_the_office_had_it(language: str) -> None:
    with translation.override(language):
        assert read_moment(moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC))) == datetime(2026, 7, 2, 0, 30)  # noqa: DTZ001
        assert read_moment("sent back") is None


def test_what_stands_in_blocks_of_its_own_does_not_run_together() -> None:
    assert plain(SafeString("<b>side: <i>1</i></b><b>tekst: <i>Krav &amp; plan</i></b>")) == "side: 1; tekst: Krav & plan"


def test_an_amount_of_two_thousand_is_no_year_and_a_year_no_amount() -> None:
    with translation.override("da"):
        made = taken(a_sheet({"name": Cell("SUF"), "target": Cell("2.011"), "year": Cell("2011")}))
        book = load_workbook(io.BytesIO(tables_xlsx([made], "Krav", AT)))
    cells = {cell.value: cell.number_format for row in book.worksheets[0].iter_rows() for cell in row if cell.value == 2011}
    (row,) = (row for row in book.worksheets[0].iter_rows() if row[0].value == "SUF")
    assert cells
    assert [(cell.value, cell.number_format) for cell in row[1:]] == [(2011, "#,##0"), (2011, "0")]


def test_marks_and_notes_stay_with_their_figures() -> None:
    """A mark in a sheet is part of the number's format, so that the number is one; what it means stands at the end of its row."""
    with translation.override("da"):
        made = taken(
            a_sheet(
                {"name": Cell("SUF"), "target": Cell("1,4", marked=True, notes=(1, 3))},
                {"name": Cell("SOF"), "target": Cell("1,0")},
                total={"name": Cell("I alt"), "target": Cell("2,4", marked=True)},
            )
        )
        rows, book = rows_of(tables_csv([made])), load_workbook(io.BytesIO(tables_xlsx([made], "Krav", AT)))
    assert [row[-1] for row in rows[:4]] == [
        "Bemærkninger", "Krav: indeholder beløb uden pris- og lønniveau; note 1, note 3", "",
        "Krav: indeholder beløb uden pris- og lønniveau",
    ]  # fmt: skip
    (cell,) = (row[1] for row in book.worksheets[0].iter_rows() if row[0].value == "SUF")
    assert (cell.value, cell.number_format) == (1.4, '#,##0.0"*"')


def test_what_stands_small_has_a_column_with_a_name_of_its_own() -> None:
    with translation.override("da"):
        rows = rows_of(tables_csv([taken(a_sheet({"name": Cell("Pension", small="SUF"), "target": Cell("1,0")}))]))
    assert rows[:2] == [["Enhed", "Kode", "Krav", "År"], ["Pension", "SUF", "1,0", ""]]


def test_a_file_that_is_cut_says_so_before_all_else() -> None:
    told = Told(first=["Filen rummer kun de første 2 af 3."], facts=["Kun: Enhed: SUF."])
    with translation.override("da"):
        made = taken(a_sheet({"name": Cell("SUF"), "target": Cell("1,0")}))
        rows, book = rows_of(tables_csv([made], told)), load_workbook(io.BytesIO(tables_xlsx([made], "Krav", AT, told)))
    assert rows[0] == ["Filen rummer kun de første 2 af 3."]
    assert rows[-1] == ["Kun: Enhed: SUF."]
    top = [row[0].value for row in book.worksheets[0].iter_rows(max_row=6)]
    assert top == ["Krav", "Enheder", "1.000 kr.", "Filen rummer kun de første 2 af 3.", None, "Enhed"]
    assert book.worksheets[0].freeze_panes == "B7"
    assert book.worksheets[0].print_title_rows == "$6:$6"
    assert book.worksheets[0].auto_filter.ref == "A6:C7"


def test_of_several_tables_each_begins_with_what_it_is_of() -> None:
    with translation.override("da"):
        one = taken(a_sheet({"name": Cell("SUF"), "target": Cell("1,0")}))
        rows = rows_of(tables_csv([one, one]))
        book = load_workbook(io.BytesIO(tables_xlsx([one, one], "Krav", AT)))
    assert [row for row in rows if row and row[0].startswith("Enheder")] == [["Enheder: 1.000 kr."]] * 2
    assert rows[0] == ["Enheder: 1.000 kr."]
    assert book.sheetnames == ["Enheder", "Enheder 2"]


def test_nothing_runs_in_a_long_table_either() -> None:
    """The texts of a long table are written another way."""
    evil = {"name": Cell("=1+1", small="@SUM(1)"), "target": Cell("1,0")}
    with translation.override("da"):
        book = load_workbook(io.BytesIO(tables_xlsx([taken(a_sheet(*[evil] * (LONG + 1)))], "Krav\x07", AT)))
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    assert book.worksheets[0].max_row == 5 + LONG + 1
