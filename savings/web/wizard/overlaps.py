"""Oven i or heraf: the question whether a target that is stated is on top of those above and under it, or out of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from savings.elements.division import years_words
from savings.elements.numbers import KRONER
from savings.elements.words import UNALLOCATED
from savings.money import ZERO
from savings.recording.new_entry import Line
from savings.recording.record_draft import DraftOrder
from savings.recording.refusals import Refused
from savings.recording.targets import NotEnoughAbove, TakenOut, TargetCell, Targets, find_cell, read_targets
from savings.vocabulary import Act, Kind

#: The answers, as `--targets` of the import has them.
ON_TOP, OUT_OF_IT = "oveni", "heraf"
#: So many of the targets that are met are named.
MOST_NAMED = 4


class PartlyOut(Refused):
    """Of what is stated some is out of a target above, and some meets none."""

    sentence = gettext_lazy(
        "Only some of the amounts have a target above that they can be out of. Record the others in an entry of their own."
    )


class OutOfItByNoDecision(Refused):
    """What is taken from a target above is taken by a decision."""

    sentence = gettext_lazy(
        "What is out of the target above is taken from it by a decision. Go back and name the decision that it rests on."
    )


@dataclass(frozen=True)
class Overlap:
    """A draft whose targets meet others.

    Attributes:
        changes: what the draft would change of each target, in kroner, in the order of its lines.
    """

    order: DraftOrder
    targets: Targets
    changes: Sequence[Line]

    @cached_property
    def met(self) -> Mapping[int, Sequence[TargetCell]]:
        """The targets that lines meet, by the places of the lines."""
        return self.targets.find_overlaps(self.changes)

    @property
    def question(self) -> str:
        """What is asked."""
        years: dict[str, set[int]] = {}
        for cell in (cell for cells in self.met.values() for cell in cells):
            unit = str(UNALLOCATED) if cell.unit is None else self.targets.units[cell.unit].name
            years.setdefault(unit, set()).add(cell.year)
        named = [f"{unit} ({years_words(sorted(own))})" for unit, own in years.items()]
        others = ", ".join([*named[:MOST_NAMED], *(["…"] if len(named) > MOST_NAMED else [])])
        return _("There are targets above or under this one: %(others)s. Is it on top of them, or out of them?") % {
            "others": others
        }

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The two answers, each with what all targets then come to."""
        on_top = _("On top: the targets then come to %(totals)s") % {"totals": self._totals(self.changes)}
        try:
            outs = self._take_out()
        except NotEnoughAbove as refused:
            return [(ON_TOP, on_top), (OUT_OF_IT, _("Out of them, which cannot be: %(reason)s") % {"reason": refused})]
        rest = [replace(line, amount=out.stated) for line, out in zip(self.changes, outs, strict=True)]
        out_of_it = _("Out of them: the targets then come to %(totals)s") % {"totals": self._totals(rest)}
        return [(ON_TOP, on_top), (OUT_OF_IT, out_of_it)]

    def _take_out(self) -> list[TakenOut]:
        return self.targets.take_out(self.changes)

    def _totals(self, changes: Iterable[Line]) -> str:
        """What the targets of the lines' years and prices come to, the years of one sum together."""
        wanted = {(line.year, line.price_level) for line in self.changes}
        totals = dict.fromkeys(sorted(wanted, key=lambda pair: pair[0]), ZERO)
        for cell, amount in (*self.targets.levels.items(), *((find_cell(line), line.amount) for line in changes)):
            if (cell.year, cell.price_level) in totals:
                totals[cell.year, cell.price_level] += amount
        years: dict[Decimal, list[int]] = {}
        for (year, _level), amount in totals.items():
            years.setdefault(amount, []).append(year)
        return "; ".join(f"{KRONER.show_with_unit(amount)} ({years_words(own)})" for amount, own in years.items())

    def take_out(self) -> DraftOrder:
        """The order in which what is stated is out of the targets that it meets.

        Raises:
            NotEnoughAbove, PartlyOut, OutOfItByNoDecision: where it cannot be.
        """
        outs, entry = self._take_out(), self.order.entry
        moves = [move for out in outs for move in out.moves]
        if not moves:
            pairs = zip(entry.levels or entry.lines, self.changes, outs, strict=True)
            rest = [replace(line, amount=line.amount - change.amount + out.stated) for line, change, out in pairs]
            said: dict[str, Any] = {"levels": rest} if entry.levels else {"lines": rest}
            return replace(self.order, entry=replace(entry, **said))
        if any(out.stated for out in outs):
            raise PartlyOut()
        if self.order.source is None:
            raise OutOfItByNoDecision()
        below = [_without_new(move) for move in moves if move.amount > 0]
        taken = tuple(move for move in moves if move.amount < 0)
        return replace(self.order, entry=replace(entry, act=Act.DIVIDE, lines=below, levels=()), taken=taken)


def _without_new(line: Line) -> Line:
    """The line as an order has it: without the initiative that is registered with it."""
    return replace(line, initiative=None) if line.initiative is not None and not line.initiative.pk else line


def find_overlap(order: DraftOrder) -> Overlap | None:
    """Whether targets that a draft states meet others; None where they do not, and where it states none; four queries."""
    entry = order.entry
    said = entry.levels or entry.lines
    if entry.act not in (Act.RECORD, Act.LEVEL) or any(line.kind is not Kind.TARGET for line in said):
        return None
    lines = [replace(line, initiative=line.initiative or order.unregistered) for line in said]
    targets = read_targets(entry.programme)
    known = targets.levels if entry.act == Act.LEVEL else {}
    changes = [replace(line, amount=line.amount - known.get(find_cell(line), ZERO)) for line in lines]
    overlap = Overlap(order, targets, changes)
    return overlap if overlap.met else None
