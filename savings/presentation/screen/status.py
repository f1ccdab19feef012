"""The status page: headline, charts, tables, initiatives, what it rests on, and what the reader must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from savings.elements.charts import Chart, phase_in_chart, split_chart
from savings.elements.citations import decision_date_words, document_kind, milestone_words, price_basis_words
from savings.elements.links import ProgrammeLinks
from savings.elements.numbers import day, month, percent
from savings.elements.sentences import head_words, notes, scale_of
from savings.elements.summary import summary
from savings.elements.table import Table
from savings.elements.tables.status import choose_unit_figures, headline_table, phase_in_table, unit_years_table, units_table
from savings.elements.words import price_level_words
from savings.presentation.screen.bridge import BridgeScreen, bridge_screen
from savings.presentation.screen.effects import indicators_table
from savings.presentation.screen.explanations import explanation_lines
from savings.presentation.screen.initiatives import initiatives_table
from savings.presentation.screen.remarks import RemarkItem, question_items, remark_items
from savings.presentation.screen.restated import RestatementScreen, restatement_screen
from savings.presentation.screen.statements import render_statement
from savings.presentation.screen.tables import Listed, danish
from savings.projections.facts import DocumentFacts, ProgrammeFacts
from savings.projections.initiatives import InitiativesPage
from savings.projections.status import Status


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
    headline: Table
    restated: RestatementScreen | None
    split: Chart | None
    phase_in: Chart | None
    charts_href: str
    phase_in_table: Table | None
    units: Table | None
    unit_years: Table | None
    initiatives: Table | None
    explanations: Sequence[Listed]
    statements: Sequence[Listed]
    documents: Sequence[Listed]
    milestones: Sequence[Listed]
    notes: Sequence[str]
    remarks: Sequence[RemarkItem]
    open_questions: Sequence[RemarkItem]
    exports: Sequence[Export]
    choices: Choices
    trust: Sequence[tuple[str, str]]
    head: str
    indicators: Table | None
    since: BridgeScreen | None
    since_href: str


@dataclass(frozen=True)
class Choices:
    """The year that is shown, the units that the reader can choose, set in by their depth, and what is chosen."""

    year: int
    units: Sequence[tuple[str, str]]
    chosen: str


def status_screen(status: Status, links: ProgrammeLinks, listed: InitiativesPage | None = None) -> StatusScreen:
    """The status page, with a page of its initiatives; without one they are all there, in the programme's order."""
    figures, years = choose_unit_figures(status), status.grid.years
    return StatusScreen(
        programme=status.programme,
        facts=tuple(_programme_facts(status.programme)),
        limited_to=status.unit.name if status.unit else "",
        summary=summary(status),
        headline=headline_table(status, links),
        restated=restatement_screen(status),
        split=split_chart(status),
        phase_in=phase_in_chart(status),
        charts_href=links.charts(),
        phase_in_table=phase_in_table(status, links),
        units=units_table(status, figures, links) if figures else None,
        unit_years=unit_years_table(status, _("Net realised by unit and year"), years, status.grid.rows, links)
        if len(years) > 1
        else None,
        initiatives=initiatives_table(status, listed, links),
        explanations=explanation_lines(status),
        statements=tuple(Listed(render_statement(statement)) for statement in status.statements),
        documents=tuple(_document(document, links) for document in status.documents),
        milestones=tuple(Listed(danish(milestone_words(milestone))) for milestone in status.milestones),
        notes=_notes(status),
        remarks=remark_items(status.remarks, links),
        open_questions=question_items(status.open_questions, lambda _slug: links),
        exports=_exports(links),
        choices=_choices(status),
        trust=tuple(_trust(status)),
        head=head_words(status),
        indicators=indicators_table(status.indicators, links.indicator),
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


def _document(document: DocumentFacts, links: ProgrammeLinks) -> Listed:
    title = danish(document.title) if document.title else ""
    known = [document_kind(document), document.body, decision_date_words(document), title]
    href = links.document(document.number) if document.number else ""
    return Listed(danish(document.reference), format_html_join(", ", "{}", ((part,) for part in known if part)), href)


def _notes(status: Status) -> tuple[str, ...]:
    theirs = {*status.readings, status.programme.full_effect_year_reading}
    return tuple(danish(note) if note in theirs else note for note in notes(status))


def _exports(links: ProgrammeLinks) -> tuple[Export, ...]:
    return (
        Export("PDF", _("for the board packet"), links.status("pdf")),
        Export("XLSX", _("workbook"), links.status("xlsx")),
        Export("CSV", _("table"), links.status("csv")),
        Export("JSON", _("for programs"), links.status("json")),
    )


def _choices(status: Status) -> Choices:
    prices = _("as stated") if status.price_level is None else price_level_words((status.price_level,))
    if status.basis and status.price_level == status.basis.level:
        prices = _("%(prices)s, the programme's price basis") % {"prices": prices}
    chosen = (
        day(status.as_of),
        str(status.year),
        prices,
        status.unit.name if status.unit else _("all units"),
        scale_of(status).name,
    )
    units = tuple((unit.code, "\u2003" * unit.depth + unit.name) for unit in status.units)
    return Choices(status.year, units, " · ".join(map(str, chosen)))


def _trust(status: Status) -> Iterator[tuple[str, str]]:
    yield _("As of"), day(status.as_of)
    yield _("Last booked entry"), day(status.last_booked_on)
    yield _("Documented of what is realised"), percent(status.headline.evidence_coverage)
    if status.basis:
        yield _("Price basis"), price_basis_words(status.basis)
    if status.restatement and status.restatement.series:
        yield _("Price index"), f"{status.restatement.series}. {status.restatement.source}"
        yield _("Price index announced on"), day(status.restatement.announced_on)
