"""Reading the overview: every programme's figures of its full-effect year, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from savings.danish import sort_key
from savings.kinds import Kind
from savings.models import Entry, Programme, Waiting
from savings.projections.cells import Cell
from savings.projections.figures import figures
from savings.projections.overview import Overview, OverviewLine
from savings.reporting.status import programme_facts
from savings.reporting.sums import Sum, read_sums
from savings.reporting.version import read_head


def read_overview(*, as_of: date, past: bool = False) -> Overview:
    """All programmes as of a date, what is most open first; four queries, however many there are.

    Args:
        past: whether `as_of` lies in the past, so that the raw ledger is added up.
    """
    head = read_head()
    programmes = list(Programme.objects.annotate(last_booked_on=Subquery(_last_booking(as_of))))
    waiting = dict(Waiting.objects.values_list("programme").annotate(Count("entry")))
    sums: dict[int, list[Sum]] = defaultdict(list)
    for row in read_sums([programme.pk for programme in programmes], as_of=as_of, past=past):
        sums[row.programme].append(row)
    lines = [_line(programme, sums[programme.pk], waiting.get(programme.pk, 0)) for programme in programmes]
    return Overview(as_of, tuple(sorted(lines, key=_most_open_first)), head)


def _last_booking(as_of: date) -> QuerySet[Entry, Any]:
    entries = Entry.objects.filter(programme=OuterRef("pk"), booked_on__lte=as_of, approval__isnull=False)
    return entries.order_by("-booked_on").values("booked_on")[:1]


def _line(programme: Programme, sums: Sequence[Sum], waiting: int) -> OverviewLine:
    cells = [
        Cell(Kind(row.kind), None, None, row.year, row.price_level, row.amount, row.evidenced, row.earliest_year) for row in sums
    ]
    levels = {cell.price_level for cell in cells}
    return OverviewLine(
        programme_facts(programme),
        figures(cells, programme.full_effect_year),
        tuple(sorted(levels, key=lambda level: (level is None, level or 0))),
        waiting,
        getattr(programme, "last_booked_on"),  # noqa: B009 - annotated by the query
    )


def _most_open_first(line: OverviewLine) -> tuple[object, ...]:
    return -line.figures.open, sort_key(line.programme.name)
