"""The sheets of the workbook of a status: Status, Units and years, Initiatives, Postings, what changed, and Notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook

from savings.elements.citations import evidence_words, statement_words
from savings.elements.data.flat_table import SheetValue
from savings.elements.effects import indicator_words
from savings.elements.footnotes import mark_words, notes_at, unit_words
from savings.elements.labels import initiative_label, measures_of, unit_label
from savings.elements.sentences import head_words, notes
from savings.elements.summary import summary
from savings.elements.table import (
    Amount,
    Cells,
    NumberColumn,
    PlainNumber,
    Table,
    TableColumn,
    TableRow,
    build_rows,
    optional_amount,
)
from savings.elements.tables.status import bridge_table, headline_table
from savings.elements.without_price_level import CONTAINS, Unlevelled, find_unlevelled
from savings.elements.words import DURATIONS, HORIZONS, NOT_STATED, STAGES, STANDINGS, kind_word, price_level_words
from savings.presentation.sheets.tables import TableSheet
from savings.projections.bridge import Bridge
from savings.projections.grid import GridRow
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Figure
from savings.vocabulary.figures import SHORTFALL, UNCOVERED

TEXT_WIDTH = 24
STATUS_WIDTHS = (44, 22, 36)


def add_status(book: Workbook, status: Status) -> None:
    """The headline table in kroner, with what it was made from and what must be known to read it."""
    table = headline_page(status)
    sheet = TableSheet(book, table, widths=[*STATUS_WIDTHS, *[TEXT_WIDTH] * (len(table.columns) - len(STATUS_WIDTHS))])
    sheet.put_title(status.programme.name)
    for label, value in _about(status):
        sheet.put_pair(label, value)
    sheet.put([])
    sheet.put_table()
    sheet.put([])
    for heading, texts in _paragraphs(status):
        if texts:
            sheet.put_label(heading)
        for text in texts:
            sheet.put_text(text)


def headline_page(status: Status) -> Table:
    """Table 1, with what stands at its figures in columns of their own."""
    table = headline_table(status)
    labels = (_("Table 1. Savings, in DKK"), str(status.year), _("Share"))
    columns = [replace(column, label=label) for column, label in zip(table.columns, labels, strict=True)]
    rows = []
    for row in table.rows:
        amount = row.cell("amount")
        beside = {"contains": _("yes") if amount.is_marked else "", "notes": mark_words(amount.notes)}
        rows.append(replace(row, cells={**row.cells, "amount": amount.value, **beside}))
    columns += [*_mark_columns(find_unlevelled(status)), *_note_columns(status)]
    return replace(table, caption=_("Status"), columns=columns, rows=rows, is_exact=True)


def _mark_columns(marks: Unlevelled) -> list[TableColumn]:
    """Which of a row's amounts contain some without a price level; only where others have one."""
    return [TableColumn("contains", capfirst(str(CONTAINS)))] if marks else []


def _note_columns(status: Status) -> list[TableColumn]:
    """The notes at a row's figures, where there are any."""
    return [TableColumn("notes", _("Notes"))] if status.remarks else []


def _about(status: Status) -> Iterator[tuple[str, SheetValue]]:
    programme = status.programme
    yield _("As of"), status.as_of
    if programme.case_number:
        yield _("Case number"), programme.case_number
    if programme.document_number:
        yield _("Document number"), programme.document_number
    if status.unit:
        yield _("Unit"), status.unit.name
    yield _("Price level"), price_level_words(status.price_levels)
    yield _("Ledger head"), head_words(status)
    if status.head.trail:
        yield _("Head of the trail"), status.head.trail


def _paragraphs(status: Status) -> Iterator[tuple[str, Sequence[str]]]:
    yield _("In short"), [summary(status)]
    yield _("Reservations"), list(notes(status))
    yield _("Stated without an amount"), [statement_words(statement) for statement in status.statements]
    yield _("Besides the money"), [indicator_words(indicator) for indicator in status.indicators]


def units_page(status: Status) -> Table:
    """Each unit's figures by year, one line per measure; *Ikke fordelt* and the totals stand last, as plain values."""
    years, marks, measures = status.grid.years, find_unlevelled(status), measures_of(status)
    columns = [
        TableColumn("code", _("Code")), TableColumn("unit", _("Unit")), TableColumn("measure", _("Measure")),
        *(NumberColumn(str(year), year) for year in years), *_mark_columns(marks), *_note_columns(status),
    ]  # fmt: skip
    rows = [_measure_row(status, measure, line, marks) for line in (*status.grid.rows, status.grid.total) for measure in measures]
    return Table(_("Units and years"), columns, rows, is_exact=True, frozen=3)


def _measure_row(status: Status, measure: Figure, line: GridRow, marks: Unlevelled) -> TableRow:
    amounts = {year: measure.read(line.year(year)) for year in status.grid.years}
    marked = [str(year) for year, amount in amounts.items() if amount is not None and marks.in_row(measure, line, year)]
    notes = [(year, notes_at(status, measure.code, year, line)) for year in amounts]
    is_total = line is status.grid.total
    name = _("Total") if is_total else unit_label(status, line.unit, is_own=line.is_own)
    return TableRow(
        {
            "code": line.unit or "", "unit": name, "measure": measure.words,
            **{str(year): optional_amount(amount) for year, amount in amounts.items()}, "contains": ", ".join(marked),
            "notes": "; ".join(f"{year}: {mark_words(numbers)}" for year, numbers in notes if numbers),
        },
        "total" if is_total else "", line.depth, line.has_children,
    )  # fmt: skip


def initiatives_page(status: Status) -> Table:
    """What each initiative is and what it has brought in the status' year."""
    measures, marks = measures_of(status), find_unlevelled(status)
    columns = [
        TableColumn("name", _("Initiative")), TableColumn("unit", _("Unit")), TableColumn("responsible", _("Responsible")),
        TableColumn("horizon", _("Horizon")), TableColumn("duration", _("Duration")), TableColumn("stage", _("Stage")),
        TableColumn("standing", _("Stands")), TableColumn("baseline", _("Baseline")),
        *(NumberColumn(measure.code, f"{measure.words} {status.year}") for measure in measures),
        NumberColumn("documented", _("Documented")), TableColumn("evidence", _("Evidence")),
        TableColumn("reading", _("Our reading")), *_mark_columns(marks),
    ]  # fmt: skip
    rows = build_rows(_initiative(line, measures, marks) for line in status.initiatives)
    is_split = SHORTFALL in measures or UNCOVERED in measures
    note = _("What is lacking and what is beyond a target are split by initiative here.") if is_split else ""
    return Table(_("Initiatives"), columns, rows, note, is_exact=True)


def _initiative(line: InitiativeLine, measures: Sequence[Figure], marks: Unlevelled) -> Cells:
    facts, figures = line.facts, line.figures
    amounts = {measure: measure.read(figures) for measure in measures}
    marked = [str(it.words) for it, amount in amounts.items() if amount is not None and marks.in_initiative(it, line)]
    about: Cells = {} if facts is None else {
        "unit": facts.unit.name if facts.unit else "", "responsible": facts.responsible,
        "horizon": HORIZONS.get(facts.horizon), "duration": DURATIONS.get(facts.duration), "stage": STAGES.get(facts.stage),
        "standing": STANDINGS[line.standing] if line.standing else "", "baseline": facts.baseline,
        "evidence": "; ".join(map(evidence_words, facts.evidence)), "reading": facts.duration_reading,
    }  # fmt: skip
    return {
        "name": initiative_label(line), **about, "contains": ", ".join(marked),
        "documented": Amount(figures.documented) if figures.realised else None,
        **{measure.code: optional_amount(amount) for measure, amount in amounts.items()},
    }  # fmt: skip


def postings_page(status: Status) -> Table:
    """Every amount of the status, one line per kind, unit, initiative, year and price level."""
    columns = [
        TableColumn("kind", _("Kind")), TableColumn("code", _("Code")), TableColumn("unit", _("Unit")),
        TableColumn("initiative", _("Initiative")), NumberColumn("year", _("Year")), NumberColumn("level", _("Price level")),
        NumberColumn("amount", _("Amount in DKK")),
    ]  # fmt: skip
    rows = build_rows(
        {
            "kind": kind_word(cell.kind, status.vocabulary), "code": cell.unit,
            "unit": unit_label(status, cell.unit), "initiative": cell.initiative,
            "year": cell.year, "level": NOT_STATED if cell.price_level is None else cell.price_level,
            "amount": PlainNumber(cell.amount, 2),
        }
        for cell in status.cells
    )  # fmt: skip
    return Table(_("Postings"), columns, rows, is_exact=True, frozen=0)


def notes_page(status: Status) -> Table:
    """What is said of the figures, numbered as on the page and the paper."""
    columns = [
        NumberColumn("note", _("Note")), TableColumn("figure", _("Figure")), NumberColumn("year", _("Year")),
        TableColumn("code", _("Code")), TableColumn("unit", _("Unit")), TableColumn("question", _("Question")),
        TableColumn("asked_by", _("Asked by")), TableColumn("asked_on", _("Asked on")),
        TableColumn("text", _("Note or answer")), TableColumn("by", _("Written by")),
        TableColumn("approved_by", _("Approved by")), TableColumn("approved_on", _("Approved on")),
    ]  # fmt: skip
    rows = build_rows(
        {
            "note": number, "figure": status.vocabulary[remark.figure].words, "year": remark.year, "code": remark.unit,
            "unit": unit_words(remark), "question": remark.question, "asked_by": remark.asked_by, "asked_on": remark.asked_on,
            "text": remark.text, "by": remark.by, "approved_by": remark.approved_by, "approved_on": remark.approved_on,
        }
        for number, remark in enumerate(status.remarks, 1)
    )  # fmt: skip
    return Table(_("Notes"), columns, rows, is_exact=True, frozen=0)


def explanations_page(status: Status) -> Table:
    """Why units are behind their plan and what is done about it, by the latest answer of each."""
    columns = [
        TableColumn("code", _("Code")), TableColumn("unit", _("Unit")), TableColumn("initiative", _("Initiative")),
        NumberColumn("year", _("Year")), TableColumn("explanation", _("Explanation")),
        TableColumn("mitigation", _("What is done")), TableColumn("by", _("Written by")), TableColumn("on", _("Date")),
    ]  # fmt: skip
    rows = build_rows(
        {
            "code": it.unit.code, "unit": unit_label(status, it.unit.code), "initiative": it.initiative, "year": it.year,
            "explanation": it.explanation, "mitigation": it.mitigation, "by": it.by, "on": it.on,
        }
        for it in status.explanations
    )  # fmt: skip
    return Table(_("Behind the plan"), columns, rows, is_exact=True, frozen=0)


def since_page(bridge: Bridge) -> Table:
    """What changed since last time in kroner: opening, steps and closing by figure, each column adding up."""
    return replace(bridge_table(bridge), caption=_("Since last time"), note="", is_exact=True, frozen=0)
