"""How a status' amounts were restated: by which series, and by which factor from each price level."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from savings.elements.sentences import explain_unreached
from savings.elements.table import NumberColumn, PlainNumber, Table, TableColumn, build_rows
from savings.presentation.screen.prices import FACTOR_PLACES
from savings.projections.facts import Restatement
from savings.projections.status import Status


@dataclass(frozen=True)
class RestatementScreen:
    """The series, the factors, and what is said of amounts without a price level.

    Attributes:
        table: None where no amount had to be restated; then `untouched` says why.
    """

    facts: Restatement
    table: Table | None
    untouched: str
    stays: str


def restatement_screen(status: Status) -> RestatementScreen | None:
    """How the amounts were brought to the price level asked for; None where none was asked for."""
    restatement = status.restatement
    if restatement is None:
        return None
    columns = [TableColumn("level", _("From price level")), NumberColumn("factor", _("Factor"))]
    rows = build_rows(
        {"level": _("%(year)s prices") % {"year": level}, "factor": PlainNumber(factor, FACTOR_PLACES)}
        for level, factor in restatement.factors
    )
    caption = _("Factors to %(year)s prices") % {"year": restatement.level}
    stays = [_("Amounts without a price level stay as they are.")] if None in status.price_levels else []
    stays += [explain_unreached(restatement)] if restatement.unreached else []
    table = Table(caption, columns, rows) if rows else None
    return RestatementScreen(restatement, table, "" if table else _explain_untouched(status), " ".join(stays))


def _explain_untouched(status: Status) -> str:
    """Why no amount was restated; empty where it is said of those that could not be."""
    if status.price_levels in ((), (None,)):
        return _("No amount states a price level, so none could be restated.")
    if status.restatement and status.restatement.unreached:
        return ""
    return _("No amount had to be restated: all are in that price level already.")
