"""The CSV and the workbook: what Excel makes of them, and that no text in them ever runs."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from django.utils import translation
from openpyxl import load_workbook

from savings.elements.data.status_csv import status_csv
from savings.presentation.sheets.xlsx import status_xlsx
from savings.projections.cells import Cell
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import VOCABULARY, Kind
from tests import samples
from tests.presentation import readers

DANGEROUS = ["=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]


def named(text: str) -> Status:
    """The memo's status with `text` for a name wherever a person can write one."""
    base = samples.valby()
    cell = Cell(Kind.REALISED, text, text, 2011, None, Decimal(-5))
    facts = [line.facts for line in base.initiatives if line.facts]
    renamed = [dataclasses.replace(fact, name=text, baseline=text, responsible=text) for fact in facts]
    lines = [InitiativeLine(fact, base.headline) for fact in renamed]
    said = dataclasses.replace(base.statements[0], text=text)
    return dataclasses.replace(
        base,
        programme=dataclasses.replace(base.programme, name=text, case_number=text, addressee=text),
        cells=(*base.cells, cell),
        units=tuple(dataclasses.replace(unit, name=text) for unit in base.units),
        initiatives=tuple(lines),
        statements=(said,),
        readings=(text,),
    )


def test_the_csv_is_what_danish_excel_opens_by_a_double_click() -> None:
    with translation.override("da"):
        content = status_csv(samples.valby())
    assert content.startswith(b"\xef\xbb\xbftabel;enhed;enhedsnavn;indsats;art;")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert not any("\n" in line for line in lines)
    assert all(line.count(";") == 12 for line in lines[:-1])


def test_an_amount_in_the_csv_has_a_decimal_comma_in_danish_and_a_point_in_english() -> None:
    cell = Cell(Kind.REALISED, "SOF", "x", 2011, 2020, Decimal("-1957000.50"))
    status = dataclasses.replace(samples.valby(), cells=(cell,))
    with translation.override("da"):
        assert readers.csv_rows(status_csv(status))[-1]["beløb"] == "-1957000,50"
    with translation.override("en-gb"):
        assert readers.csv_rows(status_csv(status))[-1]["amount"] == "-1957000.50"


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_the_postings_of_the_csv_are_the_cells_of_the_report(language: str) -> None:
    status = samples.large()
    with translation.override(language):
        rows = [[*row.values()] for row in readers.csv_rows(status_csv(status))]
        read = [
            (VOCABULARY.parse_kind(kind), unit or None, initiative or None, int(year), readers.plain(amount), level)
            for _, unit, _, initiative, kind, year, amount, _, level, *_ in rows
            if kind.casefold() in _import_words()
        ]
    assert read == [(c.kind, c.unit, c.initiative, c.year, c.amount, str(c.price_level)) for c in status.cells]


def _import_words() -> set[str]:
    return {word for kind, figure in VOCABULARY.kinds.items() for word in (kind.value, *figure.written)}


@pytest.mark.parametrize("language", ["da", "en-gb"])
def test_no_headline_row_bears_the_word_of_a_kind_so_that_a_pivot_never_adds_it_to_its_parts(language: str) -> None:
    with translation.override(language):
        rows = [[*row.values()] for row in readers.csv_rows(status_csv(samples.valby()))]
    sections = {row[0] for row in rows}
    headline = [row for row in rows if row[0] == rows[0][0]]
    assert len(sections) == 2
    assert not {row[4].casefold() for row in headline} & _import_words()


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_in_the_csv_begins_as_a_formula(text: str) -> None:
    with translation.override("da"):
        rows = readers.csv_rows(status_csv(named(text)))
    values = [value for row in rows for name, value in row.items() if name != "beløb"]
    assert not [value for value in values if value.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert f"'{text}" in values
    assert rows[-1]["beløb"] == "-5"


@pytest.mark.parametrize("text", [*DANGEROUS, "a\x00b\x07", "x" * 40_000, "😀 漢字"])
def test_nothing_in_the_workbook_is_a_formula(text: str) -> None:
    cells = [cell for sheet in readers.sheets(status_xlsx(named(text))) for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_a_text_that_looks_like_a_formula_is_marked_as_text_for_whoever_edits_it() -> None:
    book = load_workbook(io.BytesIO(status_xlsx(named("=1+1"))))
    marked = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert len(marked) > 5
    assert all(cell.quotePrefix for cell in marked)


def test_the_workbook_has_real_numbers_dates_and_heads_that_stay() -> None:
    with translation.override("da"):
        book = load_workbook(io.BytesIO(status_xlsx(samples.valby())))
    status, units, initiatives, postings = book.worksheets
    assert status["B2"].value == datetime(2008, 10, 14)  # noqa: DTZ001 - a sheet knows no time zones
    assert status["B2"].number_format == "dd\\-mm\\-yyyy"
    assert [sheet.freeze_panes for sheet in (units, initiatives, postings)] == ["D2", "B2", "A2"]
    assert [sheet.print_title_rows for sheet in (units, initiatives, postings)] == ["$1:$1"] * 3
    assert [cell.value for cell in units[1]][3:] == [2008, 2009, 2010, 2011]
    assert postings["G2"].value == 3_300_000
    assert postings["G2"].number_format == "#,##0.00"


def test_the_totals_of_the_units_are_plain_values_that_add_up() -> None:
    """Columns: code, unit, measure, then the years."""
    report = samples.large()
    rows = [[cell.value for cell in row] for row in readers.sheets(status_xlsx(report))[1]][1:]
    measures = {row[2] for row in rows}
    assert len(rows) == len(measures) * (len(report.grid.rows) + 1)
    totals = {row[2]: row[3:] for row in rows[-len(measures) :]}
    first = rows[0][2]
    for place in range(len(report.grid.years)):
        column = [row[3 + place] for row in rows[: -len(measures)] if row[2] == first]
        assert sum(value for value in column if value is not None) == (totals[first][place] or 0)


@pytest.mark.parametrize("face", [status_csv, status_xlsx])
def test_the_same_report_is_the_same_bytes(face: Callable[[Status], bytes]) -> None:
    assert face(samples.large()) == face(samples.large())


def test_the_workbook_bears_the_reports_moment_and_not_the_clocks() -> None:
    about = load_workbook(io.BytesIO(status_xlsx(samples.valby()))).properties
    assert about.created == about.modified == datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001 - as above


def test_a_year_of_which_only_the_ends_of_the_plan_are_known_has_no_plan_but_an_earliest_one() -> None:
    """The memo: 1,9 mio. kr. by 2011, phased in over three years from 2009, nobody has decided how."""
    with translation.override("en-gb"):
        rows = [[cell.value for cell in row] for row in readers.sheets(status_xlsx(samples.valby()))[1]]
    total = {row[2]: row[3:] for row in rows if row[1] == "Total"}
    assert total["Plan"] == [None, None, None, 1_900_000]
    assert total["Plan, at the earliest"] == [None, 1_900_000, 1_900_000, None]
