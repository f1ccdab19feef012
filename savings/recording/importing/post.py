"""Recording a file's rows as entries, all or nothing, in one of two modes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.text import slugify

from savings.models import Document, Entry, Programme
from savings.models.standing import CellKey, PartKey, StandingAmounts, read_expected
from savings.recording.acting import ledger_act
from savings.recording.approve import approve
from savings.recording.importing import FileReading, ImportRow, read_file
from savings.recording.importing.faults import Fault, Reason
from savings.recording.importing.initiatives import NamedInitiatives
from savings.recording.importing.keys import RowKeys
from savings.recording.importing.order import ImportOrder, ImportOutcome
from savings.recording.importing.questions import find_foreign_units, find_locked_plans, find_refused, find_sums
from savings.recording.importing.target_rows import SettledTargets, settle_targets
from savings.recording.importing.totals import find_totals
from savings.recording.importing.units import NamedUnits
from savings.recording.new_entry import Line, NewEntry, NewEvidence
from savings.recording.record import record
from savings.recording.refusals import BelowZero, BooksClosed, Refused
from savings.recording.register import register_documents, register_programme
from savings.recording.review import submit
from savings.vocabulary import Act

__all__ = ["ImportOrder", "ImportOutcome", "import_file"]


#: A row that changes something, and the part of a cell that it is about.
Stated = tuple[ImportRow, PartKey]


class _Undo(Exception):
    """Rolls the transaction back."""


def import_file(name: str, data: bytes, order: ImportOrder) -> ImportOutcome:
    """Read a file and record it, all or nothing. It is read before the ledger is locked.

    Args:
        name: the file's name; its ending tells what it is.

    Raises:
        Refused: when the ledger refuses the file as a whole, e.g. because the books are closed; nothing is written.
    """
    reading = read_file(name, data, numbers=order.numbers)
    if reading.faults:
        return ImportOutcome(faults=reading.faults, notes=reading.notes)
    outcome = ImportOutcome()
    try:
        with transaction.atomic():
            outcome = _Import(name, reading, order).perform()
            if outcome.faults or order.dry_run:
                raise _Undo
    except _Undo:
        pass
    except _RefusedLines as refused:
        outcome = ImportOutcome(faults=refused.faults, notes=reading.notes)
    return outcome


class _RefusedLines(Exception):
    """The ledger refused an entry; `faults` name the lines of the file that it was about."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__()
        self.faults = faults


class _Source(NamedTuple):
    """What rows of one entry have in common: the decision they rest on, and the document that is evidence."""

    decision: str
    evidence: str


@dataclass
class _Group:
    """The rows of one entry with the lines, or stated levels, that they become."""

    source: _Source
    act: str
    rows: list[ImportRow] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class _Import:
    """One file on its way into the ledger, within one transaction."""

    def __init__(self, name: str, reading: FileReading, order: ImportOrder) -> None:
        self.name, self.reading, self.order = name, reading, order
        self.notes = [*reading.notes]
        self.programme = Programme.objects.filter(slug=order.programme).first()

    def perform(self) -> ImportOutcome:
        """Record the rows; the outcome has faults where nothing may be written."""
        order = self.order
        if self.programme is None and not (order.create and slugify(order.programme) == order.programme):
            return self._refuse([Fault(0, "", Reason.NO_PROGRAMME)])
        with ledger_act(order.by, order.at):
            stated = self.reading.rows
            keys = RowKeys(NamedUnits(stated, create=order.create), NamedInitiatives(self.programme, stated))
            self.expected = self._read_expected(self.programme) if self.programme and order.mode == "set" else {}
            rows, faults = self._tell_totals(keys)
            self.notes += keys.initiatives.notes
            unsettled = [row for row in rows if not self._is_settled(keys.find(row), row.amount)] if self.expected else rows
            faults += [
                *find_refused(rows, unsettled, order, keys.code_of),
                *keys.initiatives.faults,
                *keys.find_unknown(rows, order),
            ]
            if faults:
                return self._refuse(faults)
            programme = self.programme or _register_programme(order, rows)
            keys.make(programme, rows, order)
            return self._post(programme, rows, keys)

    def _refuse(self, faults: Sequence[Fault]) -> ImportOutcome:
        in_turn = sorted(faults, key=lambda fault: fault.line)
        return ImportOutcome(faults=tuple(in_turn), notes=tuple(self.notes), rows=len(self.reading.rows))

    def _tell_totals(self, keys: RowKeys) -> tuple[list[ImportRow], list[Fault]]:
        """The rows that are amounts, and what is asked of those that may be totals."""
        told = find_totals(
            self.reading.rows,
            answers=self.order.totals,
            unit_of=keys.code_of,
            parents=keys.units.list_parents(),
            is_settled=lambda row: self._is_settled(keys.find(row), row.amount),
        )
        self.notes += told.notes
        return told.rows, told.faults

    def _is_settled(self, key: PartKey | None, amount: Decimal) -> bool:
        """Whether the ledger says so already."""
        return key is not None and self.expected.get(key.cell, {}).get(key.price_level) == amount

    def _post(self, programme: Programme, rows: Sequence[ImportRow], keys: RowKeys) -> ImportOutcome:
        changed = self._find_changes([(row, keys.of(row)) for row in rows])
        faults = [
            *find_locked_plans(changed, programme, self.order),
            *find_foreign_units(changed, self.order),
        ]
        lines = [_build_line(row, keys) for row, _key in changed]
        settled = settle_targets(list(zip((row for row, _key in changed), lines, strict=True)), programme, self.order)
        faults += settled.faults
        if faults:
            return self._refuse(faults)
        groups = [*self._group(changed, lines, settled), *self._group_divisions(changed, settled)]
        documents = register_documents(
            {reference for group in groups for reference in group.source if reference}, by=self.order.by, at=self.order.at
        )
        entries = [self._record(programme, group, documents) for group in groups]
        return ImportOutcome(
            (), tuple(entry.pk for entry in entries), sum(len(group.lines) for group in groups), len(rows),
            tuple(self.notes), find_sums(rows), self.reading.unit,
        )  # fmt: skip

    def _read_expected(self, programme: Programme) -> dict[CellKey, StandingAmounts]:
        return read_expected(programme.pk, self.order.booked_on)

    def _find_changes(self, stated: Sequence[Stated]) -> list[Stated]:
        """Each row that changes something; a level changes nothing where all of its parts stand, and no other."""
        if self.order.mode == "add":
            return [(row, key) for row, key in stated if row.amount]
        expected, levels = self.expected, defaultdict[CellKey, StandingAmounts](dict)
        for row, key in stated:
            levels[key.cell][key.price_level] = row.amount
        settled = {
            cell for cell, parts in levels.items()
            if cell in expected and _without_zeros(parts) == _without_zeros(expected[cell])
        }  # fmt: skip
        return [(row, key) for row, key in stated if key.cell not in settled]

    def _group(self, changed: Sequence[Stated], lines: Sequence[Line], settled: SettledTargets) -> list[_Group]:
        # Only in one entry are the parts of a level one level: all go where the last of them stands.
        sources = {key.cell: self._source_of(row) for row, key in changed}
        groups: dict[_Source, _Group] = {}
        for place, (row, key) in enumerate(changed):
            line = lines[place]
            if place in settled.left:
                if not settled.left[place]:
                    continue
                line = replace(line, amount=settled.left[place])
            source = sources[key.cell] if self.order.mode == "set" else self._source_of(row)
            group = groups.get(source) or groups.setdefault(source, _Group(source, self.order.act))
            group.rows.append(row)
            group.lines.append(line)
        return list(groups.values())

    def _group_divisions(self, changed: Sequence[Stated], settled: SettledTargets) -> list[_Group]:
        groups: dict[_Source, _Group] = {}
        for place, moves in settled.moves.items():
            if moves:
                row = changed[place][0]
                source = self._source_of(row)
                group = groups.setdefault(source, _Group(source, Act.DIVIDE))
                group.rows.append(row)
                group.lines += moves
        return list(groups.values())

    def _source_of(self, row: ImportRow) -> _Source:
        return _Source(row.reference or self.order.decision, row.evidence)

    def _record(self, programme: Programme, group: _Group, documents: dict[str, Document]) -> Entry:
        order, source = self.order, group.source
        texts = {line.text for line in group.lines}
        lines = group.lines
        is_level = group.act == Act.LEVEL
        new = NewEntry(
            programme=programme, booked_on=order.booked_on, act=group.act,
            lines=() if is_level else lines, levels=lines if is_level else (),
            text=texts.pop() if len(texts) == 1 else self.name, reading=order.reading, decision=documents.get(source.decision),
            evidence=[NewEvidence(document=documents[source.evidence])] if source.evidence else [],
        )  # fmt: skip
        try:
            entry = record(new, by=order.by, at=order.at)
            submit(entry=entry, by=order.by, at=order.at)
            if order.approve_by is not None:
                approve(entry=entry, by=order.approve_by, at=order.at)
        except BooksClosed:
            raise _RefusedLines((Fault(0, "", Reason.BOOKS_CLOSED, order.booked_on.isoformat()),)) from None
        except Refused as refused:
            raise _RefusedLines(_find_lines(refused, group)) from refused
        return entry


def _build_line(row: ImportRow, keys: RowKeys) -> Line:
    return Line(
        kind=row.kind, year=row.year, amount=row.amount, unit=keys.units.find(row).unit, initiative=keys.initiative_of(row),
        price_level=row.price_level, text=row.note,
    )  # fmt: skip


def _without_zeros(parts: StandingAmounts) -> StandingAmounts:
    return {price_level: amount for price_level, amount in parts.items() if amount}


def _find_lines(refused: Refused, group: _Group) -> tuple[Fault, ...]:
    """The lines of the file that a refusal is about, as far as the ledger says: else all of the entry's."""
    rows = group.rows
    if isinstance(refused, BelowZero):
        kind, year, *_rest = refused.detail.split(";")
        rows = [row for row in rows if (row.kind.value, str(row.year)) == (kind, year)] or rows
    return tuple(Fault(row.line, row.column, Reason.LEDGER, str(refused)) for row in rows)


def _register_programme(order: ImportOrder, rows: Sequence[ImportRow]) -> Programme:
    last = max(row.year for row in rows)
    return register_programme(by=order.by, at=order.at, slug=order.programme, name=order.programme, full_effect_year=last)
