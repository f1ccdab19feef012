"""What a person types into a field for an amount or a number, and what is answered where it cannot be taken."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from savings.elements.numbers import number, read_number
from savings.money import LARGEST
from savings.recording.importing.faults import InvalidInput, Reason
from savings.recording.importing.numbers import find_formats, read_amount, write_number
from savings.web.forms.amounts import AmountField, QuantityField, page_language, two_meanings, wrong_amount

DA, EN = "da", "en-gb"


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        (DA, "1.250", "1250"),
        (EN, "1,250", "1250"),
        (DA, "12,5", "12.5"),
        (EN, "12.5", "12.5"),
        (DA, "1.25", "1.25"),
        (DA, " −3,1234 ", "-3.1234"),
        (DA, "999.999.999.999,9999", "999999999999.9999"),
        (DA, "0", "0"),
    ],
)
def test_a_number_is_read_as_the_readers_language_writes_it(language: str, text: str, value: str) -> None:
    with translation.override(language):
        assert QuantityField("Antal").clean(text) == Decimal(value)


@pytest.mark.parametrize(("language", "text", "asked"), [
    (DA, "1,250", "1,250: mener du 1250 eller 1,250? Skriv det, du mener."),
    (EN, "1.250", "1.250: do you mean 1250 or 1.250? Write the one you mean."),
])  # fmt: skip
def test_a_number_that_can_be_two_is_asked_about_as_an_amount_is(language: str, text: str, asked: str) -> None:
    with translation.override(language), pytest.raises(ValidationError) as caught:
        QuantityField("Antal").clean(text)
    assert caught.value.messages == [asked]


def test_nothing_written_is_no_number() -> None:
    assert QuantityField("Antal").clean("  ") is None
    assert QuantityField("Antal").required is False
    assert QuantityField("Antal").help_text == ""


@pytest.mark.parametrize("text", ["1,25,0", "1e5", "fem", "12,12345", "1.000.000.000.000", "-1.000.000.000.000", "5 %", "-"])
def test_what_is_no_number_in_danish_is_refused_with_an_example(text: str) -> None:
    with translation.override(DA), pytest.raises(ValidationError) as caught:
        QuantityField("Antal").clean(text)
    assert caught.value.messages == ["Skriv et tal, f.eks. 1.250 eller 12,5, med højst fire decimaler."]


def test_a_field_for_a_number_is_made_for_one() -> None:
    field = QuantityField("Antal", help_text="I alt")
    assert (field.label, field.help_text, field.max_length) == ("Antal", "I alt", 40)
    assert field.widget.attrs["inputmode"] == "decimal"
    assert field.widget.attrs["autocomplete"] == "off"


@pytest.mark.parametrize(("text", "both"), [(" 1.234 ", ("1234", "1,234")), ("12,345", ("12345", "12,345"))])
def test_a_number_with_one_mark_and_three_digits_means_two(text: str, both: tuple[str, str]) -> None:
    with translation.override(DA):
        assert two_meanings(text) == both
    with translation.override(EN):
        assert two_meanings(text) == (both[0], both[1].replace(",", "."))


def test_who_wrote_an_ambiguous_amount_is_asked_which_and_told_to_write_it_where_none_is_offered() -> None:
    refused = InvalidInput(Reason.AMBIGUOUS, "1.234", "1234 / 1.2340")
    with translation.override(DA):
        asked = wrong_amount(refused, " 1.234 ", offered=True)
        told = wrong_amount(refused, " 1.234 ")
    assert asked == "1.234: mener du 1234 eller 1,234?"
    assert told == f"{asked} Skriv det, du mener."


def test_any_other_wrong_amount_is_answered_as_in_a_file() -> None:
    refused = InvalidInput(Reason.ORE, "0,001")
    with translation.override(DA):
        assert wrong_amount(refused, "0,001") == refused.at(0).message
        assert "0,001" in wrong_amount(refused, "0,001")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1,9", "1.9"), (" −1.900.000 ", "-1900000"), ("0", "0"), (str(LARGEST).replace(".", ","), str(LARGEST))],
)
def test_an_amount_that_stands_by_itself_is_read(text: str, amount: str) -> None:
    assert AmountField("Beløb").clean(text) == Decimal(amount)


@given(st.integers(-(10**15), 10**15), st.sampled_from((DA, EN)), st.integers(0, 2), st.integers(1, 5))
def test_what_a_page_prints_is_read_back_and_never_as_another_number(ore: int, language: str, places: int, beside: int) -> None:
    """By itself, and in a grid beside other numbers of the same page."""
    with translation.override(language):
        printed = [number(Decimal(ore * turn + turn).scaleb(-2), places) for turn in range(beside)]
        column = find_formats(printed, page_language())
        for text in printed:
            assert AmountField("Beløb").clean(text) == read_amount(text, Decimal(1), column) == read_number(text)


@given(st.integers(-(10**15), 10**15), st.sampled_from((DA, EN)), st.sampled_from((1, 1000, 10**6)))
def test_what_a_field_is_filled_with_is_read_back(ore: int, language: str, one: int) -> None:
    with translation.override(language):
        typed = write_number(Decimal(ore) / 100 / one, page_language())
        assert read_amount(typed, Decimal(one), find_formats([typed], page_language())) == Decimal(ore) / 100


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fem", "Skriv beløbet som et tal, fx 1,9 eller 1.900.000, uden andre ord."),
        ("1,234", "1,234: mener du 1234 eller 1,234? Skriv det, du mener."),
        ("1\t234", "Skriv beløbet som et tal, fx 1,9 eller 1.900.000, uden andre ord."),
        ("1\n234", "Skriv beløbet som et tal, fx 1,9 eller 1.900.000, uden andre ord."),
        ("100000000000000", "Skriv et mindre beløb med højst 14 cifre før decimalerne."),
        ("-100000000000000", "Skriv et mindre beløb med højst 14 cifre før decimalerne."),
        ("1" * 61, "Skriv højst 60 tegn; der er 61."),
    ],
)
def test_an_amount_that_cannot_be_taken_is_answered_with_what_to_write(text: str, message: str) -> None:
    with translation.override(DA), pytest.raises(ValidationError) as caught:
        AmountField("Beløb").clean(text)
    assert caught.value.messages == [message]


def test_a_field_for_an_amount_carries_what_its_form_says_of_it() -> None:
    field = AmountField("Beløb", wanted="Skriv beløbet.", help_text="I kroner")
    assert (field.label, field.help_text, field.max_length) == ("Beløb", "I kroner", 60)
    with pytest.raises(ValidationError, match=r"Skriv beløbet\."):
        field.clean("")
