"""The tables of the status page: the headline, the phase-in, the units of a year and the units year by year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from savings.faces.footnotes import notes_at
from savings.faces.grids import unit_label
from savings.faces.headline import HeadlineRow, headline_rows
from savings.faces.numbers import DASH, Scale
from savings.faces.screen.links import Addressed
from savings.faces.screen.tables import Cell, Head, Sheet, sheet
from savings.faces.sentences import as_of_words
from savings.faces.unlevelled import Unlevelled
from savings.kinds import Kind
from savings.projections.grid import GridRow
from savings.projections.phase_in import PhaseInYear
from savings.projections.status import Status
from savings.vocabulary import Figure, Place
from savings.vocabulary.figures import FORECAST, NET_REALISED, TARGET


def headline_sheet(status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> Sheet:
    """Table 1: the headline figures, each open to its entries."""
    heads = [
        Head("label", _("Savings"), numeric=False),
        Head("amount", str(scale.name)),
        Head("remark", _("Share"), numeric=False),
    ]
    rows = [_headline_row(row, status, scale, links, marks) for row in headline_rows(status)]
    return sheet(_("Table 1"), heads, rows, said=as_of_words(status))


def _headline_row(row: HeadlineRow, status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> dict[str, Cell]:
    href = links.entries(row.key, status.year) if row.amount is not None else ""
    label = Cell(row.label, part=row.part)
    is_marked = row.amount is not None and marks.in_headline(status.vocabulary[row.key])
    amount = Cell(row.shown(scale), href, marked=is_marked, notes=notes_at(status, row.key, status.year))
    return {"label": label, "amount": amount, "remark": Cell(row.remark)}


def phase_in_sheet(status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> Sheet | None:
    """The phase-in year by year; None where nothing is stated."""
    if not status.phase_in:
        return None
    shown = [kind for kind in (Kind.TARGET, Kind.PLAN, Kind.FORECAST) if any(y.figures.has(kind) for y in status.phase_in)]
    heads = [
        Head("year", _("Year"), numeric=False),
        *([Head("target", _("Target"))] if Kind.TARGET in shown else []),
        Head("net", _("Net realised")),
        *([Head("to_come", _("Still to come by the plan"))] if Kind.PLAN in shown else []),
        *([Head("forecast", _("Forecast"))] if Kind.FORECAST in shown else []),
    ]
    rows = [_phase_in_row(status, year, scale, links, marks) for year in status.phase_in]
    return sheet(_("Phase-in by year"), heads, rows, said=as_of_words(status))


def _phase_in_row(status: Status, year: PhaseInYear, scale: Scale, links: Addressed, marks: Unlevelled) -> dict[str, Cell]:
    figures = year.figures
    to_come = f"{scale.show(year.to_come_low)}–{scale.show(year.to_come_high)}" if year.is_band else scale.show(year.to_come_low)
    forecast = figures.forecast if figures.has(Kind.FORECAST) else None

    def of(figure: Figure, amount: Decimal | None) -> Cell:
        href, noted = links.entries(figure.code, year.year), notes_at(status, figure.code, year.year)
        return amount_cell(amount, scale, href, marked=marks.in_year(figure, year.year), notes=noted)

    return {
        "year": Cell(str(year.year)),
        "target": of(TARGET, TARGET.read(figures)),
        "net": of(NET_REALISED, NET_REALISED.read(figures)),
        "to_come": _to_come(status, to_come, year, links, marks),
        "forecast": of(FORECAST, forecast),
    }


def _to_come(status: Status, words: str, year: PhaseInYear, links: Addressed, marks: Unlevelled) -> Cell:
    """What the plan still owes, with the notes at the plan: it has no other place in the table."""
    noted = notes_at(status, "plan", year.year)
    if not year.figures.has(Kind.PLAN):
        return Cell(DASH, notes=noted)
    return Cell(words, links.entries("plan_early", year.year), marked=marks.in_to_come(year.year), notes=noted)


def amount_cell(amount: Decimal | None, scale: Scale, href: str, *, marked: bool = False, notes: tuple[int, ...] = ()) -> Cell:
    """An amount with its link and its marks; a dash where there is none."""
    return Cell(DASH, notes=notes) if amount is None else Cell(scale.show(amount), href, marked=marked, notes=notes)


def units_sheet(status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> Sheet | None:
    """The figures of the status' year by unit; None where no measure has an amount."""
    shown = [row.year(status.year) for row in status.grid.rows]
    measures = [figure for figure in status.vocabulary.at(Place.UNITS) if any(figure.read(row) is not None for row in shown)]
    if not measures:
        return None
    heads = [Head("unit", _("Unit"), numeric=False), *(Head(figure.code, str(figure.words)) for figure in measures)]
    rows = [
        {
            "unit": _unit_name(status, row.unit, links),
            **_unit_cells(measures, row, status, status.year, scale, links, _where(row.unit), marks),
        }
        for row in status.grid.rows
    ]
    total = _unit_cells(measures, status.grid.total, status, status.year, scale, links, EVERYWHERE, marks)
    caption = _("Units in %(year)s") % {"year": status.year}
    return sheet(caption, heads, rows, said=as_of_words(status), total={"unit": Cell(_("Total")), **total})


def _unit_cells(
    measures: Sequence[Figure], row: GridRow, status: Status, year: int, scale: Scale, links: Addressed, where: Where,
    marks: Unlevelled,
) -> dict[str, Cell]:  # fmt: skip
    shown = row.year(year)
    return {
        figure.code: amount_cell(
            figure.read(shown),
            scale,
            links.entries(figure.code, year, **where),
            marked=marks.in_row(figure, row, year),
            notes=notes_at(status, figure.code, year, row),
        )
        for figure in measures
    }


class Where(TypedDict, total=False):
    """What of a programme a figure is of."""

    unit: str
    initiative: str
    none: tuple[str, ...]


EVERYWHERE: Where = {}


def _where(unit: str | None) -> Where:
    return {"unit": unit} if unit is not None else {"none": ("enhed",)}


def _unit_name(status: Status, unit: str | None, links: Addressed) -> Cell:
    if unit is None:
        return Cell(unit_label(status, unit))
    return Cell(unit_label(status, unit), links.unit(unit), unit, own_words=True)


def unit_years_sheet(status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> Sheet | None:
    """Net realised by unit and year; None for a single year."""
    years = status.grid.years
    if len(years) < 2:
        return None
    heads = [Head("unit", _("Unit"), numeric=False), *(Head(f"y{year}", str(year)) for year in years)]

    def amounts(row: GridRow, where: Where) -> dict[str, Cell]:
        return {
            f"y{year}": cell
            for year in years
            for cell in _unit_cells([NET_REALISED], row, status, year, scale, links, where, marks).values()
        }

    rows = [{"unit": _unit_name(status, row.unit, links), **amounts(row, _where(row.unit))} for row in status.grid.rows]
    total = amounts(status.grid.total, EVERYWHERE)
    caption = _("Net realised by unit and year")
    return sheet(caption, heads, rows, said=as_of_words(status), total={"unit": Cell(_("Total")), **total})
