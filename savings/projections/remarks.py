"""What is said of figures: notes that stand, open questions, and notes that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureComment:
    """Something that is said of a figure.

    Attributes:
        number: its row number.
        programme, programme_name: the programme's slug and name.
        unit, unit_name: of which unit (with those under it); None and empty for the whole programme, or (where not
            `whole`) for *Ikke fordelt*.
        figure: the code of one that notes can stand at.
    """

    number: int
    programme: str
    programme_name: str
    unit: str | None
    unit_name: str
    whole: bool
    year: int
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(FigureComment):
    """A note that stands beside a figure, vouched for by somebody other than its writer.

    Attributes:
        question, asked_by, asked_on: what it answers; empty and None for a note that answers nothing.
        by, writer: the writer's name as shown, and the user name.
    """

    question: str
    asked_by: str
    asked_on: date | None
    text: str
    by: str
    writer: str
    approved_by: str
    approved_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion(FigureComment):
    """A question at a figure without an answer that stands; `answer_waits` says whether one waits for approval."""

    text: str
    asked_by: str
    asked_on: date
    answer_waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingNote(FigureComment):
    """A note that does not stand: it waits for a controller, or was sent back with a reason.

    Attributes:
        question: what it answers, if anything.
        by, writer: the writer's name as shown, and the user name.
        reason, rejected_by: why it was sent back and by whom; empty while it waits.
    """

    question: str
    text: str
    by: str
    writer: str
    at: datetime
    reason: str = ""
    rejected_by: str = ""
