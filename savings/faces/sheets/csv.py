"""The status as CSV for Excel: one table, first the headline figures, then every amount they are made of.

The first column says which of the two a row belongs to, so that a filter or a pivot table never adds a headline to its
own parts; the words for kind differ too. The other columns bear the names the import reads, so that the rows marked as
postings can be read again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.faces.data import plain
from savings.faces.headline import headline_rows
from savings.faces.numbers import locale_code
from savings.faces.sheets.texts import guarded
from savings.faces.wording import DURATIONS, NOT_STATED
from savings.kinds import WORDS, Kind
from savings.projections.status import Status

Row = tuple[str, ...]
BOM = "\ufeff"
DANISH_HEADS: Row = (
    "tabel", "enhed", "enhedsnavn", "indsats", "art", "år",
    "beløb", "beløbsenhed", "prisniveau", "varighed", "tekst", "pr",
)  # fmt: skip
ENGLISH_HEADS: Row = (
    "table", "unit", "unit_name", "initiative", "kind", "year",
    "amount", "amount_unit", "price_level", "duration", "note", "as_of",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language writes the file, looked up once and not for each of thousands of rows."""

    heads: Row
    delimiter: str
    decimal: str
    kinds: Mapping[Kind, str]

    def amount(self, amount: Decimal | None) -> str:
        """An amount in kroner with the language's decimal sign; nothing where nobody has stated one."""
        return "" if amount is None else plain(amount).replace(".", self.decimal)


#: The kinds are in words that the import reads: the Danish word, in English the code's own name.
DANISH = Dialect(DANISH_HEADS, ";", ",", {kind: words[0] for kind, words in WORDS.items()})
ENGLISH = Dialect(ENGLISH_HEADS, ",", ".", {kind: kind.value for kind in Kind})


def chart_csv(heads: Sequence[str], rows: Iterable[Sequence[str | int | Decimal | None]]) -> bytes:
    """A table as CSV in the same dialect: amounts in kroner exact, text guarded, empty where nobody has stated anything."""
    dialect = ENGLISH if locale_code() == "en_GB" else DANISH
    return _written([heads, *([_written_cell(cell, dialect) for cell in row] for row in rows)], dialect)


def _written_cell(cell: str | int | Decimal | None, dialect: Dialect) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    return str(cell) if isinstance(cell, int) else dialect.amount(cell)


def _written(rows: Iterable[Sequence[str]], dialect: Dialect) -> bytes:
    """UTF-8 with BOM and CRLF, as Excel reads it."""
    out = io.StringIO()
    csv.writer(out, delimiter=dialect.delimiter, lineterminator="\r\n").writerows(rows)
    return (BOM + out.getvalue()).encode()


def status_csv(status: Status) -> bytes:
    """The status as CSV: UTF-8 with BOM, CRLF, kroner; `;` and decimal comma in Danish, `,` and point in English."""
    dialect = ENGLISH if locale_code() == "en_GB" else DANISH
    return _written([dialect.heads, *_headlines(status, dialect), *_postings(status, dialect)], dialect)


def _headlines(status: Status, dialect: Dialect) -> Iterator[Row]:
    levels = status.price_levels
    level = _level(levels[0]) if len(levels) == 1 else ""
    unit = (guarded(status.unit.code), guarded(status.unit.name)) if status.unit else ("", "")
    section, as_of = _("Table 1"), status.as_of.isoformat()
    for line in headline_rows(status):
        note = str(NOT_STATED) if line.unstated and line.amount is None else line.remark
        amount = dialect.amount(line.amount)
        yield section, *unit, "", line.label, str(status.year), amount, "kr", level, "", note, as_of


def _postings(status: Status, dialect: Dialect) -> Iterator[Row]:
    units = {unit.code: guarded(unit.name) for unit in status.units}
    durations = _durations(status)
    section, as_of = _("Postings"), status.as_of.isoformat()
    for cell in status.cells:
        unit = (guarded(cell.unit), units.get(cell.unit, "")) if cell.unit else ("", "")
        initiative, kind = guarded(cell.initiative or ""), dialect.kinds[cell.kind]
        amount, level = dialect.amount(cell.amount), _level(cell.price_level)
        duration = durations.get(cell.initiative, "")
        yield section, *unit, initiative, kind, str(cell.year), amount, "kr", level, duration, "", as_of


def _durations(status: Status) -> dict[str | None, str]:
    facts = (line.facts for line in status.initiatives if line.facts)
    return {fact.name: str(DURATIONS[fact.duration]) for fact in facts if fact.duration}


def _level(level: int | None) -> str:
    return "" if level is None else str(level)
