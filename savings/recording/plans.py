"""Decisions about an approved plan: drop it, re-profile it to other years, or replace it by another initiative's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from savings.models import Balance, Entry, Initiative, Posting, Programme, Unit, User
from savings.money import ZERO, total
from savings.recording.acting import ledger_act
from savings.recording.levels import CELL_COLUMNS
from savings.recording.new_entry import CellKey, Line, NewEntry, PlanSelection
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
    """Record that a plan is dropped, re-profiled or replaced: its lines are taken back, and the entry's lines stated.

    The entry's act is `Act.DROP`, `REPROFILE` or `REPLACE`, its `decision` the one that the change rests on. It has
    no lines when the plan is dropped, and lines of another initiative when it is replaced.

    Raises:
        NoPlan: when there is nothing to change.
        PlanMovedMeanwhile: when the plan's sum is another than the one seen.
        ValueError: when it names no plan.
        Refused: as `record`. Each line carries the level its cell has now, so that the approval is refused when
            another decision about the plan was approved meanwhile.
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
        lines = _add_levels_seen(entry.programme, turn_plan_into(plan, entry.lines))
        return record(replace(entry, lines=lines), by=by, at=at)


def turn_plan_into(plan: Sequence[Line], wanted: Sequence[Line]) -> list[Line]:
    """The lines that turn one plan into another: cells that stay as they are have none."""
    sums: dict[Line, Decimal] = {}
    for line, sign in (*((line, -1) for line in plan), *((line, 1) for line in wanted)):
        cell = replace(line, amount=ZERO, seen=None)
        sums[cell] = sums.get(cell, ZERO) + sign * line.amount
    return [replace(cell, amount=amount) for cell, amount in sums.items() if amount]


def _add_levels_seen(programme: Programme, lines: Sequence[Line]) -> list[Line]:
    rows = Balance.objects.filter(programme=programme, kind=Kind.PLAN.value).values_list(*CELL_COLUMNS)
    levels = {CellKey(*cell): level for *cell, level in rows.annotate(total=Sum("amount"))}
    return [replace(line, seen=levels.get(line.cell, ZERO)) for line in lines]


def drop_initiatives(entry: Entry) -> None:
    """Set the stage of the initiatives whose plan an entry takes away; part of its approval."""
    postings = Posting.objects.filter(entry=entry, kind=Kind.PLAN.value)
    reduced = postings.filter(amount__lt=0).values("initiative")
    planned = postings.filter(amount__gt=0).exclude(initiative=None).values("initiative")
    without_plan = Initiative.objects.filter(pk__in=reduced).exclude(pk__in=planned)
    without_plan.exclude(stage=Stage.DROPPED).update(stage=Stage.DROPPED)
