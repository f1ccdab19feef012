"""Targets of a file that meet others: on top of them or out of them, as whoever imports has said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from savings.models import Programme
from savings.money import ZERO
from savings.recording.importing.faults import Fault, Reason
from savings.recording.importing.numbers import format_plain
from savings.recording.importing.order import ImportOrder
from savings.recording.importing.rows import ImportRow
from savings.recording.new_entry import Line
from savings.recording.targets import NotEnoughAbove, TargetCell, Targets, find_cell, read_targets
from savings.vocabulary import Kind

#: How many of the targets that one meets a message names.
MOST_NAMED = 4


@dataclass
class SettledTargets:
    """What becomes of the rows that state targets.

    Attributes:
        left: by the place of a row, the change in kroner that is left to state; other rows stay as they are.
        moves: by the place of a row, the lines of the division that it is.
    """

    left: dict[int, Decimal] = field(default_factory=dict)
    moves: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def settle_targets(rows: Sequence[tuple[ImportRow, Line]], programme: Programme, order: ImportOrder) -> SettledTargets:
    """Ask of each target that meets another above or under it, or take it out of that one.

    Args:
        rows: each row that changes something with its line, whose amount is what the row states.
    """
    places = [place for place, (row, _line) in enumerate(rows) if row.kind is Kind.TARGET and row.amount > 0]
    settled = SettledTargets()
    if not places or order.targets == "oveni":
        return settled
    targets = read_targets(programme)
    changes = [_find_change(targets, rows[place][1], order) for place in places]
    met = targets.find_overlaps(changes)
    if not met:
        return settled
    if order.targets is None:
        settled.faults = [_ask(rows[places[index]][0], targets, cells) for index, cells in met.items()]
        return settled
    _take_out(settled, {index: places[index] for index in met}, targets, changes, rows, order)
    return settled


def _find_change(targets: Targets, line: Line, order: ImportOrder) -> Line:
    standing = targets.levels.get(find_cell(line), ZERO) if order.mode == "set" else ZERO
    return replace(line, amount=line.amount - standing)


def _ask(row: ImportRow, targets: Targets, cells: Sequence[TargetCell]) -> Fault:
    named = [f"{_name(targets, cell)} {cell.year}: {format_plain(targets.levels.get(cell, ZERO))}" for cell in cells[:MOST_NAMED]]
    more = " …" if len(cells) > MOST_NAMED else ""
    return Fault(row.line, row.column, Reason.TARGETS, row.unit or row.initiative or "–", "; ".join(named) + more)


def _name(targets: Targets, cell: TargetCell) -> str:
    unit = targets.units[cell.unit].code if cell.unit is not None else "–"
    initiative = targets.initiatives.get(cell.initiative) if cell.initiative is not None else None
    return f"{unit}, {initiative.name}" if initiative is not None else unit


def _take_out(
    settled: SettledTargets,
    places: Mapping[int, int],
    targets: Targets,
    changes: Sequence[Line],
    rows: Sequence[tuple[ImportRow, Line]],
    order: ImportOrder,
) -> None:
    for place in places.values():
        row = rows[place][0]
        if not (row.reference or order.decision):
            settled.faults.append(Fault(row.line, row.column, Reason.DIVISION, row.unit or ""))
    if settled.faults:
        return
    try:
        taken = targets.take_out(changes)
    except NotEnoughAbove as refused:
        refused_cell = find_cell(refused.line)
        lines = [rows[place][0] for index, place in places.items() if find_cell(changes[index]) == refused_cell]
        settled.faults = [Fault(row.line, row.column, Reason.LEDGER, str(refused)) for row in lines]
        return
    for index, place in places.items():
        settled.left[place] = taken[index].stated
        settled.moves[place] = taken[index].moves
