"""Decisions about an approved plan: drop it, re-profile it to other years, or replace it by another initiative's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from savings.kinds import Kind
from savings.models import Balance, Document, Entry, Initiative, Posting, Programme, Unit, User
from savings.money import ZERO
from savings.recording.levels import CELL_COLUMNS, CellKey
from savings.recording.new_entry import Line, Proof, Saying
from savings.recording.record import record
from savings.recording.refusals import NoPlan, PlanMovedMeanwhile, ledger_act


def plan_of(programme: Programme, initiative: Initiative | None, from_year: int | None = None) -> list[Line]:
    """The approved plan of an initiative (None: of the programme as a whole), one line for each cell that holds something.

    Args:
        from_year: leave out what lies wholly before that year.
    """
    rows = Balance.objects.filter(programme=programme, kind=Kind.PLAN.value, initiative=initiative)
    if from_year is not None:
        rows = rows.filter(year__gte=from_year)
    names = ("unit_id", "year", "price_level", "earliest_year")
    sums = rows.values_list(*names).annotate(total=Sum("amount")).exclude(total=0).order_by("year", "unit_id")
    units = Unit.objects.in_bulk({unit for unit, *_rest in sums if unit is not None})
    return [
        Line(
            kind=Kind.PLAN, year=year, amount=amount, unit=units.get(unit), initiative=initiative, price_level=level,
            earliest_year=earliest,
        )
        for unit, year, level, earliest, amount in sums
    ]  # fmt: skip


def replan(
    *,
    act: str,
    programme: Programme,
    initiative: Initiative | None,
    instead: Sequence[Line],
    by: User,
    at: datetime,
    booked_on: date,
    decision: Document,
    seen: Decimal | None = None,
    from_year: int | None = None,
    page: str = "",
    text: str = "",
    reason: str = "",
    evidence: Sequence[Proof] = (),
    sayings: Sequence[Saying] = (),
    key: UUID | None = None,
) -> Entry:
    """Record that a plan is dropped, re-profiled or replaced: what it said is taken back, and `instead` is said.

    Args:
        act: `Entry.Act.DROP`, `REPROFILE` or `REPLACE`.
        instead: the plan from now on; none when it is dropped, of another initiative when it is replaced.
        decision: the body's decision that the change rests on.
        seen: the sum of the plan that its recorder saw, in kroner.
        from_year: let what lies before that year stand.

    Raises:
        NoPlan: when there is nothing to change.
        PlanMovedMeanwhile: when the plan's sum is another than the one seen.
        Refused: as `record`. Each line carries the level its cell has now, so that the approval is refused when
            another decision about the plan was approved meanwhile.
    """
    with ledger_act(by, at, reason):
        if key is not None and (known := Entry.objects.filter(key=key).first()):
            return known
        planned = plan_of(programme, initiative, from_year)
        if not planned:
            raise NoPlan()
        if seen is not None and seen != sum((line.amount for line in planned), ZERO):
            raise PlanMovedMeanwhile()
        lines = _with_levels_seen(programme, replanned(planned, instead))
        return record(
            programme=programme, lines=lines, by=by, at=at, booked_on=booked_on, act=act, text=text,
            decision=decision, page=page, evidence=evidence, sayings=sayings, reason=reason, key=key,
        )  # fmt: skip


def replanned(planned: Sequence[Line], instead: Sequence[Line]) -> list[Line]:
    """The lines that turn one plan into another: cells that stay as they are have none."""
    sums: dict[Line, Decimal] = {}
    for line, sign in (*((line, -1) for line in planned), *((line, 1) for line in instead)):
        cell = _cell(line)
        sums[cell] = sums.get(cell, ZERO) + sign * line.amount
    return [_with_amount(cell, amount) for cell, amount in sums.items() if amount]


def _with_levels_seen(programme: Programme, lines: Sequence[Line]) -> list[Line]:
    rows = Balance.objects.filter(programme=programme, kind=Kind.PLAN.value).values_list(*CELL_COLUMNS)
    levels = {CellKey(*cell): level for *cell, level in rows.annotate(total=Sum("amount"))}
    return [replace(line, seen=levels.get(_key(line), ZERO)) for line in lines]


def _key(line: Line) -> CellKey:
    unit, initiative = (part.pk if part else None for part in (line.unit, line.initiative))
    return CellKey(line.kind.value, unit, initiative, line.year, line.price_level)


def _cell(line: Line) -> Line:
    return _with_amount(line, ZERO)


def _with_amount(line: Line, amount: Decimal) -> Line:
    return replace(line, amount=amount, seen=None)


def drop_initiatives(entry: Entry) -> None:
    """Set the stage of the initiatives whose plan an entry takes away; part of its approval."""
    taken = Posting.objects.filter(entry=entry, kind=Kind.PLAN.value, amount__lt=0).values("initiative")
    given = Posting.objects.filter(entry=entry, kind=Kind.PLAN.value, amount__gt=0).exclude(initiative=None).values("initiative")
    whole = Initiative.objects.filter(pk__in=taken).exclude(pk__in=given)
    whole.exclude(stage=Initiative.Stage.DROPPED).update(stage=Initiative.Stage.DROPPED)
