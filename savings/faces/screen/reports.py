"""Published reports on the screen: a list, and how one came to be in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.faces.numbers import day, moment
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.projections.facts import ProposalFacts


def reports_sheet(reports: Sequence[ProposalFacts], link: Callable[[int], str]) -> Sheet | None:
    """The published reports, the newest first; None where there are none."""
    heads = [
        Head("title", _("Report"), numeric=False, small=_("Programme")),
        Head("as_of", _("As of"), numeric=False, sort="descending"),
        Head("year", _("Year")),
        Head("by", _("Composed by"), numeric=False, small=_("Composed on")),
        Head("published", _("Published by"), numeric=False, small=_("Published on")),
    ]
    rows = [
        {
            "title": Cell(told.title, link(told.number), told.programme_name, own_words=True),
            "as_of": Cell(day(told.as_of)),
            "year": Cell(str(told.year)),
            "by": Cell(told.composed_by, small=day(localtime(told.composed_at).date())),
            "published": Cell(
                told.published_by or "", small=day(localtime(told.published_at).date()) if told.published_at else ""
            ),
        }
        for told in reports
    ]
    return sheet(_("Published reports"), heads, rows) if rows else None


def _day_of(at: datetime | None) -> str:
    return day(localtime(at).date()) if at else ""


def proposal_words(told: ProposalFacts) -> str:
    """Who composed a report and who published it, when."""
    facts = {"name": told.composed_by, "when": moment(localtime(told.composed_at))}
    said = _("Composed by %(name)s, %(when)s.") % facts
    if told.published_by and told.published_at:
        facts = {"name": told.published_by, "when": moment(localtime(told.published_at))}
        return " ".join((said, _("Published by %(name)s, %(when)s.") % facts))
    return " ".join((said, _("Not published yet.")))
