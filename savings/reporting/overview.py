"""Reading the overview: every programme's figures of a year, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery

from savings.models import Entry, Programme, ProgrammeUnit, Waiting
from savings.models.visibility import select_initiatives
from savings.prices import NO_SERIES, PriceIndex
from savings.projections.cells import Cell, group_cells, restate
from savings.projections.facts import HeadFacts, InitiativeFacts
from savings.projections.focus import Focus, find_focus, target_years
from savings.projections.overview import (
    Overview,
    OverviewLine,
    choose_level,
    find_apart,
    levels_of,
    measure_programme,
    select_lines,
)
from savings.projections.phase_in import build_phase_in
from savings.projections.question import LedgerQuestion
from savings.projections.standing import Standing, combine_standings, find_standing
from savings.reporting.organisation import Organisation
from savings.reporting.price_bases import read_levels
from savings.reporting.prices import read_indices
from savings.reporting.statements import read_statements
from savings.reporting.status import initiative_facts, programme_facts
from savings.reporting.sums import Sum, read_begun, read_sums
from savings.reporting.version import read_head
from savings.vocabulary import Kind


def read_overview(question: LedgerQuestion) -> Overview:
    """All programmes as of a date, what is most open first; seven to eleven queries, however many there are.

    The sum is of one year and one price level: those asked for, else the year in focus over all targets, and the latest price
    basis, or where there is none the latest level that amounts of that year are stated in. Programmes without a target in
    that year, and those with amounts of it in another level, stand apart. One that has nothing in the unit asked for is left
    out.

    Raises:
        UnknownUnit: when no unit has that code.
    """
    ledger = _read_ledger(question)
    organisation, unit = ledger.organisation, question.unit
    focus = _find_focus(ledger, question.as_of)
    year = question.year or focus.year
    level = question.price_level or _choose_level(ledger, year, question)
    measure = Measure(year, level, question.as_of, not question.as_stated)
    report = Overview(
        question.as_of, tuple(_line(programme, ledger, measure) for programme in ledger.programmes), ledger.head, year, level,
        as_stated=question.as_stated, is_level_asked=question.price_level is not None, shown_in=question.amounts_in,
        unbegun=None if question.year else focus.unbegun,
    )  # fmt: skip
    if unit is None:
        return select_lines(report)
    numbers = list(Programme.objects.values_list("pk", flat=True))
    where = replace(
        report, unit=organisation.facts[organisation.find(unit)], above=organisation.above(unit), below=organisation.below(unit),
        statements=read_statements(numbers, organisation, question.as_of, organisation.under(unit)),
    )  # fmt: skip
    return select_lines(where)


class Measure(NamedTuple):
    """What the sum over programmes is of: its year, its price level (None where amounts state none), and as of when.

    `is_restated` says whether amounts are brought to that level; otherwise each stays as it was stated.
    """

    year: int
    level: int | None
    as_of: date
    is_restated: bool


@dataclass(frozen=True)
class _Ledger:
    """What is read of all programmes at once.

    Attributes:
        programmes: those that have anything in the units asked for.
        units: row numbers of the units asked for; None for all.
        initiatives, sums, waiting: by the programmes' row numbers; the sums of all units.
        targets: the years in which each programme has a target, whatever unit is asked for.
        begun: row numbers of the programmes of which something is recorded of the date's year since it began.
    """

    head: HeadFacts
    programmes: Sequence[Programme]
    organisation: Organisation
    units: Collection[int] | None
    initiatives: Mapping[int, Sequence[Mapping[str, Any]]]
    sums: Mapping[int, Sequence[Sum]]
    targets: Mapping[int, Collection[int]]
    begun: Collection[int]
    waiting: Mapping[int, int]
    indices: Mapping[int, PriceIndex]

    @cached_property
    def wanted(self) -> frozenset[str] | None:
        """The codes of the units asked for; None for all, *Ikke fordelt* among them."""
        return None if self.units is None else frozenset(self.organisation.facts[pk].code for pk in self.units)

    @cached_property
    def parents(self) -> Mapping[str, str | None]:
        """The unit that each unit lies under, in tree order."""
        return {facts.code: facts.parent for facts in self.organisation.facts.values()}

    def in_unit(self, programme: Programme) -> tuple[Sequence[Sum], Sequence[Mapping[str, Any]]]:
        """The sums and the initiatives of a programme that are of the units asked for."""
        sums, initiatives = self.sums.get(programme.pk, ()), self.initiatives.get(programme.pk, ())
        if self.units is None:
            return sums, initiatives
        own = [row for row in sums if row.unit in self.units]
        posted = {row.initiative for row in own}
        return own, [row for row in initiatives if row["unit_id"] in self.units or row["id"] in posted]


def _read_ledger(question: LedgerQuestion) -> _Ledger:
    head = read_head()
    programmes = list(Programme.objects.annotate(last_booked_on=Subquery(_last_booking(question.as_of))))
    waiting = dict(Waiting.objects.values_list("programme").annotate(Count("entry")))
    initiatives: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in select_initiatives(None).order_by("pk").values():
        initiatives[row["programme_id"]].append(row)
    organisation = Organisation()
    units = {organisation.find(code) for code in organisation.under(question.unit)} if question.unit is not None else None
    sums: dict[int, list[Sum]] = defaultdict(list)
    numbers = [programme.pk for programme in programmes]
    for each in read_sums(numbers, as_of=question.as_of, past=question.is_past):
        sums[each.programme].append(each)
    targets = {number: _target_years(own) for number, own in sums.items()}
    begun = read_begun(numbers, question.as_of)
    series = {programme.price_series_id for programme in programmes if programme.price_series_id}
    indices = read_indices(series, as_of=question.as_of)
    ledger = _Ledger(head, programmes, organisation, units, initiatives, sums, targets, begun, waiting, indices)
    return replace(ledger, programmes=_select_involved(ledger))


def _select_involved(ledger: _Ledger) -> list[Programme]:
    """The programmes that have amounts or initiatives in the units asked for, or that one of the units takes part in."""
    if ledger.units is None:
        return list(ledger.programmes)
    taking_part = set(ProgrammeUnit.objects.filter(unit__in=ledger.units).values_list("programme_id", flat=True))
    return [each for each in ledger.programmes if each.pk in taking_part or any(ledger.in_unit(each))]


def _target_years(sums: Iterable[Sum]) -> set[int]:
    return target_years(row.to_cell(None, None) for row in sums if row.kind == Kind.TARGET)


def _find_focus(ledger: _Ledger, as_of: date) -> Focus:
    """The year in focus over the targets of all programmes."""
    years = _target_years(row for programme in ledger.programmes for row in ledger.sums.get(programme.pk, ()))
    latest = max((programme.full_effect_year for programme in ledger.programmes), default=as_of.year)
    has_begun = any(programme.pk in ledger.begun for programme in ledger.programmes)
    return find_focus(years, as_of=as_of, full_effect_year=latest, has_begun=has_begun)


def _choose_level(ledger: _Ledger, year: int, question: LedgerQuestion) -> int | None:
    """The level of the sum where none is asked for; price bases count for nothing in a sum of amounts as they were stated."""
    summed = [programme.pk for programme in ledger.programmes if year in ledger.targets.get(programme.pk, ())]
    stated = [row.price_level for number in summed for row in ledger.sums[number] if row.year == year and row.amount]
    bases = {} if question.as_stated else read_levels(summed, question.as_of)
    return choose_level(bases.values(), stated)


def _initiative_facts(row: Mapping[str, Any], organisation: Organisation) -> InitiativeFacts:
    return initiative_facts(row, organisation.facts[row["unit_id"]] if row["unit_id"] is not None else None, ())


def _last_booking(as_of: date) -> QuerySet[Entry, Any]:
    entries = Entry.objects.filter(programme=OuterRef("pk")).approved().as_of(as_of)
    return entries.order_by("-booked_on").values("booked_on")[:1]


def _cells(sums: Sequence[Sum], organisation: Organisation) -> list[Cell]:
    """The sums of a programme as cells, their initiatives by row number as text."""
    return [row.to_cell(organisation.code(row.unit), None if row.initiative is None else str(row.initiative)) for row in sums]


def _line(programme: Programme, ledger: _Ledger, measure: Measure) -> OverviewLine:
    _sums, initiatives = ledger.in_unit(programme)
    whole = _restate(_cells(ledger.sums.get(programme.pk, ()), ledger.organisation), programme, ledger, measure)
    cells = whole if ledger.wanted is None else [cell for cell in whole if cell.unit in ledger.wanted]
    year = _year_of(programme, ledger, measure)
    own = tuple(cell for cell in cells if cell.year == year)
    return OverviewLine(
        programme=programme_facts(programme),
        figures=measure_programme(whole, year, ledger.parents, ledger.wanted),
        price_levels=levels_of(own),
        waiting=ledger.waiting.get(programme.pk, 0),
        last_booked_on=getattr(programme, "last_booked_on"),  # noqa: B009 - annotated by the query
        year=year,
        standing=_find_standing(programme, cells, initiatives, measure.as_of),
        phase_in=build_phase_in(cells),
        cells=own,
        apart=find_apart(own, measure.level, has_target=year == measure.year and year in ledger.targets.get(programme.pk, ())),
        initiatives=tuple(_initiative_facts(row, ledger.organisation) for row in initiatives) if ledger.units is not None else (),
    )


def _restate(cells: list[Cell], programme: Programme, ledger: _Ledger, measure: Measure) -> Sequence[Cell]:
    if measure.level is None or not measure.is_restated:
        return cells
    return restate(cells, ledger.indices.get(programme.price_series_id or 0, NO_SERIES), measure.level)


def _year_of(programme: Programme, ledger: _Ledger, measure: Measure) -> int:
    """The year of the sum where the programme has a target in it, else its own year in focus."""
    targets = ledger.targets.get(programme.pk, ())
    if measure.year in targets:
        return measure.year
    has_begun, full = programme.pk in ledger.begun, programme.full_effect_year
    return find_focus(targets, as_of=measure.as_of, full_effect_year=full, has_begun=has_begun).year


def _find_standing(
    programme: Programme, cells: Sequence[Cell], initiatives: Sequence[Mapping[str, Any]], as_of: date
) -> Standing:
    groups = group_cells(cells, lambda cell: cell.initiative)
    full = programme.full_effect_year
    standings = [
        find_standing(groups.get(str(row["id"]), []), stage=row["stage"], year=as_of.year, full_effect_year=full)
        for row in initiatives
    ]
    if groups.get(None):
        standings.append(find_standing(groups[None], stage="", year=as_of.year, full_effect_year=full))
    return combine_standings(standings)
