"""Reading a programme's status: a fixed number of queries, one frozen report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from savings.models import Initiative, Milestone, Programme, ProgrammeUnit
from savings.projections.cells import Cell, restate
from savings.projections.facts import EvidenceFacts, InitiativeFacts, MilestoneFacts, ProgrammeFacts, UnitFacts
from savings.projections.question import StatusQuestion
from savings.projections.status import Status, StatusFacts, build_status
from savings.reporting.beside import read_side_facts
from savings.reporting.documents import facts_of, read_documents, read_evidence
from savings.reporting.indicators import read_indicators
from savings.reporting.lookup import find_programme
from savings.reporting.organisation import Organisation
from savings.reporting.prices import read_index, restatement_of
from savings.reporting.remarks import read_open_questions, read_remarks
from savings.reporting.said import read_readings, read_statements
from savings.reporting.sums import Sum, read_sums
from savings.reporting.version import read_head


def read_status(slug: str, question: StatusQuestion) -> Status:
    """The status of a programme.

    Raises:
        UnknownProgramme, UnknownUnit: when there is none of that name.
        NoSeries, NoPriceChange: when the amounts cannot be brought to the price level asked for.
    """
    programme = find_programme(slug)
    as_of, unit, price_level = question.as_of, question.unit, question.price_level
    organisation = Organisation()
    wanted = organisation.under(unit) if unit is not None else None
    initiatives = list(Initiative.objects.filter(programme=programme).order_by("pk").values())
    taking_part = list(ProgrammeUnit.objects.filter(programme=programme).values_list("unit_id", flat=True))
    sums = read_sums([programme.pk], as_of=as_of, past=question.is_past, position=question.link, report=question.report)
    cells = cells_of(sums, organisation, {row["id"]: row["name"] for row in initiatives})
    index = read_index(programme.price_series_id, position=question.link) if price_level is not None else None
    shown = tuple(cell for cell in cells if wanted is None or cell.unit in wanted)
    rows = [pk for pk in organisation.facts if pk in taking_part and (wanted is None or organisation.code(pk) in wanted)]
    posted = {row.unit for row in sums if row.unit is not None}
    responsible = {row["unit_id"] for row in initiatives} - {None}
    beside = read_side_facts(programme.pk, as_of)
    facts = StatusFacts(
        programme=programme_facts(programme),
        as_of=as_of,
        price_level=price_level,
        restatement=(
            restatement_of({cell.price_level for cell in shown}, index, price_level, programme.price_series_id)
            if index and price_level is not None
            else None
        ),
        unit=organisation.facts[organisation.find(unit)] if unit is not None else None,
        units=organisation.relevant(posted | set(taking_part) | responsible),
        initiatives=_initiatives(initiatives, organisation, read_evidence(programme.pk, as_of), wanted, shown),
        documents=read_documents(programme.pk, as_of),
        statements=read_statements([programme.pk], organisation, as_of, wanted),
        milestones=_milestones(programme),
        readings=_readings(programme, initiatives, as_of),
        waiting=beside.waiting,
        last_booked_on=beside.last_booked_on,
        head=read_head(),
        stated=shown,
        shown_in=question.amounts_in,
        remarks=read_remarks(slug, organisation, as_of, wanted) if beside.notes else (),
        indicators=read_indicators(slug, as_of=as_of) if wanted is None and beside.indicators else (),
        open_questions=(read_open_questions(organisation, slug=slug, as_of=as_of, wanted=wanted) if beside.questions else ()),
    )
    if index is not None and price_level is not None:
        shown = restate(shown, index, price_level)
    ordered = sorted(posted | set(rows), key=list(organisation.facts).index)
    codes = [organisation.facts[pk].code for pk in ordered if wanted is None or organisation.code(pk) in wanted]
    return build_status(facts, shown, year=question.year or programme.full_effect_year, rows=codes)


def read_programme(slug: str) -> ProgrammeFacts:
    """The facts of a programme alone; one query.

    Raises:
        UnknownProgramme: when there is none of that name.
    """
    return programme_facts(find_programme(slug))


def programme_facts(programme: Programme) -> ProgrammeFacts:
    """The facts of a programme."""
    names = ProgrammeFacts.__dataclass_fields__
    return ProgrammeFacts(**{name: getattr(programme, name) for name in names})


def cells_of(sums: Sequence[Sum], organisation: Organisation, names: Mapping[int | None, str]) -> list[Cell]:
    """The sums as cells, by the codes of their units and the names of their initiatives."""
    return [row.to_cell(organisation.code(row.unit), names.get(row.initiative)) for row in sums]


def _initiatives(
    rows: Sequence[Mapping[str, Any]],
    organisation: Organisation,
    evidence: dict[int | None, tuple[EvidenceFacts, ...]],
    wanted: set[str] | None,
    shown: Sequence[Cell],
) -> tuple[InitiativeFacts, ...]:
    with_money = {cell.initiative for cell in shown}
    found = []
    for row in rows:
        unit = organisation.facts[row["unit_id"]] if row["unit_id"] is not None else None
        if wanted is None or row["name"] in with_money or (unit is not None and unit.code in wanted):
            found.append(initiative_facts(row, unit, evidence.get(row["id"], ())))
    return tuple(found)


def initiative_facts(row: Mapping[str, Any], unit: UnitFacts | None, evidence: tuple[EvidenceFacts, ...]) -> InitiativeFacts:
    """The facts of an initiative from its row."""
    names = InitiativeFacts.__dataclass_fields__.keys() - {"unit", "evidence", "number"}
    return InitiativeFacts(**{name: row[name] for name in names}, unit=unit, evidence=evidence, number=row["id"])


def _milestones(programme: Programme) -> tuple[MilestoneFacts, ...]:
    rows = Milestone.objects.filter(programme=programme).select_related("source").order_by("due_by", "pk")
    return tuple(MilestoneFacts(row.title, row.due, row.due_by, facts_of(row.source)) for row in rows)


def _readings(programme: Programme, initiatives: Sequence[Mapping[str, Any]], as_of: date) -> tuple[str, ...]:
    texts = [row["duration_reading"] for row in initiatives if row["duration_reading"]]
    return tuple(dict.fromkeys([*texts, *read_readings(programme.pk, as_of)]))
