"""Several programmes in one table of a paper: each in the year it is measured in, and what they come to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from savings.elements.numbers import day, scale_for
from savings.elements.table import Cells, NumberColumn, Table, TableColumn, build_rows, optional_amount
from savings.elements.words import price_level_words
from savings.prices import sort_levels
from savings.projections.figures import Figures, compute_figures
from savings.projections.status import Status
from savings.vocabulary import VOCABULARY, Place

FIGURES = VOCABULARY.at(Place.PAPER)


def overview_table(statuses: Sequence[Status]) -> Table:
    """Each programme's figures of its own year, and the totals."""
    cells = [cell for status in statuses for cell in status.priced if cell.year == status.year]
    scale = scale_for([cell.amount for cell in cells])
    together = compute_figures((replace(cell, year=0, earliest_year=None) for cell in cells), 0)
    rows = build_rows(
        ({"programme": each.programme.name, "year": each.year, **_amounts(each.headline)} for each in statuses),
        {"programme": _("Total"), **_amounts(together)},
    )
    columns = [
        TableColumn("programme", _("Programme"), paper="wide"),
        TableColumn("year", _("Measured in"), paper="short"),
        *(NumberColumn(figure.code, str(figure.words), paper="number") for figure in FIGURES),
    ]
    facts = {
        "unit": scale.name,
        "prices": price_level_words(sort_levels(level for status in statuses for level in status.price_levels)),
        "date": day(max(status.as_of for status in statuses)),
    }
    return Table(_("Programmes"), columns, rows, _("%(unit)s, %(prices)s, as of %(date)s") % facts, scale)


def _amounts(sums: Figures) -> Cells:
    return {figure.code: optional_amount(figure.read(sums)) for figure in FIGURES}
