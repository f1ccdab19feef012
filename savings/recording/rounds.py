"""Rounds: one is opened, units confirm their figures, people are reminded, the books close, and a few may still record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from savings.models import (
    BookingException,
    Closing,
    Entry,
    Initiative,
    Posting,
    Programme,
    Round,
    RoundClosing,
    RoundReminder,
    RoundReply,
    RoundTask,
    Unit,
    User,
)
from savings.models.organisation import with_those_under
from savings.models.standing import read_expected
from savings.money import ZERO, total
from savings.recording.acting import ledger_act
from savings.recording.new_entry import Line, NewEntry
from savings.recording.permissions import require_role, require_units
from savings.recording.record import record
from savings.recording.refusals import ExplanationMissing, NameTaken, Refused, RoundIsClosed
from savings.recording.review import submit
from savings.roles import Role
from savings.vocabulary import Act, Kind


class FiguresMoved(Refused):
    """The ledger says something else of the unit than it did when the person read the figures."""

    sentence = _("The figures have changed since you read them. Look at them again and confirm them anew.")


class RoundNameTaken(NameTaken):
    """Another round has the name."""

    sentence = _("There is already a round of that name. Choose another name.")


class NotForOneself(Refused):
    """An exception is granted by somebody other than the one who uses it."""

    sentence = _("You cannot grant yourself an exception. Ask another controller.")


@dataclass(frozen=True, kw_only=True)
class NewRound:
    """A round to be opened: the fields are those of `Round`; each unit in `tasks` answers for its part of a programme."""

    name: str
    year: int
    starts_on: date
    cut_off: date
    answer_by: date
    tasks: Sequence[tuple[Programme, Unit]]


@dataclass(frozen=True, kw_only=True)
class NewReply:
    """A unit's answer in a round.

    Attributes:
        confirmed: the position of the ledger at which the person read the figures.
        booked_on: the day from which a new forecast counts.
        forecast: what the unit, with those under it, now believes the year will bring, in kroner; None where it stays.
            It is recorded as the difference to the forecast now and sent to be approved.
        explanation, mitigation: why the unit is behind its plan, and what is done about it.
        initiative: which of the programme's initiatives the two are about; None is the unit as a whole.
    """

    task: RoundTask
    confirmed: int
    booked_on: date
    forecast: Decimal | None = None
    explanation: str = ""
    mitigation: str = ""
    initiative: Initiative | None = None


def open_round(new: NewRound, *, by: User, at: datetime) -> Round:
    """Ask units to confirm their figures of a year, as they are booked through the cut-off date.

    Raises:
        ValueError: when nobody is asked.
        Refused: when it is not a controller who asks, or the name is taken.
    """
    require_role(by, Role.CONTROLLER)
    if not new.tasks:
        raise ValueError("a round asks somebody")
    with ledger_act(by, at):
        if Round.objects.filter(name=new.name).exists():
            raise RoundNameTaken(new.name)
        fields = {name: value for name, value in vars(new).items() if name != "tasks"}
        row = Round.objects.create(**fields, opened_by=by, opened_at=at)
        RoundTask.objects.bulk_create(RoundTask(round=row, programme=programme, unit=unit) for programme, unit in new.tasks)
    return row


def reply(new: NewReply, *, by: User, at: datetime) -> RoundReply:
    """Confirm the unit's figures. A later reply takes the place of an earlier one; both remain.

    Raises:
        FiguresMoved: when the figures of the unit are others than those the person read.
        ExplanationMissing: when the unit is behind its plan and either text is missing.
        Refused: when the unit is not the person's, the initiative is another programme's, or the round is closed; nothing is
            written.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    task = new.task
    explanation, mitigation = new.explanation.strip(), new.mitigation.strip()
    require_units(by, [task.unit])
    with ledger_act(by, at) as head:
        # The database refuses a reply to a closed round as well, but only after a forecast might have been refused for its date.
        if RoundClosing.objects.filter(round=task.round_id).exists():
            raise RoundIsClosed
        under = with_those_under([task.unit_id])
        figures = _read_figures(task, under)
        if _read_figures(task, under, until=new.confirmed) != figures:
            raise FiguresMoved
        behind = _is_behind(figures)
        if behind and not (explanation and mitigation):
            raise ExplanationMissing
        entry = None if new.forecast is None else _set_forecast(new, new.forecast, under, by=by, at=at)
        return RoundReply.objects.create(
            task=task, by=by, at=at, position=head.position, forecast=entry, behind=behind,
            explanation=explanation, mitigation=mitigation, initiative=new.initiative,
        )  # fmt: skip


def _read_figures(task: RoundTask, under: Collection[int], until: int | None = None) -> dict[Kind, Decimal]:
    """The sum of each kind in the round's year as of the cut-off, in kroner, from the links up to `until` (None: all)."""
    postings = (
        Posting.objects.approved(link=until)
        .as_of(task.round.cut_off)
        .filter(entry__programme=task.programme_id, unit__in=under, year=task.round.year)
    )
    return {Kind(kind): amount for kind, amount in postings.values_list("kind").annotate(amount=Sum("amount")) if amount}


def _is_behind(figures: dict[Kind, Decimal]) -> bool:
    """Whether less is realised, net of offsets, than was planned; without a plan nobody is behind."""
    net_realised = figures.get(Kind.REALISED, ZERO) + figures.get(Kind.OFFSET, ZERO)
    return Kind.PLAN in figures and net_realised < figures[Kind.PLAN]


def _set_forecast(new: NewReply, forecast: Decimal, under: Collection[int], *, by: User, at: datetime) -> Entry | None:
    """State on the unit what its forecast lacks, whichever units and initiatives hold the rest, and submit it, if anything."""
    task = new.task
    expected = {
        key: amounts
        for key, amounts in read_expected(task.programme.pk, new.booked_on).items()
        if key.unit in under and key.year == task.round.year and any(amounts.values())
    }
    forecast_now = total(total(amounts.values()) for key, amounts in expected.items() if key.kind == Kind.FORECAST)
    if forecast == forecast_now:
        return None
    prices = {
        price_level
        for key, amounts in expected.items()
        if key.kind in (Kind.TARGET, Kind.PLAN, Kind.FORECAST)
        for price_level, amount in amounts.items()
        if amount
    }
    # The person reads the forecast beside the other figures: it is in their prices, where they are all in the same.
    price_level = prices.pop() if len(prices) == 1 else None
    line = Line(kind=Kind.FORECAST, year=task.round.year, amount=ZERO, unit=task.unit, price_level=price_level)
    own = total(expected.get(line.cell, {}).values())
    level = replace(line, amount=own + forecast - forecast_now)
    entry = record(
        NewEntry(programme=task.programme, act=Act.LEVEL, booked_on=new.booked_on, text=task.round.name, levels=[level]),
        by=by, at=at,
    )  # fmt: skip
    submit(entry=entry, by=by, at=at)
    return entry


def remind(*, round: Round, tasks: Iterable[RoundTask], by: User, at: datetime) -> list[RoundReminder]:
    """Note, for each task of the round, that those who can answer it were reminded; whoever calls sends the e-mails after.

    Those are the finance officers whose own units hold the task's; those of the whole organisation only where there is
    nobody nearer. A task for which there is nobody at all has no reminder among those returned.

    Raises:
        Refused: when it is not a controller who reminds, or the round is closed.
    """
    require_role(by, Role.CONTROLLER)
    # Whom to ask is found before the lock: a round has hundreds of tasks, and nobody else is to wait for that.
    above = dict(Unit.objects.values_list("pk", "parent_id"))
    reminders = [
        RoundReminder(task=task, person=person, address=person.email, by=by, at=at)
        for task in tasks
        if task.round_id == round.pk
        for person in _find_recipients(task, above)
    ]
    with ledger_act(by, at):
        if RoundClosing.objects.filter(round=round).exists():
            raise RoundIsClosed
        return RoundReminder.objects.bulk_create(reminders)


def _find_recipients(task: RoundTask, above: Mapping[int, int | None]) -> list[User]:
    finance = User.objects.filter(is_active=True, groups__name=Role.FINANCE.value)
    own: list[int] = []
    unit: int | None = task.unit_id
    while unit is not None:
        own.append(unit)
        unit = above[unit]
    nearest = finance.filter(every_unit=False, units__in=own).distinct().order_by("pk")
    return list(nearest) or list(finance.filter(every_unit=True).order_by("pk"))


def close_round(*, round: Round, reason: str, by: User, at: datetime) -> RoundClosing:
    """End the round: it takes no more answers, and the books of its programmes close through the cut-off date.

    Raises:
        ValueError: when no reason is given.
        Refused: when it is not a controller who closes it, or it is closed already.
    """
    require_role(by, Role.CONTROLLER)
    if not reason.strip():
        raise ValueError("a closing gives a reason")
    with ledger_act(by, at, reason):
        if RoundClosing.objects.filter(round=round).exists():
            raise RoundIsClosed
        closing = RoundClosing.objects.create(round=round, by=by, at=at, reason=reason)
        programmes = RoundTask.objects.filter(round=round).order_by("programme").values_list("programme", flat=True).distinct()
        Closing.objects.bulk_create(
            Closing(programme_id=programme, through=round.cut_off, by=by, at=at, reason=reason, round=round)
            for programme in programmes
        )
    return closing


def grant_exception(
    *, closings: Iterable[Closing], person: User, until: date, reason: str, by: User, at: datetime
) -> list[BookingException]:
    """Let one person record into closed books, until and with a day.

    Four eyes hold: what the person records counts once somebody else approves it.

    Raises:
        ValueError: when no reason is given.
        Refused: when it is not a controller who grants it, or the controller grants it to herself.
    """
    require_role(by, Role.CONTROLLER)
    if not reason.strip():
        raise ValueError("an exception gives a reason")
    if person.pk == by.pk:
        raise NotForOneself(person.get_username())
    with ledger_act(by, at, reason):
        return BookingException.objects.bulk_create(
            BookingException(closing=closing, person=person, until=until, reason=reason, by=by, at=at) for closing in closings
        )
