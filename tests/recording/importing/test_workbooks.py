"""Workbooks: numbers stay exact, what has no value is told of, and what is too large is refused before it is read."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from savings.recording.importing import FileReading, Reason, read_file, tables, workbooks
from tests.recording.importing.files import (
    facts,
    saved,
    sheet_xml,
    with_sheet,
    workbook,
)


def read(data: bytes) -> FileReading:
    """What is read from a workbook."""
    return read_file("Bilag.XLSX", data)


def test_numbers_in_cells_are_numbers_already() -> None:
    reading = read(workbook(["Enhed", "Art", 2023, 2024, "beløbsenhed"], [101, "krav", 1.234, 0.1 + 0.2, "mio. kr"]))
    assert [(row.line, row.column, row.unit, row.year, row.amount) for row in reading.rows] == [
        (2, "2023", "101", 2023, Decimal(1_234_000)),
        (2, "2024", "101", 2024, Decimal(300_000)),
    ]


def test_a_year_a_price_level_and_an_amount_as_text_are_read_as_well() -> None:
    reading = read(
        workbook(["art", "år", "beløb", "prisniveau"], ["krav", 2011, "1.234,50", 2020], ["krav", "2012", 5, "2020-p/l"])
    )
    assert [(row.year, row.price_level, row.amount) for row in reading.rows] == [
        (2011, 2020, Decimal("1234.50")),
        (2012, 2020, Decimal(5)),
    ]


def test_lines_are_the_rows_of_the_sheet() -> None:
    reading = read(workbook(["# kilde"], [], ["art", 2011], [], ["krav", "x"]))
    assert (facts(reading), reading.comments) == ([(5, "2011", Reason.AMOUNT)], (1,))


def test_the_first_visible_sheet_is_read() -> None:
    assert len(read(workbook(["art", 2011], ["krav", 1], hidden_first=True)).rows) == 1


def test_a_formula_without_a_result_is_told_of_and_not_taken_for_empty() -> None:
    reading = read(workbook(["art", 2011, 2012], ["krav", "=1+1", 3]))
    assert facts(reading) == [(2, "2011", Reason.CALCULATION)]
    assert reading.rows == ()


def test_an_error_in_a_cell_is_told_of() -> None:
    cells = (
        '<row r="1"><c r="A1" t="str"><v>art</v></c><c r="B1"><v>2011</v></c></row><row r="2"><c r="A2" t="str"><v>krav</v></c>'
    )
    cells += '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    assert facts(read(with_sheet(sheet_xml(cells)))) == [(2, "2011", Reason.CALCULATION)]


def test_a_formula_with_a_result_is_its_result() -> None:
    cells = '<row><c t="str"><v>art</v></c><c><v>2011</v></c><c t="str"><v>tekst</v></c></row>'
    cells += '<row><c t="str"><f>"krav"</f><v>krav</v></c><c><f>1+1</f> <v>2</v></c><c t="str"><f>""</f><v></v></c></row>'
    reading = read(with_sheet(sheet_xml(cells)))
    assert [(row.line, row.amount) for row in reading.rows] == [(2, Decimal(2))]


def test_a_cell_in_per_cent_is_no_amount() -> None:
    reading = read(workbook(["art", 2011], ["krav", 0.05], percent="B2"))
    assert [(fault.line, fault.reason, fault.found) for fault in reading.faults] == [(2, Reason.AMOUNT, "5 %")]


@pytest.mark.parametrize("value", [date(2011, 1, 1), True])
def test_a_date_or_a_truth_is_no_amount_and_no_year(value: object) -> None:
    reading = read(workbook(["art", "år", "beløb"], ["krav", value, value]))
    assert {reason for _, _, reason in facts(reading)} == {Reason.YEAR, Reason.AMOUNT}


def test_a_control_character_in_a_cell_is_told_of() -> None:
    cells = '<row r="1"><c t="str"><v>art</v></c><c><v>2011</v></c></row>'
    cells += '<row r="2"><c t="inlineStr"><is><t>krav_x0001_</t></is></c><c><v>2</v></c></row>'
    assert (2, "", Reason.CONTROL) in facts(read(with_sheet(sheet_xml(cells))))


def test_formatted_but_empty_cells_far_away_do_no_harm() -> None:
    book = Workbook()
    book.active.append(["art", 2011])
    book.active.append(["krav", 1])
    book.active["XFD1048576"].number_format = "0.00"
    assert len(read(saved(book)).rows) == 1


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "B150002", "XFD200"])
def test_a_huge_sparse_sheet_is_refused_before_it_is_built(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seventeen thousand million cells are more than any memory: here the parser that would build them is missing."""
    monkeypatch.setattr(workbooks, "CalamineWorkbook", None)
    book = Workbook()
    book.active.append(["art", 2011])
    assert facts(read(saved(book))) == [(0, "", Reason.UNREADABLE)]
    book.active[place] = 1
    assert facts(read(saved(book))) == [(0, "", Reason.SHEET_SIZE)]


def test_a_zip_bomb_is_refused_by_what_comes_out_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("savings.recording.importing.unpacking.MOST_UNPACKED", 1_000_000)
    bomb = with_sheet(sheet_xml(" " * 2_000_000))
    assert len(bomb) < 20_000
    assert facts(read(bomb)) == [(0, "", Reason.FILE_SIZE)]


def test_a_file_above_the_limit_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("savings.recording.importing.MOST_BYTES", 10)
    assert facts(read(b"x" * 11)) == [(0, "", Reason.FILE_SIZE)]


def test_too_many_rows_of_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("savings.recording.importing.delimited.MOST_ROWS", 3)
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    assert facts(read_file("a.csv", b"art;2011\n" + b"krav;1\n" * 4)) == [(0, "", Reason.SHEET_SIZE)]
    assert len(read_file("a.csv", b"art;2011\n" + b"krav;1\n" * 3).rows) == 3


def test_entities_are_refused() -> None:
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = with_sheet(sheet_xml('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>', head))
    assert facts(read(data)) == [(0, "", Reason.UNREADABLE)]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"enhed;art", b"\xd0\xcf\x11\xe0" + b"\0" * 600, workbook(["art"])[:-40]])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    assert facts(read(data)) == [(0, "", Reason.UNREADABLE)]


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hej.txt", "hej")
    assert facts(read(stream.getvalue())) == [(0, "", Reason.UNREADABLE)]


def test_an_empty_sheet_is_empty() -> None:
    assert facts(read(saved(Workbook()))) == [(0, "", Reason.EMPTY)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=20))
def test_amounts_typed_in_a_workbook_come_back_to_the_ore(column: list[int]) -> None:
    rows = [["krav", Decimal(ore) / 100] for ore in column]
    reading = read(workbook(["art", 2011], *rows))
    assert [row.amount for row in reading.rows] == [Decimal(ore) / 100 for ore in column]
