"""A programme's status: one frozen report that every face renders, and the function that adds it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
from savings.projections.figures import EMPTY, Figures, compute_figures
from savings.projections.grid import FigureGrid, build_grid
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
    vocabulary: Vocabulary = VOCABULARY

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
    """The status of a programme.

    Args:
        cells: what the ledger holds, already limited to the unit and restated to the price level asked for.
        year: the year the headline speaks of.
        rows: codes of the units that have a row of their own even when nothing is posted on them.
        vocabulary: the kinds that the cells may be of, and the figures that the faces show of them.
    """
    return Status(
        **{name: getattr(facts, name) for name in _Basis.__dataclass_fields__},
        year=year,
        price_levels=sort_levels(cell.price_level for cell in cells),
        headline=compute_figures(cells, year),
        cells=_list_cells(cells, vocabulary),
        grid=build_grid(cells, rows),
        phase_in=build_phase_in(cells),
        initiatives=_build_lines(facts, cells, year),
        priced=tuple(cells),
        unlevelled=find_unrestated(cells, facts.restatement.level if facts.restatement else None),
        vocabulary=vocabulary,
    )


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
