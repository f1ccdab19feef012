"""The sheets of the workbook: Status, Units and years, Initiatives, Postings, and Notes where there are any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from savings.faces import bridge
from savings.faces.effects import indicator_words
from savings.faces.footnotes import mark_words, notes_at, unit_words
from savings.faces.grids import initiative_label, measures_of, unit_label
from savings.faces.headline import headline_rows
from savings.faces.sentences import head_words, notes, summary
from savings.faces.sheets import cells
from savings.faces.sheets.cells import Value
from savings.faces.sources import evidence_words, statement_words
from savings.faces.unlevelled import CONTAINS, Unlevelled, unlevelled
from savings.faces.wording import DURATIONS, HORIZONS, NOT_STATED, STAGES, STANDINGS, kind_word, price_level_words
from savings.projections.bridge import Bridge
from savings.projections.cells import Cell
from savings.projections.figures import Figures
from savings.projections.grid import GridRow
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Figure

TEXT_WIDTH, NAME_WIDTH, AMOUNT_WIDTH = 24, 44, 16
STATUS_WIDTHS = (NAME_WIDTH, AMOUNT_WIDTH + 6, 36)


def add_status(book: Workbook, status: Status) -> None:
    """The headline table in kroner, with what it was made from and what must be known to read it."""
    sheet = book.create_sheet(_("Status"))
    cells.as_title(cells.put(sheet, 1, 1, status.programme.name))
    row = _lines(sheet, 2, _about(status)) + 1
    marks = unlevelled(status)
    heads = [_("Table 1. Savings, in DKK"), str(status.year), _("Share"), *_mark_head(marks), *_note_head(status)]
    cells.put_head(sheet, row, heads)
    for line in headline_rows(status):
        row += 1
        label = cells.put(sheet, row, 1, line.label)
        (cells.as_part if line.part else cells.as_label)(label)
        cells.put(sheet, row, 2, str(NOT_STATED) if line.unstated and line.amount is None else line.amount)
        cells.put(sheet, row, 3, line.remark)
        contained = [_("yes")] if line.amount is not None and marks.in_headline(status.vocabulary[line.key]) else []
        beside = [*_mark_cell(marks, contained), *_note_cell(status, mark_words(notes_at(status, line.key, status.year)))]
        for column, said in enumerate(beside, 4):
            cells.put(sheet, row, column, said)
    cells.level_heads(sheet, row - len(headline_rows(status)))
    _paragraphs(sheet, row + 2, status)
    sheet.freeze_panes = None
    sheet.print_title_rows = None
    cells.set_page(sheet, [*STATUS_WIDTHS, *[TEXT_WIDTH] * (len(heads) - 3)])


def _mark_head(marks: Unlevelled) -> list[str]:
    """The head of a column that is there only where some amounts have no price level and others have."""
    return [capfirst(str(CONTAINS))] if marks else []


def _mark_cell(marks: Unlevelled, contained: Sequence[str]) -> list[str]:
    """Which of a line's amounts contain some without a price level."""
    return [", ".join(contained)] if marks else []


def _note_head(status: Status) -> list[str]:
    """The head of a column that is there only where notes stand at figures."""
    return [_("Notes")] if status.remarks else []


def _note_cell(status: Status, words: str) -> list[str]:
    return [words] if status.remarks else []


def _about(status: Status) -> Iterator[tuple[str, Value]]:
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


def _lines(sheet: Worksheet, row: int, pairs: Iterator[tuple[str, Value]]) -> int:
    for label, value in pairs:
        cells.as_label(cells.put(sheet, row, 1, label))
        cells.put(sheet, row, 2, value).alignment = cells.LEFT
        row += 1
    return row


def _paragraphs(sheet: Worksheet, row: int, status: Status) -> None:
    said = [statement_words(statement) for statement in status.statements]
    for heading, texts in (
        (_("In short"), [summary(status)]),
        (_("Reservations"), list(notes(status))),
        (_("Stated without an amount"), said),
        (_("Besides the money"), [indicator_words(indicator) for indicator in status.indicators]),
    ):
        if texts:
            cells.as_label(cells.put(sheet, row, 1, heading))
            row += 1
        for text in texts:
            cells.put_paragraph(sheet, row, text, STATUS_WIDTHS)
            row += 1


def add_units(book: Workbook, status: Status) -> None:
    """Each unit's figures by year, one line per measure; *Ikke fordelt* and the totals stand last, as plain values."""
    sheet = book.create_sheet(_("Units and years"))
    years, marks = status.grid.years, unlevelled(status)
    heads: list[str | int] = [_("Code"), _("Unit"), _("Measure"), *years, *_mark_head(marks), *_note_head(status)]
    cells.put_head(sheet, 1, heads)
    row = 1
    for line in (*status.grid.rows, status.grid.total):
        is_total = line is status.grid.total
        label = _("Total") if is_total else unit_label(status, line.unit)
        for measure in measures_of(status):
            row += 1
            amounts = [measure.read(line.year(year)) for year in years]
            contained = [str(year) for year, amount in zip(years, amounts, strict=True)
                         if amount is not None and marks.in_row(measure, line, year)]  # fmt: skip
            beside = [*_mark_cell(marks, contained), *_note_cell(status, _noted(status, measure, line))]
            cells.put_row(sheet, row, [line.unit or "", label, str(measure.words), *amounts, *beside])
            if is_total:
                cells.as_total(sheet, row, len(heads))
    sheet.freeze_panes = "D2"
    filtered = f"A1:{get_column_letter(len(heads))}{row}"
    more = len(heads) - 3 - len(years)
    cells.level_heads(sheet, 1)
    cells.set_page(sheet, [12, NAME_WIDTH, 20, *[AMOUNT_WIDTH] * len(years), *[TEXT_WIDTH] * more], filtered)


def _noted(status: Status, measure: Figure, row: GridRow) -> str:
    """The notes at a row's figures, each with its year: `2011: note 1`."""
    found = [(year, notes_at(status, measure.code, year, row)) for year in status.grid.years]
    return "; ".join(f"{year}: {mark_words(numbers)}" for year, numbers in found if numbers)


def add_initiatives(book: Workbook, status: Status) -> None:
    """What each initiative is and what it has brought in the status' year."""
    sheet = book.create_sheet(_("Initiatives"))
    measures, marks = measures_of(status), unlevelled(status)
    words = [_("Initiative"), _("Unit"), _("Responsible"), _("Horizon"), _("Duration"), _("Stage"), _("Stands"), _("Baseline")]
    amounts = [f"{measure.words} {status.year}" for measure in measures]
    cells.put_head(sheet, 1, [*words, *amounts, _("Documented"), _("Evidence"), _("Our reading"), *_mark_head(marks)])
    for row, line in enumerate(status.initiatives, 2):
        contained = [str(m.words) for m in measures if m.read(line.figures) is not None and marks.in_initiative(m, line)]
        cells.put_row(sheet, row, [*_initiative(line, measures), *_mark_cell(marks, contained)])
    sheet.freeze_panes = "B2"
    widths = [NAME_WIDTH, TEXT_WIDTH, TEXT_WIDTH, 14, 14, 14, 14, TEXT_WIDTH]
    last = get_column_letter(len(words) + len(measures) + 3 + bool(marks))
    filtered = f"A1:{last}{1 + len(status.initiatives)}"
    widths += [*[AMOUNT_WIDTH] * (len(measures) + 1), NAME_WIDTH, NAME_WIDTH, *([TEXT_WIDTH] if marks else [])]
    cells.level_heads(sheet, 1)
    cells.set_page(sheet, widths, filtered)


def _initiative(line: InitiativeLine, measures: Sequence[Figure]) -> list[Value]:
    amounts = [measure.read(line.figures) for measure in measures]
    documented = _documented(line.figures)
    facts = line.facts
    if facts is None:
        return [initiative_label(line), *[""] * 7, *amounts, documented, "", ""]
    unit = facts.unit.name if facts.unit else ""
    coded = [
        HORIZONS.get(facts.horizon, ""),
        DURATIONS.get(facts.duration, ""),
        STAGES.get(facts.stage, ""),
        STANDINGS[line.standing] if line.standing else "",
    ]
    evidence = "; ".join(evidence_words(piece) for piece in facts.evidence)
    about = [facts.name, unit, facts.responsible, *map(str, coded), facts.baseline]
    return [*about, *amounts, documented, evidence, facts.duration_reading]


def _documented(shown: Figures) -> Decimal | None:
    return shown.documented if shown.realised else None


def add_postings(book: Workbook, status: Status) -> None:
    """Every amount of the status, one line per kind, unit, initiative, year and price level."""
    sheet = book.create_sheet(_("Postings"))
    heads = [_("Kind"), _("Code"), _("Unit"), _("Initiative"), _("Year"), _("Price level"), _("Amount in DKK")]
    cells.put_head(sheet, 1, heads)
    for row, cell in enumerate(status.cells, 2):
        cells.put_row(sheet, row, _posting(status, cell), cells.KRONER_ORE)
    cells.level_heads(sheet, 1)
    cells.set_page(sheet, [20, 12, NAME_WIDTH, NAME_WIDTH, 8, 14, AMOUNT_WIDTH + 2], f"A1:G{1 + len(status.cells)}")


def _posting(status: Status, cell: Cell) -> list[Value]:
    level = str(NOT_STATED) if cell.price_level is None else cell.price_level
    unit = unit_label(status, cell.unit)
    return [kind_word(cell.kind, status.vocabulary), cell.unit, unit, cell.initiative, cell.year, level, cell.amount]


def add_notes(book: Workbook, status: Status) -> None:
    """What is said of the figures, numbered as on the page and the paper."""
    sheet = book.create_sheet(_("Notes"))
    asked = [_("Question"), _("Asked by"), _("Asked on")]
    told = [_("Note or answer"), _("Written by"), _("Approved by"), _("Approved on")]
    cells.put_head(sheet, 1, [_("Note"), _("Figure"), _("Year"), _("Code"), _("Unit"), *asked, *told])
    for row, (number, said) in enumerate(enumerate(status.remarks, 1), 2):
        place: list[Value] = [str(status.vocabulary[said.figure].words), said.year, said.unit, unit_words(said)]
        question: list[Value] = [said.question, said.asked_by, said.asked_on]
        cells.put_row(sheet, row, [number, *place, *question, said.text, said.by, said.approved_by, said.approved_on])
    widths = [8, TEXT_WIDTH, 8, 12, TEXT_WIDTH, NAME_WIDTH, TEXT_WIDTH, 14, NAME_WIDTH, TEXT_WIDTH, TEXT_WIDTH, 14]
    cells.level_heads(sheet, 1)
    cells.set_page(sheet, widths, f"A1:L{1 + len(status.remarks)}")


def add_since(book: Workbook, found: Bridge) -> None:
    """What changed since last time in kroner: opening, steps and closing by figure, each column adding up."""
    sheet = book.create_sheet(_("Since last time"))
    cells.put_head(sheet, 1, [_("Change"), *bridge.heads(found)])
    rows = bridge.rows(found)
    for row, line in enumerate(rows, 2):
        cells.put_row(sheet, row, [line.label, *line.exact])
    cells.as_total(sheet, 1 + len(rows), 1 + len(found.columns))
    cells.level_heads(sheet, 1)
    cells.put_paragraph(sheet, 3 + len(rows), f"{bridge.summary(found)} {bridge.said(found)}.", STATUS_WIDTHS)
    cells.set_page(sheet, [NAME_WIDTH, *[AMOUNT_WIDTH] * len(found.columns)])
