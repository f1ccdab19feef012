"""A programme's status: one frozen report that every face renders, and the function that adds it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from savings.money import ZERO
from savings.prices import sort_levels
from savings.projections.bridge import Bridge
from savings.projections.cells import Cell, find_unrestated, group_cells, merge_cells
from savings.projections.facts import (
    DocumentFacts,
    ExplanationFacts,
    HeadFacts,
    IndicatorFacts,
    InitiativeFacts,
    MilestoneFacts,
    ProgrammeFacts,
    Restatement,
    StatementFacts,
    UnitFacts,
)
from savings.projections.figures import EMPTY, Figures
from savings.projections.focus import target_years
from savings.projections.grid import FigureGrid, build_grid
from savings.projections.measures import compute_figures, find_place, find_places, measure_units
from savings.projections.phase_in import PhaseInYear, build_phase_in
from savings.projections.price_bases import PriceBasisFacts
from savings.projections.remarks import OpenQuestion, Remark
from savings.projections.reports import ReportFacts
from savings.projections.standing import Standing, find_standing
from savings.vocabulary import VOCABULARY, Vocabulary


@dataclass(frozen=True)
class InitiativeLine:
    """An initiative and its figures of the status' year; `facts` None stands for amounts on the programme as a whole.

    `standing` says how it stands by the criteria of `Standing`; None for the programme as a whole.
    """

    facts: InitiativeFacts | None
    figures: Figures
    standing: Standing | None = None


@dataclass(frozen=True, kw_only=True)
class _Basis:
    """What a status shows that is not a sum.

    Attributes:
        as_of: entries approved and booked on or before this date count.
        price_level: the price level asked for, else the programme's price basis; None means each amount as it was stated.
        basis: the price basis that the programme has on that date; None where it has none.
        restatement: how amounts were restated; None when none was asked for.
        unit: the unit (with those under it) the report is limited to; None is the whole programme.
        units: every unit that a row may name, in tree order.
        documents: the decisions and documents its entries rest on.
        statements: what is said without an amount.
        waiting: how many submitted entries wait for approval and are not counted.
        last_booked_on: the latest booking date among the entries counted.
        head: the ledger's head when the report was read.
        stated: the cells before restatement, limited to the unit, with evidence and bands told apart.
        shown_in: the unit of amount asked for, a key of `money.UNITS`; empty lets the amounts decide.
        remarks: the notes and answers that stand beside its figures, in the order of their footnotes.
        open_questions: what is asked and not answered yet; on the page only.
        explanations: why units are behind their plan and what is done about it, in the order of the units; the latest answer
            of each stands until its next.
        indicators: effects that are not money, with what was observed and confirmed; never added to anything.
        unbegun: the year of the date, where it has a target but the year before leads, since nothing is recorded of it yet.
    """

    programme: ProgrammeFacts
    as_of: date
    price_level: int | None
    restatement: Restatement | None
    unit: UnitFacts | None
    units: tuple[UnitFacts, ...]
    documents: tuple[DocumentFacts, ...]
    statements: tuple[StatementFacts, ...]
    milestones: tuple[MilestoneFacts, ...]
    readings: tuple[str, ...]
    waiting: int
    last_booked_on: date | None
    head: HeadFacts
    stated: tuple[Cell, ...] = ()
    shown_in: str = ""
    remarks: tuple[Remark, ...] = ()
    explanations: tuple[ExplanationFacts, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    indicators: tuple[IndicatorFacts, ...] = ()
    basis: PriceBasisFacts | None = None
    unbegun: int | None = None


@dataclass(frozen=True, kw_only=True)
class StatusFacts(_Basis):
    """What a status is made from besides its cells; the initiatives are in the order the programme has them."""

    initiatives: tuple[InitiativeFacts, ...]


@dataclass(frozen=True, kw_only=True)
class Status(_Basis):
    """What a programme's ledger says as of a date, in a price level, for a year.

    Attributes:
        year: the year the headline speaks of.
        price_levels: the levels the shown amounts are in after restatement, None among them for *not stated*.
        headline: the figures of `year`.
        last_year: those of the year before, where the programme had a target then; None otherwise.
        counts_towards: the unit above whose target the amounts of the unit asked for count towards, where it has none of its
            own; the programme's name where it is the programme's.
        cells: one per kind, unit, initiative, year and price level.
        grid, phase_in: the same cells by unit and year, and year by year.
        initiatives: in the order the programme has them, with evidence; amounts without one come last.
        since: what changed since the latest published report; None where there is none before `as_of`.
        contradicted: the published report whose frozen figures the ledger no longer gives; None where all agree.
        priced: the cells in the price level asked for, with evidence and bands told apart as in `stated`.
        unlevelled: the cells that stand as they were stated among others, with their evidence and bands: those without a
            price level beside others, and where one was asked for, all that could not be brought to it.
        vocabulary: the kinds and figures that it speaks of.
    """

    year: int
    price_levels: tuple[int | None, ...]
    headline: Figures
    cells: tuple[Cell, ...]
    grid: FigureGrid
    phase_in: tuple[PhaseInYear, ...]
    initiatives: tuple[InitiativeLine, ...]
    since: Bridge | None = None
    contradicted: ReportFacts | None = None
    priced: tuple[Cell, ...] = ()
    unlevelled: tuple[Cell, ...] = ()
    last_year: Figures | None = None
    counts_towards: str = ""
    vocabulary: Vocabulary = VOCABULARY

    @cached_property
    def largest_amount(self) -> Decimal:
        """The largest amount of a cell in kroner, whatever its sign, which the unit it is shown in is chosen by; zero where there
        is none.
        """
        return max((abs(cell.amount) for cell in self.cells), default=ZERO)

    def unit_name(self, code: str | None) -> str | None:
        """The name of a unit in this report; None for *Ikke fordelt*."""
        return next((unit.name for unit in self.units if unit.code == code), code)


def codes_under(units: Sequence[UnitFacts], code: str) -> set[str]:
    """The codes of a unit and those under it, of units in tree order: a parent comes before its children."""
    codes = {code}
    for unit in units:
        if unit.parent in codes:
            codes.add(unit.code)
    return codes


def build_status(
    facts: StatusFacts, cells: Sequence[Cell], *, year: int, rows: Sequence[str], vocabulary: Vocabulary = VOCABULARY
) -> Status:
    """The status of a programme, or of one unit of it.

    Args:
        cells: what the ledger holds of the whole programme, restated to the price level asked for: each amount counts towards
            the nearest target, which may stand above the unit asked for.
        year: the year the headline speaks of.
        rows: codes of the units that shall have a row in the grid; those above them have one, too.
    """
    wanted = codes_under(facts.units, facts.unit.code) if facts.unit else None
    own = [cell for cell in cells if wanted is None or cell.unit in wanted]
    parents = {unit.code: unit.parent for unit in facts.units}
    grid = build_grid(cells, _list_rows(facts.units, rows, own), parents, wanted=wanted)
    headline = grid.total.year(year)
    return Status(
        **{name: getattr(facts, name) for name in _Basis.__dataclass_fields__},
        year=year,
        price_levels=sort_levels(cell.price_level for cell in own),
        headline=headline,
        last_year=grid.total.year(year - 1) if year - 1 in target_years(cells) else None,
        counts_towards=_find_target_above(facts, cells, year) if wanted is not None and not headline.is_place else "",
        cells=_list_cells(own, vocabulary),
        grid=grid,
        phase_in=build_phase_in(own, grid.total.by_year),
        initiatives=_build_lines(facts, own, year),
        priced=tuple(own),
        unlevelled=find_unrestated(own, facts.restatement.level if facts.restatement else None),
        vocabulary=vocabulary,
    )


def _list_rows(units: Sequence[UnitFacts], rows: Sequence[str], cells: Sequence[Cell]) -> list[str]:
    """The units that shall have a row, and all above those with amounts, in tree order."""
    parents, listed = {unit.code: unit.parent for unit in units}, set(rows)
    for code in {cell.unit for cell in cells if cell.unit is not None}:
        above: str | None = code
        while above is not None:
            listed.add(above)
            above = parents.get(above)
    known = [unit.code for unit in units if unit.code in listed]
    return [*known, *(code for code in rows if code not in parents)]


def _find_target_above(facts: StatusFacts, cells: Sequence[Cell], year: int) -> str:
    parents = {unit.code: unit.parent for unit in facts.units}
    places = find_places(measure_units(cells, [year])[year])
    above = find_place(facts.unit.code if facts.unit else None, places, parents)
    return next((unit.name for unit in facts.units if unit.code == above), facts.programme.name)


def _list_cells(cells: Sequence[Cell], vocabulary: Vocabulary) -> tuple[Cell, ...]:
    kinds = list(vocabulary.kinds)

    def order(cell: Cell) -> tuple[int, bool, str, bool, str, int, int]:
        unit, initiative = cell.unit or "", cell.initiative or ""
        return (kinds.index(cell.kind), not unit, unit, not initiative, initiative, cell.year, cell.price_level or 0)

    return tuple(sorted(merge_cells(cells), key=order))


def _build_lines(facts: StatusFacts, cells: Sequence[Cell], year: int) -> tuple[InitiativeLine, ...]:
    groups = group_cells(cells, lambda cell: cell.initiative)
    full = facts.programme.full_effect_year
    lines = []
    for initiative in facts.initiatives:
        own = groups.get(initiative.name, [])
        how = find_standing(own, stage=initiative.stage, year=facts.as_of.year, full_effect_year=full)
        lines.append(InitiativeLine(initiative, compute_figures(own, year), how))
    rest = compute_figures(groups.get(None, []), year)
    return tuple([*lines, InitiativeLine(None, rest)] if rest != EMPTY else lines)
