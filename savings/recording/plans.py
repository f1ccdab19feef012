"""Decisions about an approved plan: drop it, re-profile it to other years, or replace it by another initiative's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from savings.models import Balance, Entry, Initiative, Programme, StatedLevel, Unit, User
from savings.money import ZERO, total
from savings.recording.acting import ledger_act
from savings.recording.new_entry import Line, NewEntry, PlanSelection
from savings.recording.record import find_recorded, record
from savings.recording.refusals import NoPlan, PlanMovedMeanwhile
from savings.vocabulary import Kind, Stage


def read_plan(programme: Programme, plan: PlanSelection) -> list[Line]:
    """The approved plan, one line for each cell that holds something."""
    rows = Balance.objects.filter(programme=programme, kind=Kind.PLAN.value, initiative=plan.initiative)
    if plan.from_year is not None:
        rows = rows.filter(year__gte=plan.from_year)
    names = ("unit_id", "year", "price_level", "earliest_year")
    sums = rows.values_list(*names).annotate(total=Sum("amount")).exclude(total=0).order_by("year", "unit_id")
    units = Unit.objects.in_bulk({unit for unit, *_rest in sums if unit is not None})
    return [
        Line(
            kind=Kind.PLAN, year=year, amount=amount, unit=units.get(unit), initiative=plan.initiative, price_level=level,
            earliest_year=earliest,
        )
        for unit, year, level, earliest, amount in sums
    ]  # fmt: skip


def replan(entry: NewEntry, *, by: User, at: datetime) -> Entry:
    """Record that a plan is dropped, re-profiled or replaced: what the plan's cells stand at from the booking day on.

    The entry's act is `Act.DROP`, `REPROFILE` or `REPLACE`, its `decision` the one that the change rests on. It has
    no lines when the plan is dropped, and lines of another initiative when it is replaced.

    Raises:
        NoPlan: when there is nothing to change.
        PlanMovedMeanwhile: when the plan's sum is another than the one seen.
        ValueError: when it names no plan.
        Refused: as `record`.
    """
    if entry.plan is None:
        raise ValueError("a decision about a plan names the plan")
    with ledger_act(by, at, entry.reason):
        if recorded := find_recorded(entry):
            return recorded
        plan = read_plan(entry.programme, entry.plan)
        if not plan:
            raise NoPlan()
        if entry.plan.seen is not None and entry.plan.seen != total(line.amount for line in plan):
            raise PlanMovedMeanwhile()
        levels = _state_plans(entry.programme, turn_plan_into(plan, entry.lines))
        return record(replace(entry, lines=(), levels=levels), by=by, at=at)


def _state_plans(programme: Programme, changes: Sequence[Line]) -> list[Line]:
    """The levels of every plan that changes touch, each part as it stands then; 0 where nothing is left."""
    cells = {line.cell: line for line in changes}
    initiatives = {line.initiative for line in changes}
    standing = [line for initiative in initiatives for line in read_plan(programme, PlanSelection(initiative=initiative))]
    own = [line for line in standing if line.cell in cells]
    parts = turn_plan_into([line.negate() for line in own], changes)
    stated = {line.cell for line in parts}
    return [*parts, *(replace(line, amount=ZERO, earliest_year=None) for cell, line in cells.items() if cell not in stated)]


def turn_plan_into(plan: Sequence[Line], wanted: Sequence[Line]) -> list[Line]:
    """The lines that turn one plan into another: cells that stay as they are have none."""
    sums: dict[Line, Decimal] = {}
    for line, sign in (*((line, -1) for line in plan), *((line, 1) for line in wanted)):
        part = replace(line, amount=ZERO)
        sums[part] = sums.get(part, ZERO) + sign * line.amount
    return [replace(part, amount=amount) for part, amount in sums.items() if amount]


def drop_initiatives(entry: Entry) -> None:
    """Set the stage of the initiatives whose plan an entry takes away; part of its approval."""
    levels = StatedLevel.objects.filter(entry=entry, kind=Kind.PLAN.value).exclude(initiative=None)
    planned = levels.filter(amount__gt=0).values("initiative")
    without_plan = Initiative.objects.filter(pk__in=levels.values("initiative")).exclude(pk__in=planned)
    without_plan.exclude(stage=Stage.DROPPED).update(stage=Stage.DROPPED)
