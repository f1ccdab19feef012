"""From a table to rows: every cell understood, or a fault that says where and why.

A column is read at a time, some thousand records at once, and each text of it only the first time it is met: a hundred
thousand rows name a few hundred units, kinds and years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from savings.money import ZERO
from savings.recording.importing.amounts import AmountColumn, PendingAmount
from savings.recording.importing.columns import FIELDS, FieldDeclaration, ImportField
from savings.recording.importing.faults import Fault, InvalidInput, Reason
from savings.recording.importing.layout import ImportColumn, Layout
from savings.recording.importing.numbers import NumberLanguage, read_text
from savings.recording.importing.rows import ImportRow
from savings.recording.importing.tables import FileCell, FileRecord
from savings.recording.importing.words import is_nothing, read_kind
from savings.vocabulary import Vocabulary

#: How many records are read at once.
BLOCK = 4096


class ReadTexts(dict[FileCell, Any]):
    """What each cell of a column means, worked out when it is first met; a refused one is its `InvalidInput`."""

    def __init__(self, declaration: FieldDeclaration, read: Callable[[str], Any]) -> None:
        super().__init__()
        self.read, self.most = read, declaration.most
        self.has_refused = False

    def __missing__(self, cell: FileCell) -> Any:
        try:
            value = self.read(read_text(cell))
            if isinstance(value, str) and len(value) > self.most:
                raise InvalidInput(Reason.TOO_LONG, value, str(self.most))
        except InvalidInput as refused:
            value, self.has_refused = refused, True
        self[cell] = value
        return value


class RowReader:
    """Reads the records of one file, gathering all that is wrong rather than stop at the first."""

    def __init__(self, layout: Layout, vocabulary: Vocabulary, numbers: NumberLanguage | None) -> None:
        self.layout, self.vocabulary = layout, vocabulary
        self.known = {field: ReadTexts(it, self._reader(field, it)) for field, it in FIELDS.items() if it.read}
        self.amounts = AmountColumn(vocabulary, numbers)
        self.rows: list[ImportRow] = []
        self.faults: list[Fault] = []
        #: Rows whose amount the whole column must settle: their place among the rows, and what is written.
        self.pending: list[tuple[int, PendingAmount]] = []
        #: The units that the amounts are written in, in kroner.
        self.units: set[Decimal] = set()

    def _reader(self, field: ImportField, declaration: FieldDeclaration) -> Callable[[str], Any]:
        if field is ImportField.KIND:
            return lambda text: read_kind(text, self.vocabulary)
        assert declaration.read is not None
        return declaration.read

    def read(self, records: Iterable[FileRecord]) -> None:
        """Read all records; then `rows` are to be used only where there are no `faults`."""
        records = iter(records)
        while block := list(islice(records, BLOCK)):
            self._read_block([record for record in map(self._check_shape, block) if record is not None])
        for place, pending in self.pending:
            row = self.rows[place]
            try:
                amount = self.amounts.settle(pending, row.kind)
            except InvalidInput as refused:
                self.faults.append(refused.at(row.line, row.column))
            else:
                self.rows[place] = row._replace(amount=amount)

    def _check_shape(self, record: FileRecord) -> FileRecord | None:
        """The record with all its cells; None, with a fault, where one stands below no heading or one that matters is missing."""
        layout, cells = self.layout, record.cells
        if len(cells) == layout.width and not layout.unnamed:
            return record
        texts = list(map(read_text, cells))
        refusals = []
        if len(cells) < layout.fewest_fields or "".join(texts[layout.width :]).strip():
            refusals.append(InvalidInput(Reason.FIELDS, str(len(cells)), str(layout.width)))
        for index in layout.unnamed:
            if index < len(texts) and texts[index].strip():
                refusals.append(InvalidInput(Reason.NO_HEADING, texts[index]))
        if refusals:
            self.faults += [refused.at(record.line) for refused in refusals]
            return None
        # A row may leave out the texts at its end.
        return FileRecord(record.line, [*cells[: layout.width], *[""] * (layout.width - len(cells))])

    def _read_block(self, block: Sequence[FileRecord]) -> None:
        cells: list[tuple[FileCell, ...]] = list(zip(*(record.cells for record in block), strict=True))
        columns = {field: self._read_column(field, cells, len(block)) for field in self.known}
        wrong: dict[int, list[Fault]] = {}
        for field, column in self.layout.fields.items():
            if field in self.known and self.known[field].has_refused:
                _add_refusals(wrong, columns[field], column, block)
        amounts = (
            [self._read_amounts(column, year, cells[column.index], columns) for column, year in self.layout.amounts]
            if block
            else []
        )
        for (column, _year), found in zip(self.layout.amounts, amounts, strict=False):
            _add_refusals(wrong, found, column, block)
        self.faults += [fault for number in sorted(wrong) for fault in wrong[number]]
        self._add_rows(block, columns, amounts, wrong)

    def _read_column(self, field: ImportField, cells: Sequence[Sequence[FileCell]], count: int) -> list[Any]:
        column = self.layout.fields.get(field)
        if column is None:
            return [FIELDS[field].empty] * count
        return list(map(self.known[field].__getitem__, cells[column.index])) if count else []

    def _read_amounts(
        self, column: ImportColumn, year: int | None, cells: Sequence[FileCell], columns: dict[ImportField, list[Any]]
    ) -> list[Any]:
        """Of each record the amount in kroner, what is pending or refused, or None where the file states none."""
        read = self.amounts.read
        found: list[Any] = []
        for cell, unit, kind in zip(cells, columns[ImportField.AMOUNT_UNIT], columns[ImportField.KIND], strict=True):
            if cell.__class__ is str and is_nothing(cell):
                found.append(None if year else InvalidInput(Reason.AMOUNT_EMPTY))
            else:
                found.append(read(cell, unit, kind))
        return found

    def _add_rows(
        self, block: Sequence[FileRecord], columns: dict[ImportField, list[Any]], amounts: Sequence[Sequence[Any]], wrong: Any
    ) -> None:
        headings = [(column.heading, year) for column, year in self.layout.amounts]
        first = [columns[field] for field in (ImportField.UNIT, ImportField.INITIATIVE, ImportField.KIND, ImportField.YEAR)]
        others = [columns[field] for field in _AFTER_AMOUNT]
        self.units.update(unit for unit in columns[ImportField.AMOUNT_UNIT] if isinstance(unit, Decimal))
        for number, (record, facts, rest, found) in enumerate(
            zip(block, zip(*first, strict=True), zip(*others, strict=True), zip(*amounts, strict=True), strict=True)
        ):
            if number in wrong:
                continue
            unit, initiative, kind, stated_year = facts
            for (heading, year), amount in zip(headings, found, strict=True):
                if amount is None:
                    continue
                if amount.__class__ is PendingAmount:
                    self.pending.append((len(self.rows), amount))
                    amount = ZERO
                self.rows.append(ImportRow(record.line, heading, unit, initiative, kind, year or stated_year, amount, *rest))


#: The fields of a row behind its amount, in the row's order.
_AFTER_AMOUNT = tuple(ImportField(name) for name in ImportRow._fields[ImportRow._fields.index("amount") + 1 :])


def _add_refusals(
    wrong: dict[int, list[Fault]], values: Sequence[Any], column: ImportColumn, block: Sequence[FileRecord]
) -> None:
    for number, value in enumerate(values):
        if value.__class__ is InvalidInput:
            wrong.setdefault(number, []).append(value.at(block[number].line, column.heading))
