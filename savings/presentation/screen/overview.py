"""The overview page: every programme in a line, what is most open first, and what is added up of them in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from savings.chain import format_head
from savings.elements.charts.small import draw_small_phase_in
from savings.elements.numbers import MILLIONS, SCALES, Scale, day, percent, scale_for
from savings.elements.rounding import note_rounding
from savings.elements.summary import figures_summary
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
from savings.elements.without_price_level import contains, in_line
from savings.elements.words import STANDINGS, price_level_words
from savings.presentation.screen.lists import HeadOrder, add_order
from savings.projections.figures import EMPTY, Figures
from savings.projections.overview import Apart, Overview, OverviewLine, levels_of, order_name
from savings.projections.standing import Standing
from savings.vocabulary import VOCABULARY, Figure, Place
from savings.vocabulary.figures import NET_REALISED


class OverviewLinks(Protocol):
    """Where the links of the page lead."""

    def status(self, slug: str) -> str:
        """A programme's status."""

    def entries(self, slug: str, figure: str, year: int, level: int | None) -> str:
        """The entries behind a figure of a programme in a price level; None leaves each as it was stated."""

    def in_order(self, order: str) -> str:
        """The same page in another order."""


@dataclass(frozen=True)
class OverviewScreen:
    """The overview as texts and two tables.

    Attributes:
        table: the programmes that are added up; `apart`: those that are not.
    """

    summary: str
    table: Table | None
    apart: Table | None
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
        table=_table(report, links, scale, order) if report.lines else None,
        apart=_apart_table(report, links, scale, order) if report.apart else None,
        notes=tuple(_notes(report)),
        shown=_count_words(report),
        trust=tuple(_trust(report)),
        head=format_head(report.head.position, report.head.hash),
    )


def scale_of(report: Overview) -> Scale:
    """The unit all amounts of the page are shown in."""
    if report.shown_in:
        return SCALES[report.shown_in]
    return scale_for([cell.amount for line in report.shown for cell in line.cells]) if report.shown else MILLIONS


def summary(report: Overview, scale: Scale) -> str:
    """What is added up in one breath: how much of what it shall save is real, and what is left; and how many are not added."""
    return " ".join(_summary(report, scale))


def _summary(report: Overview, scale: Scale) -> Iterator[str]:
    count = len(report.lines)
    facts = {"count": count, "day": day(report.as_of), "year": report.year}
    if not report.shown:
        yield _("No programme as of %(day)s.") % facts
        return
    if not report.lines:
        yield _("No programme has a target in %(year)s that can be added up, as of %(day)s.") % facts
        return
    words = ngettext(
        "%(count)s programme as of %(day)s, effect in %(year)s, %(prices)s.",
        "%(count)s programmes as of %(day)s, effect in %(year)s, %(prices)s.",
        count,
    )
    yield words % {**facts, "prices": price_level_words((report.price_level,))}
    yield figures_summary(report.total, scale)


def _notes(report: Overview) -> Iterator[str]:
    if report.unbegun:
        yield _("Nothing is recorded for %(year)s yet.") % {"year": report.unbegun}
    if report.apart:
        count = len(report.apart)
        words = ngettext(
            "%(count)s programme is not added to the others: it has no target in %(year)s, or amounts in other prices.",
            "%(count)s programmes are not added to the others: they have no target in %(year)s, or amounts in other prices.",
            count,
        )
        yield words % {"count": count, "year": report.year}


def _count_words(report: Overview) -> str:
    if len(report.shown) == report.among:
        return ""
    return _("Showing %(shown)s of %(total)s programmes") % {"shown": len(report.shown), "total": report.among}


def _table(report: Overview, links: OverviewLinks, scale: Scale, order: str) -> Table:
    """The programmes that are added up, all of one year and in one price level, and their sum."""
    total: Cells = {
        "programme": _("Total"),
        **{figure.code: _amount(figure, report.total, EMPTY) for figure in FIGURES},
        "coverage": optional_share(report.total.evidence_coverage),
    }
    facts = {"unit": scale.name, "prices": price_level_words((report.price_level,)), "date": day(report.as_of)}
    note = _("Effect in %(year)s, %(unit)s, %(prices)s, as of %(date)s") % {**facts, "year": report.year}
    columns = [_add_order(column, order, links) for column in _columns(report.lines)]
    rows = build_rows((_line(line, report, links) for line in report.lines), total)
    return note_rounding(Table(_("Programmes"), columns, rows, note, scale))


def _apart_table(report: Overview, links: OverviewLinks, scale: Scale, order: str) -> Table:
    """The programmes that are not added, each with the sum of its own year and why it stands apart."""
    first, *rest = _columns(report.apart)
    columns = [first, NumberColumn("year", _("Measured in")), *rest, TableColumn("why", _("Not added because"))]
    if not report.lines:
        columns = [_add_order(column, order, links) for column in columns]
    rows = build_rows(
        {**_line(line, report, links), "year": line.year, "why": _explain_apart(line, report)} for line in report.apart
    )
    levels = levels_of(cell for line in report.apart for cell in line.cells)
    facts = {"unit": scale.name, "prices": price_level_words(levels), "date": day(report.as_of)}
    return Table(_("Programmes that are not added"), columns, rows, _("%(unit)s, %(prices)s, as of %(date)s") % facts, scale)


def _explain_apart(line: OverviewLine, report: Overview) -> str:
    if line.apart is Apart.NO_TARGET:
        return _("no target in %(year)s") % {"year": report.year}
    return _("amounts in other prices than %(prices)s") % {"prices": price_level_words((report.price_level,))}


def _columns(lines: Sequence[OverviewLine]) -> Iterator[TableColumn]:
    yield TableColumn("programme", _("Programme"), small=_("Case number and price level"))
    for figure in FIGURES:
        yield NumberColumn(figure.code, str(figure.words))
        if figure is NET_REALISED:
            yield NumberColumn("coverage", _("Documented"))
    if any(line.phase_in for line in lines):
        yield TableColumn("phase_in", _("Phase-in"))
    yield TableColumn("standing", _("Stands"))
    yield TableColumn("last", _("Last booked entry"), small=_("Entries that wait"))


def _add_order(column: TableColumn, order: str, links: OverviewLinks) -> TableColumn:
    if column.key not in ORDERS:
        return column
    own = HeadOrder(ORDERS[column.key], is_descending=column.key != "programme")
    return add_order(column, order, [own], links.in_order)


def _line(line: OverviewLine, report: Overview, links: OverviewLinks) -> Cells:
    programme, bare = line.programme, in_line(line, report)
    level = None if report.as_stated else report.price_level
    waiting = _("%(count)s waiting") % {"count": line.waiting} if line.waiting else ""
    about = ", ".join(part for part in (programme.case_number, price_level_words(line.price_levels)) if part)
    return {
        "programme": TableCell(OwnWords(programme.name), links.status(programme.slug), about),
        **{
            figure.code: _amount(figure, line.figures, bare, links.entries(programme.slug, figure.code, line.year, level))
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
    booked = [line.last_booked_on for line in report.shown if line.last_booked_on]
    yield _("As of"), day(report.as_of)
    yield _("Last booked entry"), day(max(booked, default=None))
    yield _("Waiting, not counted"), str(sum(line.waiting for line in report.shown))
    yield _("Documented"), percent(report.total.evidence_coverage)
