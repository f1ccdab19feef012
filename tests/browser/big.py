"""A programme as big as they come: 100 initiatives, 40 units in a tree, 12 years, and names that no line can hold."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from savings.models import Programme, Unit, User
from savings.recording import Line, NewEntry, approve, record, submit
from savings.recording.register import register_initiative, register_programme, register_unit
from savings.vocabulary import Kind

SLUG, EMPTY, FIRST, YEARS = "det-store", "det-tomme", 2020, 12
UNBROKEN = "Opgaveløsningsfællesskabsadministrationseffektiviseringsgevinst" * 3
LONG = "Effektivisering af den borgernære administration på tværs af forvaltninger, centre, institutioner og selvejende tilbud"


def make_big() -> Programme:
    """The big programme, and one with nothing in it."""
    finance, controller = (User.objects.get(username=name) for name in ("finans", "controller"))
    at = timezone.now()
    units = _units(finance, at)
    register_programme(by=finance, at=at, slug=EMPTY, name="Det tomme program", full_effect_year=2030)
    programme = register_programme(
        by=finance, at=at, slug=SLUG, name=f"{LONG} {UNBROKEN}"[:200], full_effect_year=FIRST + YEARS - 1, units=units,
        case_number="2026-1",
    )  # fmt: skip
    initiatives = [
        register_initiative(
            by=finance, at=at, programme=programme, unit=units[number % len(units)],
            name=f"{number} {UNBROKEN if number == 1 else LONG}"[:300],
            description=UNBROKEN if number == 2 else "", horizon="long", stage="under_way", baseline=LONG,
        )
        for number in range(1, 101)
    ]  # fmt: skip
    lines = []
    for number, initiative in enumerate(initiatives):
        unit = units[number % len(units)]
        for year in range(FIRST, FIRST + YEARS):
            amount = Decimal(1_000_000 + 12_345 * number)
            lines.append(Line(kind=Kind.PLAN, year=year, amount=amount, unit=unit, initiative=initiative, price_level=2020))
            if year < 2027:
                lines.append(Line(kind=Kind.REALISED, year=year, amount=amount / 2, unit=unit, initiative=initiative))
    lines += [
        Line(kind=Kind.TARGET, year=year, amount=Decimal(20_000_000), unit=unit)
        for unit in units for year in range(FIRST, FIRST + YEARS)
    ]  # fmt: skip
    new = NewEntry(programme=programme, lines=lines, booked_on=date(2026, 1, 1), text=f"{UNBROKEN} {LONG}")
    entry = record(new, by=finance, at=at)
    submit(entry=entry, by=finance, at=at)
    approve(entry=entry, by=controller, at=at)
    return programme


def _units(by: User, at: datetime) -> list[Unit]:
    act: dict[str, Any] = {"by": by, "at": at}
    top = [register_unit(**act, code=f"F{number}", name=f"Forvaltning {number} {LONG}"[:200]) for number in range(4)]
    middle = [register_unit(**act, code=f"C{number}", name=f"Center {number}", parent=top[number % 4]) for number in range(12)]
    names = [UNBROKEN, *(f"Enhed {number}" for number in range(1, 24))]
    low = [register_unit(**act, code=f"E{number}", name=name, parent=middle[number % 12]) for number, name in enumerate(names)]
    return [*top, *middle, *low]
