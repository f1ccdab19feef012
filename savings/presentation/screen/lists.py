"""A long list by django-tables2: declared columns, the rows of one page, its order, and the ways to its other pages.

Order and page are part of what is asked, and `reporting/` reads the rows so; the library sorts and cuts nothing again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import django_tables2
from django.core.paginator import Page
from django.utils.safestring import SafeString
from django_tables2.data import TableListData
from django_tables2.rows import BoundRow

from savings.elements.numbers import Scale
from savings.elements.table import Cells, Table, TableCell, TableColumn
from savings.presentation.screen.tables import register, render_cell, render_cells


@dataclass(frozen=True)
class HeadOrder:
    """An order by a column, by its name in addresses."""

    name: str
    is_descending: bool = False


def add_order(column: TableColumn, order: str, own: Sequence[HeadOrder], href: Callable[[str], str]) -> TableColumn:
    """The column with how the list is sorted by it, and the way to have it sorted by it, or by it the other way.

    Args:
        order: the name of the order that the list is in.
        own: the orders by this column; its head leads to the first that the list is not in.
        href: where the list in an order is.
    """
    present = [each for each in own if each.name == order]
    sort = ("descending" if present[0].is_descending else "ascending") if present else ""
    others = [each for each in own if each.name != order]
    return replace(column, sort=sort, href=href(others[0].name) if others else "")


class ListColumn(django_tables2.Column):
    """A column of a table of values."""

    #: None is a value, too: a dash.
    empty_values = ()

    def __init__(self, column: TableColumn, scale: Scale | None, total: TableCell | None) -> None:
        footer = render_cell(total, scale) if total else None
        super().__init__(verbose_name=str(column.label), orderable=bool(column.sort or column.href), footer=footer)
        self.described, self.scale = column, scale

    def render(self, value: TableCell) -> SafeString:
        return render_cell(value, self.scale)


class ListRows(TableListData):
    """The rows of one page, standing for the whole list: the others were not read."""

    def __init__(self, rows: Sequence[Cells], total: int) -> None:
        super().__init__(rows)
        self.total = total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, page: slice) -> Sequence[Cells]:
        return self.data

    def __iter__(self) -> Iterator[Cells]:
        return iter(self.data)

    def order_by(self, aliases: object) -> None:
        """Leave the rows in the order in which they were read."""


class PagedTable(django_tables2.Table):
    """A table of values as the library draws it, with our template; `stacks` as for `as_list`."""

    stacks: bool

    class Meta:
        template_name = "shared/_list.html"


@register.simple_tag
def as_list(table: Table, page: Page[int] | None = None, stacks: bool = False) -> PagedTable:
    """A table with the rows of one page of a list; without a page they are the whole of it.

    Args:
        stacks: whether the cells of a row stand below each other on a narrow screen.
    """
    total = table.rows[-1] if table.has_total else None
    body = table.rows[:-1] if total else table.rows
    rows = [{column.key: row.cell(column.key) for column in table.columns} for row in body]
    columns = [
        (column.key, ListColumn(column, table.scale, total.cell(column.key) if total else None)) for column in table.columns
    ]
    order = [f"{'-' * (column.sort == 'descending')}{column.key}" for column in table.columns if column.sort]
    paged = PagedTable(ListRows(rows, page.paginator.count if page else len(rows)), extra_columns=columns, order_by=order)
    paged.stacks = stacks
    if page:
        paged.paginate(page=page.number, per_page=page.paginator.per_page)
    return paged


@register.filter
def row_cells(row: BoundRow) -> SafeString:
    """The cells of a row, each drawn by its column; the first names it.

    Made here: a template takes twice as long for each of hundreds of cells, and the library's own iterator of a row
    looks up for each of them what arguments its column's `render` takes.
    """
    return _render_row(row.table, [bound.column.render(row.record[bound.name]) for bound in row.table.columns])


@register.filter
def total_cells(table: PagedTable) -> SafeString:
    """The cells of the row of totals."""
    return _render_row(table, [bound.footer for bound in table.columns])


def _render_row(table: PagedTable, cells: Sequence[SafeString]) -> SafeString:
    columns = [bound.column.described for bound in table.columns]
    labels = [str(column.label) for column in columns] if table.stacks else ()
    return render_cells(cells, [column.is_numeric for column in columns], labels)


@register.simple_tag
def page_numbers(page: Page[int]) -> Iterator[int | str]:
    """The pages that a list offers: those around the reader's own, the first and the last, with dots between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
