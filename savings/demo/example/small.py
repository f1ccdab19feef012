"""The six smaller programmes, each of another sort: targets at one level or another, met, missed, ahead or only just begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from savings.demo.example.acts import MARK, ExampleEntry, ExampleInitiative, ExampleLine, ExampleProgramme
from savings.demo.example.documents import name_accounts, name_budget
from savings.demo.example.drawing import BEGUN
from savings.demo.example.organisation import list_codes
from savings.vocabulary import Kind

#: So many initiatives in each, one in each unit in turn.
INITIATIVES = 4


@dataclass(frozen=True)
class Small:
    """A smaller programme.

    Attributes:
        administrations: those whose units take part.
        asked_of: "programme", "administrations" or "units".
        first, last: its years; the prices are those of `prices`.
        met: how much of the target is realised, in per cent, from the first year until before the year that has begun.
        planned: how much of it is planned, in per cent.
        forecast: how much of it is expected in the year that has begun; None where nobody has said.
    """

    slug: str
    name: str
    administrations: tuple[str, ...]
    asked_of: str
    first: int
    last: int
    prices: int
    target: int
    planned: int
    met: int
    forecast: int | None


SORTS = (
    Small("eksempel-indkoeb", "Fælles indkøb", ("XØK", "XBD"), "programme", 2021, 2029, 2024, 18_000_000, 100, 85, 92),
    Small("eksempel-lokaler", "Færre kvadratmeter", ("XKF", "XBU"), "administrations", 2019, 2029, 2018, 9_500_000, 90, 60, 55),
    Small("eksempel-digital", "Digital selvbetjening", ("XBD", "XBI"), "units", 2020, 2029, 2024, 6_400_000, 110, 125, 130),
    Small("eksempel-koersel", "Kørsel og ruter", ("XTM", "XSO"), "units", 2022, 2029, 2024, 3_200_000, 100, 70, None),
    Small("eksempel-energi", "Energi i kommunens bygninger", ("XTM",), "programme", 2027, 2029, 2024, 12_000_000, 65, 0, None),
    Small("eksempel-fravaer", "Lavere sygefravær", ("XSO", "XSF"), "administrations", 2024, 2029, 2024, 7_000_000, 100, 40, None),
)


def list_small_programmes() -> tuple[ExampleProgramme, ...]:
    """The programmes themselves."""
    return tuple(
        ExampleProgramme(
            slug=sort.slug, name=f"{MARK}: {sort.name}",
            summary=f"{MARK}. Kommunen, programmet og alle beløb er lavet til at vise Valby med; intet af det er sket.",
            case_number=f"EKS-{sort.first}-{len(sort.name):02}", full_effect_year=sort.last, first_year=sort.first,
            last_year=sort.last, units=tuple(_list_units(sort)),
        )
        for sort in SORTS
    )  # fmt: skip


def list_small_initiatives() -> tuple[ExampleInitiative, ...]:
    """Their initiatives."""
    return tuple(each for sort in SORTS for each in _list_initiatives(sort))


def list_small_entries(random: Random) -> list[ExampleEntry]:
    """Their entries: asked for, planned, realised and forecast."""
    return [entry for sort in SORTS for entry in _list_entries(random, sort)]


def _list_units(sort: Small) -> list[str]:
    return [unit for administration in sort.administrations for unit in list_codes(administration)]


def _list_initiatives(sort: Small) -> list[ExampleInitiative]:
    units = _list_units(sort)
    return [
        ExampleInitiative(
            programme=sort.slug, name=f"{sort.name}, {unit}", unit=unit, responsible="Centerchefen", horizon="long",
            duration="permanent", stage="planned" if sort.first > BEGUN else "under_way", baseline=f"Regnskab {sort.first - 1}",
        )
        for unit in units[:: max(1, len(units) // INITIATIVES)][:INITIATIVES]
    ]  # fmt: skip


def _list_entries(random: Random, sort: Small) -> Iterator[ExampleEntry]:
    budget: dict[str, Any] = {
        "booked_on": date(min(sort.first, BEGUN) - 1, 10, 12),
        "decision": name_budget(min(sort.first, BEGUN)),
    }
    asked = {"programme": ("",), "administrations": sort.administrations, "units": _list_units(sort)}[sort.asked_of]
    yield _enter(sort, Kind.TARGET, [(unit, "") for unit in asked], sort.target, "Krav", **budget)
    places = [(each.unit, each.name) for each in _list_initiatives(sort)]
    yield _enter(sort, Kind.PLAN, places, sort.target * sort.planned // 100, "Indfasningsplan", **budget)
    if sort.met:
        for year in range(sort.first, BEGUN):
            met = sort.target * sort.met * random.choice((90, 100, 110)) // 10_000
            yield _enter(
                sort, Kind.REALISED, places, met, f"Opnået i {year}", years=(year,), booked_on=date(year, 12, 31),
                evidence=name_accounts(year) if year % 3 else "",
            )  # fmt: skip
    if sort.forecast is not None:
        amount = sort.target * sort.forecast // 100
        day = date(BEGUN, 1, 31)
        yield _enter(sort, Kind.FORECAST, places, amount, f"Forventning til {BEGUN}", years=(BEGUN,), booked_on=day)


def _enter(
    sort: Small, kind: Kind, places: Sequence[tuple[str, str]], amount: int, text: str, years: Sequence[int] = (), **facts: Any
) -> ExampleEntry:
    """An entry of an amount a year, shared alike between the places, what is left over in the first."""
    share = amount // len(places)
    first = amount - share * (len(places) - 1)
    lines = tuple(
        ExampleLine(
            kind=kind, year=year, amount=Decimal(share if number else first), price_level=sort.prices, unit=unit, initiative=name
        )
        for year in years or range(sort.first, sort.last + 1)
        for number, (unit, name) in enumerate(places)
    )
    return ExampleEntry(programme=sort.slug, text=f"{text}: {sort.name}", lines=lines, **facts)
