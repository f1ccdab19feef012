"""The status as CSV for Excel, in one table: the headline, every amount it is made of, what has changed, what is said.

The first column says which of these a row belongs to, so that a filter or a pivot table never adds a headline to its
own parts; the words for kind differ too. The other columns bear the names the import reads, so that the rows marked as
postings can be read again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements import bridge
from savings.elements.data.spreadsheet_text import guard_text
from savings.elements.data.status_json import ORE_PLACES, plain
from savings.elements.explanations import explanation_words
from savings.elements.footnotes import mark_words, remark_words
from savings.elements.headline import headline_rows
from savings.elements.labels import unit_label
from savings.elements.numbers import locale_code
from savings.elements.tables.status import choose_unit_figures
from savings.elements.without_price_level import CONTAINS, find_unlevelled
from savings.elements.words import DURATIONS, NOT_STATED
from savings.money import UNITS, round_half_up
from savings.projections.status import Status

Row = tuple[str, ...]
BOM = "\ufeff"
#: Decimals of a million in which an øre is one.
EXACT_PLACES = 8
DANISH_HEADS: Row = (
    "tabel", "enhed", "enhedsnavn", "indsats", "art", "år",
    "beløb", "beløbsenhed", "prisniveau", "varighed", "tekst", "pr", "overenhed",
)  # fmt: skip
ENGLISH_HEADS: Row = (
    "table", "unit", "unit_name", "initiative", "kind", "year",
    "amount", "amount_unit", "price_level", "duration", "note", "as_of", "parent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language writes the file, looked up once and not for each of thousands of rows."""

    heads: Row
    delimiter: str
    decimal: str
    danish: bool
    unit: str = "kr"

    def amount(self, amount: Decimal | None) -> str:
        """An amount, exact to the øre, in the unit of the file with the language's decimal sign; nothing where none is stated."""
        if amount is None:
            return ""
        one = UNITS[self.unit]
        text = plain(amount) if one == 1 else plain(round_half_up(amount, ORE_PLACES) / one, EXACT_PLACES)
        return text.replace(".", self.decimal)


DANISH = Dialect(DANISH_HEADS, ";", ",", danish=True)
ENGLISH = Dialect(ENGLISH_HEADS, ",", ".", danish=False)


def status_csv(status: Status) -> bytes:
    """The status as CSV: UTF-8 with BOM, CRLF; `;` and decimal comma in Danish, `,` and point in English.

    Its amounts are exact, in kroner or in the unit asked for.
    """
    speaks = replace(dialect(), unit=status.shown_in or "kr")
    told = [*_explanations(status), *_notes(status)]
    parts = _headlines(status, speaks), _units(status, speaks), _postings(status, speaks), _since(status, speaks), told
    # Only the units have one above them.
    rows = [(*row, "") if len(row) < len(speaks.heads) else row for part in parts for row in part]
    return write_csv([speaks.heads, *rows], speaks.delimiter)


def dialect() -> Dialect:
    """How the reader's language writes a file."""
    return ENGLISH if locale_code() == "en_GB" else DANISH


def write_csv(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """Rows as a file that Excel opens by a double click: UTF-8 with BOM, CRLF."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return (BOM + out.getvalue()).encode()


def _headlines(status: Status, dialect: Dialect) -> Iterator[Row]:
    levels = status.price_levels
    level = _level(levels[0]) if len(levels) == 1 else ""
    unit = (guard_text(status.unit.code), guard_text(status.unit.name)) if status.unit else ("", "")
    section, as_of, marks = _("Table 1"), status.as_of.isoformat(), find_unlevelled(status)
    for line in headline_rows(status):
        said = str(NOT_STATED) if line.unstated and line.amount is None else line.remark
        contains = str(CONTAINS) if line.amount is not None and marks.in_headline(status.vocabulary[line.key]) else ""
        note = "; ".join(filter(None, (said, contains)))
        amount = dialect.amount(line.amount)
        yield section, *unit, "", line.label, str(status.year), amount, dialect.unit, level, "", note, as_of


def _units(status: Status, dialect: Dialect) -> Iterator[Row]:
    """The units in their tree, a row for each figure; the kinds of these sums are none that the import reads."""
    levels, marks = status.price_levels, find_unlevelled(status)
    level, section, as_of = _level(levels[0]) if len(levels) == 1 else "", _("Units"), status.as_of.isoformat()
    if all(cell.unit is None for cell in status.cells):
        return
    for row in status.grid.rows:
        code, name = guard_text(row.unit or ""), guard_text(unit_label(status, row.unit, is_own=row.is_own))
        for figure in choose_unit_figures(status):
            kroner = figure.read(row.year(status.year))
            if kroner is not None:
                kind, amount = _("%(figure)s (sum)") % {"figure": figure.words}, dialect.amount(kroner)
                note = str(CONTAINS) if marks.in_row(figure, row, status.year) else ""
                about = code, name, "", kind, str(status.year), amount, dialect.unit, level, "", note, as_of
                yield section, *about, guard_text(row.parent or "")


def _postings(status: Status, dialect: Dialect) -> Iterator[Row]:
    units = {unit.code: guard_text(unit.name) for unit in status.units}
    durations = _durations(status)
    kinds = {kind: figure.word_in_files(danish=dialect.danish) for kind, figure in status.vocabulary.kinds.items()}
    section, as_of = _("Postings"), status.as_of.isoformat()
    for cell in status.cells:
        unit = (guard_text(cell.unit), units.get(cell.unit, "")) if cell.unit else ("", "")
        initiative, kind = guard_text(cell.initiative or ""), kinds[cell.kind]
        amount, level = dialect.amount(cell.amount), _level(cell.price_level)
        duration = durations.get(cell.initiative, "")
        yield section, *unit, initiative, kind, str(cell.year), amount, dialect.unit, level, duration, "", as_of


def _explanations(status: Status) -> Iterator[Row]:
    """Why units are behind and what is done about it. Like a note's, their kind is none that the import reads."""
    section, as_of = _("Behind the plan"), status.as_of.isoformat()
    for it in status.explanations:
        about = guard_text(it.unit.code), guard_text(it.unit.name), guard_text(it.initiative or ""), _("explanation")
        yield section, *about, str(it.year), "", "", "", "", guard_text(explanation_words(status, it)), as_of


def _notes(status: Status) -> Iterator[Row]:
    """The notes to the figures. Their kind is none that the import reads, and they have no amount."""
    section, as_of = _("Notes"), status.as_of.isoformat()
    for number, remark in enumerate(status.remarks, 1):
        unit, kind = (guard_text(remark.unit or ""), guard_text(remark.unit_name)), mark_words((number,))
        yield section, *unit, "", kind, str(remark.year), "", "", "", "", guard_text(_one_line(remark_words(remark))), as_of


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _since(status: Status, dialect: Dialect) -> Iterator[Row]:
    """What changed since last time: for each figure its opening, its steps and its closing."""
    since = status.since
    if since is None or not since.steps:
        return
    section, as_of, unit = _("Since last time"), status.as_of.isoformat(), guard_text(status.unit.code) if status.unit else ""
    level = _level(since.price_levels[0]) if len(since.price_levels) == 1 else ""
    for row in bridge.rows(since):
        for figure, amount in zip(bridge.heads(since), row.exact, strict=True):
            if amount is not None:
                kroner, step = dialect.amount(amount), guard_text(row.label)
                yield section, unit, "", "", figure, str(since.year), kroner, dialect.unit, level, "", step, as_of


def _durations(status: Status) -> dict[str | None, str]:
    facts = (line.facts for line in status.initiatives if line.facts)
    return {fact.name: str(DURATIONS[fact.duration]) for fact in facts if fact.duration}


def _level(level: int | None) -> str:
    return "" if level is None else str(level)
