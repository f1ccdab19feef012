"""The targets of a programme by unit and initiative: which lie above which, and how one is taken out of another.

Targets add up, so a target that is stated where a unit above or under it has one already is either on top of it (*oven i*) or
out of it (*heraf*), and only a person knows which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from savings.models import Initiative, Programme, Unit
from savings.models.standing import read_expected
from savings.money import ZERO, total
from savings.recording.new_entry import Line
from savings.recording.refusals import Refused
from savings.vocabulary import Kind


class TargetCell(NamedTuple):
    """What a target is of, by row numbers, and in which prices."""

    unit: int | None
    initiative: int | None
    year: int
    price_level: int | None


def find_cell(line: Line) -> TargetCell:
    """The cell that a line adds to."""
    unit, initiative = (row.pk if row else None for row in (line.unit, line.initiative))
    return TargetCell(unit, initiative, line.year, line.price_level)


class NotEnoughAbove(Refused):
    """A target cannot be out of those that it meets: less is left above it, more stands under it, or in another price level.

    `line` is what was stated, and `left` how much of it can be taken, in kroner.
    """

    sentence = _(
        "The target cannot be out of those above and under it: they hold another amount, or are stated in another price level. "
        "State it on top of them, or change it."
    )

    def __init__(self, line: Line, left: Decimal) -> None:
        super().__init__(f"{line.year};{line.amount};{left}")
        self.line, self.left = line, left


@dataclass(frozen=True)
class TakenOut:
    """What becomes of a line that is out of the targets it meets.

    Attributes:
        stated: the change that is left to state, in kroner.
        moves: the lines of a division, which come to zero: what is taken from above, and the same put below.
    """

    stated: Decimal
    moves: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Targets:
    """What a programme's targets come to once everything that waits is approved.

    Attributes:
        levels: kroner by cell, on whatever day the entries are booked.
        units, initiatives: the rows by their numbers; all units, and at least the initiatives that a level stands on.
    """

    levels: Mapping[TargetCell, Decimal]
    units: Mapping[int, Unit]
    initiatives: Mapping[int, Initiative]

    def find_path(self, unit: int | None) -> list[int | None]:
        """A unit and those above it, up to the programme (None)."""
        path: list[int | None] = []
        while unit is not None:
            path.append(unit)
            unit = self.units[unit].parent_id
        return [*path, None]

    def find_overlaps(self, lines: Sequence[Line]) -> dict[int, list[TargetCell]]:
        """Which of these lines meet a target above or under theirs, among the programme's or among the lines themselves.

        Args:
            lines: each the change of a cell in kroner; one that adds nothing asks for nothing twice.

        Returns:
            Their places, in order, each with what it meets.
        """
        known, found = _Known(self), {}
        for place, line in self._sort_top_down(lines):
            cell = find_cell(line)
            if line.amount > 0 and (met := [*known.find_above(cell), *known.find_below(cell)]):
                found[place] = met
            known.add(line)
        return dict(sorted(found.items()))

    def take_out(self, lines: Sequence[Line]) -> list[TakenOut]:
        """What becomes of the lines, in their order, where each is out of the targets that it meets.

        What stands under a line is part of it, so the line states only the rest; what stands above it, the nearest first, gives
        that away. So the total rises by what no target above gives, and by nothing else.

        Raises:
            NotEnoughAbove: where more is stated than can be taken, or less than stands under it.
        """
        known = _Known(self)
        taken = {place: TakenOut(line.amount) for place, line in enumerate(lines)}
        for place, line in self._sort_top_down(lines):
            if line.amount > 0:
                taken[place] = self._take_out(known, line)
            for change in (replace(line, amount=taken[place].stated), *taken[place].moves):
                known.add(change)
        return [taken[place] for place in range(len(lines))]

    def _take_out(self, known: _Known, line: Line) -> TakenOut:
        level, cell = line.price_level, find_cell(line)
        above, below = known.find_above(cell), known.find_below(cell)
        part = total(known.amounts[cell] for cell in below)
        stated = line.amount - part
        if stated < 0 or any(cell.price_level != level for cell in below):
            raise NotEnoughAbove(line, ZERO)
        if not above or not stated:
            return TakenOut(stated)
        moves, wanted = [], stated
        for cell in above:
            amount = min(wanted, known.amounts[cell]) if cell.price_level == level else ZERO
            if amount:
                moves.append(self._take(line, cell, amount))
                wanted -= amount
        if wanted:
            raise NotEnoughAbove(line, line.amount - wanted)
        return TakenOut(ZERO, (*moves, _build_line(line, line.unit, line.initiative, stated)))

    def _take(self, line: Line, cell: TargetCell, amount: Decimal) -> Line:
        unit = None if cell.unit is None else self.units[cell.unit]
        initiative = None if cell.initiative is None else self.initiatives[cell.initiative]
        return _build_line(line, unit, initiative, -amount)

    def _sort_top_down(self, lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
        def depth(pair: tuple[int, Line]) -> tuple[int, bool]:
            return len(self.find_path(pair[1].unit.pk if pair[1].unit else None)), pair[1].initiative is not None

        yield from sorted(((place, line) for place, line in enumerate(lines) if line.kind is Kind.TARGET), key=depth)


def _build_line(line: Line, unit: Unit | None, initiative: Initiative | None, amount: Decimal) -> Line:
    """A line of a division, with the year, the prices and the text of the one that it comes from."""
    return Line(
        kind=line.kind, year=line.year, amount=amount, unit=unit, initiative=initiative, price_level=line.price_level,
        text=line.text,
    )  # fmt: skip


class _Known:
    """The targets as the lines before have left them, with those above zero by the year and the units that they stand under."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self.amounts: dict[TargetCell, Decimal] = {}
        self._on: dict[tuple[int, int | None], set[TargetCell]] = defaultdict(set)
        self._under: dict[tuple[int, int | None], set[TargetCell]] = defaultdict(set)
        for cell, amount in targets.levels.items():
            self._set(cell, amount)

    def add(self, line: Line) -> None:
        """Let a line count."""
        cell = find_cell(line)
        self._set(cell, self.amounts.get(cell, ZERO) + line.amount)

    def _set(self, cell: TargetCell, amount: Decimal) -> None:
        self.amounts[cell] = amount
        own, *above = self._targets.find_path(cell.unit)
        for cells in (self._on[cell.year, own], *(self._under[cell.year, unit] for unit in above)):
            (cells.add if amount > 0 else cells.discard)(cell)

    def find_above(self, cell: TargetCell) -> list[TargetCell]:
        """The targets above zero that a cell may be out of, the nearest first: on its unit for all initiatives, or on one above.

        Targets of two different initiatives have nothing to do with each other.
        """
        own, *units = self._targets.find_path(cell.unit)
        above = [other for other in self._on[cell.year, own] if other.initiative is None and cell.initiative is not None]
        for unit in units:
            near = (other for other in self._on[cell.year, unit] if _are_alike(other, cell))
            above += sorted(near, key=lambda other: (other.initiative is None, other.price_level or 0))
        return above

    def find_below(self, cell: TargetCell) -> list[TargetCell]:
        """The targets above zero that may be out of a cell."""
        own = self._on[cell.year, cell.unit] if cell.initiative is None else ()
        below = [other for other in own if other.initiative is not None]
        return [*below, *(other for other in self._under[cell.year, cell.unit] if _are_alike(cell, other))]


def _are_alike(cell: TargetCell, other: TargetCell) -> bool:
    return cell.initiative == other.initiative or None in (cell.initiative, other.initiative)


def read_targets(programme: Programme) -> Targets:
    """The targets of a programme and all units; six queries."""
    levels = {
        TargetCell(cell.unit, cell.initiative, cell.year, price_level): amount
        for cell, amounts in read_expected(programme.pk, date.max).items()
        if cell.kind == Kind.TARGET.value
        for price_level, amount in amounts.items()
    }
    initiatives = Initiative.objects.in_bulk({cell.initiative for cell in levels if cell.initiative is not None})
    return Targets(levels, Unit.objects.in_bulk(), initiatives)
