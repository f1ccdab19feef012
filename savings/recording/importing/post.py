"""Recording a file's rows as entries, all or nothing, in one of two modes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from savings.models import Document, Entry, Initiative, Programme, Unit, User
from savings.money import ZERO
from savings.recording.approve import approve
from savings.recording.importing import Fault, ImportRow, read_file
from savings.recording.importing.faults import Reason
from savings.recording.levels import read_expected_levels
from savings.recording.new_entry import CellKey, Line, NewEntry, NewEvidence
from savings.recording.record import record
from savings.recording.register import register_document, register_initiative, register_programme, register_unit
from savings.recording.review import submit
from savings.vocabulary import Act, Kind

Mode = Literal["set", "add"]
#: What a unit's code and an initiative's name may hold.
LONGEST_CODE, LONGEST_NAME = 40, 300


@dataclass(frozen=True, kw_only=True)
class ImportOrder:
    """What shall be done with a file.

    Attributes:
        programme: its slug.
        mode: `set` makes each cell's level what the file says; `add` posts the file's amounts on top.
        approve_by: who vouches at once; None leaves the entries waiting.
        reading: what in the file's amounts is our reading of its source; stands on each entry.
        create: register units, initiatives and the programme where the file names new ones.
        dry_run: do everything, then undo it.
    """

    programme: str
    by: User
    at: datetime
    booked_on: date
    approve_by: User | None = None
    mode: Mode = "set"
    reading: str = ""
    create: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did: the faults that stopped it, or the numbers of its entries and how many lines they have."""

    faults: tuple[Fault, ...] = ()
    entries: tuple[int, ...] = ()
    lines: int = 0
    rows: int = 0


class _Undo(Exception):
    """Rolls the transaction back."""


def import_file(name: str, data: bytes, order: ImportOrder) -> ImportOutcome:
    """Read a file and record it, all or nothing.

    Args:
        name: the file's name; its ending tells what it is.

    Raises:
        Refused: when the ledger refuses, e.g. because the books are closed; nothing is written.
    """
    reading = read_file(name, data)
    if reading.faults:
        return ImportOutcome(faults=reading.faults)
    outcome = ImportOutcome()
    try:
        with transaction.atomic():
            outcome = _post(reading.rows, order)
            if outcome.faults or order.dry_run:
                raise _Undo
    except _Undo:
        pass
    return outcome


def _post(rows: Sequence[ImportRow], order: ImportOrder) -> ImportOutcome:
    names = _NamedThings(order, rows)
    faults = list(names.faults(rows))
    if faults or names.programme is None:
        return ImportOutcome(faults=tuple(faults))
    groups = [group for group in _group_rows(rows, names, order) if group.lines]
    entries = [_record(group, names, order) for group in groups]
    return ImportOutcome((), tuple(entry.pk for entry in entries), sum(len(group.lines) for group in groups), len(rows))


class _NamedThings:
    """The programme, units and initiatives that a file names, found or (with `create`) registered."""

    def __init__(self, order: ImportOrder, rows: Sequence[ImportRow]) -> None:
        self.create, self.waits = order.create, order.approve_by is None
        self.by, self.at = order.by, order.at
        self.programme = self._programme(order, rows)
        self.units = {unit.code.casefold(): unit for unit in Unit.objects.all()}
        initiatives = Initiative.objects.filter(programme=self.programme) if self.programme else ()
        self.initiatives = {initiative.name.casefold(): initiative for initiative in initiatives}

    def _programme(self, order: ImportOrder, rows: Sequence[ImportRow]) -> Programme | None:
        programme = Programme.objects.filter(slug=order.programme).first()
        if programme is None and order.create and slugify(order.programme) == order.programme:
            last = max(row.year for row in rows)
            return register_programme(by=order.by, at=order.at, slug=order.programme, name=order.programme, full_effect_year=last)
        return programme

    def faults(self, rows: Iterable[ImportRow]) -> Iterator[Fault]:
        """A fault for each row that names what is not there and may not be registered."""
        if self.programme is None:
            yield Fault(0, "", Reason.NO_PROGRAMME)
            return
        for row in rows:
            if row.unit is not None and self._unit(row.unit) is None:
                yield Fault(row.line, _("unit"), Reason.NO_UNIT, row.unit)
            if row.initiative is not None and self._initiative(row, row.initiative) is None:
                yield Fault(row.line, _("initiative"), Reason.NO_INITIATIVE, row.initiative)

    def _unit(self, code: str) -> Unit | None:
        key = code.casefold()
        if key not in self.units and self.create and len(code) <= LONGEST_CODE:
            self.units[key] = register_unit(by=self.by, at=self.at, code=code, name=code)
        return self.units.get(key)

    def _initiative(self, row: ImportRow, name: str) -> Initiative | None:
        key = name.casefold()
        if key not in self.initiatives and self.create and self.programme:
            if len(name) > LONGEST_NAME:
                return None
            self.initiatives[key] = register_initiative(
                by=self.by, at=self.at, programme=self.programme, name=name, duration=row.duration, is_proposed=self.waits
            )
        return self.initiatives.get(key)

    def key(self, row: ImportRow) -> CellKey:
        """The cell a row is about."""
        unit = self.units[row.unit.casefold()].pk if row.unit is not None else None
        initiative = self.initiatives[row.initiative.casefold()].pk if row.initiative is not None else None
        return CellKey(row.kind.value, unit, initiative, row.year, row.price_level)


class _Source(NamedTuple):
    """What rows of one entry have in common: the document they rest on and the text."""

    reference: str
    text: str


@dataclass
class _Group:
    """The rows of one entry: the amount of each cell, and the level its line was set against."""

    source: _Source
    lines: dict[CellKey, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    seen: dict[CellKey, Decimal] = field(default_factory=dict)


def _group_rows(rows: Sequence[ImportRow], names: _NamedThings, order: ImportOrder) -> Iterable[_Group]:
    groups: dict[_Source, _Group] = {}
    for row in rows:
        source = _Source(row.reference, row.note)
        groups.setdefault(source, _Group(source)).lines[names.key(row)] += row.amount
    if order.mode == "set" and names.programme is not None:
        _turn_into_differences(list(groups.values()), read_expected_levels(names.programme))
    for group in groups.values():
        group.lines = {key: amount for key, amount in group.lines.items() if amount}
    return groups.values()


def _turn_into_differences(groups: Sequence[_Group], levels: dict[CellKey, Decimal]) -> None:
    """Make each cell's lines in the groups add up to the difference between the file's level and the ledger's.

    A cell that the ledger says nothing of keeps its lines as the file has them, each under its own document. Otherwise
    the whole difference goes to the last group that speaks of the cell.
    """
    last = {key: group for group in groups for key in group.lines}
    for key, holder in last.items():
        level = sum((group.lines[key] for group in groups if key in group.lines), ZERO)
        standing = levels.get(key, ZERO)
        if standing:
            for group in groups:
                group.lines.pop(key, None)
            holder.lines[key] = level - standing
        for group in groups:
            if key in group.lines:
                group.seen[key] = standing
                standing += group.lines[key]


def _record(group: _Group, names: _NamedThings, order: ImportOrder) -> Entry:
    assert names.programme is not None  # without one there is a fault, and no group
    reference = group.source.reference
    document = register_document(by=order.by, at=order.at, reference=reference) if reference else None
    new = NewEntry(
        programme=names.programme, lines=list(_build_lines(group)), booked_on=order.booked_on,
        act=Act.LEVEL if order.mode == "set" else Act.RECORD,
        text=group.source.text, reading=order.reading, decision=document, evidence=_build_evidence(document),
    )  # fmt: skip
    entry = record(new, by=order.by, at=order.at)
    submit(entry=entry, by=order.by, at=order.at)
    if order.approve_by is not None:
        approve(entry=entry, by=order.approve_by, at=order.at)
    return entry


def _build_evidence(document: Document | None) -> list[NewEvidence]:
    """A file's reference is what its amounts can be checked against."""
    return [NewEvidence(document=document)] if document else []


def _build_lines(group: _Group) -> Iterator[Line]:
    units = Unit.objects.in_bulk([key.unit for key in group.lines if key.unit])
    initiatives = Initiative.objects.in_bulk([key.initiative for key in group.lines if key.initiative])
    for key, amount in group.lines.items():
        yield Line(
            kind=Kind(key.kind), year=key.year, amount=amount, unit=units.get(key.unit or 0),
            initiative=initiatives.get(key.initiative or 0), price_level=key.price_level, seen=group.seen.get(key),
        )  # fmt: skip
