"""Reading the overview: every programme's figures of a year, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from savings.models import Entry, Programme, ProgrammeUnit, Waiting
from savings.models.visibility import select_initiatives
from savings.prices import NO_SERIES, PriceIndex, sort_levels
from savings.projections.cells import Cell, group_cells, restate
from savings.projections.facts import HeadFacts, InitiativeFacts
from savings.projections.figures import compute_figures
from savings.projections.overview import Overview, OverviewLine, select_lines
from savings.projections.phase_in import build_phase_in
from savings.projections.question import LedgerQuestion
from savings.projections.standing import Standing, combine_standings, find_standing
from savings.reporting.organisation import Organisation
from savings.reporting.prices import read_indices
from savings.reporting.statements import read_statements
from savings.reporting.status import initiative_facts, programme_facts
from savings.reporting.sums import Sum, read_sums
from savings.reporting.version import read_head


def read_overview(question: LedgerQuestion) -> Overview:
    """All programmes as of a date, what is most open first; six to ten queries, however many there are.

    A programme whose price series does not reach the price level asked for stays as it was stated; one that has nothing in
    the unit asked for is left out.

    Raises:
        UnknownUnit: when no unit has that code.
    """
    ledger = _read_ledger(question)
    organisation, unit = ledger.organisation, question.unit
    lines = tuple(filter(None, (_line(programme, ledger, question) for programme in ledger.programmes)))
    report = Overview(
        question.as_of, lines, ledger.head, year=question.year, price_level=question.price_level, shown_in=question.amounts_in
    )
    if unit is None:
        return select_lines(report)
    numbers = [programme.pk for programme in ledger.programmes]
    where = replace(
        report, unit=organisation.facts[organisation.find(unit)], above=organisation.above(unit), below=organisation.below(unit),
        statements=read_statements(numbers, organisation, question.as_of, organisation.under(unit)),
    )  # fmt: skip
    return select_lines(where)


@dataclass(frozen=True)
class _Ledger:
    """What is read of all programmes at once.

    Attributes:
        units: row numbers of the units asked for; None for all.
        initiatives, sums, waiting: by the programmes' row numbers.
        taking_part: row numbers of the programmes that one of the units takes part in.
    """

    head: HeadFacts
    programmes: Sequence[Programme]
    organisation: Organisation
    units: Collection[int] | None
    initiatives: Mapping[int, Sequence[Mapping[str, Any]]]
    sums: Mapping[int, Sequence[Sum]]
    waiting: Mapping[int, int]
    indices: Mapping[int, PriceIndex]
    taking_part: Collection[int]


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
    for each in read_sums([programme.pk for programme in programmes], as_of=question.as_of, past=question.is_past):
        if units is None or each.unit in units:
            sums[each.programme].append(each)
    series = {programme.price_series_id for programme in programmes if programme.price_series_id}
    indices = read_indices(series) if question.price_level is not None else {}
    taking_part = ProgrammeUnit.objects.filter(unit__in=units).values_list("programme_id", flat=True) if units is not None else ()
    return _Ledger(head, programmes, organisation, units, initiatives, sums, waiting, indices, set(taking_part))


def _initiative_facts(row: Mapping[str, Any], organisation: Organisation) -> InitiativeFacts:
    return initiative_facts(row, organisation.facts[row["unit_id"]] if row["unit_id"] is not None else None, ())


def _last_booking(as_of: date) -> QuerySet[Entry, Any]:
    entries = Entry.objects.filter(programme=OuterRef("pk")).approved().as_of(as_of)
    return entries.order_by("-booked_on").values("booked_on")[:1]


def _cells(sums: Sequence[Sum]) -> list[Cell]:
    """The cells of a programme, told apart by initiative (its row number as text) but not by unit."""
    return [row.to_cell(None, None if row.initiative is None else str(row.initiative)) for row in sums]


def _restate_where_possible(cells: list[Cell], index: PriceIndex, level: int | None) -> tuple[tuple[Cell, ...], bool]:
    if level is None:
        return tuple(cells), True
    restated = restate(cells, index, level)
    return restated, all(cell.price_level == level for cell in restated)


def _line(programme: Programme, ledger: _Ledger, question: LedgerQuestion) -> OverviewLine | None:
    """The programme's line; None where it has nothing in the unit asked for."""
    sums, initiatives, units = ledger.sums[programme.pk], ledger.initiatives[programme.pk], ledger.units
    if units is not None:
        posted = {row.initiative for row in sums}
        initiatives = [row for row in initiatives if row["unit_id"] in units or row["id"] in posted]
        if not (sums or initiatives or programme.pk in ledger.taking_part):
            return None
    index = ledger.indices.get(programme.price_series_id or 0, NO_SERIES)
    cells, is_restated = _restate_where_possible(_cells(sums), index, question.price_level)
    year = question.year or programme.full_effect_year
    return OverviewLine(
        programme=programme_facts(programme),
        figures=compute_figures(cells, year),
        price_levels=sort_levels(cell.price_level for cell in cells),
        waiting=ledger.waiting.get(programme.pk, 0),
        last_booked_on=getattr(programme, "last_booked_on"),  # noqa: B009 - annotated by the query
        year=year,
        standing=_find_standing(programme, cells, initiatives, question.as_of),
        phase_in=build_phase_in(cells),
        cells=tuple(cell for cell in cells if cell.year == year),
        restated=is_restated,
        initiatives=tuple(_initiative_facts(row, ledger.organisation) for row in initiatives) if units is not None else (),
    )


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
