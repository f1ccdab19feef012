"""Reading the overview: every programme's figures of a year, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from savings.kinds import Kind
from savings.models import Entry, Initiative, Programme, ProgrammeUnit, Waiting
from savings.prices import NoPriceChange, PriceIndex
from savings.projections.cells import Cell, grouped, restated
from savings.projections.facts import InitiativeFacts
from savings.projections.figures import figures
from savings.projections.overview import Overview, OverviewLine, chosen
from savings.projections.phase_in import phase_in
from savings.projections.standing import standing, taken_together
from savings.reporting.organisation import Organisation
from savings.reporting.prices import read_indices
from savings.reporting.said import read_statements
from savings.reporting.status import initiative_facts, programme_facts
from savings.reporting.sums import Sum, read_sums
from savings.reporting.version import read_head


def read_overview(
    *,
    as_of: date,
    past: bool = False,
    year: int | None = None,
    price_level: int | None = None,
    unit: str | None = None,
    shown_in: str = "",
) -> Overview:
    """All programmes as of a date, what is most open first; six to ten queries, however many there are.

    Args:
        past: whether `as_of` lies in the past, so that the raw ledger is added up.
        year: the year of every line; None for each programme's full-effect year.
        price_level: restate to that year's prices; a programme whose series does not reach stays as it was stated.
        unit: limit to the unit with this code and those under it, and to programmes that have anything there.

    Raises:
        UnknownUnit: when no unit has that code.
    """
    head = read_head()
    programmes = list(Programme.objects.annotate(last_booked_on=Subquery(_last_booking(as_of))))
    waiting = dict(Waiting.objects.values_list("programme").annotate(Count("entry")))
    initiatives: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in Initiative.objects.order_by("pk").values():
        initiatives[row["programme_id"]].append(row)
    organisation = Organisation()
    wanted = {organisation.find(code) for code in organisation.under(unit)} if unit is not None else None
    sums: dict[int, list[Sum]] = defaultdict(list)
    for found in read_sums([programme.pk for programme in programmes], as_of=as_of, past=past):
        if wanted is None or found.unit in wanted:
            sums[found.programme].append(found)
    indices = read_indices({p.price_series_id for p in programmes if p.price_series_id}) if price_level is not None else {}
    part = (
        set(ProgrammeUnit.objects.filter(unit__in=wanted).values_list("programme_id", flat=True)) if wanted is not None else set()
    )
    lines = []
    for programme in programmes:
        index = indices.get(programme.price_series_id or 0)
        own = [row for row in initiatives[programme.pk] if wanted is None or _belongs(row, wanted, sums[programme.pk])]
        if wanted is not None and not (sums[programme.pk] or own or programme.pk in part):
            continue
        cells, reached = _restated(_cells(sums[programme.pk]), index, price_level)
        named = tuple(_named(row, organisation) for row in own) if wanted is not None else ()
        lines.append(_line(programme, cells, own, waiting.get(programme.pk, 0), as_of, year, reached, named))
    where = organisation.facts[organisation.find(unit)] if unit is not None else None
    report = Overview(
        as_of, tuple(lines), head, year=year, price_level=price_level, unit=where, shown_in=shown_in,
        above=organisation.above(unit) if unit is not None else (),
        below=organisation.below(unit) if unit is not None else (),
        statements=read_statements([p.pk for p in programmes], organisation, as_of, organisation.under(unit)) if unit else (),
    )  # fmt: skip
    return chosen(report)


def _belongs(row: Mapping[str, Any], wanted: set[int], sums: Sequence[Sum]) -> bool:
    return row["unit_id"] in wanted or any(found.initiative == row["id"] for found in sums)


def _named(row: Mapping[str, Any], organisation: Organisation) -> InitiativeFacts:
    return initiative_facts(row, organisation.facts[row["unit_id"]] if row["unit_id"] is not None else None, ())


def _last_booking(as_of: date) -> QuerySet[Entry, Any]:
    entries = Entry.objects.filter(programme=OuterRef("pk"), booked_on__lte=as_of, approval__isnull=False)
    return entries.order_by("-booked_on").values("booked_on")[:1]


def _cells(sums: Sequence[Sum]) -> list[Cell]:
    """The cells of a programme, told apart by initiative (its row number as text) but not by unit."""
    return [
        Cell(
            Kind(row.kind), None, None if row.initiative is None else str(row.initiative), row.year, row.price_level, row.amount,
            row.evidenced, row.earliest_year,
        )
        for row in sums
    ]  # fmt: skip


def _restated(cells: list[Cell], index: PriceIndex | None, level: int | None) -> tuple[tuple[Cell, ...], bool]:
    if level is None:
        return tuple(cells), True
    try:
        return (restated(cells, index, level), True) if index else (tuple(cells), False)
    except NoPriceChange:
        return tuple(cells), False


def _line(
    programme: Programme, cells: tuple[Cell, ...], initiatives: Sequence[Mapping[str, Any]], waiting: int, as_of: date,
    year: int | None, reached: bool, named: tuple[InitiativeFacts, ...],
) -> OverviewLine:  # fmt: skip
    shown = year or programme.full_effect_year
    groups = grouped(cells, lambda cell: cell.initiative)
    full = programme.full_effect_year
    standings = [
        standing(groups.get(str(row["id"]), []), stage=row["stage"], year=as_of.year, full_effect_year=full)
        for row in initiatives
    ]
    if groups.get(None):
        standings.append(standing(groups[None], stage="", year=as_of.year, full_effect_year=full))
    return OverviewLine(
        programme=programme_facts(programme),
        figures=figures(cells, shown),
        price_levels=tuple(sorted({cell.price_level for cell in cells}, key=lambda level: (level is None, level or 0))),
        waiting=waiting,
        last_booked_on=getattr(programme, "last_booked_on"),  # noqa: B009 - annotated by the query
        year=shown,
        standing=taken_together(standings),
        phase_in=phase_in(cells),
        cells=tuple(cell for cell in cells if cell.year == shown),
        restated=reached,
        initiatives=named,
    )
