"""The kinds of amount that a posting can state, by their codes."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a posting says about a unit's costs in a year; the terms are those of the 2008 memo and the budget rules.

    All kinds are annual effects against the baseline, positive when costs fall, except `OFFSET` and `EXPECTED_OFFSET`,
    which are new costs and are posted negative. What else is known of a kind is declared in `savings.vocabulary.figures`.
    """

    TARGET = "target"
    PLAN = "plan"
    FORECAST = "forecast"
    EXPECTED_OFFSET = "expected_offset"
    SECURED = "secured"
    REALISED = "realised"
    ELSEWHERE = "elsewhere"
    OFFSET = "offset"
