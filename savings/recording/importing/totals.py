"""Rows that are the sum of others: held against them where they say so, asked about where only one of the two is true.

A finance officer's sheet ends with *I alt*, has a subtotal after each directorate, and a row for the directorate itself.
Taken as amounts of their own they would count twice; left out without a word, a mistake in them would never be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from savings.money import ZERO
from savings.recording.importing.families import Cell, Entity, Family, UnitOf, name_lines
from savings.recording.importing.faults import Fault, Reason
from savings.recording.importing.numbers import format_plain
from savings.recording.importing.rows import ImportRow
from savings.recording.importing.words import is_total

#: How far above a row that says that it is a total its parts are looked for, in rows of its own kind and year.
FARTHEST = 2_000


@dataclass(frozen=True, slots=True)
class TotalAnswers:
    """What whoever imports has said of rows, by line: that they are totals, and that they are amounts of their own."""

    totals: frozenset[int] = frozenset()
    amounts: frozenset[int] = frozenset()
    #: Whether every row that is asked about is an amount of its own.
    all_are_amounts: bool = False


NO_ANSWERS = TotalAnswers()


@dataclass
class TotalReading:
    """The rows that are amounts, what was held against them, and the questions that nobody has answered."""

    rows: list[ImportRow] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def find_totals(
    rows: Sequence[ImportRow],
    *,
    answers: TotalAnswers,
    unit_of: UnitOf,
    parents: Mapping[str, str],
    is_settled: Callable[[ImportRow], bool] = lambda _row: False,
) -> TotalReading:
    """Tell the totals of a file from its amounts.

    Args:
        unit_of: the code of the unit that a row means, in small letters; None for Ikke fordelt.
        parents: by its code, the code of the unit above a unit.
        is_settled: whether the ledger says what the row says already; such a row is never asked about.
    """
    return _TotalFinder(rows, answers, Family(rows, unit_of, parents), is_settled).read()


class _TotalFinder:
    """Walks the rows in their order, remembering what the amounts of each kind and year have come to."""

    def __init__(
        self,
        rows: Sequence[ImportRow],
        answers: TotalAnswers,
        family: Family,
        is_settled: Callable[[ImportRow], bool],
    ) -> None:
        self.rows, self.answers, self.is_settled = rows, answers, is_settled
        self.names = {name for row in rows for name in (row.unit, row.initiative) if name is not None and is_total(name)}
        self.reading = TotalReading()
        self.added: dict[Cell, Decimal] = {}
        self.counted: dict[Cell, int] = {}
        #: The same since the last total.
        self.since: dict[Cell, Decimal] = {}
        self.family = family
        #: Rows that are the sum of others and say nothing of it; and of whom another row is none, so that it is chance.
        self.sums: list[tuple[ImportRow, str]] = []
        self.amounts: set[Entity] = set()

    def read(self) -> TotalReading:
        for row in self.rows:
            if row.line in self.answers.totals:
                self._leave_out(row)
            elif row.unit in self.names or row.initiative in self.names:
                self._hold(row)
            else:
                self._take(row)
        asked = [each for each in self.sums if self.family.identify(each[0]) not in self.amounts and self._is_asked(each[0])]
        self.reading.faults += [_tell(Reason.SUM, *each) for each in asked]
        return self.reading

    def _is_asked(self, row: ImportRow) -> bool:
        return not (row.line in self.answers.amounts or self.answers.all_are_amounts or self.is_settled(row))

    def _take(self, row: ImportRow) -> None:
        cell = row.kind, row.year
        lines = self.family.find_parts(row)
        if not lines and row.amount and self.added.get(cell) == row.amount and self.counted[cell] > 1:
            lines = name_lines(part.line for part in self._list_above(row))
        if lines:
            self.sums.append((row, lines))
        else:
            self.amounts.add(self.family.identify(row))
        self._add(row)

    def _add(self, row: ImportRow) -> None:
        cell = row.kind, row.year
        self.added[cell] = self.added.get(cell, ZERO) + row.amount
        self.since[cell] = self.since.get(cell, ZERO) + row.amount
        self.counted[cell] = self.counted.get(cell, 0) + 1
        self.reading.rows.append(row)

    def _hold(self, row: ImportRow) -> None:
        lines = self._find_parts(row)
        if lines:
            self._note(Reason.HELD, row, lines)
        elif self._is_asked(row):
            apart = self._measure_difference(row)
            self.reading.faults.append(
                _tell(Reason.TOTAL, row, f"{format_plain(row.amount)} ≠ {format_plain(row.amount - apart)}")
            )
        else:
            self._add(row)

    def _note(self, reason: Reason, row: ImportRow, expected: str) -> None:
        self.reading.notes.append(_tell(reason, row, expected))
        self.since[row.kind, row.year] = ZERO

    def _measure_difference(self, row: ImportRow) -> Decimal:
        """How far the row is from the sum of those above it, or of those since the last total, whichever is nearer."""
        added = (sums.get((row.kind, row.year), ZERO) for sums in (self.since, self.added))
        return min((row.amount - amount for amount in added), key=abs)

    def _leave_out(self, row: ImportRow) -> None:
        lines = self._find_parts(row)
        if lines:
            self._note(Reason.HELD, row, lines)
        else:
            self._note(Reason.HELD_APART, row, format_plain(self._measure_difference(row)))

    def _find_parts(self, row: ImportRow) -> str:
        """The lines of at least two rows that add up to this one: the nearest above, or the next below; empty for none."""
        for parts in (self._list_above(row)[::-1], self._list_below(row)):
            amount = ZERO
            for count, part in enumerate(parts[:FARTHEST], 1):
                amount += part.amount
                if count > 1 and amount == row.amount:
                    return name_lines(part.line for part in parts[:count])
        return ""

    def _list_above(self, row: ImportRow) -> list[ImportRow]:
        """The amounts of the row's kind and year that stand above it."""
        return [part for part in self.reading.rows if (part.kind, part.year) == (row.kind, row.year)]

    def _list_below(self, row: ImportRow) -> list[ImportRow]:
        return [
            part for part in self.rows
            if part.line > row.line and (part.kind, part.year) == (row.kind, row.year)
            and part.unit not in self.names and part.initiative not in self.names
        ]  # fmt: skip


def _tell(reason: Reason, row: ImportRow, expected: str) -> Fault:
    return Fault(row.line, row.column, reason, row.unit or row.initiative or "", expected)
