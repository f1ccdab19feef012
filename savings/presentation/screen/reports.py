"""Published reports on the screen: a list, and how one came to be in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.elements.numbers import moment
from savings.elements.table import NumberColumn, OwnWords, Table, TableCell, TableColumn, build_rows
from savings.elements.words import public_name
from savings.projections.reports import ProposalFacts


def reports_table(reports: Sequence[ProposalFacts], link: Callable[[int], str]) -> Table | None:
    """The published reports, the newest first; None where there are none."""
    columns = [
        TableColumn("title", _("Report"), small=_("Programme")),
        TableColumn("as_of", _("As of"), sort="descending"),
        NumberColumn("year", _("Year")),
        TableColumn("by", _("Composed by"), small=_("Composed on")),
        TableColumn("published", _("Published by"), small=_("Published on")),
    ]
    rows = build_rows(
        {
            "title": TableCell(OwnWords(report.title), link(report.number), report.programme_name),
            "as_of": report.as_of,
            "year": report.year,
            "by": TableCell(report.composed_by, small=localtime(report.composed_at).date()),
            "published": TableCell(
                report.published_by or "", small=localtime(report.published_at).date() if report.published_at else ""
            ),
        }
        for report in reports
    )
    return Table(_("Published reports"), columns, rows) if rows else None


def proposal_words(report: ProposalFacts) -> str:
    """Who composed a report and who published it, when."""
    facts = {"name": public_name(report.composed_by), "when": moment(localtime(report.composed_at))}
    composed = _("Composed by %(name)s, %(when)s.") % facts
    if report.published_at:
        facts = {"name": public_name(report.published_by or "", publishes=True), "when": moment(localtime(report.published_at))}
        return " ".join((composed, _("Published by %(name)s, %(when)s.") % facts))
    return " ".join((composed, _("Not published yet.")))
