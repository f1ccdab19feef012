"""Which units, initiatives and cells the rows of a file mean."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from savings.models import Initiative, Programme
from savings.models.standing import PartKey
from savings.recording.importing.faults import Fault, Reason
from savings.recording.importing.initiatives import NamedInitiatives
from savings.recording.importing.order import ImportOrder
from savings.recording.importing.rows import ImportRow
from savings.recording.importing.units import NamedUnits, UnitWords


class RowKeys:
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
