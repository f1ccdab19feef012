"""All the charts of a status on one page, each with its figures as a table beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.charts import STATUS_CHARTS, Chart
from savings.elements.numbers import Scale
from savings.elements.sentences import as_of_words, scale_of
from savings.elements.table import Amount, NumberColumn, Table, TableColumn, Value, build_rows
from savings.projections.status import Status


@dataclass(frozen=True)
class ChartsScreen:
    """The charts, and as of when and in which prices they are."""

    said: str
    charts: Sequence[tuple[Chart, Table]]


def charts_screen(status: Status) -> ChartsScreen:
    """Every chart that there is something to draw of."""
    return ChartsScreen(as_of_words(status), tuple(_draw_charts(status)))


def _draw_charts(status: Status) -> Iterator[tuple[Chart, Table]]:
    for draw in STATUS_CHARTS.values():
        chart = draw(status)
        if chart is not None:
            yield chart, _table(chart, scale_of(status), as_of_words(status))


def _table(chart: Chart, scale: Scale, note: str) -> Table:
    names, *rows = chart.rows
    # The chart's file is in kroner, its table in the unit that stands above it.
    labels = [_("Amount") if name == _("Amount in DKK") else str(name) for name in names]
    # A column of amounts is one where none is recorded, too.
    columns = [
        (TableColumn if any(isinstance(row[place], str | int) for row in rows) else NumberColumn)(f"c{place}", label)
        for place, label in enumerate(labels)
    ]
    keyed = build_rows({column.key: _value(value, column) for column, value in zip(columns, row, strict=True)} for row in rows)
    return Table(chart.title, columns, keyed, note, scale)


def _value(value: str | int | Decimal | None, column: TableColumn) -> Value:
    if value is None:
        return None if column.is_numeric else ""
    return Amount(value) if isinstance(value, Decimal) else value
