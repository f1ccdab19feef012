"""All the charts of a status on one page, each with its figures as a table beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.faces.charts import STATUS_CHARTS, Chart
from savings.faces.numbers import DASH, Scale
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.faces.sentences import as_of_words, scale_of
from savings.projections.status import Status


@dataclass(frozen=True)
class ChartsScreen:
    """The charts, and as of when and in which prices they are."""

    said: str
    charts: Sequence[tuple[Chart, Sheet]]


def charts_screen(status: Status) -> ChartsScreen:
    """Every chart that there is something to draw of."""
    return ChartsScreen(as_of_words(status), tuple(_drawn(status)))


def _drawn(status: Status) -> Iterator[tuple[Chart, Sheet]]:
    for draw in STATUS_CHARTS.values():
        chart = draw(status)
        if chart is not None:
            yield chart, _table(chart, scale_of(status), as_of_words(status))


def _table(chart: Chart, scale: Scale, said: str) -> Sheet:
    names, *rows = chart.rows
    # A column of amounts is one where none is recorded, too.
    numeric = [not any(isinstance(row[place], str) for row in rows) for place in range(len(names))]
    # The chart's file is in kroner, its table in the unit that stands above it.
    labels = [_("Amount") if name == _("Amount in DKK") else str(name) for name in names]
    heads = [Head(f"c{place}", label, numeric[place]) for place, label in enumerate(labels)]
    shown = [{f"c{place}": _cell(value, scale, numeric[place]) for place, value in enumerate(row)} for row in rows]
    return sheet(chart.title, heads, shown, said=said)


def _cell(value: str | Decimal | None, scale: Scale, numeric: bool) -> Cell:
    if isinstance(value, Decimal):
        return Cell(scale.show(value))
    return Cell(DASH if value is None and numeric else value or "")
