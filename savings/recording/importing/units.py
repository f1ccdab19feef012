"""The units that a file names: found by code or name, told apart by what stands above them, or new."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from savings.models import Unit, User
from savings.recording.importing.faults import Reason
from savings.recording.importing.rows import ImportRow
from savings.recording.importing.words import fold
from savings.recording.register import register_units

#: What a unit's code may hold.
LONGEST_CODE = 40


class UnitWords(NamedTuple):
    """What a row says of its unit: its code or name, what that code is called, and what stands above it."""

    unit: str
    name: str
    parent: str


@dataclass(frozen=True)
class FoundUnit:
    """A unit, or why there is none and what a message says of it."""

    unit: Unit | None = None
    reason: Reason | None = None
    found: str = ""
    expected: str = ""


class NamedUnits:
    """The units that a file names.

    A text is a code before it is a name. A name that several units bear is told apart by the unit above, and is refused
    without it. What one row says of a unit's name and parent holds for the rows that leave it out.
    """

    def __init__(self, rows: Iterable[ImportRow], *, create: bool) -> None:
        self.create = create
        self.by_code: dict[str, Unit] = {}
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        #: What stands above each unit, those not saved yet included.
        self.above: dict[int, Unit | None] = {}
        units = {unit.pk: unit for unit in Unit.objects.order_by("pk")}
        for unit in units.values():
            self._add(unit, units.get(unit.parent_id or 0))
        self.words = {UnitWords(row.unit, row.unit_name, row.parent) for row in rows if row.unit is not None}
        self.names: dict[str, set[str]] = defaultdict(set)
        self.parents: dict[str, set[str]] = defaultdict(set)
        for unit_text, name, parent in self.words:
            self.names[unit_text.casefold()] |= {name} - {""}
            self.parents[unit_text.casefold()] |= {parent} - {""}
        self.new: list[Unit] = []
        self.found: dict[UnitWords, FoundUnit] = {}
        for words in sorted(self.words):
            self.found[words] = self._resolve(words.unit, words.parent)

    def _add(self, unit: Unit, above: Unit | None) -> None:
        self.by_code.setdefault(unit.code.casefold(), unit)
        self.by_name[fold(unit.name)].append(unit)
        self.above[id(unit)] = above

    def _resolve(self, text: str, parent: str, below: tuple[str, ...] = ()) -> FoundUnit:
        key = text.casefold()
        if key in below:
            return FoundUnit(None, Reason.CIRCLE, text)
        if not parent and len(self.parents[key]) == 1:
            (parent,) = self.parents[key]
        over = self._resolve(parent, "", (*below, key)) if parent else FoundUnit()
        if over.reason is not None:
            return over
        if len(self.names[key]) > 1 and len(self.parents[key]) < 2:
            first, other, *_rest = sorted(self.names[key])
            return FoundUnit(None, Reason.OTHER_NAME, other, first)
        name = next(iter(self.names[key]), "") if len(self.names[key]) == 1 else ""
        return self._find(text, name, over.unit)

    def _find(self, text: str, name: str, parent: Unit | None) -> FoundUnit:
        named = self.by_name.get(fold(text), [])
        if parent is not None:
            named = [unit for unit in named if self.above[id(unit)] is parent]
        unit = self.by_code.get(text.casefold())
        if unit is None or (named and self.create and len(self.parents[text.casefold()]) > 1):
            if len(named) > 1:
                return FoundUnit(None, Reason.AMBIGUOUS_UNIT, text, ", ".join(sorted(each.code for each in named)))
            unit = named[0] if named else None
        elif parent is not None and self.above[id(unit)] is not parent:
            if len(self.parents[text.casefold()]) < 2:
                over = self.above[id(unit)]
                return FoundUnit(None, Reason.OTHER_PARENT, text, over.code if over else "–")
            unit = None
        if unit is None:
            return self._plan(text, name, parent) if self.create else FoundUnit(None, Reason.NO_UNIT, text)
        if name and fold(name) != fold(unit.name):
            return FoundUnit(None, Reason.OTHER_NAME, name, unit.name)
        return FoundUnit(unit)

    def _plan(self, text: str, name: str, parent: Unit | None) -> FoundUnit:
        """A new unit. Where the file has its name under several units, the code says under which."""
        if name and len(text) > LONGEST_CODE:
            return FoundUnit(None, Reason.TOO_LONG, text, str(LONGEST_CODE))
        is_shared = parent is not None and len(self.parents[text.casefold()]) > 1
        unit = Unit(code=self._make_code(f"{parent.code}-{text}" if is_shared and parent else text), name=name or text)
        unit.parent = parent
        self.new.append(unit)
        self._add(unit, parent)
        return FoundUnit(unit)

    def _make_code(self, text: str) -> str:
        """The text itself where it can be a code, else its words as far as they go, with a number where that is taken."""
        code = text
        if len(text) > LONGEST_CODE:
            code = ""
            for word in re.findall(r"\w+", text):
                if len(code) + len(word) + 1 > LONGEST_CODE - 3:
                    break
                code = f"{code}-{word}" if code else word
            code = code or text[: LONGEST_CODE - 3].rstrip()
        number, tried = 1, code
        while tried.casefold() in self.by_code:
            number += 1
            tried = f"{code[: LONGEST_CODE - 3]}-{number}"
        return tried

    def find(self, row: ImportRow) -> FoundUnit:
        """What a row means; nothing where it names no unit."""
        return self.found[UnitWords(row.unit, row.unit_name, row.parent)] if row.unit is not None else FoundUnit()

    def make(self, words: Iterable[UnitWords], *, by: User, at: datetime) -> None:
        """Register the new among the units that are meant, and those above them; a unit before what stands under it."""
        wanted: dict[int, Unit] = {}
        for each in words:
            unit = self.found[each].unit
            while unit is not None and not unit.pk:
                wanted[id(unit)] = unit
                unit = self.above[id(unit)]
        waiting = list(wanted.values())
        while waiting:
            ready = [unit for unit in waiting if unit.parent is None or unit.parent.pk]
            for unit in ready:
                unit.parent = unit.parent  # the row number that its parent has got by now
            register_units(ready, by=by, at=at)
            waiting = [unit for unit in waiting if not unit.pk]

    def list_parents(self) -> dict[str, str]:
        """By the code of each unit that is meant, in small letters, the code of the one above it."""
        units = (found.unit for found in self.found.values() if found.unit is not None)
        above = ((unit, self.above[id(unit)]) for unit in units)
        return {unit.code.casefold(): over.code.casefold() for unit, over in above if over is not None}
