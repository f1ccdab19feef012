"""Text files: characters, separators, quotes, and the line each record begins on."""

from __future__ import annotations

import pytest

from savings.recording.importing import Reason, read_file
from tests.recording.importing.files import csv, facts

DANISH = "enhed;indsats;art;år;beløb\nØKF;Æblegård;krav;2011;1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_danish_letters_in_each_encoding(encoding: str) -> None:
    row = csv(DANISH, encoding).rows[0]
    assert (row.unit, row.initiative) == ("ØKF", "Æblegård")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_end_counts_the_same_lines(end: str) -> None:
    reading = csv(end.join(["art;2011", "krav;1", "", "# kommentar", ";;", "krav;x", "krav;y"]))
    assert facts(reading) == [(6, "2011", Reason.AMOUNT), (7, "2011", Reason.AMOUNT)]
    assert reading.comments == (4,)


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_the_heading_tells_the_separator(mark: str) -> None:
    rows = [["tekst", "art", "2011"], ['"a;b,c"', "krav", '"1,5"']]
    reading = csv("\n".join(mark.join(row) for row in rows))
    assert [(row.note, str(row.amount)) for row in reading.rows] == [("a;b,c", "1.50")]


def test_excels_own_separator_line_is_obeyed() -> None:
    assert csv("sep=,\r\nart,2011\r\nkrav,1\r\n").rows[0].line == 3


def test_a_text_may_hold_quotes_separators_and_lines_of_its_own() -> None:
    reading = csv('art;2011;tekst\nkrav;1;"første ""linje""\n# ikke en kommentar\n\nsidste; linje"\nkrav;x;\n')
    assert facts(reading) == [(6, "2011", Reason.AMOUNT)]
    reading = csv('art;2011;tekst\nkrav;1;"første ""linje""\n# ikke en kommentar\n\nsidste; linje"\nkrav;2;\n')
    assert [(row.line, row.note) for row in reading.rows] == [
        (2, 'første "linje"\n# ikke en kommentar\n\nsidste; linje'),
        (6, ""),
    ]
    assert reading.comments == ()


def test_comments_above_the_heading_may_hold_anything() -> None:
    reading = csv('# source: "Rebild: "Den tidligere, ..\n\nart;2011\nkrav;1\n')
    assert [row.line for row in reading.rows] == [4]


@pytest.mark.parametrize("body", ['krav;1;"åben\nkrav;2;x\n', 'krav;1;"a"b\nkrav;2;x\n'])
def test_quotation_marks_that_do_not_match_stop_the_file_where_they_begin(body: str) -> None:
    reading = csv("art;2011;tekst\nkrav;0;x\n" + body)
    assert (facts(reading), reading.rows) == ([(3, "", Reason.QUOTES)], ())


def test_a_decimal_comma_that_falls_apart_is_a_fault() -> None:
    reading = csv("art,år,beløb\nkrav,2011,1,5\n")
    assert facts(reading) == [(2, "", Reason.FIELDS)]
    assert (reading.faults[0].found, reading.faults[0].expected) == ("4", "3")


def test_a_row_may_leave_out_texts_at_its_end_but_no_amount() -> None:
    assert csv("art;2011;2012;tekst;reference\nkrav;1;2\n").faults == ()
    assert facts(csv("art;2011;2012;tekst\nkrav;1\n")) == [(2, "", Reason.FIELDS)]


def test_separators_too_many_are_harmless_but_values_below_no_heading_are_not() -> None:
    assert csv("art;2011;;\nkrav;1;;;;\n").faults == ()
    assert facts(csv("art;2011;;\nkrav;1;2;\n")) == [(2, "", Reason.NO_HEADING)]


def test_a_nul_byte_is_refused_on_its_line() -> None:
    reading = read_file("bilag.csv", b"art;2011\nkrav;1\nkr\x00av;1\n")
    assert facts(reading) == [(3, "", Reason.CONTROL)]


def test_a_broken_letter_in_utf8_is_not_read_as_windows_letters() -> None:
    broken = DANISH.encode() + "Vejgård;;krav;2011;1\n".encode("cp1252")
    assert facts(read_file("bilag.csv", broken)) == [(3, "", Reason.ENCODING)]


def test_bytes_that_are_no_letters_are_refused_on_their_line() -> None:
    assert facts(read_file("bilag.csv", b"art;2011\nkrav;1\n\x81;1\n")) == [(3, "", Reason.ENCODING)]
    assert facts(read_file("bilag.csv", "art;2011\nkrav;1\n".encode("utf-16") + b"x")) == [(3, "", Reason.ENCODING)]


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", "# kun en kommentar\n"])
def test_a_file_without_a_heading_is_empty(text: str) -> None:
    assert facts(csv(text)) == [(0, "", Reason.EMPTY)]


@pytest.mark.parametrize("text", ["art;2011\n", "art;2011\nkrav;\n", "# x\nart;år;beløb\n;;\n"])
def test_a_file_without_amounts_is_a_fault(text: str) -> None:
    assert [reason for _, _, reason in facts(csv(text))] == [Reason.NO_AMOUNTS]
