"""A round as it is read: who was asked, who has answered, with which figures, and who may still record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from savings.projections.facts import UnitFacts
from savings.projections.figures import Figures


class State(StrEnum):
    """Where a task stands; in the order in which a controller wants to see them."""

    LATE = "late"
    MISSING = "missing"
    ANSWERED = "answered"


def is_behind(figures: Figures) -> bool:
    """Whether less is realised, net of offsets, than was planned; without a plan nobody is behind."""
    return bool(figures.plan) and figures.net_realised < figures.plan


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What was asked, and by when.

    Attributes:
        year: whose figures are confirmed.
        cut_off: what is booked on or before this day is confirmed.
        closed_by, closed_at, closing_reason: None and empty while the round is open.
    """

    number: int
    name: str
    year: int
    starts_on: date
    cut_off: date
    answer_by: date
    opened_by: str
    opened_at: datetime
    closed_by: str | None = None
    closed_at: datetime | None = None
    closing_reason: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether the round takes no more answers."""
        return self.closed_at is not None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in the list, with how many were asked and how many have answered."""

    facts: RoundFacts
    tasks: int
    answered: int


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """A unit's answer.

    Attributes:
        position: the ledger's position at which the figures were confirmed.
        forecast: the number of the entry with a new forecast; None where it stays.
        moved: whether an entry that changes the confirmed figures was approved after the answer.
        initiative: what the explanation is about; None for the unit as a whole.
    """

    by: str
    at: datetime
    position: int
    behind: bool
    explanation: str
    mitigation: str
    forecast: int | None
    moved: bool = False
    initiative: str | None = None


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """That somebody was reminded; `address` is empty where no e-mail was sent."""

    person: str
    address: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A unit's part in a round.

    Attributes:
        number: the task's number.
        slug, programme: the programme, by its slug and its name.
        mine: whether the reader acts for the unit, and so may answer.
        is_open: whether the reader may read its answers, and what waits with them.
        replies, reminders: newest first.
    """

    number: int
    round: RoundFacts
    slug: str
    programme: str
    unit: UnitFacts
    state: State
    mine: bool = False
    is_open: bool = True
    replies: tuple[ReplyFacts, ...] = ()
    reminders: tuple[ReminderFacts, ...] = ()

    @property
    def latest(self) -> ReplyFacts | None:
        """The answer that stands."""
        return self.replies[0] if self.replies else None


@dataclass(frozen=True, slots=True)
class TaskReport:
    """A task with the unit's figures.

    Attributes:
        figures: of the round's year, as of the cut-off, units under it included; in kroner as stated.
        forecast: what the unit now expects, in kroner, with what waits for approval where the reader may know of it; None where
            nothing is forecast.
        price_levels: the levels the amounts are stated in, None among them for *not stated*.
        position: the ledger's position no later than the figures were read.
        initiatives: those that the unit's explanation may be about, by row number and name.
    """

    facts: TaskFacts
    figures: Figures
    forecast: Decimal | None
    price_levels: tuple[int | None, ...]
    position: int
    initiatives: tuple[tuple[int, str], ...] = ()

    @property
    def behind(self) -> bool:
        """Whether the unit is behind its plan."""
        return is_behind(self.figures)


@dataclass(frozen=True, slots=True)
class ExceptionFacts:
    """Who may still record into which programme's closed books, until when and why."""

    programme: str
    person: str
    until: date
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RoundReport:
    """A round whole.

    Attributes:
        tasks: those that miss an answer first.
        closings: number and programme's name of each closing the round made.
        waiting: how many entries of its programmes, booked on or before the cut-off, wait for approval.
    """

    facts: RoundFacts
    tasks: tuple[TaskReport, ...]
    closings: tuple[tuple[int, str], ...]
    exceptions: tuple[ExceptionFacts, ...]
    waiting: int

    @property
    def missing(self) -> tuple[TaskReport, ...]:
        """The tasks nobody has answered."""
        return tuple(task for task in self.tasks if task.facts.latest is None)


def state_of(replies: Iterable[object], answer_by: date, today: date) -> State:
    """Where a task stands: answered at all, still in time, or late."""
    if any(True for _reply in replies):
        return State.ANSWERED
    return State.LATE if today > answer_by else State.MISSING
