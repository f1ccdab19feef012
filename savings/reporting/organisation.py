"""The units a report can name, in tree order, and which lie under which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from savings.danish import sort_key
from savings.models import Unit
from savings.projections.facts import UnitFacts
from savings.reporting.lookup import NotFound


class UnknownUnit(NotFound):
    """No unit has that code."""


class Organisation:
    """All units, read once."""

    def __init__(self) -> None:
        self._rows = {row["id"]: row for row in Unit.objects.values()}
        self._children: dict[int | None, list[int]] = defaultdict(list)
        for row in sorted(self._rows.values(), key=lambda row: sort_key(row["name"])):
            self._children[row["parent_id"]].append(row["id"])
        self.facts = {pk: self._facts(pk, depth) for pk, depth in self._walk(None, 0)}
        self._by_code = {facts.code: pk for pk, facts in self.facts.items()}

    def _walk(self, parent: int | None, depth: int) -> Iterator[tuple[int, int]]:
        for pk in self._children[parent]:
            yield pk, depth
            yield from self._walk(pk, depth + 1)

    def _facts(self, pk: int, depth: int) -> UnitFacts:
        row = self._rows[pk]
        parent = self._rows.get(row["parent_id"])
        code = parent["code"] if parent else None
        return UnitFacts(row["code"], row["name"], code, depth, row["valid_from"], row["valid_to"])

    def code(self, pk: int | None) -> str | None:
        """The code of a unit by its row number; None stays None (*Ikke fordelt*)."""
        return self.facts[pk].code if pk is not None else None

    def under(self, code: str) -> set[str]:
        """The codes of a unit and all units under it.

        Raises:
            UnknownUnit: when no unit has that code.
        """
        return {self.facts[pk].code for pk, _depth in self._walk(self.find(code), 0)} | {code}

    def below(self, code: str) -> tuple[UnitFacts, ...]:
        """The units directly under a unit."""
        return tuple(self.facts[pk] for pk in self._children[self.find(code)])

    def above(self, code: str) -> tuple[UnitFacts, ...]:
        """The units above a unit, from the top down."""
        above: list[UnitFacts] = []
        pk: int | None = self._rows[self.find(code)]["parent_id"]
        while pk is not None:
            above.insert(0, self.facts[pk])
            pk = self._rows[pk]["parent_id"]
        return tuple(above)

    def find(self, code: str) -> int:
        """The row number of the unit with that code.

        Raises:
            UnknownUnit: when there is none.
        """
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownUnit(code) from None

    def relevant(self, used: set[int]) -> tuple[UnitFacts, ...]:
        """The units used and all above them, in tree order."""
        wanted = set(used)
        for pk in used:
            while (above := self._rows[pk]["parent_id"]) is not None:
                wanted.add(above)
                pk = above
        return tuple(facts for pk, facts in self.facts.items() if pk in wanted)
