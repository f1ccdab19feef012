"""Numbers are read in the form their column proves, and never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings.recording.importing import Reason
from savings.recording.importing.faults import InvalidInput
from savings.recording.importing.numbers import ColumnFormats, NumberLanguage, find_formats, parse_number, read_amount, read_text
from tests.recording.importing.files import amounts, csv

AMBIGUOUS, AMOUNT = Reason.AMBIGUOUS, Reason.AMOUNT
PLAIN_AND_DANISH = ColumnFormats(danish=True, plain=True)


@pytest.mark.parametrize(
    ("text", "kroner"),
    [("1234", "1234"), ("1 234", "1234"), ("1\u00a0234,5", "1234.5"), ("1\u2009234\u202f567", "1234567"),
     ("1.234,5", "1234.5"), ("1.234.567", "1234567"), ("0,5", "0.5"), (",5", "0.5"), ("1234.5", "1234.5"),
     ("0.50", "0.5"), ("0", "0"), ("0,00", "0"), ("-5", "-5"), ("−5", "-5"), ("–5", "-5"), ("- 5", "-5"), ("5-", "-5"),
     ("(5)", "-5"), ("+5", "5"), ("+ 5", "5"), ("-0", "0"), ("5 kr.", "5"), ("kr. 5", "5"), ("DKK 5", "5"),
     ("1.234,50 kr", "1234.5"), (" 5 ", "5"), ("1,234.5", "1234.5"), ("1,234,567", "1234567"), ("\t5\n", "5")],
)  # fmt: skip
def test_a_number_that_can_mean_only_one_thing(text: str, kroner: str) -> None:
    assert amounts([text]) == [kroner]


@pytest.mark.parametrize(
    "text",
    ["1,23.5", "1.23.4", "1.2345.678", "12.34,5", "1,234.567,8", "0.234,5", "1\t234", "1\n234",
     "1 234\t567", "1'234", "1’234", "5 %", "1e6", "1E6", "0x10", "fem",
     "--5", "-5-", "-(5)", "5 5", "1 23", "12 mio. kr", "5,-", "٣", "NaN", "Infinity", "#REF!", "1/2", "2020-01-02", "kr",
     "1_000", "9" * 26],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    assert amounts([text]) == [AMOUNT]


@pytest.mark.parametrize(
    ("column", "read"),
    [
        (["1.234"], [AMBIGUOUS]),
        (["1.234", "500", "1 000"], [AMBIGUOUS, "-", "-"]),
        (["1.234", "0,5"], ["1234", "0.5"]),
        (["1.234", "1.234.567"], ["1234", "1234567"]),
        (["1.230", "0.5"], ["1.23", "0.5"]),
        (["1.230", "1234.50"], ["1.23", "1234.5"]),
        (["-1.234", "2.345,60"], ["-1234", "2345.6"]),
        (["1.234", "0,5", "0.5"], [AMBIGUOUS, "-", "-"]),
        (["2,5", "0.5"], ["2.5", "0.5"]),
        (["1.234", "fem"], [AMBIGUOUS, AMOUNT]),
        (["1.234", "0.000"], [AMBIGUOUS, "-"]),
    ],
)
def test_only_the_column_itself_settles_a_single_point(column: list[str], read: list[str]) -> None:
    assert amounts(column) == read


@pytest.mark.parametrize(
    ("column", "read"),
    [
        (["1,234"], [AMBIGUOUS]),
        (["2,674", "495"], [AMBIGUOUS, "-"]),
        (["1,234", "0,5"], ["1234", "500"]),
        (["1,234", "12.5"], ["1234000", "12500"]),
        (["1,234", "1,234,567"], ["1234000", "1234567000"]),
        (["1,234", "1234.5"], [AMBIGUOUS, "-"]),
        (["1,234", "1 234.5", "0.5"], [AMBIGUOUS, "-", "-"]),
        (["1,234", "1.234"], [AMBIGUOUS, AMBIGUOUS]),
        (["1,234", "0.5", "0,5"], [AMBIGUOUS, "-", "-"]),
    ],
)
def test_only_the_column_itself_settles_a_single_comma(column: list[str], read: list[str]) -> None:
    assert amounts(column, "1.000 kr") == read


def test_the_years_of_a_wide_file_are_one_column() -> None:
    assert [int(row.amount) for row in csv("art;2023;2024\nkrav;1.234;2,0\n").rows] == [1234, 2]
    assert csv("art;2023;tekst\nkrav;1.234;2,0\n").faults[0].reason is AMBIGUOUS


def test_an_amount_is_exact_to_the_ore_or_refused() -> None:
    assert amounts(["1,234567", "1,23456789", "1,234567891"], "mio. kr") == ["-", "-", Reason.ORE]
    assert amounts(["0,005"]) == [Reason.ORE]
    assert amounts(["0,10", "0,0000000000000000000000001"])[1] is AMOUNT


def test_an_amount_that_the_ledger_cannot_hold_is_refused() -> None:
    assert amounts(["99999999999999,99"]) == ["99999999999999.99"]
    assert amounts(["100000000000000"]) == [Reason.TOO_LARGE]
    assert amounts(["100000000"], "mio. kr") == [Reason.TOO_LARGE]
    assert amounts(["9" * 25]) == [Reason.TOO_LARGE]


def test_kroner_in_the_amount_must_be_kroner_in_the_unit() -> None:
    assert amounts(["5 kr."], "mio. kr") == [Reason.TWO_UNITS]


@pytest.mark.parametrize(
    ("cell", "unit", "kroner"),
    [("0.30000000000000004", 10**6, "300000"), ("1234.0", 1, "1234"), ("1.234", 1000, "1234"), ("1E+3", 1, "1000"),
     ("5.5511151231257827E-17", 10**6, "0"), ("12345678901234.56", 1, "12345678901234.56"), ("-0.0", 1, "0")],
)  # fmt: skip
def test_a_number_in_a_workbook_is_what_excel_shows(cell: str, unit: int, kroner: str) -> None:
    amount = read_amount(Decimal(cell), Decimal(unit), ColumnFormats())
    assert (amount, amount.is_signed()) == (Decimal(kroner), False)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("333333.333333333", Reason.ORE), ("12345678901234.566", Reason.ORE), ("1E+300", Reason.TOO_LARGE), ("NaN", AMOUNT),
     ("Infinity", AMOUNT)],
)  # fmt: skip
def test_a_number_in_a_workbook_is_not_rounded(cell: str, reason: Reason) -> None:
    with pytest.raises(InvalidInput) as raised:
        read_amount(Decimal(cell), Decimal(1), ColumnFormats())
    assert raised.value.reason is reason


def refused(cell: str | Decimal, unit: int = 1, column: ColumnFormats = PLAIN_AND_DANISH) -> tuple[Reason, str, str]:
    """Why a cell is refused: the reason, what the message repeats of it, and what it offers instead."""
    with pytest.raises(InvalidInput) as raised:
        read_amount(cell, Decimal(unit), column)
    return raised.value.reason, raised.value.found, raised.value.expected


def test_an_ambiguous_number_is_offered_in_both_its_meanings() -> None:
    """A fourth decimal makes it certain: nobody groups thousands by four."""
    assert refused("1.234") == (AMBIGUOUS, "1.234", "1234 / 1.2340")
    assert refused("12,345") == (AMBIGUOUS, "12,345", "12345 / 12,3450")


@pytest.mark.parametrize(
    ("cell", "unit", "reason", "found"),
    [
        ("fem", 1, AMOUNT, "fem"),
        ("5 kr.", 1000, Reason.TWO_UNITS, "5 kr."),
        ("0,001", 1, Reason.ORE, "0,001"),
        (Decimal("NaN"), 1, AMOUNT, "NaN"),
        (Decimal("0.123456"), 1, Reason.ORE, "0.123456"),
        (Decimal("1E+25"), 1, Reason.TOO_LARGE, "10000000000000000000000000"),
        (Decimal("1E+24"), 1, Reason.TOO_LARGE, "1000000000000000000000000"),
        (Decimal("250000000000000.50"), 1, Reason.TOO_LARGE, "250000000000000.5"),
    ],
)
def test_a_refused_amount_is_repeated_as_it_was_written(cell: str | Decimal, unit: int, reason: Reason, found: str) -> None:
    assert refused(cell, unit) == (reason, found, "")


@pytest.mark.parametrize(
    ("cell", "text"),
    [(Decimal("2023.0"), "2023"), (Decimal("2023"), "2023"), (Decimal(100), "100"), (Decimal("0.50"), "0.5"),
     (Decimal("1E+3"), "1000"), (Decimal("1.00E-5"), "0.00001"), (Decimal("NaN"), "NaN"), ("2023.0", "2023.0")],
)  # fmt: skip
def test_a_cell_says_a_number_without_idle_noughts(cell: str | Decimal, text: str) -> None:
    assert read_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "unit", "kroner"),
    [
        # The noise of a sum lies in the sixteenth digit, wherever the number's first digit stands.
        ("1234567.1200000000001", 1, "1234567.12"),
        ("0.0123456700000000004", 10**6, "12345.67"),
        ("99999999999.99000001", 1, "99999999999.99"),
        ("1.23000000000000004", 1000, "1230"),
        # All fifteen digits that Excel keeps are kept, and what needs no mending is not mended.
        ("1234567890123.4500001", 1, "1234567890123.45"),
        ("2000", 1000, "2000000"),
    ],
)
def test_the_noise_of_a_sum_is_taken_away(cell: str, unit: int, kroner: str) -> None:
    assert read_amount(Decimal(cell), Decimal(unit), ColumnFormats()) == Decimal(kroner)


@pytest.mark.parametrize(("cell", "unit"), [("123456789012.1001", 1), ("123456789.1200001", 1000)])
def test_a_hundredth_of_an_ore_is_not_taken_for_noise(cell: str, unit: int) -> None:
    assert refused(Decimal(cell), unit) == (Reason.ORE, cell, "")
    assert read_amount(Decimal(cell) - Decimal("0.00001") / unit, Decimal(unit), ColumnFormats()) == Decimal(cell[:-2]) * unit


@pytest.mark.parametrize(
    ("page", "column", "read"),
    [
        ("danish", ["1.250"], ["1250"]),
        ("danish", ["1,250"], [AMBIGUOUS]),
        ("english", ["1,250"], ["1250"]),
        ("english", ["1.250"], [AMBIGUOUS]),
        ("english", ["1,250", "1,250.5"], ["1250", "1250.5"]),
        # Typed on one language's page among numbers of the other: nobody can know which it is.
        ("english", ["1,250", "0,5"], [AMBIGUOUS, "0.5"]),
        ("danish", ["1.250", "0.5"], [AMBIGUOUS, "0.5"]),
    ],
)
def test_a_page_reads_the_thousands_that_it_prints(page: NumberLanguage, column: list[str], read: list[str | Reason]) -> None:
    known = find_formats(column, page)
    for text, expected in zip(column, read, strict=True):
        if isinstance(expected, Reason):
            assert refused(text, column=known)[0] is expected
        else:
            assert read_amount(text, Decimal(1), known) == Decimal(expected)


@pytest.mark.parametrize(("answer", "values"), [("danish", ("1234", "1.234")), ("english", ("1.234", "1234"))])
def test_an_answer_for_the_whole_file_settles_what_the_column_does_not(answer: NumberLanguage, values: tuple[str, str]) -> None:
    said = ColumnFormats(answer=answer)
    read = [str(read_amount(text, Decimal(1000), said) / 1000).rstrip("0").rstrip(".") for text in ("1.234", "1,234")]
    assert tuple(read) == values
    # What the column proves is not an answer's to change.
    assert read_amount("1.234", Decimal(1), ColumnFormats(danish=True, answer="english")) == 1234


ORE = st.integers(min_value=-(10**15), max_value=10**15)


def grouped(amount: int, thousands: str, decimal: str) -> str:
    """An amount in øre as a person writes it, always with its two decimals."""
    whole, ore = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole:,}".replace(",", thousands) + f"{decimal}{ore:02}"


@given(
    st.lists(ORE, min_size=1, max_size=20),
    st.sampled_from([(".", ","), (" ", ","), ("", ","), ("", "."), (" ", "."), ("\u00a0", ","), (",", ".")]),
)
def test_what_is_written_is_what_is_read(column: list[int], form: tuple[str, str]) -> None:
    texts = [grouped(amount, *form) for amount in column]
    known = find_formats(texts)
    assert [read_amount(text, Decimal(1), known) for text in texts] == [Decimal(amount) / 100 for amount in column]


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1), ORE)
def test_whole_danish_thousands_are_read_beside_one_danish_number(column: list[int], witness: int) -> None:
    texts = [f"{amount:,}".replace(",", ".") for amount in column] + [grouped(witness, ".", ",")]
    known = find_formats(texts)
    assert [read_amount(text, Decimal(1), known) for text in texts[:-1]] == column


@given(st.text(alphabet="0123456789.,-−() kr%e\u00a0", max_size=12))
def test_a_number_is_read_or_refused_but_never_both_ways(text: str) -> None:
    number = parse_number(text)
    if number is not None:
        assert not {"%", "e"} & set(number.digits)
        assert sum(char.isdigit() for char in number.digits) > 0
