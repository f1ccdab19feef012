"""Numbers, shares, dates and units of amount as a reader of each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from savings.elements.numbers import (
    KRONER,
    MILLIONS,
    THOUSANDS,
    Scale,
    day,
    finest,
    locale_code,
    moment,
    month,
    number,
    percent,
    read_day,
    read_number,
    scale_for,
)

DA, EN = "da", "en-gb"


@pytest.mark.parametrize(
    ("language", "amount", "scale", "text"),
    [
        (DA, "1850000", MILLIONS, "1,9 mio. kr."),
        (EN, "1850000", MILLIONS, "DKK 1.9 million"),
        (DA, "-1234567.5", THOUSANDS, "−1.235 t.kr."),
        (EN, "-1234567.5", THOUSANDS, "DKK −1,235 thousand"),
        (DA, "1234.5", KRONER, "1.234,50 kr."),
        (EN, "-0.004", KRONER, "DKK 0.00"),
    ],
)
def test_an_amount_with_its_unit_is_held_together(language: str, amount: str, scale: Scale, text: str) -> None:
    with translation.override(language):
        shown = scale.show_with_unit(Decimal(amount))
    assert " " not in shown
    assert shown.replace("\u00a0", " ").replace("1.000 kr.", "t.kr.") == text


@pytest.mark.parametrize(
    ("amounts", "scale"),
    [
        (["499999.99", "-3"], THOUSANDS),
        (["500000", "3"], MILLIONS),
        (["3", "-500000"], MILLIONS),
        (["0"], MILLIONS),
        (["0.01"], THOUSANDS),
        ([], MILLIONS),
    ],
)
def test_small_amounts_are_shown_in_thousands(amounts: list[str], scale: Scale) -> None:
    assert scale_for(Decimal(amount) for amount in amounts) is scale


@pytest.mark.parametrize(
    ("amounts", "scale"),
    [
        (["50000", "0", "-3000000"], MILLIONS),
        (["49999", "3000000"], THOUSANDS),
        (["-500"], THOUSANDS),
        (["499", "3000000"], KRONER),
        ([], MILLIONS),
    ],
)
def test_no_change_is_rounded_away(amounts: list[str], scale: Scale) -> None:
    assert finest(Decimal(amount) for amount in amounts) is scale


@pytest.mark.parametrize(
    ("language", "ratio", "text"),
    [(DA, "0.575", "58\u00a0%"), (EN, "0.575", "58%"), (DA, "-0.004", "0\u00a0%"), (DA, "12.5", "1.250\u00a0%"), (EN, None, "–")],
)
def test_a_share_is_whole_per_cent_and_a_dash_where_there_is_none(language: str, ratio: str | None, text: str) -> None:
    with translation.override(language):
        assert percent(None if ratio is None else Decimal(ratio)) == text


@pytest.mark.parametrize(
    ("language", "value", "places", "text"),
    [
        (DA, "1234.5", 1, "1.234,5"),
        (EN, "1234.5", 1, "1,234.5"),
        (DA, "-1234567.125", 2, "−1.234.567,13"),
        (EN, "-0.04", 1, "0.0"),
        (DA, "1E+3", 0, "1.000"),
    ],
)
def test_a_number_has_its_decimals_and_a_true_minus(language: str, value: str, places: int, text: str) -> None:
    with translation.override(language):
        assert number(Decimal(value), places) == text


@pytest.mark.parametrize(
    ("language", "of_the_day", "of_the_month", "of_the_moment"),
    [
        (DA, "04-05-2008", "maj 2008", "04-05-2008 kl. 14:05"),
        (EN, "4 May 2008", "May 2008", "4 May 2008 at 14:05"),
    ],
)
def test_dates_and_moments_are_the_offices(language: str, of_the_day: str, of_the_month: str, of_the_moment: str) -> None:
    """Two hours ahead of the world's clock in summer."""
    with translation.override(language):
        assert day(date(2008, 5, 4)) == of_the_day
        assert month(date(2008, 5, 4)) == of_the_month
        assert moment(datetime(2008, 5, 4, 12, 5, tzinfo=UTC)) == of_the_moment
        assert day(None) == "–"


@pytest.mark.parametrize(("language", "names"), [(DA, "januar december"), (EN, "January December")])
def test_the_year_begins_and_ends_with_its_months(language: str, names: str) -> None:
    with translation.override(language):
        assert f"{month(date(2008, 1, 31))} {month(date(2008, 12, 1))}" == " 2008 ".join(names.split()) + " 2008"
        assert day(date(2008, 12, 1)) == ("01-12-2008" if language == DA else "1 December 2008")


@pytest.mark.parametrize(("language", "code"), [(DA, "da_DK"), (EN, "en_GB"), ("en", "en_GB"), (None, "da_DK")])
def test_who_has_chosen_no_language_reads_danish(language: str | None, code: str) -> None:
    with translation.override(language):
        assert locale_code() == code


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        (DA, "1.234.567,5", "1234567.5"),
        (EN, "1,234,567.5", "1234567.5"),
        (DA, "−1.234", "-1234"),
        (EN, "-1,234", "-1234"),
        (DA, "1234", "1234"),
        (DA, " +0,25* ", "0.25"),
        (DA, "57\u00a0%", "0.57"),
        (EN, "−57.5%", "-0.575"),
        (DA, "1.234,50 *", None),
        (DA, "1,234.5", None),
        (DA, "1.23,5", None),
        (DA, "12,", None),
        (DA, "12 stk.", None),
        (DA, "–", None),
        (EN, "1.234,5", None),
        (EN, "", None),
    ],
)
def test_a_number_is_read_as_it_was_written_and_nothing_else_is(language: str, text: str, value: str | None) -> None:
    with translation.override(language):
        assert read_number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("language", [DA, EN])
@pytest.mark.parametrize("amount", ["0", "-0.5", "999.99", "1000", "-1234567.25"])
def test_what_is_written_is_read_back(language: str, amount: str) -> None:
    with translation.override(language):
        assert read_number(number(Decimal(amount), 2)) == Decimal(amount)
        assert read_number(percent(Decimal(amount))) == Decimal(f"{Decimal(amount):.2f}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("04-05-2008", date(2008, 5, 4)),
        ("4 May 2008", date(2008, 5, 4)),
        ("14 January 2008", date(2008, 1, 14)),
        ("31 December 2008", date(2008, 12, 31)),
        ("4-5-2008", None),
        ("4 maj 2008", None),
        ("den 04-05-2008", None),
        ("4 May 2008.", None),
        ("May 2008", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_was_written_and_nothing_else_is(text: str, value: date | None) -> None:
    assert read_day(text) == value
