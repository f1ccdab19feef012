"""Each thing that can be wrong is told with its line and its column, all of them at once, and then nothing is taken."""

from __future__ import annotations

import pytest
from django.utils import translation

from savings.recording.importing import Fault, Reason, read_file
from savings.recording.importing.faults import MESSAGES
from tests.recording.importing.files import csv, facts


@pytest.mark.parametrize(
    ("heading", "wrong"),
    [
        ("art;2011;farve", [(1, "farve", Reason.UNKNOWN_COLUMN)]),
        ("art;2011;i alt;farve", [(1, "i alt", Reason.UNKNOWN_COLUMN), (1, "farve", Reason.UNKNOWN_COLUMN)]),
        ("art;Kind;2011", [(1, "Kind", Reason.DUPLICATE_COLUMN)]),
        ("art;2011;2011", [(1, "2011", Reason.DUPLICATE_COLUMN)]),
        ("art;2011;2200", [(1, "2200", Reason.YEAR)]),
        ("art;1899", [(1, "1899", Reason.YEAR)]),
        ("enhed;2011", [(1, "", Reason.NO_KIND_COLUMN)]),
        ("art;beløb", [(1, "", Reason.NO_YEAR_COLUMN)]),
        ("art;år", [(1, "", Reason.NO_AMOUNT_COLUMN)]),
        ("art;enhed", [(1, "", Reason.NO_YEARS_OR_AMOUNTS)]),
        ("enhed", [(1, "", Reason.NO_KIND_COLUMN), (1, "", Reason.NO_YEARS_OR_AMOUNTS)]),
        ("art;år;2011", [(1, "år", Reason.TWO_LAYOUTS)]),
        ("art;beløb;2011", [(1, "beløb", Reason.TWO_LAYOUTS)]),
    ],
)
def test_headings(heading: str, wrong: list[tuple[int, str, Reason]]) -> None:
    reading = csv(f"{heading}\nkrav;1;2;3\n")
    assert (facts(reading), reading.layout, reading.rows) == (wrong, "", ())


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("besparelse;2011;1;kr;;", [("art", Reason.KIND)]),
        (";2011;1;kr;;", [("art", Reason.KIND)]),
        ("krav;11;1;kr;;", [("år", Reason.YEAR)]),
        ("krav;;1;kr;;", [("år", Reason.YEAR)]),
        ("krav;1899;1;kr;;", [("år", Reason.YEAR)]),
        ("krav;2.011;1;kr;;", [("år", Reason.YEAR)]),
        ("krav;2011;;kr;;", [("beløb", Reason.AMOUNT_EMPTY)]),
        ("krav;2011;-;kr;;", [("beløb", Reason.AMOUNT_EMPTY)]),
        ("krav;2011;x;kr;;", [("beløb", Reason.AMOUNT)]),
        ("krav;2011;1.234;kr;;", [("beløb", Reason.AMBIGUOUS)]),
        ("krav;2011;0,001;kr;;", [("beløb", Reason.ORE)]),
        ("krav;2011;1 kr;mio. kr;;", [("beløb", Reason.TWO_UNITS)]),
        ("krav;2011;1;mia. tons;;", [("beløbsenhed", Reason.AMOUNT_UNIT)]),
        ("krav;2011;1;euro;;", [("beløbsenhed", Reason.AMOUNT_UNIT)]),
        ("krav;2011;1;kr;20;", [("prisniveau", Reason.PRICE_LEVEL)]),
        ("krav;2011;1;kr;;evig", [("varighed", Reason.DURATION)]),
        ("modgående;2011;5;kr;;", [("beløb", Reason.OFFSET_SIGN)]),
        ("x;y;z;æ;ø;å", [("art", Reason.KIND), ("år", Reason.YEAR), ("beløbsenhed", Reason.AMOUNT_UNIT),
                         ("prisniveau", Reason.PRICE_LEVEL), ("varighed", Reason.DURATION), ("beløb", Reason.AMOUNT)]),
    ],
)  # fmt: skip
def test_cells(row: str, wrong: list[tuple[str, Reason]]) -> None:
    reading = csv(f"art;år;beløb;beløbsenhed;prisniveau;varighed\nkrav;2011;1;kr;;\n{row}\n")
    assert facts(reading) == [(3, column, reason) for column, reason in wrong]
    assert reading.rows == ()


@pytest.mark.parametrize("amount", ["-5", "0"])
def test_an_offset_is_negative_or_nothing(amount: str) -> None:
    assert csv(f"art;2011\noffset;{amount}\n").faults == ()


def test_a_saving_may_be_negative_and_zero_is_an_amount() -> None:
    assert [int(row.amount) for row in csv("art;år;beløb\nkrav;2011;-5\nopnået;2011;0\n").rows] == [-5, 0]


@pytest.mark.parametrize("name", ["bilag.xls", "bilag.pdf", "bilag", "csv", ""])
def test_the_name_says_what_the_file_is(name: str) -> None:
    assert facts(read_file(name, b"art;2011\nkrav;1\n")) == [(0, "", Reason.FILE_TYPE)]


def test_one_fault_and_nothing_is_taken() -> None:
    good = "krav;1\n" * 400
    reading = csv(f"art;2011\n{good}krav;x\n{good}")
    assert (len(reading.rows), facts(reading)) == (0, [(402, "2011", Reason.AMOUNT)])


def test_every_reason_has_a_message_that_can_be_shown() -> None:
    assert set(MESSAGES) == set(Reason)
    for language in ("en", "da"):
        with translation.override(language):
            assert all(Fault(1, "x", reason, "a%sb", "b").message for reason in Reason)


def test_a_message_says_where_what_and_how() -> None:
    with translation.override("en"):
        fault = csv("art;2011\nkrav;1.234\n").faults[0]
        assert str(fault) == "Line 2, column 2011: “1.234” can mean two numbers. Write 1234 / 1.2340, whichever you mean."
        assert str(read_file("a.csv", b"").faults[0]).startswith("The file is empty.")
        assert str(csv("enhed;2011\n").faults[0]).startswith("Line 1: There is no column for the kind.")


def test_both_numbers_that_a_message_offers_are_taken() -> None:
    for offered in csv("art;2011\nkrav;1.230\n").faults[0].expected.split(" / "):
        assert csv(f"art;2011\nkrav;{offered}\n").faults == ()


def test_a_message_repeats_only_a_little_of_a_long_text() -> None:
    assert len(csv(f"art;2011\n{'x' * 5000};1\n").faults[0].message) < 250
