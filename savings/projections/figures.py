"""The figures of a status: what one set of cells of one year adds up to, and the rates between the sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from savings.money import ZERO
from savings.vocabulary import Kind, Sums
from savings.vocabulary import figures as declared
from savings.vocabulary.figure import Figure

K = TypeVar("K")


class _Amount:
    """A declared figure as an attribute: its amount, zero where nothing is stated."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def __get__(self, sums: Sums, owner: Any = None) -> Decimal:
        return self.figure.amount(sums)


class _Reading:
    """A declared figure as an attribute: what it reads, None where nothing gives it."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def __get__(self, sums: Sums, owner: Any = None) -> Decimal | None:
        return self.figure.read(sums)


class Figures(Sums):
    """The sums of one year, in kroner of the price level asked for, and the product's figures read from them.

    `plan_early` and `forecast_early` are what a plan known only by its ends may already have brought this year, on top of
    `plan` or `forecast`; zero where the profile is decided.
    """

    __slots__ = ()

    target, plan, forecast = _Amount(declared.TARGET), _Amount(declared.PLAN), _Amount(declared.FORECAST)
    expected_offset, net_forecast = _Amount(declared.EXPECTED_OFFSET), _Amount(declared.NET_FORECAST)
    secured, elsewhere = _Amount(declared.SECURED), _Amount(declared.ELSEWHERE)
    realised, offset, net_realised = _Amount(declared.REALISED), _Amount(declared.OFFSET), _Amount(declared.NET_REALISED)
    documented, undocumented = _Amount(declared.DOCUMENTED), _Amount(declared.UNDOCUMENTED)
    outstanding, open = _Amount(declared.OUTSTANDING), _Amount(declared.OPEN)
    shortfall, surplus = _Amount(declared.SHORTFALL), _Amount(declared.SURPLUS)
    uncovered, overcovered = _Amount(declared.UNCOVERED), _Amount(declared.OVERCOVERED)
    identified, unidentified = _Reading(declared.IDENTIFIED), _Reading(declared.UNIDENTIFIED)
    at_risk, not_delivered = _Reading(declared.AT_RISK), _Reading(declared.NOT_DELIVERED)
    not_expected, no_forecast = _Reading(declared.NOT_EXPECTED), _Reading(declared.NO_FORECAST)
    forecast_covers = _Reading(declared.FORECAST_COVERS)
    realisation_rate, evidence_coverage = _Reading(declared.REALISATION_RATE), _Reading(declared.EVIDENCE_COVERAGE)
    deviation, forecast_deviation = _Reading(declared.DEVIATION), _Reading(declared.FORECAST_DEVIATION)

    @property
    def plan_early(self) -> Decimal:
        return self.early.get(Kind.PLAN, ZERO)

    @property
    def forecast_early(self) -> Decimal:
        return self.early.get(Kind.FORECAST, ZERO)

    @property
    def has_target(self) -> bool:
        """Whether a target is stated of these units."""
        return self.has(Kind.TARGET)

    @property
    def is_place(self) -> bool:
        """Whether there is a place among these units, so that what they lack and what is beyond their target can be told."""
        return declared.SHORTFALL.code in self.measured

    @property
    def has_realised(self) -> bool:
        """Whether anything is said of what is realised, or of new costs that eat of it."""
        return declared.NET_REALISED.is_stated(self)


EMPTY = Figures()


def add_figures(parts: Iterable[Figures]) -> Figures:
    """The figures of several units or places together, each of their amounts added up."""
    stated: dict[Kind, Decimal] = {}
    early: dict[Kind, Decimal] = {}
    evidenced: dict[Kind, Decimal] = {}
    measured: dict[str, Decimal] = {}
    is_asked = False
    for part in parts:
        _add(stated, part.stated)
        _add(early, part.early)
        _add(evidenced, part.evidenced)
        _add(measured, part.measured)
        is_asked = is_asked or part.is_asked
    return Figures(stated, early, evidenced, measured, is_asked)


def _add(sums: dict[K, Decimal], part: Mapping[K, Decimal]) -> None:
    for key, amount in part.items():
        sums[key] = sums.get(key, ZERO) + amount
