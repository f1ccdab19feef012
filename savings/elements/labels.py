"""Figures by unit, year and initiative as the paper and the workbook lay them out: which figures, which labels."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from savings.elements.words import UNALLOCATED, WHOLE_PROGRAMME
from savings.projections.figures import Figures
from savings.projections.status import InitiativeLine, Status
from savings.vocabulary import Figure, Place
from savings.vocabulary.figures import (
    IDENTIFIED,
    NO_FORECAST,
    NOT_EXPECTED,
    OVERCOVERED,
    SHORTFALL,
    SURPLUS,
    UNCOVERED,
    UNIDENTIFIED,
)


def measures_of(status: Status) -> tuple[Figure, ...]:
    """The figures that have an amount anywhere in the status, so that no page shows columns of dashes only."""
    rows = [sums for row in status.grid.rows for sums in row.by_year.values()]
    figures = leave_out_splits(status.vocabulary.at(Place.WORKBOOK), status.grid.total.by_year.values())
    return tuple(figure for figure in figures if any(figure.read(row) is not None for row in rows))


#: Figures that are split in two, each with what makes the split worth telling: else they say one figure once more.
_SPLITS = (
    ((SHORTFALL, SURPLUS), (SHORTFALL, SURPLUS)),
    ((UNCOVERED, OVERCOVERED), (UNCOVERED, OVERCOVERED)),
    ((IDENTIFIED, UNIDENTIFIED), (UNIDENTIFIED,)),
    ((NOT_EXPECTED, NO_FORECAST), (NO_FORECAST,)),
)


def leave_out_splits(figures: Iterable[Figure], totals: Iterable[Figures]) -> list[Figure]:
    """The figures without the splits that the totals give no reason to tell."""
    whole = list(totals)
    silent = {
        figure
        for pair, reasons in _SPLITS
        if not any(all(reason.amount(each) for reason in reasons) for each in whole)
        for figure in pair
    }
    return [figure for figure in figures if figure not in silent]


def unit_label(status: Status, code: str | None, *, is_own: bool = False) -> str:
    """A row's unit by name; *Ikke fordelt* for what nobody has divided, *… selv* for a unit without those under it."""
    name = status.unit_name(code) or str(UNALLOCATED)
    return _("%(unit)s itself (not allocated)") % {"unit": name} if is_own else name


def has_codes(status: Status) -> bool:
    """Whether the units' codes must stand beside their names: some name is another's, too."""
    names = [status.unit_name(row.unit) for row in status.grid.rows if row.unit is not None and not row.is_own]
    return len(names) != len(set(names))


def initiative_label(line: InitiativeLine) -> str:
    """An initiative by name; *the programme as a whole* for amounts without one."""
    return line.facts.name if line.facts else str(WHOLE_PROGRAMME)
