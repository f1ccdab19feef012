"""From a table to rows: every cell understood, or a fault that says where and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar

from savings.kinds import Kind
from savings.recording.importing.faults import Fault, Reason, Refused
from savings.recording.importing.layout import Column, Field, Layout
from savings.recording.importing.numbers import Proof, cell_text, proof, read_amount
from savings.recording.importing.rows import Row
from savings.recording.importing.tables import Cell, Record, Table
from savings.recording.importing.words import (
    is_nothing,
    is_total,
    name,
    prose,
    read_amount_unit,
    read_duration,
    read_initiative,
    read_kind,
    read_price_level,
    read_unit,
    read_year,
)
from savings.vocabulary import Vocabulary

Value = TypeVar("Value")


def read_rows(table: Table, layout: Layout, vocabulary: Vocabulary) -> tuple[list[Row], list[Fault]]:
    """The rows of the table in its order, and what is wrong with it; the rows are to be used only where nothing is."""
    column = proof(_written_amounts(table, layout))
    rows: list[Row] = []
    faults: list[Fault] = []
    for record in table.records:
        reader = _RecordReader(record, layout, column, vocabulary)
        rows += reader.rows()
        faults += reader.faults
    return rows, faults


def _written_amounts(table: Table, layout: Layout) -> Iterator[str]:
    indexes = [column.index for column, _ in layout.amounts]
    for record in table.records:
        for index in indexes:
            cell = record.cells[index] if index < len(record.cells) else ""
            if isinstance(cell, str):
                yield cell


class _RecordReader:
    """Reads one record, and gathers all that is wrong with it rather than stop at the first."""

    def __init__(self, record: Record, layout: Layout, column: Proof, vocabulary: Vocabulary) -> None:
        self.record, self.layout, self.column, self.vocabulary = record, layout, column, vocabulary
        # A row may leave out the texts at its end.
        self.cells = record.cells + ("",) * (layout.width - len(record.cells))
        self.texts = tuple(map(cell_text, self.cells))
        self.faults: list[Fault] = []

    def rows(self) -> list[Row]:
        """The record's rows: one in the long layout, one for each year with an amount in the wide; none after a fault."""
        if not self._has_right_shape() or self._is_total():
            return []
        unit = self._take(Field.UNIT, read_unit)
        initiative = self._take(Field.INITIATIVE, read_initiative)
        kind = self._take(Field.KIND, lambda text: read_kind(text, self.vocabulary))
        price_level = self._take(Field.PRICE_LEVEL, read_price_level)
        duration = self._take(Field.DURATION, read_duration) or ""
        reference = self._take(Field.REFERENCE, name) or ""
        note = self._take(Field.NOTE, prose) or ""
        line = self.record.line
        amounts = self._amounts(kind)
        if self.faults or kind is None:
            return []
        return [
            Row(line, heading, unit, initiative, kind, year, amount, price_level, duration, reference, note)
            for heading, year, amount in amounts
        ]

    def _has_right_shape(self) -> bool:
        """Whether every cell stands below a heading and none that matters is missing."""
        fields, layout = len(self.record.cells), self.layout
        if fields < layout.needed or "".join(self.texts[layout.width :]).strip():
            self._refuse(Refused(Reason.FIELDS, str(fields), str(layout.width)))
        for index in layout.unnamed:
            if self.texts[index].strip():
                self._refuse(Refused(Reason.NO_HEADING, self.texts[index]))
        return not self.faults

    def _is_total(self) -> bool:
        for field in (Field.UNIT, Field.INITIATIVE, Field.KIND):
            column = self.layout.fields.get(field)
            if column and is_total(self.texts[column.index]):
                self._refuse(Refused(Reason.TOTAL, self.texts[column.index]), column)
                return True
        return False

    def _amounts(self, kind: Kind | None) -> list[tuple[str, int, Decimal]]:
        """The amounts as (heading, year, kroner)."""
        unit = self._take(Field.AMOUNT_UNIT, read_amount_unit, empty=Decimal(1))
        stated_year = self._take(Field.YEAR, read_year)
        found = []
        for column, year in self.layout.amounts:
            cell = self.cells[column.index]
            if year and isinstance(cell, str) and is_nothing(cell):
                continue
            amount = self._amount(column, cell, unit, kind)
            if amount is not None and (year or stated_year):
                found.append((column.heading, year or stated_year or 0, amount))
        return found

    def _amount(self, column: Column, cell: Cell, unit: Decimal | None, kind: Kind | None) -> Decimal | None:
        """The amount in kroner; read as kroner where the unit is at fault, so that a bad number is told of as well."""
        try:
            if isinstance(cell, str) and is_nothing(cell):
                raise Refused(Reason.AMOUNT_EMPTY)
            amount = read_amount(cell, unit or Decimal(1), self.column)
            if kind is not None and self.vocabulary.kinds[kind].is_cost and amount > 0:
                raise Refused(Reason.OFFSET_SIGN, cell_text(cell))
        except Refused as refused:
            if unit is not None or refused.reason not in (Reason.ORE, Reason.TWO_UNITS):
                self._refuse(refused, column)
            return None
        return amount

    def _take(self, field: Field, read: Callable[[str], Value], *, empty: Value | None = None) -> Value | None:
        """The field as `read` understands it; `empty` where the file has no such column, None where it is at fault."""
        column = self.layout.fields.get(field)
        if column is None:
            return empty
        try:
            return read(self.texts[column.index])
        except Refused as refused:
            self._refuse(refused, column)
            return None

    def _refuse(self, refused: Refused, column: Column | None = None) -> None:
        self.faults.append(refused.at(self.record.line, column.heading if column else ""))
