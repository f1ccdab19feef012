"""Where the printed parts of a table differ from its printed sums, its note says by how much; each figure is rounded once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.numbers import KRONER, number
from savings.elements.table import Amount, Table, TableRow
from savings.money import ZERO


def note_rounding(table: Table) -> Table:
    """The table with the largest difference between a printed sum and its printed parts in its note; as it is without one.

    The rows at the top are the parts of the total, and the rows under a row those of that row.
    """
    scale = table.scale or KRONER
    keys = [column.key for column in table.columns if column.is_numeric]
    differences = (_difference(table, whole, parts, key) for whole, parts in list(_list_sums(table)) for key in keys)
    most = max(map(abs, differences), default=ZERO)
    if not most:
        return table
    words = _("rounded, %(amount)s") % {"amount": number(most, scale.places)}
    return replace(table, note=f"{table.note} ({words})" if table.note else words)


def _list_sums(table: Table) -> Iterator[tuple[TableRow, Sequence[TableRow]]]:
    """Each row that is a sum, with the rows that are its parts."""
    above: list[list[TableRow]] = [[]]
    for row in table.rows:
        if row.style == "total":
            yield row, above[0]
            continue
        del above[row.depth + 1 :]
        above[row.depth].append(row)
        above.append([])
        if row.is_group:
            # Its parts are rows that follow: the list is whole when all sums are listed.
            yield row, above[-1]


def _difference(table: Table, whole: TableRow, parts: Sequence[TableRow], key: str) -> Decimal:
    """What the printed sum is more than its printed parts in a column; zero where it is no amount."""
    total = _print(table, whole, key)
    return ZERO if total is None else total - sum((_print(table, row, key) or ZERO for row in parts), ZERO)


def _print(table: Table, row: TableRow, key: str) -> Decimal | None:
    """An amount as it is printed, in the table's unit; None for what is no amount."""
    value = row.cell(key).value
    return value.round(table.scale or KRONER) if isinstance(value, Amount) else None
