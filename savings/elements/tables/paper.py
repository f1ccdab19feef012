"""The tables of a status on paper, where they differ from those of its page, or where the page has lists instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from savings.elements.citations import decision_date_words, document_kind, evidence_words
from savings.elements.labels import initiative_label, leave_out_splits
from savings.elements.sentences import as_of_words, scale_of
from savings.elements.table import Cells, NumberColumn, Table, TableCell, TableColumn, TableRow, build_rows
from savings.elements.tables.status import (
    amount_cell,
    headline_table,
    to_come_cell,
    unit_years_table,
    units_table,
    year_cells,
    year_key,
)
from savings.elements.typesetting.tables import typeset_table
from savings.elements.without_price_level import find_unlevelled
from savings.elements.words import DURATIONS, HORIZONS, STAGES, STANDINGS
from savings.projections.facts import InitiativeFacts
from savings.projections.figures import Figures
from savings.projections.standing import Standing
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Figure, Place
from savings.vocabulary.figures import NET_FORECAST, NET_REALISED, TARGET

#: A wider table would not be readable in portrait: its years are set in as many tables as it takes.
MOST_YEARS = 8
#: Letters of a stage: a column of them is as wide as they are.
SHORT = 14


def paper_headline_table(status: Status) -> Table:
    """Table 1 without heads: the memo's three lines and what they consist of."""
    table = headline_table(status)
    labels = (_("What"), _("Amount"), _("Share"))
    columns = [replace(column, label=label) for column, label in zip(table.columns, labels, strict=True)]
    facts = {"programme": status.programme.name, "year": status.year}
    return replace(table, caption=_("Savings of %(programme)s in %(year)s") % facts, columns=columns, has_heads=False)


def paper_units_table(status: Status) -> Table:
    """Each unit's figures of the status' year, *Ikke fordelt* as a row, and the totals."""
    figures = leave_out_splits(status.vocabulary.at(Place.PAPER), [status.headline])
    is_forecast = NET_FORECAST.is_stated(status.headline)
    return units_table(status, [figure for figure in figures if is_forecast or figure is not NET_FORECAST])


def year_tables(status: Status, *, most: int = MOST_YEARS) -> list[Table]:
    """What each unit that realised anything did by year; below the totals, the target and what the plan still owes.

    Args:
        most: how many years a table may have; a longer span is set in several.
    """
    years = status.grid.years
    if not years:
        return []
    parts = -(-len(years) // _fitting(_year_table(status, years), most))
    length = -(-len(years) // parts)
    return [_year_table(status, years[start : start + length]) for start in range(0, len(years), length)]


def _fitting(table: Table, most: int) -> int:
    """How many of a table's years stand beside each other, at most `most`: amounts in kroner need more room than millions."""
    longest = max(len(cell) for row in typeset_table(table)["rows"] for cell in row["cells"][1:])
    # In hundredths of a millimetre: a digit, the sides of a column, and the room for years on a page upright or turned.
    wide = 150 * longest + 280
    return next((count for count in range(most, 1, -1) if count * wide <= (19_000 if count > MOST_YEARS else 10_500)), 1)


def _year_table(status: Status, years: Sequence[int]) -> Table:
    # A row above is said wherever one under it is, so the tree stays whole.
    stated = [row for row in status.grid.rows if any(NET_REALISED.read(row.year(year)) is not None for year in years)]
    span = {"first": years[0], "last": years[-1]}
    caption = _("Net realised by unit, %(first)s–%(last)s") if len(years) > 1 else _("Net realised by unit, %(first)s")
    table = unit_years_table(status, caption % span, years, stated)
    return replace(table, rows=[*table.rows, *_plan_rows(status, years)])


def _plan_rows(status: Status, years: Sequence[int]) -> Iterator[TableRow]:
    total, marks = status.grid.total, find_unlevelled(status)
    if any(total.year(year).has_target for year in years):
        target = year_cells(status, TARGET, total, years, None, marks)
        yield TableRow({"unit": TARGET.words, **target}, "below")
    if any(point.to_come_high for point in status.phase_in):
        points = [point for point in status.phase_in if point.year in years]
        owed = {
            year_key(point.year): to_come_cell(status, point, None, marks, is_stated=bool(point.to_come_high)) for point in points
        }
        yield TableRow({"unit": _("Still to come by the plan"), **owed}, "below")


def initiative_table(status: Status) -> Table:
    """What each initiative is, what it rests on, and its figures of the status' year."""
    marks = find_unlevelled(status)
    figures = status.vocabulary.at(Place.PAPER_INITIATIVES)
    stated = [figure for figure in figures if any(figure.read(line.figures) is not None for line in status.initiatives)]
    about = [_character(line, line.facts) if line.facts else "" for line in status.initiatives]
    rows = build_rows(
        (
            {
                "initiative": TableCell(initiative_label(line), small=" ".join(_details(line.facts)) if line.facts else ""),
                "about": words,
                **_amounts(line.figures, stated, [marks.in_initiative(figure, line) for figure in stated]),
            }
            for line, words in zip(status.initiatives, about, strict=True)
        ),
        {"initiative": _("Total"), **_amounts(status.headline, stated, [marks.in_headline(figure) for figure in stated])},
    )
    # Where nothing longer than a stage is said of any, the names have the room.
    width = "short" if all(len(words) <= SHORT for words in about) else "narrow"
    columns = [
        TableColumn("initiative", _("Initiative"), paper="wide"),
        *([TableColumn("about", _("Type and stage"), paper=width)] if any(about) else []),
        *(NumberColumn(figure.code, str(figure.words), paper="number") for figure in stated),
    ]
    caption = _("Initiatives in %(year)s") % {"year": status.year}
    return Table(caption, columns, rows, as_of_words(status), scale_of(status))


def _details(facts: InitiativeFacts) -> Iterator[str]:
    if facts.responsible:
        yield _("Responsible: %(name)s.") % {"name": facts.responsible}
    if facts.baseline:
        yield _("Counted against: %(baseline)s.") % {"baseline": facts.baseline}
    if facts.evidence:
        yield _("Evidence: %(evidence)s.") % {"evidence": "; ".join(map(evidence_words, facts.evidence))}


def _character(line: InitiativeLine, facts: InitiativeFacts) -> str:
    standing = str(STANDINGS[line.standing]).lower() if line.standing not in (None, Standing.NOT_PLANNED) else ""
    words = (HORIZONS.get(facts.horizon), DURATIONS.get(facts.duration), STAGES.get(facts.stage), standing)
    unit = facts.unit.code if facts.unit else ""
    # A delivered stage and a delivered plan are one word to the reader.
    return ", ".join(dict.fromkeys(str(word) for word in (*words, unit) if word))


def _amounts(sums: Figures, figures: Sequence[Figure], marked: Sequence[bool]) -> Cells:
    both = zip(figures, marked, strict=True)
    return {figure.code: amount_cell(figure.read(sums), is_marked=is_marked) for figure, is_marked in both}


def document_table(status: Status) -> Table:
    """The decisions and documents that the figures rest on."""
    columns = [
        TableColumn("reference", _("Reference"), paper="middle"),
        TableColumn("title", _("Title"), paper="wide"),
        TableColumn("body", _("Decided by"), paper="middle"),
        TableColumn("date", _("Date"), paper="short"),
    ]
    rows = build_rows(
        {
            "reference": document.reference,
            "title": document.title or document_kind(document),
            "body": document.body or None,
            "date": document.decided_on or decision_date_words(document),
        }
        for document in status.documents
    )
    return Table(_("Decisions and documents"), columns, rows)
