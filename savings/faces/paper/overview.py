"""Several programmes in one table of a paper: each in the year it is measured in, and what they come to together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from savings.faces.numbers import DASH, Scale, day, scale_for
from savings.faces.paper.tables import Data, columns_of, row_of, table_of
from savings.faces.wording import price_level_words, sorted_levels
from savings.projections.figures import Figures, figures
from savings.projections.status import Status
from savings.vocabulary import VOCABULARY, Place

FIGURES = VOCABULARY.at(Place.PAPER)


def overview_table(statuses: Sequence[Status]) -> Data:
    """Each programme's figures of its own year, and the totals."""
    cells = [cell for status in statuses for cell in status.priced if cell.year == status.year]
    scale = scale_for([cell.amount for cell in cells])
    rows = [row_of([status.programme.name, str(status.year), *_amounts(status.headline, scale)]) for status in statuses]
    together = figures((replace(cell, year=0, earliest_year=None) for cell in cells), 0)
    total = row_of([_("Total"), "", *_amounts(together, scale)], "total")
    heads = [_("Programme"), _("Measured in"), *(str(figure.words) for figure in FIGURES)]
    columns = columns_of("wide", "short", *["number"] * len(FIGURES), heads=heads)
    levels = {level for status in statuses for level in status.price_levels}
    facts = {
        "unit": scale.name,
        "prices": price_level_words(sorted_levels(levels)),
        "date": day(max(status.as_of for status in statuses)),
    }
    return table_of(_("Programmes"), _("%(unit)s, %(prices)s, as of %(date)s") % facts, columns, [*rows, total])


def _amounts(shown: Figures, scale: Scale) -> Iterator[str]:
    for figure in FIGURES:
        amount = figure.read(shown)
        yield DASH if amount is None else scale.show(amount)
