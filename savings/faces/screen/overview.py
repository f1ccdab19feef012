"""The overview page: every programme in a line, what is most open first, and all of them together in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from savings.chain import shown_head
from savings.faces.charts import small_phase_in
from savings.faces.numbers import DASH, MILLIONS, SCALES, Scale, day, percent, scale_for
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.faces.sentences import figures_summary
from savings.faces.unlevelled import contains, in_line, in_total
from savings.faces.wording import STANDINGS, price_level_words
from savings.projections.figures import Figures
from savings.projections.overview import Overview, OverviewLine
from savings.projections.standing import Standing
from savings.vocabulary import VOCABULARY, Place
from savings.vocabulary.figures import NET_REALISED


class Addressed(Protocol):
    """Where the links of the page lead."""

    def status(self, slug: str) -> str:
        """A programme's status."""

    def entries(self, slug: str, figure: str, year: int) -> str:
        """The entries behind a figure of a programme."""

    def ordered(self, order: str) -> str:
        """The same page in another order."""


@dataclass(frozen=True)
class OverviewScreen:
    """The overview as texts and one table."""

    summary: str
    table: Sheet | None
    notes: Sequence[str]
    shown: str
    trust: Sequence[tuple[str, str]]
    head: str


#: The columns that hold a figure.
FIGURES = VOCABULARY.at(Place.OVERVIEW)
#: The order that a column's head sorts by.
ORDERS = {
    "programme": "programme",
    "target": "target",
    "net_realised": "net",
    "secured": "secured",
    "open": "open",
    "last": "last",
}


def overview_screen(report: Overview, links: Addressed, *, order: str = "open") -> OverviewScreen:
    """The overview page of a report, its lines already chosen and ordered."""
    scale = scale_of(report)
    return OverviewScreen(
        summary=summary(report, scale),
        table=_table(report, links, scale, order),
        notes=tuple(_notes(report)),
        shown=_shown(report),
        trust=tuple(_trust(report)),
        head=shown_head(report.head.position, report.head.hash),
    )


def scale_of(report: Overview) -> Scale:
    """The unit all amounts of the page are shown in."""
    if report.shown_in:
        return SCALES[report.shown_in]
    return scale_for([cell.amount for line in report.lines for cell in line.cells]) if report.lines else MILLIONS


def summary(report: Overview, scale: Scale) -> str:
    """All the programmes in one breath: how much of what they shall save is real, and what is left."""
    count = len(report.lines)
    facts = {"count": count, "day": day(report.as_of)}
    if report.year:
        facts["year"] = report.year
        said = ngettext(
            "%(count)s programme as of %(day)s, effect in %(year)s.",
            "%(count)s programmes as of %(day)s, effect in %(year)s.",
            count,
        )
    else:
        said = ngettext("%(count)s programme as of %(day)s.", "%(count)s programmes as of %(day)s.", count)
    return " ".join([said % facts, *([figures_summary(report.total, scale)] if report.lines else [])])


def _notes(report: Overview) -> Iterator[str]:
    if len(report.lines) > 1 and report.year is None:
        yield _("Each programme counts with its annual effect in the year it is measured in.")
    if report.price_level is not None and any(not line.restated for line in report.lines):
        yield _("A programme whose price series does not reach %(level)s prices stands as it was stated.") % {
            "level": report.price_level
        }
    if len(report.price_levels) > 1:
        yield _("The amounts are in several price levels: %(levels)s. Choose one to compare them.") % {
            "levels": price_level_words(report.price_levels)
        }


def _shown(report: Overview) -> str:
    if len(report.lines) == report.among:
        return ""
    return _("Showing %(shown)s of %(total)s programmes") % {"shown": len(report.lines), "total": report.among}


def _table(report: Overview, links: Addressed, scale: Scale, order: str) -> Sheet | None:
    if not report.lines:
        return None
    drawn = any(line.phase_in for line in report.lines)
    figures = [(figure.code, str(figure.words), True) for figure in FIGURES]
    figures.insert(1 + FIGURES.index(NET_REALISED), ("coverage", _("Documented"), True))
    names = [
        ("programme", _("Programme"), False),
        ("year", _("Measured in"), True),
        *figures,
        *([("phase_in", _("Phase-in"), False)] if drawn else []),
        ("standing", _("Stands"), False),
        ("last", _("Last booked entry"), False),
    ]
    heads = [_head(key, words, numeric, order, links) for key, words, numeric in names]
    asked = report.price_level is not None
    rows = [_row(line, links, scale, in_line(line, asked=asked)) for line in report.lines]
    facts = {"unit": scale.name, "prices": price_level_words(report.price_levels), "date": day(report.as_of)}
    said = _("%(unit)s, %(prices)s, as of %(date)s") % facts
    return sheet(_("Programmes"), heads, rows, said=said, total=_total(report.total, scale, in_total(report)))


def _head(key: str, words: str, numeric: bool, order: str, links: Addressed) -> Head:
    sorts = ORDERS.get(key)
    small = {"programme": _("Case number and price level"), "last": _("Entries that wait")}.get(key, "")
    if sorts is None:
        return Head(key, words, numeric)
    if sorts == order:
        return Head(key, words, numeric, sort="ascending" if key == "programme" else "descending", small=small)
    return Head(key, words, numeric, href=links.ordered(sorts), small=small)


def _row(line: OverviewLine, links: Addressed, scale: Scale, bare: Figures) -> dict[str, Cell]:
    programme = line.programme
    waiting = _("%(count)s waiting") % {"count": line.waiting} if line.waiting else ""
    about = ", ".join(part for part in (programme.case_number, price_level_words(line.price_levels)) if part)
    return {
        "programme": Cell(programme.name, links.status(programme.slug), about, True),
        "year": Cell(str(line.year)),
        **{
            figure.code: _amount(
                figure.read(line.figures),
                scale,
                links.entries(programme.slug, figure.code, line.year),
                marked=contains(bare, figure),
            )
            for figure in FIGURES
        },
        "coverage": Cell(percent(line.figures.evidence_coverage)),
        "phase_in": Cell(small_phase_in(line.phase_in, f"phase-in-{programme.slug}")),
        "standing": Cell(str(STANDINGS[line.standing]) if line.standing is not Standing.NOT_PLANNED else DASH),
        "last": Cell(day(line.last_booked_on), small=waiting),
    }


def _total(total: Figures, scale: Scale, bare: Figures) -> Mapping[str, Cell]:
    return {
        "programme": Cell(_("Total")),
        **{figure.code: _amount(figure.read(total), scale, marked=contains(bare, figure)) for figure in FIGURES},
        "coverage": Cell(percent(total.evidence_coverage)),
    }


def _amount(amount: Decimal | None, scale: Scale, href: str = "", *, marked: bool = False) -> Cell:
    return Cell(DASH) if amount is None else Cell(scale.show(amount), href, marked=marked)


def _trust(report: Overview) -> Iterator[tuple[str, str]]:
    booked = [line.last_booked_on for line in report.lines if line.last_booked_on]
    yield _("As of"), day(report.as_of)
    yield _("Last booked entry"), day(max(booked, default=None))
    yield _("Waiting, not counted"), str(sum(line.waiting for line in report.lines))
    yield _("Documented"), percent(report.total.evidence_coverage)
