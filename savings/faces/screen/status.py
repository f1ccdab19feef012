"""The status page: headline, charts, tables, initiatives, what it rests on, and what the reader must know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypedDict

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from savings.faces.charts import Chart, phase_in_chart, split_chart
from savings.faces.footnotes import notes_at
from savings.faces.grids import (
    ELSEWHERE,
    FORECAST,
    LEFT,
    NET,
    OFFSET,
    PLAN,
    REALISED,
    SECURED,
    TARGET,
    UNFOUND,
    Measure,
    initiative_label,
    unit_label,
)
from savings.faces.headline import HeadlineRow, headline_rows
from savings.faces.numbers import DASH, Scale, day, month
from savings.faces.screen.bridge import BridgeScreen, bridge_screen
from savings.faces.screen.effects import indicators_sheet
from savings.faces.screen.remarks import Said, questions_shown, remarks_shown
from savings.faces.screen.restated import RestatedScreen, restated_screen
from savings.faces.screen.statements import stated
from savings.faces.screen.tables import Cell, Head, Listed, Sheet, danish, sheet
from savings.faces.sentences import as_of_words, head_words, notes, scale_of, summary
from savings.faces.sources import decided_words, document_kind, evidence_words, milestone_words
from savings.faces.unlevelled import FOOT, Unlevelled, unlevelled
from savings.faces.wording import DURATIONS, HORIZONS, STAGES, STANDINGS
from savings.kinds import Kind
from savings.projections.bridge import Bridge
from savings.projections.facts import DocumentFacts, InitiativeFacts, ProgrammeFacts, UnitFacts
from savings.projections.grid import GridRow
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import InitiativeLine, Status


class Addressed(Protocol):
    """Where the links of the page lead."""

    def status(self, ending: str = "", **changes: str) -> str:
        """The status, or a file of it."""

    def entries(
        self, figure: str, year: int, *, unit: str | None = None, initiative: str | None = None, none: tuple[str, ...] = ()
    ) -> str:
        """The entries behind a figure."""

    def step(self, figure: str, step: str, bridge: Bridge) -> str:
        """The entries behind one step of what changed."""

    def since(self, ending: str = "", **changes: str) -> str:
        """The page of what changed."""

    def initiative(self, number: int) -> str:
        """An initiative's page."""

    def unit(self, code: str) -> str:
        """A unit's page, across programmes."""

    def document(self, number: int) -> str:
        """The page of a decision or document."""

    def indicator(self, number: int) -> str:
        """The page of an effect that is not money."""


@dataclass(frozen=True)
class Export:
    """A file of the report: its name for the reader, what it is for, and where it is."""

    name: str
    purpose: str
    href: str


@dataclass(frozen=True)
class StatusScreen:
    """Everything the status page shows, as texts, links and tables."""

    programme: ProgrammeFacts
    facts: Sequence[str]
    limited_to: str
    summary: str
    said: str
    headline: Sheet
    restated: RestatedScreen | None
    split: Chart | None
    phase_in: Chart | None
    phase_in_table: Sheet | None
    units: Sheet | None
    unit_years: Sheet | None
    initiatives: Sequence[InitiativeScreen]
    initiatives_foot: str
    statements: Sequence[Listed]
    documents: Sequence[Listed]
    milestones: Sequence[Listed]
    notes: Sequence[str]
    remarks: Sequence[Said]
    open_questions: Sequence[Said]
    exports: Sequence[Export]
    choices: Choices
    trust: Sequence[tuple[str, str]]
    head: str
    indicators: Sheet | None
    since: BridgeScreen | None
    since_href: str


@dataclass(frozen=True)
class InitiativeScreen:
    """An initiative: name, what is known of it, its amounts of the year with their links, and its evidence."""

    name: str
    href: str
    own_words: bool
    standing: str
    standing_code: str
    said: str
    facts: Sequence[tuple[str, str, bool]]
    amounts: Sequence[tuple[str, Cell]]
    evidence: Sequence[str]
    lacks_evidence: bool


@dataclass(frozen=True)
class Choices:
    """What the reader can choose: the years there are, and the units in tree order with their depth."""

    years: Sequence[int]
    year: int
    units: Sequence[tuple[str, str]]


def status_screen(status: Status, links: Addressed) -> StatusScreen:
    """The status page of a report."""
    scale, marks = scale_of(status), unlevelled(status)
    initiatives = tuple(_initiative(line, status, scale, links, marks) for line in status.initiatives)
    return StatusScreen(
        programme=status.programme,
        facts=tuple(_programme_facts(status.programme)),
        limited_to=status.unit.name if status.unit else "",
        summary=summary(status),
        said=as_of_words(status),
        headline=_headline(status, scale, links, marks),
        restated=restated_screen(status),
        split=split_chart(status),
        phase_in=phase_in_chart(status),
        phase_in_table=_phase_in_table(status, scale, links, marks),
        units=_units(status, scale, links, marks),
        unit_years=_unit_years(status, scale, links, marks),
        initiatives=initiatives,
        initiatives_foot=str(FOOT) if any(cell.marked for line in initiatives for _label, cell in line.amounts) else "",
        statements=tuple(Listed(stated(said)) for said in status.statements),
        documents=tuple(_document(document, links) for document in status.documents),
        milestones=tuple(Listed(danish(milestone_words(milestone))) for milestone in status.milestones),
        notes=_notes(status),
        remarks=remarks_shown(status.remarks, links),
        open_questions=questions_shown(status.open_questions, lambda _slug: links),
        exports=_exports(links),
        choices=_choices(status),
        trust=tuple(_trust(status)),
        head=head_words(status),
        indicators=indicators_sheet(status.indicators, links.indicator),
        since=bridge_screen(status.since, links, chart=False) if status.since else None,
        since_href=links.since(),
    )


def _programme_facts(programme: ProgrammeFacts) -> Iterator[str]:
    if programme.case_number:
        yield _("Case no. %(number)s") % {"number": programme.case_number}
    if programme.document_number:
        yield _("Document no. %(number)s") % {"number": programme.document_number}
    if programme.opened_on:
        opened = {"day": day, "month": month, "year": lambda value: str(value.year)}[programme.opened_precision]
        yield _("Opened %(when)s") % {"when": opened(programme.opened_on)}
    yield _("Measured in %(year)s") % {"year": programme.full_effect_year}


def _headline(status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> Sheet:
    heads = [
        Head("label", _("Savings"), numeric=False),
        Head("amount", str(scale.name)),
        Head("remark", _("Share"), numeric=False),
    ]
    rows = [_headline_row(row, status, scale, links, marks) for row in headline_rows(status)]
    return sheet(_("Table 1"), heads, rows, said=as_of_words(status))


def _headline_row(row: HeadlineRow, status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> dict[str, Cell]:
    href = links.entries(row.key, status.year) if row.amount is not None else ""
    label = Cell(row.label, part=row.part)
    is_marked = row.amount is not None and marks.in_headline(row.key)
    amount = Cell(row.shown(scale), href, marked=is_marked, notes=notes_at(status, row.key, status.year))
    return {"label": label, "amount": amount, "remark": Cell(row.remark)}


def _phase_in_table(status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> Sheet | None:
    if not status.phase_in:
        return None
    shown = [kind for kind in (Kind.TARGET, Kind.PLAN, Kind.FORECAST) if any(y.figures.has(kind) for y in status.phase_in)]
    heads = [
        Head("year", _("Year"), numeric=False),
        *([Head("target", _("Target"))] if Kind.TARGET in shown else []),
        Head("net", _("Net realised")),
        *([Head("to_come", _("Still to come by the plan"))] if Kind.PLAN in shown else []),
        *([Head("forecast", _("Forecast"))] if Kind.FORECAST in shown else []),
    ]
    rows = [_phase_in_row(status, year, scale, links, marks) for year in status.phase_in]
    return sheet(_("Phase-in by year"), heads, rows, said=as_of_words(status))


def _phase_in_row(status: Status, year: PhaseInYear, scale: Scale, links: Addressed, marks: Unlevelled) -> dict[str, Cell]:
    figures = year.figures
    net = figures.net_realised if figures.has(Kind.REALISED) or figures.has(Kind.OFFSET) else None

    to_come = f"{scale.show(year.to_come_low)}–{scale.show(year.to_come_high)}" if year.is_band else scale.show(year.to_come_low)
    target = figures.target if figures.has_target else None
    forecast = figures.forecast if figures.has(Kind.FORECAST) else None

    def of(name: str, amount: Decimal | None) -> Cell:
        href, noted = links.entries(name, year.year), notes_at(status, name, year.year)
        return _amount(amount, scale, href, marked=marks.in_year(name, year.year), notes=noted)

    return {
        "year": Cell(str(year.year)),
        "target": of("target", target),
        "net": of("net_realised", net),
        "to_come": _to_come(to_come, year, links, marks) if figures.has(Kind.PLAN) else Cell(DASH),
        "forecast": of("forecast", forecast),
    }


def _to_come(words: str, year: PhaseInYear, links: Addressed, marks: Unlevelled) -> Cell:
    return Cell(words, links.entries("plan_early", year.year), marked=marks.in_year("to_come", year.year))


def _amount(amount: Decimal | None, scale: Scale, href: str, *, marked: bool = False, notes: tuple[int, ...] = ()) -> Cell:
    return Cell(DASH, notes=notes) if amount is None else Cell(scale.show(amount), href, marked=marked, notes=notes)


#: The measures of the unit table, by the names of the figures in addresses; those nobody states are left out.
FIGURES = {
    "target": TARGET,
    "plan": PLAN,
    "forecast": FORECAST,
    "net_realised": NET,
    "outstanding": LEFT,
    "secured": SECURED,
    "elsewhere": ELSEWHERE,
    "open": UNFOUND,
}


def _units(status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> Sheet | None:
    shown = [row.year(status.year) for row in status.grid.rows]
    measures = {name: measure for name, measure in FIGURES.items() if any(measure.read(row) is not None for row in shown)}
    if not measures:
        return None
    heads = [Head("unit", _("Unit"), numeric=False), *(Head(name, str(measure.label)) for name, measure in measures.items())]
    rows = [
        {
            "unit": _unit_name(status, row.unit, links),
            **_unit_cells(measures, row, status, status.year, scale, links, _where(row.unit), marks),
        }
        for row in status.grid.rows
    ]
    total = _unit_cells(measures, status.grid.total, status, status.year, scale, links, EVERYWHERE, marks)
    caption = _("Units in %(year)s") % {"year": status.year}
    return sheet(caption, heads, rows, said=as_of_words(status), total={"unit": Cell(_("Total")), **total})


def _unit_cells(
    measures: Mapping[str, Measure], row: GridRow, status: Status, year: int, scale: Scale, links: Addressed, where: Where,
    marks: Unlevelled,
) -> dict[str, Cell]:  # fmt: skip
    shown = row.year(year)
    return {
        name: _amount(
            measure.read(shown),
            scale,
            links.entries(name, year, **where),
            marked=marks.in_row(measure, row, year),
            notes=notes_at(status, name, year, row),
        )
        for name, measure in measures.items()
    }


class Where(TypedDict, total=False):
    """What of a programme a figure is of."""

    unit: str
    initiative: str
    none: tuple[str, ...]


EVERYWHERE: Where = {}


def _where(unit: str | None) -> Where:
    return {"unit": unit} if unit is not None else {"none": ("enhed",)}


def _unit_name(status: Status, unit: str | None, links: Addressed) -> Cell:
    if unit is None:
        return Cell(unit_label(status, unit))
    return Cell(unit_label(status, unit), links.unit(unit), unit, own_words=True)


def _unit_years(status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> Sheet | None:
    years = status.grid.years
    if len(years) < 2:
        return None
    heads = [Head("unit", _("Unit"), numeric=False), *(Head(f"y{year}", str(year)) for year in years)]

    def amounts(row: GridRow, where: Where) -> dict[str, Cell]:
        net = {"net_realised": NET}
        return {
            f"y{year}": cell
            for year in years
            for cell in _unit_cells(net, row, status, year, scale, links, where, marks).values()
        }

    rows = [{"unit": _unit_name(status, row.unit, links), **amounts(row, _where(row.unit))} for row in status.grid.rows]
    total = amounts(status.grid.total, EVERYWHERE)
    caption = _("Net realised by unit and year")
    return sheet(caption, heads, rows, said=as_of_words(status), total={"unit": Cell(_("Total")), **total})


def _initiative(line: InitiativeLine, status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> InitiativeScreen:
    facts, figures = line.facts, line.figures
    where: Where = {"initiative": facts.name} if facts else {"none": ("indsats",)}
    amounts = []
    for measure in (TARGET, PLAN, FORECAST, REALISED, OFFSET, SECURED, ELSEWHERE):
        if measure.kind is not None and figures.has(measure.kind):
            href = links.entries(measure.kind.value, status.year, **where)
            contains = marks.in_initiative(measure, line)
            amounts.append((str(measure.label), _amount(measure.read(figures), scale, href, marked=contains)))
    evidence = tuple(evidence_words(item) for item in facts.evidence) if facts else ()
    return InitiativeScreen(
        name=initiative_label(line),
        href=links.initiative(facts.number) if facts and facts.number else "",
        own_words=facts is not None,
        standing=str(STANDINGS[line.standing]) if line.standing else "",
        standing_code=line.standing.value if line.standing else "",
        said=sort_words(facts) if facts else "",
        facts=tuple(initiative_facts(facts)) if facts else (),
        amounts=tuple(amounts),
        evidence=evidence,
        lacks_evidence=bool(figures.realised) and figures.documented == 0,
    )


def sort_words(facts: InitiativeFacts) -> str:
    """Short- or long-term, permanent or one-off, and the stage, as far as they are stated."""
    words = (HORIZONS.get(facts.horizon), DURATIONS.get(facts.duration), STAGES.get(facts.stage))
    return ", ".join(str(word) for word in words if word)


def initiative_facts(facts: InitiativeFacts) -> Iterator[tuple[str, str, bool]]:
    """What is known of an initiative: a word for it, what it is, and whether people wrote it."""
    if facts.description:
        yield "", facts.description, True
    if facts.baseline:
        yield _("Counted against"), facts.baseline, True
    if facts.unit:
        yield _("Unit"), facts.unit.name, True
    if facts.responsible:
        yield _("Responsible"), facts.responsible, True


def _document(document: DocumentFacts, links: Addressed) -> Listed:
    title = danish(document.title) if document.title else ""
    known = [document_kind(document), document.body, decided_words(document), title]
    href = links.document(document.number) if document.number else ""
    return Listed(danish(document.reference), format_html_join(", ", "{}", ((part,) for part in known if part)), href)


def _notes(status: Status) -> tuple[str, ...]:
    theirs = {*status.readings, status.programme.full_effect_year_reading}
    return tuple(danish(note) if note in theirs else note for note in notes(status))


def _exports(links: Addressed) -> tuple[Export, ...]:
    return (
        Export("PDF", _("for the board packet"), links.status("pdf")),
        Export("XLSX", _("workbook"), links.status("xlsx")),
        Export("CSV", _("table"), links.status("csv")),
        Export("JSON", _("for programs"), links.status("json")),
    )


def _choices(status: Status) -> Choices:
    years = sorted({*status.grid.years, status.year, status.programme.full_effect_year})
    return Choices(tuple(years), status.year, tuple(_unit_choice(unit) for unit in status.units))


def _unit_choice(unit: UnitFacts) -> tuple[str, str]:
    return unit.code, "\u2003" * unit.depth + unit.name


def _trust(status: Status) -> Iterator[tuple[str, str]]:
    yield _("As of"), day(status.as_of)
    yield _("Last booked entry"), day(status.last_booked_on)
    yield _("Waiting, not counted"), str(status.waiting)
    if status.restatement:
        yield _("Price index"), f"{status.restatement.series}. {status.restatement.source}"
