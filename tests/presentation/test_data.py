"""The JSON keeps the contract that scripts rely on."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal

import pytest
from django.utils import translation

from savings.elements.data.status_json import plain, status_json, status_json_bytes
from savings.projections.cells import Cell
from savings.projections.figures import EMPTY
from savings.vocabulary import Kind
from tests import samples

#: The memo's figures of 2011: nothing is unidentified, nothing was forecast, and what was planned has not come.
MEMO = {
    "target": "3300000", "plan": "1900000", "identified": "3300000", "unidentified": "0", "deviation": "-1900000",
    "forecast": None, "expected_offset": None, "net_forecast": None, "at_risk": None, "not_expected": None, "no_forecast": None,
    "not_delivered": None, "forecast_covers": None, "realised": "1400000", "offset": "0", "net_realised": "1400000",
    "documented": "800000", "evidence_coverage": "0.5714285714", "outstanding": "1900000", "shortfall": "1900000",
    "surplus": "0", "secured": "1900000", "elsewhere": "0", "open": "0", "uncovered": "0", "overcovered": "0",
}  # fmt: skip


def test_it_has_the_shape_of_the_contract() -> None:
    data = status_json(samples.valby())
    assert data["units"][-1] == {"code": None, "name": None, "parent": None, "own": False, **MEMO}
    assert data | {"cells": [], "units": []} == {
        "programme": {
            "slug": "faelles-borgerservice-valby",
            "name": "Fælles Borgerservice Valby",
            "case_number": "2008-122557",
            "full_effect_year": 2011,
        },
        "as_of": "2008-10-14",
        "price_level": None,
        "headline": {
            "year": 2011,
            **MEMO,
        },
        "last_year": None,
        "units": [],
        "cells": [],
        "ledger_head": f"9:{samples.HEAD.hash}",
    }
    assert data["cells"][0] == {
        "kind": "target", "unit": None, "initiative": None, "year": 2011, "price_level": None, "amount": "3300000",
    }  # fmt: skip
    assert len(data["cells"]) == 11


def test_in_a_year_of_which_nothing_is_said_what_is_always_told_is_zero() -> None:
    headline = status_json(dataclasses.replace(samples.valby(), headline=EMPTY))["headline"]
    told = ("target", "realised", "documented", "outstanding", "shortfall", "surplus", "uncovered", "overcovered", "open")
    assert {headline[name] for name in told} == {"0"}
    assert headline["plan"] is headline["forecast"] is headline["evidence_coverage"] is None


def test_a_ratio_that_does_not_exist_is_null() -> None:
    assert status_json(samples.empty())["headline"]["evidence_coverage"] is None


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("3300000.00", "3300000"),
        ("1957000.5", "1957000.50"),
        ("1E+6", "1000000"),
        ("-0.004", "0"),
        ("0.005", "0.01"),
        ("-1.005", "-1.01"),
    ],
)
def test_an_amount_is_plain_and_rounded_half_up_to_the_oere(amount: str, text: str) -> None:
    assert plain(Decimal(amount)) == text


def test_a_restated_amount_keeps_its_level_and_no_more_than_an_oere() -> None:
    cell = Cell(Kind.REALISED, None, None, 2011, 2020, Decimal("1234567.891234"))
    [listed] = status_json(dataclasses.replace(samples.valby(), cells=(cell,), price_level=2020))["cells"]
    assert (listed["amount"], listed["price_level"]) == ("1234567.89", 2020)


def test_it_is_the_same_in_every_language() -> None:
    with translation.override("da"):
        danish = status_json_bytes(samples.large())
    with translation.override("en-gb"):
        assert status_json_bytes(samples.large()) == danish
    assert json.loads(danish)["cells"][0]["kind"] == "target"
