"""Where the printed parts of a table differ from its printed total, its note says by how much."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.numbers import KRONER, number
from savings.elements.table import Amount, Table, TableRow
from savings.money import ZERO


def note_rounding(table: Table) -> Table:
    """The table with the largest difference between a printed total and its printed parts in its note; as it is without one."""
    difference = max((abs(_difference(table, column.key)) for column in table.columns), default=ZERO)
    if not difference:
        return table
    words = _("rounded, %(amount)s") % {"amount": number(difference, (table.scale or KRONER).places)}
    return replace(table, note=", ".join(filter(None, (table.note, words))))


def _difference(table: Table, key: str) -> Decimal:
    """By how much the printed parts of a column are more than its printed total; nothing where it has no total."""
    if not table.has_total:
        return ZERO
    *rows, last = table.rows
    whole = _print(table, last, key)
    return ZERO if whole is None else sum((_print(table, row, key) or ZERO for row in rows), ZERO) - whole


def _print(table: Table, row: TableRow, key: str) -> Decimal | None:
    """An amount as it is printed, in the table's unit; None for what is no amount."""
    value = row.cell(key).value
    return (table.scale or KRONER).round(value.kroner) if isinstance(value, Amount) else None
