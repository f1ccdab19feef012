"""Which rows of a file are parts of another by whom they are about: a unit's initiatives, and the units under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from savings.money import ZERO
from savings.recording.importing.rows import ImportRow
from savings.vocabulary import Kind

#: Whom a row is about, by the unit's code and the initiative; and what of.
Entity = tuple[str | None, str | None]
UnitOf = Callable[[ImportRow], str | None]
Cell = tuple[Kind, int]
#: How many lines a message names one by one.
MOST_NAMED = 6


@dataclass
class _Parts:
    """Rows that may be the parts of another, added up."""

    amount: Decimal = ZERO
    lines: list[int] = field(default_factory=list)


class Family:
    """The parts of the rows that can have some, wherever they stand in the file.

    A row without an initiative may be the sum of its unit's initiatives, of the units under it, or of both; a row without a
    unit the sum of all units. A row with both has parts only in the units under it.
    """

    def __init__(self, rows: Sequence[ImportRow], unit_of: UnitOf, parents: Mapping[str, str]) -> None:
        self.unit_of, self.parents = unit_of, parents
        self.above = frozenset(parents.values())
        self.wanted = {key for entity in set(map(self.identify, rows)) for key in self._list_groups(*entity)}
        self.parts: dict[tuple[object, ...], _Parts] = {}
        if self.wanted:
            for row in rows:
                for key in self._list_memberships(row):
                    if key in self.wanted:
                        parts = self.parts.setdefault((key, row.kind, row.year), _Parts())
                        parts.amount += row.amount
                        parts.lines.append(row.line)

    def identify(self, row: ImportRow) -> Entity:
        """Whom a row is about."""
        return self.unit_of(row), row.initiative

    def find_parts(self, row: ImportRow) -> str:
        """The lines of at least two rows that are parts of this one and add up to it; empty for none."""
        if not self.wanted or not row.amount:
            return ""
        found = [self.parts.get((key, row.kind, row.year), _Parts()) for key in self._list_groups(*self.identify(row))]
        if len(found) > 1:
            found.append(_Parts(sum((parts.amount for parts in found), ZERO), [line for parts in found for line in parts.lines]))
        matching = (parts for parts in found if len(parts.lines) > 1 and parts.amount == row.amount)
        return next((name_lines(parts.lines) for parts in matching), "")

    def _list_groups(self, unit: str | None, initiative: str | None) -> list[tuple[str, str | None]]:
        """The groups whose members may add up to a row; none for a row that can have no parts."""
        groups: list[tuple[str, str | None]] = []
        if initiative is None:
            groups.append((f"initiatives of {unit}", None))
        if unit is None or unit in self.above:
            groups.append((f"under {unit}", initiative))
        return groups

    def _list_memberships(self, row: ImportRow) -> Iterator[tuple[str, str | None]]:
        unit = self.unit_of(row)
        if row.initiative is not None:
            yield f"initiatives of {unit}", None
        if unit is None:
            return
        yield f"under {self.parents.get(unit)}", row.initiative


def name_lines(lines: Iterable[int]) -> str:
    """Lines in words: `2–9` where they follow each other, else one by one."""
    numbers = list(lines)
    first, last = min(numbers), max(numbers)
    if len(set(numbers)) == last - first + 1 and last > first:
        return f"{first}–{last}"
    named = ", ".join(map(str, sorted(numbers)[:MOST_NAMED]))
    return f"{named} …" if len(numbers) > MOST_NAMED else named
