"""The overview page: every programme in a line, what is most open first, and all of them together in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from savings.chain import format_head
from savings.elements.charts.small import draw_small_phase_in
from savings.elements.numbers import MILLIONS, SCALES, Scale, day, percent, scale_for
from savings.elements.sentences import figures_summary
from savings.elements.table import (
    Amount,
    Cells,
    NumberColumn,
    OwnWords,
    ScreenHtml,
    Table,
    TableCell,
    TableColumn,
    build_rows,
    optional_share,
)
from savings.elements.without_price_level import contains, in_line, in_total
from savings.elements.words import STANDINGS, price_level_words
from savings.presentation.screen.lists import HeadOrder, add_order
from savings.projections.figures import Figures
from savings.projections.overview import Overview, OverviewLine, order_name
from savings.projections.standing import Standing
from savings.vocabulary import VOCABULARY, Figure, Place
from savings.vocabulary.figures import NET_REALISED


class OverviewLinks(Protocol):
    """Where the links of the page lead."""

    def status(self, slug: str) -> str:
        """A programme's status."""

    def entries(self, slug: str, figure: str, year: int) -> str:
        """The entries behind a figure of a programme."""

    def in_order(self, order: str) -> str:
        """The same page in another order."""


@dataclass(frozen=True)
class OverviewScreen:
    """The overview as texts and one table."""

    summary: str
    table: Table | None
    notes: Sequence[str]
    shown: str
    trust: Sequence[tuple[str, str]]
    head: str


#: The columns that hold a figure.
FIGURES = VOCABULARY.at(Place.OVERVIEW)
#: The order that a column's head sorts by.
ORDERS = {"programme": "programme", **{figure.code: order_name(figure) for figure in FIGURES}, "last": "last"}


def overview_screen(report: Overview, links: OverviewLinks, *, order: str = "open") -> OverviewScreen:
    """The overview page of a report, its lines already chosen and ordered."""
    scale = scale_of(report)
    return OverviewScreen(
        summary=summary(report, scale),
        table=_table(report, links, scale, order),
        notes=tuple(_notes(report)),
        shown=_count_words(report),
        trust=tuple(_trust(report)),
        head=format_head(report.head.position, report.head.hash),
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
        count_words = ngettext(
            "%(count)s programme as of %(day)s, effect in %(year)s.",
            "%(count)s programmes as of %(day)s, effect in %(year)s.",
            count,
        )
    else:
        count_words = ngettext("%(count)s programme as of %(day)s.", "%(count)s programmes as of %(day)s.", count)
    return " ".join([count_words % facts, *([figures_summary(report.total, scale)] if report.lines else [])])


def _notes(report: Overview) -> Iterator[str]:
    if len(report.lines) > 1 and report.year is None:
        yield _("Each programme counts with its annual effect in the year it is measured in.")
    if report.price_level is not None and any(not line.restated for line in report.lines):
        yield _("Amounts that no price series brings to %(level)s prices stand as they were stated, and are marked.") % {
            "level": report.price_level
        }
    if len(report.price_levels) > 1:
        yield _("The amounts are in several price levels: %(levels)s. Choose one to compare them.") % {
            "levels": price_level_words(report.price_levels)
        }


def _count_words(report: Overview) -> str:
    if len(report.lines) == report.among:
        return ""
    return _("Showing %(shown)s of %(total)s programmes") % {"shown": len(report.lines), "total": report.among}


def _table(report: Overview, links: OverviewLinks, scale: Scale, order: str) -> Table | None:
    if not report.lines:
        return None
    is_drawn = any(line.phase_in for line in report.lines)
    lines = [_line(line, links, in_line(line, report.price_level)) for line in report.lines]
    bare = in_total(report)
    total: Cells = {
        "programme": _("Total"),
        **{figure.code: _amount(figure, report.total, bare) for figure in FIGURES},
        "coverage": optional_share(report.total.evidence_coverage),
    }
    facts = {"unit": scale.name, "prices": price_level_words(report.price_levels), "date": day(report.as_of)}
    note = _("%(unit)s, %(prices)s, as of %(date)s") % facts
    return Table(_("Programmes"), list(_columns(order, links, is_drawn=is_drawn)), build_rows(lines, total), note, scale)


def _columns(order: str, links: OverviewLinks, *, is_drawn: bool) -> Iterator[TableColumn]:
    yield _add_order(TableColumn("programme", _("Programme"), small=_("Case number and price level")), order, links)
    yield NumberColumn("year", _("Measured in"))
    for figure in FIGURES:
        yield _add_order(NumberColumn(figure.code, str(figure.words)), order, links)
        if figure is NET_REALISED:
            yield NumberColumn("coverage", _("Documented"))
    if is_drawn:
        yield TableColumn("phase_in", _("Phase-in"))
    yield TableColumn("standing", _("Stands"))
    yield _add_order(TableColumn("last", _("Last booked entry"), small=_("Entries that wait")), order, links)


def _add_order(column: TableColumn, order: str, links: OverviewLinks) -> TableColumn:
    if column.key not in ORDERS:
        return column
    own = HeadOrder(ORDERS[column.key], is_descending=column.key != "programme")
    return add_order(column, order, [own], links.in_order)


def _line(line: OverviewLine, links: OverviewLinks, bare: Figures) -> Cells:
    programme = line.programme
    waiting = _("%(count)s waiting") % {"count": line.waiting} if line.waiting else ""
    about = ", ".join(part for part in (programme.case_number, price_level_words(line.price_levels)) if part)
    return {
        "programme": TableCell(OwnWords(programme.name), links.status(programme.slug), about),
        "year": line.year,
        **{
            figure.code: _amount(figure, line.figures, bare, links.entries(programme.slug, figure.code, line.year))
            for figure in FIGURES
        },
        "coverage": optional_share(line.figures.evidence_coverage),
        "phase_in": ScreenHtml(draw_small_phase_in(line.phase_in, f"phase-in-{programme.slug}")),
        "standing": STANDINGS[line.standing] if line.standing is not Standing.NOT_PLANNED else None,
        "last": TableCell(line.last_booked_on, small=waiting),
    }


def _amount(figure: Figure, figures: Figures, bare: Figures, href: str = "") -> TableCell | None:
    kroner = figure.read(figures)
    return None if kroner is None else TableCell(Amount(kroner), href, is_marked=contains(bare, figure))


def _trust(report: Overview) -> Iterator[tuple[str, str]]:
    booked = [line.last_booked_on for line in report.lines if line.last_booked_on]
    yield _("As of"), day(report.as_of)
    yield _("Last booked entry"), day(max(booked, default=None))
    yield _("Waiting, not counted"), str(sum(line.waiting for line in report.lines))
    yield _("Documented"), percent(report.total.evidence_coverage)
