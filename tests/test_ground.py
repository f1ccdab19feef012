"""The ground: money, prices, kinds, Danish order and the chain's canonical form."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from babel.numbers import format_decimal
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from savings.chain import GENESIS, add_approval, canonical, format_head, link, parse_head
from savings.danish import sort_key, transliterate
from savings.demo.prices import FILE, read_state_index
from savings.elements.numbers import MINUS, number
from savings.money import LARGEST, NotMoney, kroner, round_half_up, round_to_sum, total
from savings.prices import NoPriceChange, PriceIndex
from savings.vocabulary import VOCABULARY


def test_an_amount_is_exact_to_the_ore() -> None:
    assert kroner("3300000.5") == Decimal("3300000.50")
    assert kroner(-7) == Decimal("-7.00")


def test_the_largest_amount_and_its_opposite_are_held() -> None:
    assert kroner(LARGEST) == LARGEST
    assert kroner(-LARGEST) == -LARGEST
    assert kroner(Decimal("-7.10")) == Decimal("-7.1")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (1.5, "1.5 is not an exact amount"),
        ("tre", "'tre' is not a number"),
        ("NaN", "'NaN' is not a finite number"),
        ("1e400", "'1e400' is larger than the ledger can hold"),
        ("0.005", "'0.005' has a fraction of an øre"),
    ],
)
def test_a_refused_amount_says_what_is_wrong_with_it(wrong: object, why: str) -> None:
    with pytest.raises(NotMoney) as caught:
        kroner(wrong)  # type: ignore[arg-type]
    assert str(caught.value) == why


def test_nothing_adds_up_to_a_decimal_zero() -> None:
    assert (total([]), type(total([]))) == (0, Decimal)
    assert total(iter([Decimal("1.10"), Decimal("2.20")])) == Decimal("3.30")


@pytest.mark.parametrize(
    ("values", "places", "parts"),
    [
        (["0.3", "0.3", "0.4"], 0, ["0", "0", "1"]),
        (["0.5", "0.5"], 0, ["1", "0"]),
        (["0.5", "1.5"], 0, ["1", "1"]),
        (["1.25", "1.25", "1.25"], 1, ["1.3", "1.3", "1.2"]),
        (["-0.6", "-0.6"], 0, ["0", "-1"]),
        ([], 1, []),
    ],
)
def test_the_largest_remainder_is_raised_and_ties_go_to_the_first(values: list[str], places: int, parts: list[str]) -> None:
    assert [str(part + 0) for part in round_to_sum([Decimal(value) for value in values], places)] == parts


def test_parts_bear_the_difference_to_a_sum_that_is_rounded_by_itself() -> None:
    parts = [Decimal("0.4"), Decimal("0.2")]
    assert round_to_sum(parts, to=Decimal(0)) == (0, 0)
    assert round_to_sum(parts, to=Decimal(3)) == (2, 1)


@pytest.mark.parametrize("wrong", ["0.005", "1e400", "NaN", "Infinity", "tre", 1.5, True, None, str(LARGEST + 1)])
def test_what_is_not_money_is_refused(wrong: object) -> None:
    with pytest.raises(NotMoney):
        kroner(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "shown"), [("0.5", "1"), ("1.5", "2"), ("2.5", "3"), ("-0.5", "-1"), ("-0.4", "0")])
def test_rounding_is_half_up_and_never_minus_zero(value: str, shown: str) -> None:
    assert str(round_half_up(Decimal(value))) == shown


@given(st.lists(st.decimals(-(10**6), 10**6, places=4), max_size=12), st.integers(0, 2))
def test_rounded_parts_add_up_and_none_moves_a_whole_step(values: list[Decimal], places: int) -> None:
    parts = round_to_sum(values, places)
    assert sum(parts, Decimal(0)) == round_half_up(sum(values, Decimal(0)), places)
    assert all(abs(part - value) <= Decimal(1).scaleb(-places) for part, value in zip(parts, values, strict=True))


def state_index() -> PriceIndex:
    source, changes = read_state_index(Path(FILE).read_text(encoding="utf-8"))
    return PriceIndex("staten", source, changes)


def test_the_worked_check_of_the_state_index() -> None:
    index = state_index()
    assert round_half_up(Decimal("1.9") * index.factor(2008, 2009), 3) == Decimal("1.957")
    assert round_half_up(Decimal("1.9") * index.factor(2008, 2011), 3) == Decimal("2.026")


def test_there_and_back_again_is_the_same_amount() -> None:
    index = state_index()
    there = Decimal("1900000") * index.factor(2008, 2025)
    assert round_half_up(there * index.factor(2025, 2008), 2) == Decimal("1900000.00")


def test_a_missing_year_is_named() -> None:
    with pytest.raises(NoPriceChange) as caught:
        state_index().factor(2025, 2027)
    assert (caught.value.series, caught.value.year) == ("staten", 2026)
    assert str(caught.value) == "staten: no price and wage change for 2026"


def test_a_factor_carries_forty_digits_so_that_only_the_face_rounds() -> None:
    assert len(state_index().factor(2025, 2008).as_tuple().digits) == 40
    assert state_index().factor(2008, 2008) == 1


def test_every_word_leads_to_its_kind() -> None:
    for kind, figure in VOCABULARY.kinds.items():
        assert {VOCABULARY.parse_kind(word.upper()) for word in (kind.value, *figure.written)} == {kind}
    assert VOCABULARY.parse_kind("  Modgående \n  UDGIFT ") == "offset"


def test_a_word_for_no_kind_is_answered_with_the_words_that_are() -> None:
    with pytest.raises(ValueError, match="krav") as caught:
        VOCABULARY.parse_kind("sparet")
    assert str(caught.value) == ", ".join(figure.written[0] for figure in VOCABULARY.kinds.values())


def test_danish_names_end_with_ae_oe_aa() -> None:
    names = ["Økonomi", "Aalborg", "Ånd", "Æble", "Zoo", "Århus", "aften", "Ask"]
    assert sorted(names, key=sort_key) == ["aften", "Ask", "Zoo", "Æble", "Økonomi", "Aalborg", "Ånd", "Århus"]


def test_accents_and_letters_size_change_no_order() -> None:
    names = ["Alléen", "ALLEER", "alle", "Ägir", "Østre", "Öland"]
    assert sorted(names, key=sort_key) == ["alle", "Alléen", "ALLEER", "Ägir", "Öland", "Østre"]


def test_danish_letters_are_spelled_out_where_only_a_to_z_may_stand() -> None:
    assert transliterate("Ærø Å, ØKF og Årø") == "aeroe aa, oekf og aaroe"


def test_the_canonical_form_does_not_depend_on_order_or_time_zone() -> None:
    moment = datetime(2008, 10, 14, 12, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=2)))
    one = canonical({"b": Decimal("1.50"), "a": [moment, date(2008, 10, 14), None]})
    two = canonical({"a": (elsewhere, date(2008, 10, 14), None), "b": Decimal("1.50")})
    assert one == two == '{"a":["2008-10-14T12:00:00.000000+00:00","2008-10-14",null],"b":"1.50"}'


def test_the_canonical_form_keeps_letters_identifiers_and_plain_amounts() -> None:
    one = UUID(int=1)
    content = {"tekst": "Økonomi", "id": one, "beløb": Decimal("1E+3"), "dele": {2: True}}
    assert canonical(content) == f'{{"beløb":"1000","dele":{{"2":true}},"id":"{one}","tekst":"Økonomi"}}'


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^complex has no canonical form$"):
        canonical({"a": 1j})


def test_a_link_is_the_digest_of_the_one_before_and_the_content_with_its_version() -> None:
    digest = hashlib.sha256(f'{GENESIS}\n{{"a":"1.50","version":7}}'.encode()).hexdigest()
    assert link(GENESIS, {"a": Decimal("1.50")}, 7) == digest


def test_an_approval_is_linked_with_what_was_approved_its_place_by_whom_and_when() -> None:
    content, at = {"entry": 3}, datetime(2008, 10, 14, tzinfo=UTC)
    linked = add_approval(content, position=17, by=5, at=at)
    assert linked == {"entry": 3, "approval": {"position": 17, "by_id": 5, "at": at}}
    assert content == {"entry": 3}


def test_a_link_depends_on_what_went_before() -> None:
    assert link(GENESIS, {"a": 1}) != link("1" * 64, {"a": 1}) != link("1" * 64, {"a": 2})


def test_a_printed_head_is_read_back() -> None:
    head = (17, link(GENESIS, {}))
    assert parse_head(f" {format_head(*head).upper()} ") == head


@pytest.mark.parametrize("wrong", ["", "17", "17:abc", "x:" + "0" * 64, "17:" + "g" * 64])
def test_what_is_no_head_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="ledger head"):
        parse_head(wrong)


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 3))
@pytest.mark.parametrize(("language", "locale"), [("da", "da_DK"), ("en-gb", "en_GB")])
def test_numbers_are_written_as_babel_writes_them(language: str, locale: str, value: Decimal, places: int) -> None:
    pattern = "#,##0" + ("." + "0" * places if places else "")
    with translation.override(language):
        written = number(value, places)
    assert written == format_decimal(round_half_up(value, places), pattern, locale=locale).replace("-", MINUS)
