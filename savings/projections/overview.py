"""The overview: every programme's figures side by side, and the sum of those that have a target in one year and level."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from savings.danish import sort_key
from savings.prices import sort_levels
from savings.projections.cells import Cell
from savings.projections.facts import HeadFacts, InitiativeFacts, ProgrammeFacts, StatementFacts, UnitFacts
from savings.projections.figures import EMPTY, Figures, add_figures
from savings.projections.focus import target_years
from savings.projections.measures import Parents, measure_whole
from savings.projections.phase_in import PhaseInYear
from savings.projections.standing import Standing
from savings.projections.status import Status
from savings.vocabulary import VOCABULARY, Figure, Place
from savings.vocabulary.figures import NET_REALISED


class Apart(Enum):
    """Why a programme is not added to the others: it has no target in their year, or amounts in another price level."""

    NO_TARGET = "no_target"
    OTHER_LEVEL = "other_level"


@dataclass(frozen=True)
class OverviewLine:
    """A programme and its figures of one year.

    Attributes:
        year: the year of the sum; of a programme without a target in that year its own year in focus.
        price_levels: the levels its amounts of that year are in, None among them for *not stated*.
        standing: how its initiatives stand taken together.
        cells: those of `year`, in the sum's price level where they can be brought to it.
        apart: why it stands beneath the sum and is not added; None for one that is.
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
    apart: Apart | None = None
    initiatives: tuple[InitiativeFacts, ...] = ()


@dataclass(frozen=True)
class Overview:
    """The programmes as of a date, in the order asked for.

    Attributes:
        lines: the programmes that are added up; `apart`: those that stand beneath the sum.
        year: the one year that is added up: the one asked for, else the year in focus over all their targets.
        price_level: the one price level that is added up; None where the amounts state none.
        as_stated: whether each amount stands as it was stated, those in another level apart.
        is_level_asked: whether the reader asked for it, so that all is marked that could not be brought to it.
        total: the figures of `lines` together.
        among: how many programmes there are before search and filter.
        unbegun: the year of the date, where it has targets but the year before leads, since nothing is recorded of it yet.
        unit, above, below: the unit the figures are limited to, those above it from the top, and those directly under it.
        statements: what is said of that unit without an amount.
    """

    as_of: date
    lines: tuple[OverviewLine, ...]
    head: HeadFacts
    year: int
    price_level: int | None = None
    as_stated: bool = False
    is_level_asked: bool = False
    apart: tuple[OverviewLine, ...] = ()
    total: Figures = EMPTY
    among: int = 0
    unbegun: int | None = None
    unit: UnitFacts | None = None
    above: tuple[UnitFacts, ...] = ()
    below: tuple[UnitFacts, ...] = ()
    shown_in: str = ""
    statements: tuple[StatementFacts, ...] = ()

    @property
    def shown(self) -> tuple[OverviewLine, ...]:
        """Every programme that is shown, the added ones first."""
        return (*self.lines, *self.apart)


def choose_level(bases: Iterable[int | None], stated: Iterable[int | None]) -> int | None:
    """The price level of a sum for which none is asked: the latest of the programmes' bases, else the latest of those that
    their amounts are stated in; None where there is neither.
    """
    known = [level for level in bases if level is not None] or [level for level in stated if level is not None]
    return max(known, default=None)


def find_apart(cells: Iterable[Cell], level: int | None, *, has_target: bool) -> Apart | None:
    """Why a programme is not added to a sum in one price level; None where it is.

    Args:
        cells: its cells of the sum's year, as they can be shown.
        has_target: whether the programme has a target in that year.
    """
    if not has_target:
        return Apart.NO_TARGET
    # Nothing is nothing in every price level.
    return Apart.OTHER_LEVEL if any(cell.amount and cell.price_level != level for cell in cells) else None


def find_shared_year(statuses: Sequence[Status]) -> int:
    """The year that several statuses are added up in: of those they lead with, the latest that is not ahead; else the first."""
    years = [status.year for status in statuses if status.year in target_years(status.priced)]
    past = [year for year in years if year <= max(status.as_of.year for status in statuses)]
    return max(past) if past else min(years, default=statuses[0].year)


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
    """The lines that a reader asked for, in the order asked for, and the sum of those that are added up.

    Args:
        search: words that must all stand in the programme's name, case number or summary, whatever their letters' size.
        order: a key of `ORDERS`; ties go by name in Danish order.
    """
    wanted = search.casefold().split()
    found = [
        line
        for line in report.shown
        if all(word in _search_text(line.programme) for word in wanted) and standing in (None, line.standing)
    ]
    found.sort(key=lambda line: (*ORDERS[order](line), sort_key(line.programme.name)))
    lines = tuple(line for line in found if line.apart is None)
    apart = tuple(line for line in found if line.apart is not None)
    return replace(report, lines=lines, apart=apart, total=add_figures(line.figures for line in lines), among=len(report.shown))


def _search_text(programme: ProgrammeFacts) -> str:
    return f"{programme.name} {programme.case_number} {programme.document_number} {programme.summary}".casefold()


def measure_programme(cells: Sequence[Cell], year: int, parents: Parents, wanted: Collection[str] | None) -> Figures:
    """A programme's figures of a year, each amount counted towards its nearest target, as its status has them.

    Args:
        cells: those of the whole programme.
        wanted: the codes of the units that the figures are limited to; None for all.
    """
    own = [cell for cell in cells if cell.year == year]
    # A year of noughts alone is none, as in the grid of a status.
    is_said = any(cell.amount for cell in own if wanted is None or cell.unit in wanted)
    return measure_whole(own, year, parents, wanted) if is_said else EMPTY


def levels_of(cells: Iterable[Cell]) -> tuple[int | None, ...]:
    """The price levels that some cells are in, in order."""
    return sort_levels(cell.price_level for cell in cells)
