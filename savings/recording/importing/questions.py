"""What a form would ask or refuse of a file's rows, each with its line and the flag that answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from savings.models import Balance, Programme
from savings.models.standing import PartKey
from savings.recording.importing import find_repeated
from savings.recording.importing.families import UnitOf
from savings.recording.importing.faults import Fault, Reason
from savings.recording.importing.numbers import format_plain
from savings.recording.importing.order import ImportOrder
from savings.recording.importing.rows import ImportRow
from savings.vocabulary import Kind

#: What may not stand below zero.
_NEVER_NEGATIVE = frozenset({Kind.TARGET, Kind.PLAN, Kind.SECURED})
#: Unit, initiative and year of an approved plan, by row numbers.
PlanKey = tuple[int | None, int | None, int]


def find_refused(
    rows: Sequence[ImportRow], unsettled: Sequence[ImportRow], order: ImportOrder, unit_of: UnitOf
) -> Iterator[Fault]:
    """What of the rows cannot be: levels stated twice or below zero. `unsettled` are those that the ledger says otherwise."""
    if order.mode != "set":
        return
    # The parts of one level that the ledger has already, such as an export brings, contradict nothing.
    changed = {row.line for row in unsettled}
    repeated = find_repeated(rows, unit_of)
    if changed & {line for fault in repeated for line in (fault.line, int(fault.expected))}:
        yield from repeated
    for row in rows:
        if row.amount < 0:
            if row.kind in _NEVER_NEGATIVE:
                yield Fault(row.line, row.column, Reason.BELOW_ZERO, format_plain(row.amount))
            elif row.kind is Kind.REALISED and not order.negative_realised:
                yield Fault(row.line, row.column, Reason.NEGATIVE_REALISED, format_plain(row.amount))


def find_locked_plans(changed: Sequence[tuple[ImportRow, PartKey]], programme: Programme, order: ImportOrder) -> Iterator[Fault]:
    """Each row that changes an approved plan and names no decision."""
    undecided = [(row, key) for row, key in changed if row.kind is Kind.PLAN and not (row.reference or order.decision)]
    if not undecided:
        return
    plans = Balance.objects.filter(programme=programme, kind=Kind.PLAN.value).exclude(amount=0)
    locked: set[PlanKey] = set(plans.values_list("unit_id", "initiative_id", "year"))
    for row, key in undecided:
        if (key.unit, key.initiative, key.year) in locked:
            yield Fault(row.line, row.column, Reason.PLAN_LOCKED)


def find_foreign_units(changed: Iterable[tuple[ImportRow, PartKey]], order: ImportOrder) -> Iterator[Fault]:
    """Each row on a unit that is not the recorder's own or under it."""
    changed = list(changed)
    foreign = {unit for unit in {key.unit for _row, key in changed} if not order.by.acts_for(unit)}
    for row, key in changed if foreign else ():
        if key.unit in foreign:
            yield Fault(row.line, "", Reason.FOREIGN_UNIT, row.unit or "–")


def find_sums(rows: Sequence[ImportRow]) -> dict[tuple[Kind, int], Decimal]:
    """What the rows come to by kind and year, in kroner, in the order of kinds and years."""
    sums: dict[tuple[Kind, int], Decimal] = {}
    for row in rows:
        key = row.kind, row.year
        sums[key] = sums[key] + row.amount if key in sums else row.amount
    kinds = list(Kind)
    return dict(sorted(sums.items(), key=lambda item: (kinds.index(item[0][0]), item[0][1])))
