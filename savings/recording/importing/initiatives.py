"""The initiatives that a file names, with the duration and the owner that it states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence

from savings.models import Initiative, Programme
from savings.recording.importing.faults import Fault, Reason
from savings.recording.importing.order import ImportOrder
from savings.recording.importing.rows import ImportRow
from savings.recording.register import register_initiatives


class NamedInitiatives:
    """The initiatives that a file names.

    `faults` are rows that contradict each other; `notes`, what the file says otherwise than the ledger, which is not changed.
    """

    def __init__(self, programme: Programme | None, rows: Sequence[ImportRow]) -> None:
        known = Initiative.objects.filter(programme=programme) if programme is not None else ()
        self.found = {initiative.name.casefold(): initiative for initiative in known}
        self.names: dict[str, str] = {}
        self.stated: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        met: set[tuple[str | None, str, str]] = set()
        for row in rows:
            facts = row.initiative, row.duration, row.owner
            if row.initiative is not None and facts not in met:
                met.add(facts)
                self._state(row, row.initiative)

    def _state(self, row: ImportRow, initiative: str) -> None:
        key = initiative.casefold()
        self.names.setdefault(key, initiative)
        for field, value in (("duration", row.duration), ("responsible", row.owner)):
            if not value:
                continue
            said, line = self.stated[key].setdefault(field, (value, row.line))
            if value != said:
                self.faults.append(Fault(row.line, "", Reason.CONFLICT, value, f"{said} ({line})"))
            elif key in self.found and getattr(self.found[key], field) != value:
                self.notes.append(Fault(row.line, "", Reason.KEPT, value, getattr(self.found[key], field) or "–"))

    def make(self, programme: Programme, wanted: Container[str], order: ImportOrder) -> None:
        """Register the new among those that are meant, by their names in small letters."""
        new = [key for key in self.names if key not in self.found and key in wanted]
        facts = [{field: value for field, (value, _line) in self.stated[key].items()} for key in new]
        named = [(self.names[key], each) for key, each in zip(new, facts, strict=True)]
        made = register_initiatives(programme, named, is_proposed=order.approve_by is None, by=order.by, at=order.at)
        self.found.update(zip(new, made, strict=True))
