"""Reading a programme's status: a fixed number of queries, one frozen report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from savings.models import Milestone, Programme, ProgrammeUnit
from savings.models.visibility import select_initiatives
from savings.projections.cells import Cell, restate
from savings.projections.facts import EvidenceFacts, InitiativeFacts, MilestoneFacts, ProgrammeFacts, Restatement, UnitFacts
from savings.projections.price_bases import PriceBasisFacts
from savings.projections.question import StatusQuestion
from savings.projections.status import Status, StatusFacts, build_status
from savings.reporting.documents import facts_of, read_documents, read_evidence
from savings.reporting.explanations import read_explanations
from savings.reporting.focus import read_focus
from savings.reporting.indicators import read_indicators
from savings.reporting.lookup import find_programme
from savings.reporting.organisation import Organisation
from savings.reporting.price_bases import read_basis
from savings.reporting.prices import read_index, restatement_of
from savings.reporting.remarks import read_open_questions, read_remarks
from savings.reporting.side_facts import read_side_facts
from savings.reporting.statements import read_readings, read_statements
from savings.reporting.sums import Sum, read_sums
from savings.reporting.version import read_head


def read_status(slug: str, question: StatusQuestion) -> Status:
    """The status of a programme.

    Raises:
        UnknownProgramme, UnknownUnit: when there is none of that name.
    """
    programme, organisation, as_of = find_programme(slug), Organisation(), question.as_of
    wanted = organisation.under(question.unit) if question.unit is not None else None
    initiatives = list(select_initiatives(None).filter(programme=programme).order_by("pk").values())
    taking_part = set(ProgrammeUnit.objects.filter(programme=programme).values_list("unit_id", flat=True))
    sums = read_sums([programme.pk], as_of=as_of, past=question.is_past, position=question.link, report=question.report)
    cells = cells_of(sums, organisation, {row["id"]: row["name"] for row in initiatives})
    stated = tuple(cell for cell in cells if wanted is None or cell.unit in wanted)
    shown = _show(tuple(cells), programme, question)
    focus = read_focus(programme, shown.cells, as_of)
    used = taking_part | {row.unit for row in sums if row.unit is not None}
    beside = _read_beside(programme, organisation, as_of, wanted)
    explaining = {organisation.find(it.unit.code) for it in beside["explanations"]}
    facts = StatusFacts(
        programme=programme_facts(programme),
        as_of=as_of,
        price_level=shown.level,
        basis=shown.basis,
        restatement=shown.restatement,
        unit=organisation.facts[organisation.find(question.unit)] if question.unit is not None else None,
        units=organisation.relevant(used | explaining | {row["unit_id"] for row in initiatives} - {None}),
        initiatives=_initiatives(initiatives, organisation, read_evidence(programme.pk, as_of), wanted, stated),
        documents=read_documents(programme.pk, as_of),
        statements=read_statements([programme.pk], organisation, as_of, wanted),
        milestones=_milestones(programme),
        readings=_readings(programme, initiatives, as_of),
        head=read_head(),
        stated=stated,
        shown_in=question.amounts_in,
        unbegun=focus.unbegun if question.year is None else None,
        **beside,
    )
    rows = [unit.code for pk, unit in organisation.facts.items() if pk in used and (wanted is None or unit.code in wanted)]
    return build_status(facts, shown.cells, year=question.year or focus.year, rows=rows)


def _read_beside(programme: Programme, organisation: Organisation, as_of: date, wanted: set[str] | None) -> dict[str, Any]:
    """What stands beside the sums; a query for each sort of which there is anything, and one that tells which those are."""
    side, slug = read_side_facts(programme.pk, as_of), programme.slug
    return {
        "waiting": side.waiting,
        "last_booked_on": side.last_booked_on,
        "remarks": read_remarks(slug, organisation, as_of, wanted) if side.notes else (),
        "explanations": read_explanations(programme.pk, organisation, as_of, wanted) if side.replies else (),
        "indicators": read_indicators(slug, as_of=as_of) if wanted is None and side.indicators else (),
        "open_questions": read_open_questions(organisation, slug=slug, as_of=as_of, wanted=wanted) if side.questions else (),
    }


class _Shown(NamedTuple):
    """The cells in the price level that is shown, and how they came to it; a level of None leaves them as they were stated."""

    level: int | None
    basis: PriceBasisFacts | None
    restatement: Restatement | None
    cells: tuple[Cell, ...]


def _show(cells: tuple[Cell, ...], programme: Programme, question: StatusQuestion) -> _Shown:
    """The cells in the price level asked for, else in the programme's price basis."""
    basis = read_basis(programme.pk, question.as_of, link=question.link)
    level, series = question.choose_level(basis.level if basis else None), programme.price_series_id
    if level is None:
        return _Shown(None, basis, None, cells)
    index = read_index(series, as_of=question.as_of, position=question.link)
    restatement = restatement_of({cell.price_level for cell in cells}, index, level, series)
    return _Shown(level, basis, restatement, restate(cells, index, level))


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
    cells: Sequence[Cell],
) -> tuple[InitiativeFacts, ...]:
    with_money = {cell.initiative for cell in cells}
    facts = []
    for row in rows:
        unit = organisation.facts[row["unit_id"]] if row["unit_id"] is not None else None
        if wanted is None or row["name"] in with_money or (unit is not None and unit.code in wanted):
            facts.append(initiative_facts(row, unit, evidence.get(row["id"], ())))
    return tuple(facts)


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
