"""From a table to rows: every cell understood, or a fault that says where and why."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from savings.recording.importing.columns import FIELDS, ImportField
from savings.recording.importing.faults import Fault, InvalidInput, Reason
from savings.recording.importing.layout import ImportColumn, Layout
from savings.recording.importing.numbers import ColumnFormats, find_formats, read_amount, read_text
from savings.recording.importing.rows import ImportRow
from savings.recording.importing.tables import FileCell, FileRecord, FileTable
from savings.recording.importing.words import is_nothing, is_total, read_kind
from savings.vocabulary import Kind, Vocabulary


def read_rows(table: FileTable, layout: Layout, vocabulary: Vocabulary) -> tuple[list[ImportRow], list[Fault]]:
    """The rows of the table in its order, and what is wrong with it; the rows are to be used only where nothing is."""
    column = find_formats(_list_written_amounts(table, layout))
    rows: list[ImportRow] = []
    faults: list[Fault] = []
    for record in table.records:
        reader = _RecordReader(record, layout, column, vocabulary)
        rows += reader.read_rows()
        faults += reader.faults
    return rows, faults


def _list_written_amounts(table: FileTable, layout: Layout) -> Iterator[str]:
    indexes = [column.index for column, _ in layout.amounts]
    for record in table.records:
        for index in indexes:
            cell = record.cells[index] if index < len(record.cells) else ""
            if isinstance(cell, str):
                yield cell


class _RecordReader:
    """Reads one record, and gathers all that is wrong with it rather than stop at the first."""

    def __init__(self, record: FileRecord, layout: Layout, column: ColumnFormats, vocabulary: Vocabulary) -> None:
        self.record, self.layout, self.column, self.vocabulary = record, layout, column, vocabulary
        # A row may leave out the texts at its end.
        self.cells = record.cells + ("",) * (layout.width - len(record.cells))
        self.texts = tuple(map(read_text, self.cells))
        self.faults: list[Fault] = []

    def read_rows(self) -> list[ImportRow]:
        """The record's rows: one in the long layout, one for each year with an amount in the wide; none after a fault."""
        if not self._has_right_shape() or self._is_total():
            return []
        fields = {field.value: self._read_field(field) for field, declaration in FIELDS.items() if declaration.in_row}
        amounts = self._read_amounts(fields["kind"])
        if self.faults:
            return []
        return [
            ImportRow(line=self.record.line, column=heading, year=year, amount=amount, **fields)
            for heading, year, amount in amounts
        ]

    def _has_right_shape(self) -> bool:
        """Whether every cell stands below a heading and none that matters is missing."""
        fields, layout = len(self.record.cells), self.layout
        if fields < layout.fewest_fields or "".join(self.texts[layout.width :]).strip():
            self._refuse(InvalidInput(Reason.FIELDS, str(fields), str(layout.width)))
        for index in layout.unnamed:
            if self.texts[index].strip():
                self._refuse(InvalidInput(Reason.NO_HEADING, self.texts[index]))
        return not self.faults

    def _is_total(self) -> bool:
        for field in (ImportField.UNIT, ImportField.INITIATIVE, ImportField.KIND):
            column = self.layout.fields.get(field)
            if column and is_total(self.texts[column.index]):
                self._refuse(InvalidInput(Reason.TOTAL, self.texts[column.index]), column)
                return True
        return False

    def _read_amounts(self, kind: Kind | None) -> list[tuple[str, int, Decimal]]:
        """The amounts as (heading, year, kroner)."""
        unit = self._read_field(ImportField.AMOUNT_UNIT)
        stated_year = self._read_field(ImportField.YEAR)
        amounts = []
        for column, year in self.layout.amounts:
            cell = self.cells[column.index]
            if year and isinstance(cell, str) and is_nothing(cell):
                continue
            amount = self._read_amount_cell(column, cell, unit, kind)
            if amount is not None and (year or stated_year):
                amounts.append((column.heading, year or stated_year or 0, amount))
        return amounts

    def _read_amount_cell(self, column: ImportColumn, cell: FileCell, unit: Decimal | None, kind: Kind | None) -> Decimal | None:
        """The amount in kroner; read as kroner where the unit is at fault, so that a bad number is reported as well."""
        try:
            if isinstance(cell, str) and is_nothing(cell):
                raise InvalidInput(Reason.AMOUNT_EMPTY)
            amount = read_amount(cell, unit or Decimal(1), self.column)
            if kind is not None and self.vocabulary.kinds[kind].is_cost and amount > 0:
                raise InvalidInput(Reason.OFFSET_SIGN, read_text(cell))
        except InvalidInput as refused:
            if unit is not None or refused.reason not in (Reason.ORE, Reason.TWO_UNITS):
                self._refuse(refused, column)
            return None
        return amount

    def _read_field(self, field: ImportField) -> Any:
        """The field's value; None where it is at fault."""
        declaration, column = FIELDS[field], self.layout.fields.get(field)
        if column is None:
            return declaration.empty
        try:
            return self._read_text(field, self.texts[column.index])
        except InvalidInput as refused:
            self._refuse(refused, column)
            return None

    def _read_text(self, field: ImportField, text: str) -> Any:
        if field is ImportField.KIND:
            return read_kind(text, self.vocabulary)
        read = FIELDS[field].read
        assert read is not None  # the amount is read with its column
        return read(text)

    def _refuse(self, refused: InvalidInput, column: ImportColumn | None = None) -> None:
        self.faults.append(refused.at(self.record.line, column.heading if column else ""))
