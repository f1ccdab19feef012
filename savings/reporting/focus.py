"""Reading the year in focus of a programme, for reports in which no year is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from savings.models import Programme
from savings.projections.cells import Cell
from savings.projections.focus import Focus, find_focus, target_years
from savings.reporting.sums import read_begun


def read_focus(programme: Programme, cells: Iterable[Cell], as_of: date) -> Focus:
    """The year in focus of a programme, by the cells of all its units; at most one query."""
    targets, this = target_years(cells), as_of.year
    # Only where both years have a target does it matter whether the later one has begun.
    has_begun = {this, this - 1} <= targets and bool(read_begun([programme.pk], as_of))
    return find_focus(targets, as_of=as_of, full_effect_year=programme.full_effect_year, has_begun=has_begun)
