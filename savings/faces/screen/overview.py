"""The overview page: every programme in its full-effect year, what is most open first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from savings.faces.grids import MEASURES
from savings.faces.numbers import DASH, MILLIONS, day, percent
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.faces.wording import NET_REALISED, OPEN, OUTSTANDING, price_level_words
from savings.kinds import Kind
from savings.projections.figures import Figures
from savings.projections.overview import Overview, OverviewLine


@dataclass(frozen=True)
class OverviewScreen:
    """The overview as texts and one table."""

    summary: str
    table: Sheet | None


def overview_screen(report: Overview, link: Callable[[str], str]) -> OverviewScreen:
    """The overview page of a report; `link` gives a programme's address by its slug."""
    count = len(report.lines)
    said = ngettext("%(count)s programme as of %(day)s.", "%(count)s programmes as of %(day)s.", count)
    heads = [
        Head("programme", _("Programme"), numeric=False),
        Head("year", _("Measured in")),
        Head("target", _("Target")),
        Head("net", str(NET_REALISED)),
        Head("coverage", _("Documented")),
        Head("outstanding", str(OUTSTANDING)),
        Head("secured", _("Secured")),
        Head("open", str(OPEN), sort="descending"),
        Head("last", _("Last booked entry")),
    ]
    rows = [_row(line, link) for line in report.lines]
    units = _("%(unit)s, each programme in its own prices and year") % {"unit": MILLIONS.name}
    table = sheet(_("Programmes"), heads, rows, said=units) if rows else None
    return OverviewScreen(said % {"count": count, "day": day(report.as_of)}, table)


def _row(line: OverviewLine, link: Callable[[str], str]) -> dict[str, Cell]:
    shown = line.figures
    waiting = _("%(count)s waiting") % {"count": line.waiting} if line.waiting else ""
    return {
        "programme": Cell(line.programme.name, link(line.programme.slug), price_level_words(line.price_levels), True),
        "year": Cell(str(line.programme.full_effect_year)),
        "target": _cell(shown.target if shown.has_target else None),
        "net": _cell(_net(shown)),
        "coverage": Cell(percent(shown.evidence_coverage)),
        "outstanding": _cell(shown.outstanding if shown.has_target else None),
        "secured": _cell(shown.secured if shown.has(Kind.SECURED) else None),
        "open": _cell(shown.open if shown.has_target else None),
        "last": Cell(day(line.last_booked_on), small=waiting),
    }


def _net(shown: Figures) -> Decimal | None:
    return next(measure.read(shown) for measure in MEASURES if measure.label is NET_REALISED)


def _cell(amount: Decimal | None) -> Cell:
    return Cell(DASH if amount is None else MILLIONS.show(amount))
