"""The tables of a status that page and paper share: headline, phase-in, units, units by year, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements import bridge as steps
from savings.elements.bridge import BridgeRow
from savings.elements.footnotes import notes_at
from savings.elements.headline import headline_rows, is_unstated
from savings.elements.labels import has_codes, leave_out_splits, unit_label
from savings.elements.links import ProgrammeLinks, Where
from savings.elements.rounding import note_rounding
from savings.elements.sentences import as_of_words, scale_of
from savings.elements.table import (
    Amount,
    AmountBand,
    Cells,
    NumberColumn,
    OwnWords,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    build_rows,
)
from savings.elements.without_price_level import Unlevelled, find_unlevelled
from savings.elements.words import NOT_STATED
from savings.projections.bridge import Bridge
from savings.projections.grid import GridRow
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import Status
from savings.vocabulary import Figure, Kind, Place, Step
from savings.vocabulary.acts import RESTATING
from savings.vocabulary.figures import FORECAST, NET_REALISED, TARGET


def amount_cell(kroner: Decimal | None, href: str = "", *, is_marked: bool = False, notes: tuple[int, ...] = ()) -> TableCell:
    """An amount with its link and its marks; where there is none, only the notes stand at its dash."""
    return TableCell(None, notes=notes) if kroner is None else TableCell(Amount(kroner), href, "", is_marked, notes)


def headline_table(status: Status, links: ProgrammeLinks | None = None) -> Table:
    """Table 1: the headline figures, each open to its entries."""
    scale, marks = scale_of(status), find_unlevelled(status)
    columns = [
        TableColumn("label", _("Savings"), paper="wide"),
        NumberColumn("amount", str(scale.name), paper="number"),
        TableColumn("remark", _("Share"), paper="remark"),
    ]
    rows = []
    for row in headline_rows(status):
        notes = notes_at(status, row.key, status.year)
        href = links.entries(row.key, status.year) if links else ""
        amount = amount_cell(row.amount, href, is_marked=marks.in_headline(status.vocabulary[row.key]), notes=notes)
        if row.amount is None and row.unstated:
            amount = TableCell(NOT_STATED, notes=notes)
        cells: Cells = {"label": row.label, "amount": amount, "remark": row.remark}
        rows.append(TableRow(cells, "part" if row.part else "main"))
    return Table(_("Table 1"), columns, rows, as_of_words(status), scale)


def phase_in_table(status: Status, links: ProgrammeLinks) -> Table | None:
    """The phase-in year by year; None where nothing is stated."""
    if not status.phase_in:
        return None
    stated = {kind for kind in Kind if any(point.figures.has(kind) for point in status.phase_in)}
    columns = [
        TableColumn("year", _("Year")),
        *([NumberColumn("target", _("Target"))] if Kind.TARGET in stated else []),
        NumberColumn("net_realised", _("Net realised")),
        *([NumberColumn("to_come", _("Still to come by the plan"))] if Kind.PLAN in stated else []),
        *([NumberColumn("forecast", _("Forecast"))] if Kind.FORECAST in stated else []),
    ]
    marks = find_unlevelled(status)

    def amount(figure: Figure, kroner: Decimal | None, year: int) -> TableCell:
        href, notes = links.entries(figure.code, year), notes_at(status, figure.code, year)
        return amount_cell(kroner, href, is_marked=marks.in_year(figure, year), notes=notes)

    rows = build_rows(
        {
            "year": point.year,
            "target": amount(TARGET, TARGET.read(point.figures), point.year),
            "net_realised": amount(NET_REALISED, NET_REALISED.read(point.figures), point.year),
            "forecast": amount(FORECAST, point.figures.forecast if point.figures.has(Kind.FORECAST) else None, point.year),
            "to_come": to_come_cell(status, point, links, marks, is_stated=point.figures.has(Kind.PLAN)),
        }
        for point in status.phase_in
    )
    return Table(_("Phase-in by year"), columns, rows, as_of_words(status), scale_of(status))


def to_come_cell(
    status: Status, point: PhaseInYear, links: ProgrammeLinks | None, marks: Unlevelled, *, is_stated: bool
) -> TableCell:
    """What the plan still owes, with the notes at the plan: it has no other place in the table."""
    notes = notes_at(status, "plan", point.year)
    if not is_stated:
        return TableCell(None, notes=notes)
    value = AmountBand(point.to_come_low, point.to_come_high) if point.is_band else Amount(point.to_come_low)
    href = links.entries("plan_early", point.year) if links else ""
    return TableCell(value, href, "", marks.in_to_come(point.year), notes)


def choose_unit_figures(status: Status) -> list[Figure]:
    """The figures of the page's unit table that say something of some unit in the status' year."""
    sums = [row.year(status.year) for row in status.grid.rows]
    figures = leave_out_splits(status.vocabulary.at(Place.UNITS), [status.headline])
    return [figure for figure in figures if any(figure.read(each) is not None for each in sums)]


def units_table(status: Status, figures: Sequence[Figure], links: ProgrammeLinks | None = None) -> Table:
    """The figures of the status' year by unit. A paper says where a source speaks of a figure without giving an amount."""
    marks, year = find_unlevelled(status), status.year

    def amount(figure: Figure, row: GridRow) -> TableCell:
        cell = _grid_cell(status, figure, row, year, links, marks)
        is_named = row is status.grid.total or row.unit
        if cell.value is None and links is None and figure.kind and is_named and is_unstated(status, figure.kind, row.unit):
            return TableCell(NOT_STATED, notes=cell.notes)
        return cell

    columns = [
        TableColumn("unit", _("Unit"), paper="wide"),
        *(NumberColumn(figure.code, str(figure.words), paper="number") for figure in figures),
    ]
    rows = _unit_rows(status, status.grid.rows, lambda row: {figure.code: amount(figure, row) for figure in figures}, links)
    return note_rounding(Table(_("Units in %(year)s") % {"year": year}, columns, rows, as_of_words(status), scale_of(status)))


def unit_years_table(
    status: Status, caption: str, years: Sequence[int], rows: Iterable[GridRow], links: ProgrammeLinks | None = None
) -> Table:
    """Net realised by unit and year.

    Args:
        rows: the units it is about.
    """
    marks = find_unlevelled(status)
    columns = [
        TableColumn("unit", _("Unit"), paper="wide"),
        *(NumberColumn(year_key(year), str(year), paper="year") for year in years),
    ]
    units = _unit_rows(status, rows, lambda row: year_cells(status, NET_REALISED, row, years, links, marks), links)
    return note_rounding(Table(caption, columns, units, as_of_words(status), scale_of(status)))


def year_key(year: int) -> str:
    return f"y{year}"


def year_cells(
    status: Status, figure: Figure, row: GridRow, years: Sequence[int], links: ProgrammeLinks | None, marks: Unlevelled
) -> Cells:
    """A figure of a row, a cell for each year."""
    return {year_key(year): _grid_cell(status, figure, row, year, links, marks) for year in years}


def _unit_rows(
    status: Status, rows: Iterable[GridRow], read: Callable[[GridRow], Cells], links: ProgrammeLinks | None
) -> list[TableRow]:
    with_codes = has_codes(status)
    units = [
        TableRow({"unit": _unit_name(status, row, links, with_code=with_codes), **read(row)}, "", row.depth, row.has_children)
        for row in rows
    ]
    return [*units, TableRow({"unit": _("Total"), **read(status.grid.total)}, "total")]


def _unit_name(status: Status, row: GridRow, links: ProgrammeLinks | None, *, with_code: bool) -> TableCell:
    if row.is_own:
        # It stands right under its unit, whose name need not be said again.
        return TableCell(_("… itself (not allocated)"))
    label = unit_label(status, row.unit)
    if row.unit is None:
        return TableCell(label)
    code = row.unit if links or with_code else ""
    # Where what is lacking and what is beyond a target stand apart, a row without a target says where it counts.
    figures, is_split = row.year(status.year), bool(status.headline.shortfall and status.headline.surplus)
    counted = _("counts towards the target above") if is_split and not figures.is_place and not figures.is_empty else ""
    small = ", ".join(filter(None, (code, counted)))
    return TableCell(OwnWords(label), links.unit(row.unit) if links else "", small)


def _grid_cell(
    status: Status, figure: Figure, row: GridRow, year: int, links: ProgrammeLinks | None, marks: Unlevelled
) -> TableCell:
    where: Where = {}
    if row is not status.grid.total:
        where = {"unit": row.unit} if row.unit is not None else {"none": ("enhed",)}
    # The entries of a unit are asked for with those of the units under it, so its own alone have no page.
    href = links.entries(figure.code, year, **where) if links and not row.is_own else ""
    is_marked, notes = marks.in_row(figure, row, year), notes_at(status, figure.code, year, row)
    return amount_cell(figure.read(row.year(year)), href, is_marked=is_marked, notes=notes)


def bridge_table(bridge: Bridge, links: ProgrammeLinks | None = None) -> Table:
    """What changed since last time: opening, steps and closing, a column for each figure; it adds up as printed."""
    names = [column.figure for column in bridge.columns]
    columns = [
        TableColumn("label", _("Change"), paper="wide"),
        *(NumberColumn(name, label, paper="number") for name, label in zip(names, steps.heads(bridge), strict=True)),
    ]
    *rows, closing = [dict(_bridge_cells(row, names, bridge, links)) for row in steps.rows(bridge)]
    return Table(_("What has changed"), columns, build_rows(rows, closing), steps.bridge_note(bridge), steps.scale_of(bridge))


def _bridge_cells(
    row: BridgeRow, names: Sequence[str], bridge: Bridge, links: ProgrammeLinks | None
) -> Iterator[tuple[str, TableCell]]:
    yield "label", TableCell(row.label)
    for name, kroner, printed in zip(names, row.exact, row.shown, strict=True):
        if kroner is None:
            yield name, TableCell(None)
        else:
            amount = Amount(kroner, printed, is_change=row.step is not None)
            yield name, TableCell(amount, _bridge_href(row, name, bridge, links) if links else "")


def _bridge_href(row: BridgeRow, figure: str, bridge: Bridge, links: ProgrammeLinks) -> str:
    """Where an amount leads: to its entries, to the page that reads them all where they were too many, or nowhere."""
    if bridge.vocabulary[figure].is_measured:
        return ""
    if row.step is None:
        is_closing = row.label == steps.closing_words(bridge.until)
        return links.entries(figure, bridge.year, unit=bridge.unit.code if bridge.unit else None) if is_closing else ""
    if row.step in RESTATING:
        return ""
    return links.since() if row.step is Step.TOGETHER else links.step(figure, row.step.value, bridge)
