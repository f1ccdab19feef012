"""Several programmes in one table of a paper: those with a target in one year and price level added up, the others apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from savings.elements.numbers import Scale, day, scale_for
from savings.elements.rounding import note_rounding
from savings.elements.table import Cells, NumberColumn, Table, TableColumn, build_rows
from savings.elements.tables.status import amount_cell
from savings.elements.without_price_level import contains
from savings.elements.words import price_level_words
from savings.projections.cells import Cell, find_unrestated
from savings.projections.figures import EMPTY, Figures, add_figures
from savings.projections.focus import target_years
from savings.projections.measures import compute_figures
from savings.projections.overview import Apart, choose_level, find_apart, find_shared_year, levels_of
from savings.projections.status import Status
from savings.vocabulary import VOCABULARY, Place

FIGURES = VOCABULARY.at(Place.PAPER)


class _Line(NamedTuple):
    """A programme in the table: its status, the year it stands with, its cells of that year, and why it is not added."""

    status: Status
    year: int
    cells: list[Cell]
    apart: Apart | None


def overview_tables(statuses: Sequence[Status], year: int | None = None) -> list[Table]:
    """The programmes that are added up with their sum, and beneath it those that are not, each in its own year.

    Args:
        year: the one year that is added up; None for the one that their own statuses lead with.
    """
    year = year or find_shared_year(statuses)
    asked = [status for status in statuses if year in target_years(status.priced)]
    stated = [cell.price_level for status in asked for cell in _cells_of(status, year) if cell.amount]
    level = choose_level([status.price_level for status in asked], stated)
    lines = [_line(status, year, level, has_target=status in asked) for status in statuses]
    scale = scale_for([cell.amount for line in lines for cell in line.cells])
    added = [line for line in lines if line.apart is None]
    apart = [line for line in lines if line.apart is not None]
    tables = [_build_sum_table(added, year, level, scale)] if added else []
    return [*tables, *([_build_apart_table(apart, scale)] if apart else [])]


def _cells_of(status: Status, year: int) -> list[Cell]:
    return [cell for cell in status.priced if cell.year == year]


def _line(status: Status, year: int, level: int | None, *, has_target: bool) -> _Line:
    own = year if has_target else status.year
    cells = _cells_of(status, own)
    return _Line(status, own, cells, find_apart(cells, level, has_target=has_target))


def _build_sum_table(added: Sequence[_Line], year: int, level: int | None, scale: Scale) -> Table:
    figures = [line.status.grid.total.year(year) for line in added]
    rows = build_rows(
        ({"programme": line.status.programme.name, **_amounts(own, EMPTY)} for line, own in zip(added, figures, strict=True)),
        {"programme": _("Total"), **_amounts(add_figures(figures), EMPTY)},
    )
    note = _("Effect in %(year)s, %(unit)s, %(prices)s, as of %(date)s") % {"year": year, **_facts(added, (level,), scale)}
    return note_rounding(Table(_("Programmes"), [_name_column(), *_figure_columns()], rows, note, scale))


def _build_apart_table(apart: Sequence[_Line], scale: Scale) -> Table:
    rows = build_rows({"programme": line.status.programme.name, "year": line.year, **_mark_amounts(line)} for line in apart)
    columns = [_name_column(), TableColumn("year", _("Measured in"), paper="short"), *_figure_columns()]
    levels = levels_of(cell for line in apart for cell in line.cells)
    note = _("%(unit)s, %(prices)s, as of %(date)s") % _facts(apart, levels, scale)
    return Table(_("Programmes that are not added"), columns, rows, note, scale)


def _mark_amounts(line: _Line) -> Cells:
    bare = find_unrestated(line.cells, line.status.price_level)
    return _amounts(line.status.grid.total.year(line.year), compute_figures(bare, line.year))


def _name_column() -> TableColumn:
    return TableColumn("programme", _("Programme"), paper="wide")


def _figure_columns() -> list[TableColumn]:
    return [NumberColumn(figure.code, str(figure.words), paper="number") for figure in FIGURES]


def _facts(lines: Sequence[_Line], levels: tuple[int | None, ...], scale: Scale) -> dict[str, str]:
    on = max(line.status.as_of for line in lines)
    return {"unit": str(scale.name), "prices": price_level_words(levels), "date": day(on)}


def _amounts(sums: Figures, bare: Figures) -> Cells:
    return {figure.code: amount_cell(figure.read(sums), is_marked=contains(bare, figure)) for figure in FIGURES}
