"""By how much the printed parts of a table differ from its printed sums; each figure is rounded once, by itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from savings.elements.numbers import Scale
from savings.elements.table import Amount, Table, TableRow
from savings.money import ZERO


def find_rounding(table: Table) -> Decimal | None:
    """The most by which the printed parts of a sum differ from the printed sum, in the table's unit; None where none does."""
    groups: list[tuple[TableRow, list[TableRow]]] = []
    above: list[list[TableRow]] = [[]]
    for row in table.rows:
        if row.style == "total":
            groups.append((row, above[0]))
            continue
        del above[row.depth + 1 :]
        above[row.depth].append(row)
        above.append([])
        if row.is_group:
            groups.append((row, above[-1]))
    keys = [column.key for column in table.columns if column.is_numeric]
    differences = [abs(_difference(whole, parts, key, table.scale)) for whole, parts in groups for key in keys]
    return max(differences, default=ZERO) or None


def _difference(whole: TableRow, parts: Sequence[TableRow], key: str, scale: Scale | None) -> Decimal:
    """What the printed sum is more than its printed parts in a column of amounts; zero in one of shares or of none."""
    total = whole.cell(key).value
    if not isinstance(total, Amount):
        return ZERO
    amounts = [row.cell(key).value for row in parts]
    return total.round(scale) - sum((each.round(scale) for each in amounts if isinstance(each, Amount)), ZERO)
