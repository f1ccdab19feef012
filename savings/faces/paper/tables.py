"""The tables of the paper as plain data: captions, columns and rows of texts, ready for the template to set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from savings.faces import bridge
from savings.faces.footnotes import notes_at, raised
from savings.faces.grids import initiative_label, unit_label
from savings.faces.headline import HeadlineRow, headline_rows, is_unstated
from savings.faces.numbers import DASH, Scale
from savings.faces.sentences import as_of_words, scale_of
from savings.faces.sources import decided_words, document_kind, evidence_words
from savings.faces.unlevelled import FOOT, MARK, Unlevelled, marked, unlevelled
from savings.faces.wording import DURATIONS, HORIZONS, NOT_STATED, STAGES, STANDINGS
from savings.projections.bridge import Bridge
from savings.projections.facts import InitiativeFacts
from savings.projections.figures import Figures
from savings.projections.grid import GridRow
from savings.projections.phase_in import PhaseInYear
from savings.projections.standing import Standing
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Figure, Place
from savings.vocabulary.figures import NET_REALISED, TARGET

Data = dict[str, Any]
#: A wider table would not be readable in portrait: its years are set in as many tables as it takes.
MOST_YEARS = 8
#: Letters of a stage: a column of them is as wide as they are.
SHORT = 14
#: The kinds of column that hold amounts only.
NUMBERS = ("number", "year")


def headline_table(status: Status) -> Data:
    """Table 1: the memo's three lines and what they consist of."""
    scale, marks = scale_of(status), unlevelled(status)
    rows = [
        row_of([line.label, _headline_amount(status, line, scale, marks), line.remark], "part" if line.part else "main")
        for line in headline_rows(status)
    ]
    return table_of(_headline_caption(status), as_of_words(status), columns_of("wide", "number", "remark"), rows)


def _headline_amount(status: Status, line: HeadlineRow, scale: Scale, marks: Unlevelled) -> str:
    shown = marked(line.shown(scale), line.amount is not None and marks.in_headline(status.vocabulary[line.key]))
    return _noted(shown, status, line.key, status.year)


def _noted(shown: str, status: Status, figure: str, year: int, row: GridRow | None = None) -> str:
    """An amount with the numbers of the notes that stand at it."""
    return shown + raised(notes_at(status, figure, year, row))


def _headline_caption(status: Status) -> str:
    return _("Savings of %(programme)s in %(year)s") % {"programme": status.programme.name, "year": status.year}


def unit_table(status: Status) -> Data:
    """Each unit's figures of the status' year, *Ikke fordelt* as a row, and the totals."""
    scale, marks = scale_of(status), unlevelled(status)
    measures = status.vocabulary.at(Place.PAPER)
    heads = [_("Unit"), *(str(figure.words) for figure in measures)]
    rows = [row_of([unit_label(status, row.unit), *_unit_amounts(status, row, scale, marks)]) for row in status.grid.rows]
    total = row_of([_("Total"), *_unit_amounts(status, status.grid.total, scale, marks)], "total")
    caption = _("Units in %(year)s") % {"year": status.year}
    columns = columns_of("wide", *["number"] * len(measures), heads=heads)
    return table_of(caption, as_of_words(status), columns, [*rows, total])


def _unit_amounts(status: Status, row: GridRow, scale: Scale, marks: Unlevelled) -> Iterator[str]:
    shown = row.year(status.year)
    is_total = row is status.grid.total
    for measure in status.vocabulary.at(Place.PAPER):
        said = measure.kind is not None and (is_total or row.unit) and is_unstated(status, measure.kind, row.unit)
        amount = _amount(measure.read(shown), scale, unstated=bool(said), contains=marks.in_row(measure, row, status.year))
        yield _noted(amount, status, measure.code, status.year, row)


def year_tables(status: Status, *, most: int = MOST_YEARS) -> list[Data]:
    """What each unit that realised anything did by year; below the totals, the target and what the plan still owes.

    Args:
        most: how many years a table may have; a longer span is set in several.
    """
    years = status.grid.years
    scale, marks = scale_of(status), unlevelled(status)
    if not years:
        return []
    parts = -(-len(years) // _fitting(_year_table(status, years, scale, marks), most))
    length = -(-len(years) // parts)
    return [_year_table(status, years[start : start + length], scale, marks) for start in range(0, len(years), length)]


def _fitting(table: Data, most: int) -> int:
    """How many of a table's years stand beside each other, at most `most`: amounts in kroner need more room than millions."""
    longest = max(len(cell) for row in table["rows"] for cell in row["cells"][1:])
    # In hundredths of a millimetre: a digit, the sides of a column, and the room for years on a page upright or turned.
    wide = 150 * longest + 280
    return next((count for count in range(most, 1, -1) if count * wide <= (19_000 if count > MOST_YEARS else 10_500)), 1)


def _year_table(status: Status, years: Sequence[int], scale: Scale, marks: Unlevelled) -> Data:
    said = [row for row in status.grid.rows if any(NET_REALISED.read(row.year(year)) is not None for year in years)]
    rows = [_year_row(status, row, unit_label(status, row.unit), years, scale, marks) for row in said]
    total = _year_row(status, status.grid.total, _("Total"), years, scale, marks, "total")
    span = {"first": years[0], "last": years[-1]}
    caption = _("Net realised by unit, %(first)s–%(last)s") if len(years) > 1 else _("Net realised by unit, %(first)s")
    columns = columns_of("wide", *["year"] * len(years), heads=[_("Unit"), *map(str, years)])
    return table_of(caption % span, as_of_words(status), columns, [*rows, total, *_plan_rows(status, years, scale, marks)])


def _year_row(
    status: Status, row: GridRow, label: str, years: Sequence[int], scale: Scale, marks: Unlevelled, style: str = ""
) -> Data:
    return row_of([label, *_by_year(status, NET_REALISED, row, years, scale, marks)], style)


def _by_year(
    status: Status, measure: Figure, row: GridRow, years: Sequence[int], scale: Scale, marks: Unlevelled
) -> Iterator[str]:
    for year in years:
        amount = _amount(measure.read(row.year(year)), scale, contains=marks.in_row(measure, row, year))
        yield _noted(amount, status, measure.code, year, row)


def _plan_rows(status: Status, years: Sequence[int], scale: Scale, marks: Unlevelled) -> Iterator[Data]:
    total = status.grid.total
    coming = {point.year: point for point in status.phase_in}
    if any(total.year(year).has_target for year in years):
        yield row_of([str(TARGET.words), *_by_year(status, TARGET, total, years, scale, marks)], "below")
    if any(point.to_come_high for point in status.phase_in):
        yield row_of([_("Still to come by the plan"), *(_to_come(status, coming[year], scale, marks) for year in years)], "below")


def _to_come(status: Status, point: PhaseInYear, scale: Scale, marks: Unlevelled) -> str:
    """What the plan still owes, with the notes at the plan, which has no row of its own."""
    shown = marked(_owed(point, scale), bool(point.to_come_high) and marks.in_to_come(point.year))
    return _noted(shown, status, "plan", point.year)


def _owed(point: PhaseInYear, scale: Scale) -> str:
    if point.is_band:
        return f"{scale.show(point.to_come_low)}–{scale.show(point.to_come_high)}"
    return scale.show(point.to_come_high) if point.to_come_high else DASH


def initiative_table(status: Status) -> Data:
    """What each initiative is, what it rests on, and its figures of the status' year."""
    scale, marks = scale_of(status), unlevelled(status)
    measures = [measure for measure in status.vocabulary.at(Place.PAPER_INITIATIVES) if _has_any(status, measure)]
    heads = [_("Initiative"), _("Type and stage"), *(str(measure.words) for measure in measures)]
    rows = [_initiative_row(line, measures, scale, marks) for line in status.initiatives]
    contained = [marks.in_headline(measure) for measure in measures]
    total = row_of([_("Total"), "", *_amounts(status.headline, measures, scale, contained)], "total")
    # Where nothing longer than a stage is said of any, the names have the room.
    said = "short" if all(len(row["cells"][1]) <= SHORT for row in rows) else "narrow"
    columns = columns_of("wide", said, *["number"] * len(measures), heads=heads)
    table = table_of(_initiative_caption(status), as_of_words(status), columns, [*rows, total])
    return table if any(row["cells"][1] for row in rows) else _without_column(table, 1)


def _without_column(table: Data, place: int) -> Data:
    def rest(cells: Sequence[Any]) -> list[Any]:
        return [cell for position, cell in enumerate(cells) if position != place]

    rows = [row | {"cells": rest(row["cells"])} for row in table["rows"]]
    return table | {"kinds": rest(table["kinds"]), "heads": rest(table["heads"]), "rows": rows}


def _initiative_caption(status: Status) -> str:
    return _("Initiatives in %(year)s") % {"year": status.year}


def _has_any(status: Status, measure: Figure) -> bool:
    return any(measure.read(line.figures) is not None for line in status.initiatives)


def _initiative_row(line: InitiativeLine, measures: Sequence[Figure], scale: Scale, marks: Unlevelled) -> Data:
    facts = line.facts
    details = " ".join(_initiative_details(facts)) if facts else ""
    name = [initiative_label(line), *([details] if details else [])]
    contained = [marks.in_initiative(measure, line) for measure in measures]
    return row_of([name, _character(line, facts) if facts else "", *_amounts(line.figures, measures, scale, contained)])


def _initiative_details(facts: InitiativeFacts) -> Iterator[str]:
    if facts.responsible:
        yield _("Responsible: %(name)s.") % {"name": facts.responsible}
    if facts.baseline:
        yield _("Counted against: %(baseline)s.") % {"baseline": facts.baseline}
    if facts.evidence:
        yield _("Evidence: %(evidence)s.") % {"evidence": "; ".join(map(evidence_words, facts.evidence))}


def _character(line: InitiativeLine, facts: InitiativeFacts) -> str:
    stands = str(STANDINGS[line.standing]).lower() if line.standing not in (None, Standing.NOT_PLANNED) else ""
    words = (HORIZONS.get(facts.horizon), DURATIONS.get(facts.duration), STAGES.get(facts.stage), stands)
    unit = facts.unit.code if facts.unit else ""
    # A delivered stage and a delivered plan are one word to the reader.
    return ", ".join(dict.fromkeys(str(word) for word in (*words, unit) if word))


def _amounts(shown: Figures, measures: Sequence[Figure], scale: Scale, contained: Sequence[bool]) -> list[str]:
    both = zip(measures, contained, strict=True)
    return [_amount(measure.read(shown), scale, contains=contains) for measure, contains in both]


def bridge_table(found: Bridge) -> Data:
    """What changed since last time: opening, steps and closing, a column for each figure; it adds up as printed."""
    scale = bridge.scale_of(found)
    *rows, closing = bridge.rows(found)
    shown = [row_of([row.label, *(bridge.change_words(row, amount, scale) for amount in row.shown)]) for row in rows]
    total = row_of([closing.label, *(bridge.change_words(closing, amount, scale) for amount in closing.shown)], "total")
    heads = [_("Change"), *bridge.heads(found)]
    columns = columns_of("wide", *["number"] * len(found.columns), heads=heads)
    return table_of(_("What has changed"), bridge.said(found), columns, [*shown, total])


def document_table(status: Status) -> Data:
    """The decisions and documents that the figures rest on."""
    heads = [_("Reference"), _("Title"), _("Decided by"), _("Date")]
    rows = [
        row_of([paper.reference, paper.title or document_kind(paper), paper.body or DASH, decided_words(paper)])
        for paper in status.documents
    ]
    return table_of(_("Decisions and documents"), "", columns_of("middle", "wide", "middle", "short", heads=heads), rows)


def _amount(amount: Decimal | None, scale: Scale, *, unstated: bool = False, contains: bool = False) -> str:
    if amount is None:
        return str(NOT_STATED) if unstated else DASH
    return marked(scale.show(amount), contains)


def row_of(cells: Sequence[str | list[str]], style: str = "") -> Data:
    """A row of texts; `style` is "", "main", "part", "total" or "below"."""
    return {"cells": cells, "style": style}


def columns_of(*kinds: str, heads: Sequence[str] = ()) -> Data:
    """The columns: the kind of each, which decides its width and side, and its head."""
    return {"kinds": kinds, "heads": heads}


def table_of(caption: str, note: str, columns: Data, rows: Sequence[Data]) -> Data:
    """A table; `note` says unit, prices and as-of beside the caption."""
    numbers = [cell for row in rows for cell, kind in zip(row["cells"], columns["kinds"], strict=True) if kind in NUMBERS]
    foot = str(FOOT) if any(MARK in cell for cell in numbers) else ""
    return {"caption": caption, "note": note, **columns, "rows": rows, "foot": foot}
