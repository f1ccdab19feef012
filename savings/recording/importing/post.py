"""Recording a file's rows as entries, all or nothing, in one of two modes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from savings.models import Document, Entry, Initiative, Programme
from savings.models.standing import CellKey, PartKey, StandingAmounts, read_expected
from savings.recording.acting import ledger_act
from savings.recording.approve import approve
from savings.recording.importing import FileReading, ImportRow, read_file
from savings.recording.importing.faults import Fault, Reason
from savings.recording.importing.initiatives import NamedInitiatives
from savings.recording.importing.order import ImportOrder, ImportOutcome
from savings.recording.importing.questions import find_foreign_units, find_locked_plans, find_refused, find_sums
from savings.recording.importing.totals import find_totals
from savings.recording.importing.units import NamedUnits, UnitWords
from savings.recording.new_entry import Line, NewEntry, NewEvidence
from savings.recording.record import record
from savings.recording.refusals import BelowZero, BooksClosed, Refused
from savings.recording.register import register_documents, register_programme
from savings.recording.review import submit
from savings.vocabulary import Act

__all__ = ["ImportOrder", "ImportOutcome", "import_file"]


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
            keys = _Keys(NamedUnits(stated, create=order.create), NamedInitiatives(self.programme, stated))
            rows, faults = self._tell_totals(keys)
            self.notes += keys.initiatives.notes
            faults += [*find_refused(rows, order, keys.code_of), *keys.initiatives.faults, *keys.find_unknown(rows, order)]
            if faults:
                return self._refuse(faults)
            programme = self.programme or _register_programme(order, rows)
            keys.make(programme, rows, order)
            return self._post(programme, rows, keys)

    def _refuse(self, faults: Sequence[Fault]) -> ImportOutcome:
        in_turn = sorted(faults, key=lambda fault: fault.line)
        return ImportOutcome(faults=tuple(in_turn), notes=tuple(self.notes), rows=len(self.reading.rows))

    def _tell_totals(self, keys: _Keys) -> tuple[list[ImportRow], list[Fault]]:
        """The rows that are amounts, and what is asked of those that may be totals."""
        expected = self._read_expected(self.programme) if self.programme and self.order.mode == "set" else {}

        def is_settled(row: ImportRow) -> bool:
            key = keys.find(row)
            return key is not None and expected.get(key.cell, {}).get(key.price_level) == row.amount

        told = find_totals(
            self.reading.rows,
            answers=self.order.totals,
            unit_of=keys.code_of,
            parents=keys.units.list_parents(),
            is_settled=is_settled,
        )
        self.notes += told.notes
        return told.rows, told.faults

    def _post(self, programme: Programme, rows: Sequence[ImportRow], keys: _Keys) -> ImportOutcome:
        changed = self._find_changes(programme, [(row, keys.of(row)) for row in rows])
        faults = [
            *find_locked_plans(changed, programme, self.order),
            *find_foreign_units([row for row, _key in changed], self.order, lambda row: keys.of(row).unit),
        ]
        if faults:
            return self._refuse(faults)
        groups = self._group(changed, keys)
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

    def _find_changes(self, programme: Programme, stated: Sequence[tuple[ImportRow, PartKey]]) -> list[tuple[ImportRow, PartKey]]:
        """Each row that changes something; a level changes nothing where all of its parts stand, and no other."""
        if self.order.mode == "add":
            return [(row, key) for row, key in stated if row.amount]
        expected, levels = self._read_expected(programme), defaultdict[CellKey, StandingAmounts](dict)
        for row, key in stated:
            levels[key.cell][key.price_level] = row.amount
        settled = {
            cell for cell, parts in levels.items()
            if cell in expected and _without_zeros(parts) == _without_zeros(expected[cell])
        }  # fmt: skip
        return [(row, key) for row, key in stated if key.cell not in settled]

    def _group(self, changed: Sequence[tuple[ImportRow, PartKey]], keys: _Keys) -> list[_Group]:
        # Only in one entry are the parts of a level one level: all go where the last of them stands.
        sources = {key.cell: _Source(row.reference or self.order.decision, row.evidence) for row, key in changed}
        groups: dict[_Source, _Group] = {}
        for row, key in changed:
            own = _Source(row.reference or self.order.decision, row.evidence)
            source = sources[key.cell] if self.order.mode == "set" else own
            group = groups.get(source) or groups.setdefault(source, _Group(source))
            group.rows.append(row)
            group.lines.append(
                Line(
                    kind=row.kind, year=row.year, amount=row.amount, unit=keys.units.find(row).unit,
                    initiative=keys.initiative_of(row), price_level=row.price_level, text=row.note,
                )
            )  # fmt: skip
        return list(groups.values())

    def _record(self, programme: Programme, group: _Group, documents: dict[str, Document]) -> Entry:
        order, source = self.order, group.source
        texts = {line.text for line in group.lines}
        is_common = len(texts) == 1
        lines = [replace(line, text="") for line in group.lines] if is_common else group.lines
        is_set = order.mode == "set"
        new = NewEntry(
            programme=programme, booked_on=order.booked_on, act=Act.LEVEL if is_set else Act.RECORD,
            lines=() if is_set else lines, levels=lines if is_set else (),
            text=texts.pop() if is_common else self.name, reading=order.reading, decision=documents.get(source.decision),
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


def _without_zeros(parts: StandingAmounts) -> StandingAmounts:
    return {price_level: amount for price_level, amount in parts.items() if amount}


def _find_lines(refused: Refused, group: _Group) -> tuple[Fault, ...]:
    """The lines of the file that a refusal is about, as far as the ledger says: else all of the entry's."""
    rows = group.rows
    if isinstance(refused, BelowZero):
        kind, year, *_rest = refused.detail.split(";")
        rows = [row for row in rows if (row.kind.value, str(row.year)) == (kind, year)] or rows
    return tuple(Fault(row.line, row.column, Reason.LEDGER, str(refused)) for row in rows)


class _Keys:
    """The units and initiatives of rows, by what the rows call them."""

    def __init__(self, units: NamedUnits, initiatives: NamedInitiatives) -> None:
        self.units, self.initiatives = units, initiatives
        self.codes = {
            words: (found.unit.code if found.unit is not None else words.unit).casefold() for words, found in units.found.items()
        }

    def code_of(self, row: ImportRow) -> str | None:
        """The code of a row's unit, in small letters: its own text where there is no such unit."""
        return self.codes[row.unit, row.unit_name, row.parent] if row.unit is not None else None  # type: ignore[index]

    def initiative_of(self, row: ImportRow) -> Initiative | None:
        """The initiative of a row, None where it names none or it is new."""
        return self.initiatives.found.get(row.initiative.casefold()) if row.initiative is not None else None

    def find(self, row: ImportRow) -> PartKey | None:
        """The cell a row is about; None where it names what is not registered."""
        unit, initiative = self.units.find(row).unit, self.initiative_of(row)
        if (row.unit is not None and (unit is None or not unit.pk)) or (row.initiative is not None and initiative is None):
            return None
        return self.of(row)

    def of(self, row: ImportRow) -> PartKey:
        """The part of a cell a row is about, once everything is registered."""
        unit, initiative = self.units.find(row).unit, self.initiative_of(row)
        numbers = [thing.pk if thing is not None else None for thing in (unit, initiative)]
        return PartKey(row.kind.value, numbers[0], numbers[1], row.year, row.price_level)

    def find_unknown(self, rows: Sequence[ImportRow], order: ImportOrder) -> list[Fault]:
        """A fault for each row that names what is not there and may not be registered, or what can be two things."""
        faults = []
        are_wrong = any(found.reason is not None for found in self.units.found.values())
        missing = set() if order.create else self.initiatives.names.keys() - self.initiatives.found.keys()
        for row in rows if are_wrong or missing else ():
            found = self.units.find(row)
            if found.reason is not None:
                faults.append(Fault(row.line, _("unit"), found.reason, found.found, found.expected))
            if row.initiative is not None and row.initiative.casefold() in missing:
                faults.append(Fault(row.line, _("initiative"), Reason.NO_INITIATIVE, row.initiative))
        return faults

    def make(self, programme: Programme, rows: Sequence[ImportRow], order: ImportOrder) -> None:
        """Register what the rows name and is new."""
        words = {UnitWords(row.unit, row.unit_name, row.parent) for row in rows if row.unit is not None}
        self.units.make(words, by=order.by, at=order.at)
        self.initiatives.make(programme, {row.initiative.casefold() for row in rows if row.initiative}, order)


def _register_programme(order: ImportOrder, rows: Sequence[ImportRow]) -> Programme:
    last = max(row.year for row in rows)
    return register_programme(by=order.by, at=order.at, slug=order.programme, name=order.programme, full_effect_year=last)
