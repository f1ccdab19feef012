"""The overview: every programme's figures side by side, chosen and ordered as the reader asks, and their totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from savings.danish import sort_key
from savings.prices import sort_levels
from savings.projections.cells import Cell
from savings.projections.facts import HeadFacts, InitiativeFacts, ProgrammeFacts, StatementFacts, UnitFacts
from savings.projections.figures import EMPTY, Figures, compute_figures
from savings.projections.phase_in import PhaseInYear
from savings.projections.standing import Standing
from savings.vocabulary import VOCABULARY, Figure, Place
from savings.vocabulary.figures import NET_REALISED


@dataclass(frozen=True)
class OverviewLine:
    """A programme and its figures of one year, in the prices asked for where its series reaches, else as stated.

    Attributes:
        year: the year asked for, else the programme's full-effect year.
        price_levels: the levels its amounts are in, None among them for *not stated*.
        standing: how its initiatives stand taken together.
        cells: those of `year`, for the totals.
        restated: whether it was brought to the price level asked for.
        initiatives: those that have amounts on, or lie with, the unit asked for; empty where none was asked for.
    """

    programme: ProgrammeFacts
    figures: Figures
    price_levels: tuple[int | None, ...]
    waiting: int
    last_booked_on: date | None
    year: int = 0
    standing: Standing = Standing.NOT_PLANNED
    phase_in: tuple[PhaseInYear, ...] = ()
    cells: tuple[Cell, ...] = field(default=(), repr=False)
    restated: bool = True
    initiatives: tuple[InitiativeFacts, ...] = ()


@dataclass(frozen=True)
class Overview:
    """The programmes as of a date, in the order asked for.

    Attributes:
        total: the figures of all lines together. Each programme adds its annual effect of its own line's year, so no
            programme's years are added together.
        year: the year asked for; None for each programme's own full-effect year.
        among: how many programmes there are before search and filter.
        unit, above, below: the unit the figures are limited to, those above it from the top, and those directly under it.
        statements: what is said of that unit without an amount.
    """

    as_of: date
    lines: tuple[OverviewLine, ...]
    head: HeadFacts
    total: Figures = EMPTY
    price_levels: tuple[int | None, ...] = ()
    year: int | None = None
    price_level: int | None = None
    among: int = 0
    unit: UnitFacts | None = None
    above: tuple[UnitFacts, ...] = ()
    below: tuple[UnitFacts, ...] = ()
    shown_in: str = ""
    statements: tuple[StatementFacts, ...] = ()


Order = Callable[[OverviewLine], tuple[object, ...]]


def order_name(figure: Figure) -> str:
    """What the order by a figure is called in addresses."""
    return "net" if figure is NET_REALISED else figure.code


def _largest_first(figure: Figure) -> Order:
    """By a figure, the largest first; what says nothing without a target stands last where there is none."""
    return lambda line: (1 if figure.needs_target and not line.figures.has_target else -figure.amount(line.figures),)


#: The orders a reader can choose, by their names in addresses; each names what stands first.
ORDERS: dict[str, Order] = {
    **{order_name(figure): _largest_first(figure) for figure in VOCABULARY.at(Place.OVERVIEW)},
    "last": lambda line: (-(line.last_booked_on.toordinal() if line.last_booked_on else 0),),
    "programme": lambda line: (),
}


def select_lines(report: Overview, *, search: str = "", standing: Standing | None = None, order: str = "open") -> Overview:
    """The lines that a reader asked for, in the order asked for, and their totals.

    Args:
        search: words that must all stand in the programme's name, case number or summary, whatever their letters' size.
        order: a key of `ORDERS`; ties go by name in Danish order.
    """
    wanted = search.casefold().split()
    lines = [
        line
        for line in report.lines
        if all(word in _search_text(line.programme) for word in wanted) and standing in (None, line.standing)
    ]
    lines.sort(key=lambda line: (*ORDERS[order](line), sort_key(line.programme.name)))
    levels = sort_levels(level for line in lines for level in line.price_levels)
    return replace(report, lines=tuple(lines), total=sum_lines(lines), price_levels=levels, among=len(report.lines))


def _search_text(programme: ProgrammeFacts) -> str:
    return f"{programme.name} {programme.case_number} {programme.document_number} {programme.summary}".casefold()


def sum_lines(lines: Sequence[OverviewLine]) -> Figures:
    """The figures of some programmes together, each of its own line's year."""
    return compute_figures((replace(cell, year=0, earliest_year=None) for line in lines for cell in line.cells), 0)
