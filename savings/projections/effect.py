"""What an entry does to a status: the figures before and after it, and what somebody should ask about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from savings.money import ZERO
from savings.projections.cells import Cell
from savings.projections.facts import ProgrammeFacts
from savings.projections.figures import EMPTY, Figures
from savings.projections.levels import LaterLevel
from savings.projections.measures import NO_PARENTS, Parents, compute_figures_by_year
from savings.projections.place_changes import PlaceChange, find_place_changes
from savings.vocabulary import Kind


@dataclass(frozen=True)
class EffectRow:
    """A unit's year that an entry changes, in kroner as stated.

    Attributes:
        unit: the unit's code, None for *Ikke fordelt*.
        whole: whether the row is the whole programme instead of one unit.
    """

    unit: str | None
    year: int
    before: Figures
    after: Figures
    whole: bool = False


class Asking(StrEnum):
    """What is allowed, but asked about."""

    BEYOND_SECURED = "beyond_secured"
    SECURED_LEFT = "secured_left"
    BEYOND_PLAN = "beyond_plan"
    BEFORE_PROGRAMME = "before_programme"
    AFTER_PROGRAMME = "after_programme"
    NEGATIVE = "negative"


@dataclass(frozen=True)
class EffectQuestion:
    """Something to ask about an entry: of which unit and year, how much it comes to and what it is held against (kroner)."""

    asking: Asking
    year: int
    unit: str | None = None
    initiative: str | None = None
    amount: Decimal = ZERO
    against: Decimal = ZERO


@dataclass(frozen=True)
class Effect:
    """What an entry does: row by row for units and years, and for the programme as a whole; the questions; and which amounts
    count towards another target from now on.
    """

    rows: tuple[EffectRow, ...]
    wholes: tuple[EffectRow, ...]
    questions: tuple[EffectQuestion, ...]
    coverage_before: Decimal | None
    coverage_after: Decimal | None
    moved: tuple[PlaceChange, ...] = ()


@dataclass(frozen=True)
class EntryEffect:
    """What a recorded entry does to its programme, and the units' names by code.

    Attributes:
        later: the levels, stated already, that its amounts hold until.
    """

    effect: Effect
    unit_names: Mapping[str, str]
    programme_name: str
    headline_year: int
    later: tuple[LaterLevel, ...] = ()


def compute_effect(
    programme: ProgrammeFacts,
    cells: Sequence[Cell],
    added: Sequence[Cell],
    *,
    secured: bool = False,
    parents: Parents = NO_PARENTS,
) -> Effect:
    """The effect of adding some cells to those of a programme.

    Args:
        cells: what is approved; `added`: what the entry would add. Both as stated, without restatement.
        secured: whether the entry takes what it realises from what is secured.
        parents: the unit that each unit lies under.
    """
    years = sorted({year for cell in added for year in range(cell.earliest_year or cell.year, cell.year + 1)})
    together = (*cells, *added)
    units = list(dict.fromkeys(cell.unit for cell in added))
    before, after = compute_figures_by_year(cells, years), compute_figures_by_year(together, years)
    headline = programme.full_effect_year
    return Effect(
        rows=tuple(_list_rows(cells, together, units, years)),
        wholes=tuple(EffectRow(None, year, before[year], after[year], whole=True) for year in years),
        questions=tuple(_list_questions(programme, cells, added, secured)),
        coverage_before=compute_figures_by_year(cells, [headline])[headline].evidence_coverage,
        coverage_after=compute_figures_by_year(together, [headline])[headline].evidence_coverage,
        moved=find_place_changes(cells, added, parents),
    )


def _list_rows(
    cells: Sequence[Cell], together: Sequence[Cell], units: Iterable[str | None], years: Sequence[int]
) -> Iterator[EffectRow]:
    for unit in units:
        before = compute_figures_by_year([cell for cell in cells if cell.unit == unit], years)
        after = compute_figures_by_year([cell for cell in together if cell.unit == unit], years)
        yield from (EffectRow(unit, year, before[year], after[year]) for year in years if before[year] != after[year])


def _list_questions(
    programme: ProgrammeFacts, cells: Sequence[Cell], added: Sequence[Cell], secured: bool
) -> Iterator[EffectQuestion]:
    yield from _list_year_questions(programme, added)
    realised = [cell for cell in added if cell.kind is Kind.REALISED]
    for unit, year in dict.fromkeys((cell.unit, cell.year) for cell in realised):
        amount = sum((cell.amount for cell in realised if (cell.unit, cell.year) == (unit, year)), ZERO)
        there = _figures(cells, year, unit=unit).secured
        if secured and amount > there:
            yield EffectQuestion(Asking.BEYOND_SECURED, year, unit, None, amount, there)
        elif not secured and amount > 0 and there > 0:
            yield EffectQuestion(Asking.SECURED_LEFT, year, unit, None, amount, there)
    for initiative, year in dict.fromkeys((cell.initiative, cell.year) for cell in realised):
        planned = _figures([cell for cell in cells if cell.initiative == initiative], year)
        after = _figures([cell for cell in (*cells, *added) if cell.initiative == initiative], year)
        most = planned.plan + planned.plan_early
        if planned.has(Kind.PLAN) and after.net_realised > max(most, planned.net_realised):
            yield EffectQuestion(Asking.BEYOND_PLAN, year, None, initiative, after.net_realised, most)
    for unit, year in dict.fromkeys((cell.unit, cell.year) for cell in realised):
        left = _figures((*cells, *added), year, unit=unit)
        if left.realised < 0 <= _figures(cells, year, unit=unit).realised:
            yield EffectQuestion(Asking.NEGATIVE, year, unit, None, left.realised)


def _list_year_questions(programme: ProgrammeFacts, added: Sequence[Cell]) -> Iterator[EffectQuestion]:
    first = programme.first_year or (programme.opened_on.year if programme.opened_on else None)
    for year in sorted({cell.year for cell in added}):
        if first is not None and year < first:
            yield EffectQuestion(Asking.BEFORE_PROGRAMME, year, against=Decimal(first))
        if programme.last_year is not None and year > programme.last_year:
            yield EffectQuestion(Asking.AFTER_PROGRAMME, year, against=Decimal(programme.last_year))


_ANY = object()


def _figures(cells: Iterable[Cell], year: int, unit: object = _ANY) -> Figures:
    chosen = cells if unit is _ANY else [cell for cell in cells if cell.unit == unit]
    return compute_figures_by_year(chosen, [year]).get(year, EMPTY)
