"""The large programme's initiatives, drawn from the seed: what each shall save, what it does save, and from when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from savings.demo.example.acts import ExampleInitiative, ExampleLine
from savings.demo.example.organisation import ADMINISTRATIONS, RESPONSIBLE, UNITS, WAYS, list_codes
from savings.vocabulary import Kind

LARGE = "eksempel-effektivisering"
FIRST, LAST, BEGUN = 2018, 2029, 2026
#: Decisions of a budget are in the prices of one of two years.
OLD_PRICES, NEW_PRICES = 2018, 2024
#: So many initiatives in all units; the smaller programmes have the rest of the three hundred.
INITIATIVES = 276


@dataclass(frozen=True, kw_only=True)
class Saving:
    """An initiative with its course, in kroner a year.

    Attributes:
        starts: the first year of its plan; `ends` the last year of what it saves.
        comes: the year from which something is realised; None where nothing is.
    """

    initiative: ExampleInitiative
    starts: int
    ends: int
    planned: Decimal
    comes: int | None
    realised: Decimal
    is_documented: bool
    is_banded: bool

    @property
    def administration(self) -> str:
        """The code of the administration that its unit is under."""
        return self.initiative.unit.partition("-")[0]

    @property
    def price_level(self) -> int:
        """The prices of the budget that decided it."""
        return OLD_PRICES if self.starts < NEW_PRICES else NEW_PRICES

    def list_lines(self, kind: Kind, amount: Decimal, first: int) -> Iterator[ExampleLine]:
        """A line of the kind for each year from `first` until it ends."""
        for year in range(first, self.ends + 1):
            yield ExampleLine(
                kind=kind, year=year, amount=amount, price_level=self.price_level, unit=self.initiative.unit,
                initiative=self.initiative.name,
            )  # fmt: skip


def draw_savings(random: Random) -> tuple[Saving, ...]:
    """The initiatives of all units in turn."""
    codes = [code for administration in ADMINISTRATIONS for code in list_codes(administration)]
    return tuple(_draw(random, number, codes[number % len(codes)]) for number in range(INITIATIVES))


def _draw(random: Random, number: int, unit: str) -> Saving:
    starts = random.randint(FIRST, BEGUN + 2)
    planned = Decimal(random.randint(8, 240) * 10_000)
    is_one_off = random.random() < 0.08
    # What has not begun has saved nothing; of the rest one in seven never came, and some came a year late.
    is_there = starts <= BEGUN and random.random() < (0.86 if starts < BEGUN else 0.3)
    comes = min(starts + random.choice((0, 0, 0, 1)), BEGUN) if is_there else None
    # One in twelve permanent savings stops before its time.
    ends = starts if is_one_off else random.choice((BEGUN - 2, *(LAST,) * 11))
    return Saving(
        initiative=_name(random, number, unit, starts, is_one_off), starts=starts,
        ends=max(ends, comes or starts), planned=planned, comes=comes,
        realised=(planned * Decimal(random.choice((40, 65, 80, 90, 100, 100, 115, 150))) / 100).quantize(Decimal(1)),
        is_documented=random.random() < 0.55, is_banded=starts > BEGUN and random.random() < 0.3,
    )  # fmt: skip


def _name(random: Random, number: int, unit: str, starts: int, is_one_off: bool) -> ExampleInitiative:
    way, baseline = WAYS[(number // len(ADMINISTRATIONS) // len(UNITS) + number) % len(WAYS)]
    stage = "delivered" if starts < BEGUN - 1 else "under_way" if starts <= BEGUN else random.choice(("planned", "idea"))
    return ExampleInitiative(
        programme=LARGE, name=f"{way}, {unit} {starts}" if number < 240 else f"{way}, {unit} {starts} (fase {number - 238})",
        unit=unit, responsible=random.choice(RESPONSIBLE), horizon="short" if starts < NEW_PRICES else "long",
        duration="one_off" if is_one_off else "permanent", stage=stage, baseline=baseline,
    )  # fmt: skip
