"""The tables of the status page: the headline, the phase-in, the units of a year and the units year by year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypedDict

from django.utils.translation import gettext as _

from savings.faces.footnotes import notes_at
from savings.faces.grids import (
    ELSEWHERE,
    FORECAST,
    LEFT,
    NET,
    PLAN,
    SECURED,
    TARGET,
    UNFOUND,
    Measure,
    unit_label,
)
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
    is_marked = row.amount is not None and marks.in_headline(row.key)
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
    net = figures.net_realised if figures.has(Kind.REALISED) or figures.has(Kind.OFFSET) else None

    to_come = f"{scale.show(year.to_come_low)}–{scale.show(year.to_come_high)}" if year.is_band else scale.show(year.to_come_low)
    target = figures.target if figures.has_target else None
    forecast = figures.forecast if figures.has(Kind.FORECAST) else None

    def of(name: str, amount: Decimal | None) -> Cell:
        href, noted = links.entries(name, year.year), notes_at(status, name, year.year)
        return amount_cell(amount, scale, href, marked=marks.in_year(name, year.year), notes=noted)

    return {
        "year": Cell(str(year.year)),
        "target": of("target", target),
        "net": of("net_realised", net),
        "to_come": _to_come(status, to_come, year, links, marks),
        "forecast": of("forecast", forecast),
    }


def _to_come(status: Status, words: str, year: PhaseInYear, links: Addressed, marks: Unlevelled) -> Cell:
    """What the plan still owes, with the notes at the plan: it has no other place in the table."""
    noted = notes_at(status, "plan", year.year)
    if not year.figures.has(Kind.PLAN):
        return Cell(DASH, notes=noted)
    return Cell(words, links.entries("plan_early", year.year), marked=marks.in_year("to_come", year.year), notes=noted)


def amount_cell(amount: Decimal | None, scale: Scale, href: str, *, marked: bool = False, notes: tuple[int, ...] = ()) -> Cell:
    """An amount with its link and its marks; a dash where there is none."""
    return Cell(DASH, notes=notes) if amount is None else Cell(scale.show(amount), href, marked=marked, notes=notes)


#: The measures of the unit table, by the names of the figures in addresses; those nobody states are left out.
FIGURES = {
    "target": TARGET,
    "plan": PLAN,
    "forecast": FORECAST,
    "net_realised": NET,
    "outstanding": LEFT,
    "secured": SECURED,
    "elsewhere": ELSEWHERE,
    "open": UNFOUND,
}


def units_sheet(status: Status, scale: Scale, links: Addressed, marks: Unlevelled) -> Sheet | None:
    """The figures of the status' year by unit; None where no measure has an amount."""
    shown = [row.year(status.year) for row in status.grid.rows]
    measures = {name: measure for name, measure in FIGURES.items() if any(measure.read(row) is not None for row in shown)}
    if not measures:
        return None
    heads = [Head("unit", _("Unit"), numeric=False), *(Head(name, str(measure.label)) for name, measure in measures.items())]
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
    measures: Mapping[str, Measure], row: GridRow, status: Status, year: int, scale: Scale, links: Addressed, where: Where,
    marks: Unlevelled,
) -> dict[str, Cell]:  # fmt: skip
    shown = row.year(year)
    return {
        name: amount_cell(
            measure.read(shown),
            scale,
            links.entries(name, year, **where),
            marked=marks.in_row(measure, row, year),
            notes=notes_at(status, name, year, row),
        )
        for name, measure in measures.items()
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
        net = {"net_realised": NET}
        return {
            f"y{year}": cell
            for year in years
            for cell in _unit_cells(net, row, status, year, scale, links, where, marks).values()
        }

    rows = [{"unit": _unit_name(status, row.unit, links), **amounts(row, _where(row.unit))} for row in status.grid.rows]
    total = amounts(status.grid.total, EVERYWHERE)
    caption = _("Net realised by unit and year")
    return sheet(caption, heads, rows, said=as_of_words(status), total={"unit": Cell(_("Total")), **total})
