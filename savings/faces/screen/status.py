"""The status page: headline, charts, tables, initiatives, what it rests on, and what the reader must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

from savings.faces.charts import Chart, phase_in_chart, split_chart
from savings.faces.grids import (
    EARLY_PLAN,
    LEFT,
    NET,
    UNFOUND,
    Measure,
    initiative_label,
    measures_of,
    unit_label,
)
from savings.faces.headline import HeadlineRow, headline_rows
from savings.faces.numbers import DASH, Scale, day, month
from savings.faces.screen.tables import Cell, Head, Listed, Sheet, sheet
from savings.faces.sentences import as_of_words, head_words, notes, scale_of, summary
from savings.faces.sources import decided_words, document_kind, evidence_words, milestone_words, statement_words
from savings.faces.wording import DURATIONS, HORIZONS, STAGES
from savings.kinds import Kind
from savings.projections.facts import DocumentFacts, InitiativeFacts, ProgrammeFacts, UnitFacts
from savings.projections.figures import Figures
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


@dataclass(frozen=True)
class InitiativeScreen:
    """An initiative: name, what is known of it, its amounts of the year with their links, and its evidence."""

    name: str
    own_words: bool
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
        split=split_chart(status),
        phase_in=phase_in_chart(status),
        phase_in_table=_phase_in_table(status, scale, links),
        units=_units(status, scale, links),
        unit_years=_unit_years(status, scale, links),
        initiatives=tuple(_initiative(line, status, scale, links) for line in status.initiatives),
        statements=tuple(Listed(statement_words(said)) for said in status.statements),
        documents=tuple(_document(document) for document in status.documents),
        milestones=tuple(Listed(milestone_words(milestone)) for milestone in status.milestones),
        notes=notes(status),
        exports=_exports(links),
        choices=_choices(status),
        trust=tuple(_trust(status)),
        head=head_words(status),
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
    label = Cell(row.label, small="part" if row.part else "")
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


#: How a derived measure is named in the address of the entries behind it. A plan at its earliest has none of its own:
#: it is what entries of later years may already have brought. By how they are read: words change with the language.
FIGURES = {NET.read: "net_realised", LEFT.read: "outstanding", UNFOUND.read: "open", EARLY_PLAN.read: ""}


def _figure(measure: Measure) -> str:
    return FIGURES[measure.read] if measure.kind is None else measure.kind.value


def _units(status: Status, scale: Scale, links: Addressed) -> Sheet | None:
    measures = [measure for measure in _measured(status) if measure.kind not in (Kind.REALISED, Kind.OFFSET)]
    if not measures:
        return None
    heads = [Head("unit", _("Unit"), numeric=False), *(Head(f"m{at}", str(m.label)) for at, m in enumerate(measures))]
    rows = [
        {
            "unit": _unit_name(status, row.unit),
            **_measures(measures, row.year(status.year), status, scale, links, **_where(row.unit)),
        }
        for row in status.grid.rows
    ]
    total = _measures(measures, status.grid.total.year(status.year), status, scale, links)
    caption = _("Units in %(year)s") % {"year": status.year}
    return sheet(caption, heads, rows, said=as_of_words(status), total={"unit": Cell(_("Total")), **total})


def _measured(status: Status) -> tuple[Measure, ...]:
    """The measures that say anything of the status' year."""
    figures = [row.year(status.year) for row in status.grid.rows]
    return tuple(measure for measure in measures_of(status) if any(measure.read(shown) is not None for shown in figures))


def _measures(
    measures: Sequence[Measure], figures: Figures, status: Status, scale: Scale, links: Addressed, **where: Any
) -> dict[str, Cell]:
    cells = {}
    for at, measure in enumerate(measures):
        figure = _figure(measure)
        href = links.entries(figure, status.year, **where) if figure else ""
        cells[f"m{at}"] = _amount(measure.read(figures), scale, href)
    return cells


def _where(unit: str | None) -> dict[str, Any]:
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


#: The amounts an initiative is told with, where they are stated.
TOLD = (Kind.TARGET, Kind.PLAN, Kind.FORECAST, Kind.REALISED, Kind.OFFSET, Kind.SECURED, Kind.ELSEWHERE)


def _initiative(line: InitiativeLine, status: Status, scale: Scale, links: Addressed) -> InitiativeScreen:
    facts, figures = line.facts, line.figures
    where: dict[str, object] = {"initiative": facts.name} if facts else {"none": ("indsats",)}
    amounts = []
    for measure in measures_of(status):
        if measure.kind in TOLD and figures.has(measure.kind):
            href = links.entries(measure.kind.value, status.year, **where)  # type: ignore[arg-type]
            amounts.append((str(measure.label), _amount(measure.read(figures), scale, href)))
    evidence = tuple(evidence_words(item) for item in facts.evidence) if facts else ()
    return InitiativeScreen(
        name=initiative_label(line),
        own_words=facts is not None,
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
    known = [document_kind(document), document.body, decided_words(document), document.title]
    return Listed(document.reference, ", ".join(part for part in known if part), document.link)


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
