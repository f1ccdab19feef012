"""Reading rounds: the list, one round with every unit's figures, one task, and whom a person can ask or except."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from savings.danish import sort_key
from savings.models import (
    Balance,
    BookingException,
    Closing,
    Posting,
    ProgrammeUnit,
    Round,
    RoundReminder,
    RoundReply,
    RoundTask,
    User,
    Waiting,
)
from savings.models.organisation import with_those_under
from savings.models.standing import read_both
from savings.models.visibility import find_sight, select_initiatives
from savings.money import total
from savings.prices import sort_levels
from savings.projections.cells import Cell
from savings.projections.measures import compute_figures
from savings.projections.rounds import (
    ExceptionFacts,
    ReminderFacts,
    ReplyFacts,
    RoundFacts,
    RoundLine,
    RoundReport,
    State,
    TaskFacts,
    TaskReport,
    state_of,
)
from savings.reporting.lookup import NotFound
from savings.reporting.organisation import Organisation
from savings.reporting.sums import read_sums
from savings.reporting.version import read_head
from savings.roles import Role
from savings.vocabulary import Kind

#: Units by row number; None is the whole organisation.
Scope = Collection[int] | None


class UnknownRound(NotFound):
    """No round has that number."""


class UnknownTask(NotFound):
    """No task has that number, or its unit is not the reader's."""


def read_rounds() -> tuple[RoundLine, ...]:
    """Every round, the latest first; one query."""
    rounds = _rounds().annotate(
        asked=Count("tasks", distinct=True), answered=Count("tasks", distinct=True, filter=Q(tasks__replies__isnull=False))
    )
    return tuple(RoundLine(_round_facts(row), row.asked, row.answered) for row in rounds.order_by("-starts_on", "-pk"))


def read_tasks_of(person: int, scope: Scope, *, today: date) -> tuple[TaskFacts, ...]:
    """What a person (row number) has to answer in the rounds that are open, missing answers first; five queries.

    The reminders are those that the person was sent.
    """
    tasks = _tasks().filter(round__closing__isnull=True)
    if scope is not None:
        tasks = tasks.filter(unit__in=scope)
    reminders = RoundReminder.objects.filter(person=person)
    return tuple(sorted(_task_facts(list(tasks), Organisation(), scope, today, reminders), key=_order))


def read_round(number: int, *, scope: Scope, today: date, reader: User | None = None) -> RoundReport:
    """A round whole, for a person who acts for these units; fifteen queries at most, however many tasks it has.

    Args:
        reader: whose sight limits the answers of an open round, and what waits with them; None reads all.

    Raises:
        UnknownRound: when there is none of that number.
    """
    row = _rounds().filter(pk=number).first()
    if row is None:
        raise UnknownRound(number)
    tasks = list(_tasks().filter(round=row))
    closings = Closing.objects.filter(round=row).select_related("programme").order_by("pk")
    exceptions = BookingException.objects.filter(closing__round=row).select_related("closing__programme", "person", "by")
    waiting = Waiting.objects.as_of(row.cut_off).filter(programme__in={task.programme_id for task in tasks})
    return RoundReport(
        facts=_round_facts(row),
        tasks=_reports(tasks, scope, today, find_sight(reader) if reader is not None else None),
        closings=tuple((closing.pk, _name(closing)) for closing in closings),
        exceptions=tuple(_exception_facts(exception) for exception in exceptions.order_by("-pk")),
        waiting=waiting.count(),
    )


def read_task(number: int, *, scope: Scope, today: date) -> TaskReport:
    """A task with its unit's figures and initiatives, for a person who acts for these units; thirteen queries.

    Raises:
        UnknownTask: when there is none of that number in the scope.
    """
    tasks = list(_tasks().filter(pk=number))
    if not tasks or (scope is not None and tasks[0].unit_id not in scope):
        raise UnknownTask(number)
    return replace(_reports(tasks, scope, today, scope)[0], initiatives=_initiatives(tasks[0]))


def _initiatives(task: RoundTask) -> tuple[tuple[int, str], ...]:
    """The initiatives of a task's programme that belong to its unit or one under it, or that have an amount there."""
    under = with_those_under([task.unit_id])
    amounts = Exists(Balance.objects.filter(initiative=OuterRef("pk"), unit__in=under))
    rows = select_initiatives(None).filter(Q(unit__in=under) | Q(amounts), programme=task.programme_id).order_by("pk")
    return tuple(rows.values_list("pk", "name"))


def read_askable() -> tuple[tuple[int, int, str], ...]:
    """Whom a round can ask: programme and unit by row number, and the words for both; one query."""
    rows = ProgrammeUnit.objects.select_related("programme", "unit")
    named = [(row.programme_id, row.unit_id, f"{row.programme.name}: {row.unit.name}") for row in rows]
    return tuple(sorted(named, key=lambda row: sort_key(row[2])))


def read_recorders(*, but: int) -> tuple[tuple[int, str], ...]:
    """Who can record, by row number and name, but for one person; one query."""
    roles = (Role.FINANCE.value, Role.CONTROLLER.value)
    users = User.objects.filter(is_active=True, groups__name__in=roles).exclude(pk=but).distinct()
    return tuple(sorted(((user.pk, user.display_name()) for user in users), key=lambda row: sort_key(row[1])))


def _rounds() -> QuerySet[Round]:
    return Round.objects.select_related("opened_by", "closing__by")


def _tasks() -> QuerySet[RoundTask]:
    return RoundTask.objects.select_related("round__opened_by", "round__closing__by", "programme").order_by("pk")


def _local(at: datetime) -> datetime:
    return at.astimezone(timezone.get_current_timezone())


def _name(closing: Closing) -> str:
    return closing.programme.name if closing.programme else ""


def _exception_facts(row: BookingException) -> ExceptionFacts:
    person, by = row.person.display_name(), row.by.display_name()
    return ExceptionFacts(_name(row.closing), person, row.until, row.reason, by, _local(row.at))


def _round_facts(row: Round) -> RoundFacts:
    closing = getattr(row, "closing", None)
    closed = (closing.by.display_name(), _local(closing.at), closing.reason) if closing else ()
    opened_by, opened_at = row.opened_by.display_name(), _local(row.opened_at)
    return RoundFacts(row.pk, row.name, row.year, row.starts_on, row.cut_off, row.answer_by, opened_by, opened_at, *closed)


def _task_facts(
    tasks: Sequence[RoundTask], organisation: Organisation, scope: Scope, today: date, reminders: QuerySet[RoundReminder]
) -> list[TaskFacts]:
    replies = _replies(tasks, organisation)
    reminded: dict[int, list[ReminderFacts]] = defaultdict(list)
    for row in reminders.filter(task__in=tasks).select_related("person", "by").order_by("-pk"):
        reminder = ReminderFacts(row.person.display_name(), row.address, row.by.display_name(), _local(row.at))
        reminded[row.task_id].append(reminder)
    return [
        TaskFacts(
            number=task.pk,
            round=_round_facts(task.round),
            slug=task.programme.slug,
            programme=task.programme.name,
            unit=organisation.facts[task.unit_id],
            state=state_of(replies[task.pk], task.round.answer_by, today),
            mine=scope is None or task.unit_id in scope,
            replies=tuple(replies[task.pk]),
            reminders=tuple(reminded[task.pk]),
        )
        for task in tasks
    ]


def _replies(tasks: Sequence[RoundTask], organisation: Organisation) -> dict[int, list[ReplyFacts]]:
    rows = list(RoundReply.objects.filter(task__in=tasks).select_related("by", "initiative").order_by("-pk"))
    moves = _moves(tasks, min((row.position for row in rows), default=None))
    under = {task.pk: organisation.under(organisation.facts[task.unit_id].code) for task in tasks}
    of = {task.pk: task for task in tasks}
    facts: dict[int, list[ReplyFacts]] = defaultdict(list)
    for row in rows:
        task = of[row.task_id]
        moved = any(
            position > row.position and day <= task.round.cut_off and organisation.code(unit) in under[task.pk]
            for position, unit, day in moves.get((task.programme_id, task.round.year), ())
        )
        reply = (row.by.display_name(), _local(row.at), row.position, row.behind, row.explanation, row.mitigation)
        about = row.initiative.name if row.initiative else None
        facts[row.task_id].append(ReplyFacts(*reply, row.forecast_id, moved, about))
    return facts


def _moves(tasks: Sequence[RoundTask], after: int | None) -> Mapping[tuple[int, int], list[tuple[int, int | None, date]]]:
    """By programme and year: position, unit and booking day of what was approved after a position; one query."""
    moves: dict[tuple[int, int], list[tuple[int, int | None, date]]] = defaultdict(list)
    rows = Posting.objects.filter(
        entry__approval__position__gt=after if after is not None else -1,
        entry__programme__in={task.programme_id for task in tasks} if after is not None else (),
        year__in={task.round.year for task in tasks},
    )
    names = ("entry__programme_id", "year", "entry__approval__position", "unit_id", "booked_on")
    for programme, year, position, unit, day in rows.values_list(*names):
        moves[programme, year].append((position, unit, day))
    return moves


def _order(task: TaskFacts) -> tuple[int, date, tuple[str, str], tuple[str, str]]:
    return list(State).index(task.state), task.round.answer_by, sort_key(task.programme), sort_key(task.unit.name)


def _reports(tasks: Sequence[RoundTask], scope: Scope, today: date, sight: Scope) -> tuple[TaskReport, ...]:
    """The tasks of one round with their figures, those that miss an answer first."""
    if not tasks:
        return ()
    asked = tasks[0].round
    # Read before the figures: what is confirmed at this position is never older than what the reader sees.
    position = read_head().position
    organisation = Organisation()
    programmes = {task.programme_id for task in tasks}
    cells: dict[int, list[Cell]] = defaultdict(list)
    for row in read_sums(programmes, as_of=asked.cut_off, past=asked.cut_off < today):
        cells[row.programme].append(row.to_cell(organisation.code(row.unit), None))
    forecasts = _forecasts(programmes, asked.year, today)
    reports: list[TaskReport] = []
    for task, read in zip(tasks, _task_facts(tasks, organisation, scope, today, RoundReminder.objects.all()), strict=True):
        # Whoever closes a round vouches for what it was told.
        facts = replace(read, is_open=read.round.is_closed or sight is None or task.unit_id in sight)
        under = organisation.under(facts.unit.code)
        own = [cell for cell in cells[task.programme_id] if cell.unit in under]
        expected = [
            amount for programme, unit, amount, counts in forecasts
            if programme == task.programme_id and organisation.code(unit) in under and (counts or facts.is_open)
        ]  # fmt: skip
        levels = sort_levels(cell.price_level for cell in own if cell.year == asked.year)
        forecast = total(expected) if expected else None
        reports.append(TaskReport(facts, compute_figures(own, asked.year), forecast, levels, position))
    return tuple(sorted(reports, key=lambda report: _order(report.facts)))


def _forecasts(programmes: Collection[int], year: int, day: date) -> list[tuple[int, int | None, Decimal, bool]]:
    """Programme, unit and amount of what is forecast for the year, and whether it counts or waits; four queries."""
    standing, expected = read_both(programmes, day)
    rows = []
    for programme in programmes:
        now, then = standing[programme], expected[programme]
        for key in [key for key in now | then if (key.kind, key.year) == (Kind.FORECAST.value, year)]:
            counts, comes = (total(cells.get(key, {}).values()) for cells in (now, then))
            rows += [(programme, key.unit, counts, True), (programme, key.unit, comes - counts, False)]
    return rows
