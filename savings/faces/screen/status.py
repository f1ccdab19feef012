"""The status page: headline, charts, tables, initiatives, what it rests on, and what the reader must know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypedDict

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from savings.faces.charts import CHARTS, Chart
from savings.faces.charts.svg import SCREEN_FONT
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
from savings.faces.screen.planned import against_plan_table
from savings.faces.screen.statements import stated
from savings.faces.screen.tables import Cell, Head, Listed, Sheet, danish, sheet
from savings.faces.sentences import as_of_words, head_words, notes, scale_of, summary
from savings.faces.sources import decided_words, document_kind, evidence_words, milestone_words
from savings.faces.wording import DURATIONS, HORIZONS, STAGES, STANDINGS
from savings.kinds import Kind
from savings.projections.facts import DocumentFacts, InitiativeFacts, ProgrammeFacts, UnitFacts
from savings.projections.grid import GridRow
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import InitiativeLine, Status


class Addressed(Protocol):
    """Where the links of the page lead."""

    def status(self, ending: str = "", **changes: str) -> str:
        """The status, or a file of it."""

    def chart(self, chart: str, ending: str) -> str:
        """A chart of the status as a file."""

    def entries(
        self, figure: str, year: int, *, unit: str | None = None, initiative: str | None = None, none: tuple[str, ...] = ()
    ) -> str:
        """The entries behind a figure."""


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
    split: Chart | None
    phase_in: Chart | None
    phase_in_table: Sheet | None
    against_plan: Chart | None
    against_plan_table: Sheet | None
    multiples: Chart | None
    units: Sheet | None
    unit_years: Sheet | None
    initiatives: Sequence[InitiativeScreen]
    statements: Sequence[Listed]
    documents: Sequence[Listed]
    milestones: Sequence[Listed]
    notes: Sequence[str]
    exports: Sequence[Export]
    choices: Choices
    trust: Sequence[tuple[str, str]]
    head: str

    @property
    def has_chart(self) -> bool:
        """Whether any chart is shown."""
        return any((self.split, self.phase_in, self.against_plan, self.multiples))


@dataclass(frozen=True)
class InitiativeScreen:
    """An initiative: name, what is known of it, its amounts of the year with their links, and its evidence."""

    name: str
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
    scale = scale_of(status)
    return StatusScreen(
        programme=status.programme,
        facts=tuple(_programme_facts(status.programme)),
        limited_to=status.unit.name if status.unit else "",
        summary=summary(status),
        said=as_of_words(status),
        headline=_headline(status, scale, links),
        split=_chart("split", status, links),
        phase_in=_chart("phase-in", status, links),
        phase_in_table=_phase_in_table(status, scale, links),
        against_plan=_chart("against-plan", status, links),
        against_plan_table=against_plan_table(status, scale, links),
        multiples=_chart("units", status, links),
        units=_units(status, scale, links),
        unit_years=_unit_years(status, scale, links),
        initiatives=tuple(_initiative(line, status, scale, links) for line in status.initiatives),
        statements=tuple(Listed(stated(said)) for said in status.statements),
        documents=tuple(_document(document) for document in status.documents),
        milestones=tuple(Listed(danish(milestone_words(milestone))) for milestone in status.milestones),
        notes=_notes(status),
        exports=_exports(links),
        choices=_choices(status),
        trust=tuple(_trust(status)),
        head=head_words(status),
    )


def _chart(name: str, status: Status, links: Addressed) -> Chart | None:
    """A chart with the addresses of its files."""
    chart = CHARTS[name](status, SCREEN_FONT)
    return chart.with_files(lambda ending: links.chart(name, ending)) if chart else None


def _programme_facts(programme: ProgrammeFacts) -> Iterator[str]:
    if programme.case_number:
        yield _("Case no. %(number)s") % {"number": programme.case_number}
    if programme.document_number:
        yield _("Document no. %(number)s") % {"number": programme.document_number}
    if programme.opened_on:
        opened = {"day": day, "month": month, "year": lambda value: str(value.year)}[programme.opened_precision]
        yield _("Opened %(when)s") % {"when": opened(programme.opened_on)}
    yield _("Measured in %(year)s") % {"year": programme.full_effect_year}


def _headline(status: Status, scale: Scale, links: Addressed) -> Sheet:
    heads = [
        Head("label", _("Savings"), numeric=False),
        Head("amount", str(scale.name)),
        Head("remark", _("Share"), numeric=False),
    ]
    rows = [_headline_row(row, status, scale, links) for row in headline_rows(status)]
    return sheet(_("Table 1"), heads, rows, said=as_of_words(status))


def _headline_row(row: HeadlineRow, status: Status, scale: Scale, links: Addressed) -> dict[str, Cell]:
    href = links.entries(row.key, status.year) if row.amount is not None else ""
    label = Cell(row.label, part=row.part)
    return {"label": label, "amount": Cell(row.shown(scale), href), "remark": Cell(row.remark)}


def _phase_in_table(status: Status, scale: Scale, links: Addressed) -> Sheet | None:
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
    rows = [_phase_in_row(year, scale, links) for year in status.phase_in]
    return sheet(_("Phase-in by year"), heads, rows, said=as_of_words(status))


def _phase_in_row(year: PhaseInYear, scale: Scale, links: Addressed) -> dict[str, Cell]:
    figures = year.figures
    net = figures.net_realised if figures.has(Kind.REALISED) or figures.has(Kind.OFFSET) else None
    to_come = f"{scale.show(year.to_come_low)}–{scale.show(year.to_come_high)}" if year.is_band else scale.show(year.to_come_low)
    return {
        "year": Cell(str(year.year)),
        "target": _amount(figures.target if figures.has_target else None, scale, links.entries("target", year.year)),
        "net": _amount(net, scale, links.entries("net_realised", year.year)),
        "to_come": Cell(to_come if figures.has(Kind.PLAN) else DASH),
        "forecast": _amount(
            figures.forecast if figures.has(Kind.FORECAST) else None, scale, links.entries("forecast", year.year)
        ),
    }


def _amount(amount: Decimal | None, scale: Scale, href: str) -> Cell:
    return Cell(DASH) if amount is None else Cell(scale.show(amount), href)


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


def _units(status: Status, scale: Scale, links: Addressed) -> Sheet | None:
    shown = [row.year(status.year) for row in status.grid.rows]
    measures = {name: measure for name, measure in FIGURES.items() if any(measure.read(row) is not None for row in shown)}
    if not measures:
        return None
    heads = [Head("unit", _("Unit"), numeric=False), *(Head(name, str(measure.label)) for name, measure in measures.items())]
    rows = [
        {"unit": _unit_name(status, row.unit), **_unit_cells(measures, row, status.year, scale, links, _where(row.unit))}
        for row in status.grid.rows
    ]
    total = _unit_cells(measures, status.grid.total, status.year, scale, links, EVERYWHERE)
    caption = _("Units in %(year)s") % {"year": status.year}
    return sheet(caption, heads, rows, said=as_of_words(status), total={"unit": Cell(_("Total")), **total})


def _unit_cells(
    measures: Mapping[str, Measure], row: GridRow, year: int, scale: Scale, links: Addressed, where: Where
) -> dict[str, Cell]:
    shown = row.year(year)
    return {name: _amount(measure.read(shown), scale, links.entries(name, year, **where)) for name, measure in measures.items()}


class Where(TypedDict, total=False):
    """What of a programme a figure is of."""

    unit: str
    initiative: str
    none: tuple[str, ...]


EVERYWHERE: Where = {}


def _where(unit: str | None) -> Where:
    return {"unit": unit} if unit is not None else {"none": ("enhed",)}


def _unit_name(status: Status, unit: str | None) -> Cell:
    return Cell(unit_label(status, unit), small="" if unit is None else unit, own_words=unit is not None)


def _unit_years(status: Status, scale: Scale, links: Addressed) -> Sheet | None:
    years = status.grid.years
    if len(years) < 2:
        return None
    heads = [Head("unit", _("Unit"), numeric=False), *(Head(f"y{year}", str(year)) for year in years)]
    rows = [
        {
            "unit": _unit_name(status, row.unit),
            **{
                f"y{year}": _amount(NET.read(row.year(year)), scale, links.entries("net_realised", year, **_where(row.unit)))
                for year in years
            },
        }
        for row in status.grid.rows
    ]
    total = {
        f"y{year}": _amount(NET.read(status.grid.total.year(year)), scale, links.entries("net_realised", year)) for year in years
    }
    caption = _("Net realised by unit and year")
    return sheet(caption, heads, rows, said=as_of_words(status), total={"unit": Cell(_("Total")), **total})


def _initiative(line: InitiativeLine, status: Status, scale: Scale, links: Addressed) -> InitiativeScreen:
    facts, figures = line.facts, line.figures
    where: Where = {"initiative": facts.name} if facts else {"none": ("indsats",)}
    amounts = []
    for measure in (TARGET, PLAN, FORECAST, REALISED, OFFSET, SECURED, ELSEWHERE):
        if measure.kind is not None and figures.has(measure.kind):
            href = links.entries(measure.kind.value, status.year, **where)
            amounts.append((str(measure.label), _amount(measure.read(figures), scale, href)))
    evidence = tuple(evidence_words(item) for item in facts.evidence) if facts else ()
    return InitiativeScreen(
        name=initiative_label(line),
        own_words=facts is not None,
        standing=str(STANDINGS[line.standing]) if line.standing else "",
        standing_code=line.standing.value if line.standing else "",
        said=_sort(facts) if facts else "",
        facts=tuple(_initiative_facts(facts)) if facts else (),
        amounts=tuple(amounts),
        evidence=evidence,
        lacks_evidence=bool(figures.realised) and figures.documented == 0,
    )


def _sort(facts: InitiativeFacts) -> str:
    words = (HORIZONS.get(facts.horizon), DURATIONS.get(facts.duration), STAGES.get(facts.stage))
    return ", ".join(str(word) for word in words if word)


def _initiative_facts(facts: InitiativeFacts) -> Iterator[tuple[str, str, bool]]:
    if facts.description:
        yield "", facts.description, True
    if facts.baseline:
        yield _("Counted against"), facts.baseline, True
    if facts.unit:
        yield _("Unit"), facts.unit.name, True
    if facts.responsible:
        yield _("Responsible"), facts.responsible, True


def _document(document: DocumentFacts) -> Listed:
    title = danish(document.title) if document.title else ""
    known = [document_kind(document), document.body, decided_words(document), title]
    return Listed(danish(document.reference), format_html_join(", ", "{}", ((part,) for part in known if part)), document.link)


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
