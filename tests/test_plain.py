"""Values as plain ones that JSON can hold, and back: what is kept of a published report comes back as it was, or not at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from savings.plain import NotPlain, from_plain, to_plain


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Inner:
    name: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Outer:
    colour: Colour
    day: date
    moment: datetime
    inner: Inner | None
    pair: tuple[int, str]
    several: tuple[Inner, ...]
    is_open: bool = False


WHOLE = Outer(
    Colour.RED, date(2008, 10, 14), datetime(2008, 10, 14, 12, 30, tzinfo=UTC), Inner("Å", Decimal("1.10")), (7, "x"),
    (Inner("a"), Inner("b", Decimal("-0.005"))), is_open=True,
)  # fmt: skip
PLAIN = {
    "colour": "red",
    "day": "2008-10-14",
    "moment": "2008-10-14T12:30:00+00:00",
    "inner": {"name": "Å", "amount": "1.10"},
    "pair": [7, "x"],
    "several": [{"name": "a", "amount": None}, {"name": "b", "amount": "-0.005"}],
    "is_open": True,
}


def test_a_value_goes_into_json_and_comes_back_to_the_last_digit() -> None:
    assert to_plain(WHOLE) == PLAIN
    assert from_plain(Outer, json.loads(json.dumps(to_plain(WHOLE)))) == WHOLE


def test_a_mapping_is_made_plain_in_its_keys_too() -> None:
    assert to_plain({Colour.RED: [Decimal(1), None]}) == {"red": ["1", None]}


def test_what_may_be_left_out_may_be_missing() -> None:
    assert from_plain(Inner, {"name": "a"}) == Inner("a")
    assert from_plain(Outer, {**PLAIN, "inner": None}).inner is None


@pytest.mark.parametrize("value", [1.5, object(), {1, 2}])
def test_what_json_cannot_hold_exactly_is_refused(value: object) -> None:
    with pytest.raises(NotPlain, match=f"^{type(value).__name__} has no plain form$"):
        to_plain(value)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"colour": "blue"}, "'blue' is no"),
        ({"day": "14-10-2008"}, "'14-10-2008' is no"),
        ({"day": 20081014}, "20081014 is no"),
        ({"inner": {"name": "a", "amount": "mange"}}, "'mange' is no"),
        ({"inner": {"name": 5}}, "5 is no str"),
        ({"inner": {"name": "a", "size": 1}}, "Inner has no ['size']"),
        ({"inner": {}}, "Inner: "),
        ({"inner": "a"}, "'a' is no Inner"),
        ({"pair": [True, "x"]}, "True is no int"),
        ({"pair": [7, "x", "y"]}, "does not have 2 values"),
        ({"pair": "7x"}, "'7x' is no list"),
        ({"several": {"name": "a"}}, "is no list"),
        ({"is_open": 1}, "1 is no bool"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_found(change: dict[str, Any], why: str) -> None:
    with pytest.raises(NotPlain) as caught:
        from_plain(Outer, {**PLAIN, **change})
    assert why in str(caught.value)
