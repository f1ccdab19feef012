"""Reading what is said of figures: notes that stand, questions that are open, and notes that wait or were sent back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.timezone import localtime, make_aware

from savings.models import Note, NoteVerdict, Programme, Question, Unit, User
from savings.models.visibility import select_notes
from savings.projections.question import FigureQuestion
from savings.projections.remarks import FigureComment, OpenQuestion, PendingNote, Remark
from savings.reporting.organisation import Organisation
from savings.roles import Role
from savings.vocabulary import VOCABULARY, Place

APPROVED, REJECTED, WITHDRAWN = NoteVerdict.Ruling.APPROVED, NoteVerdict.Ruling.REJECTED, NoteVerdict.Ruling.WITHDRAWN
_ORDER = [figure.code for figure in VOCABULARY.at(Place.NOTES)]
#: How many of somebody's own notes that were sent back are shown; older ones stand in the trail.
LATEST_SENT_BACK = 20


def read_remarks(slug: str, organisation: Organisation, as_of: date, wanted: set[str] | None) -> tuple[Remark, ...]:
    """The notes and answers that stand beside a programme's figures as of a date; one query.

    A note stands from the day it was approved until the day it was withdrawn, both in the office's time.

    Args:
        wanted: codes of the units whose notes are asked for; None for all, and for those of the whole programme.

    Returns:
        In the order of the figures, then by unit (the whole programme first, *Ikke fordelt* last), year and number.
    """
    rows = _standing(as_of).filter(note__programme__slug=slug)
    rows = rows.select_related("by", "note__by", "note__programme", "note__question__by")
    remarks = (_remark(row, organisation) for row in rows)
    return tuple(sorted((it for it in remarks if _is_wanted(it, wanted)), key=lambda it: _order(it, organisation)))


def read_open_questions(
    organisation: Organisation, *, slug: str = "", as_of: date, wanted: set[str] | None = None
) -> tuple[OpenQuestion, ...]:
    """The questions without an answer that stands as of a date, the oldest first; one query.

    Args:
        slug: of one programme; empty for all.
        wanted: as for `read_remarks`.
    """
    answered = _standing(as_of).filter(note__question=OuterRef("pk"))
    waits = _waiting().filter(question=OuterRef("pk"))
    rows = Question.objects.filter(~Exists(answered), at__lt=_end_of(as_of)).annotate(answer_waits=Exists(waits))
    rows = rows.filter(programme__slug=slug) if slug else rows
    questions = (_question(row, organisation) for row in rows.select_related("by", "programme").order_by("at", "pk"))
    return tuple(question for question in questions if _is_wanted(question, wanted))


def read_waiting_notes(person: User, organisation: Organisation) -> tuple[PendingNote, ...]:
    """The notes that wait for a controller and are this person's to read, the oldest first; one query beside the roles'."""
    rows = select_notes(person).filter(verdicts__isnull=True)
    rows = rows.select_related("by", "programme", "question").order_by("at", "pk")
    return tuple(_pending(row, organisation) for row in rows)


def read_sent_back(person: User, organisation: Organisation) -> tuple[PendingNote, ...]:
    """The latest of the person's own notes that a controller sent back, the newest first; two queries."""
    rejected = NoteVerdict.objects.filter(outcome=REJECTED).select_related("by")
    rows = Note.objects.filter(by=person, verdicts__outcome=REJECTED).select_related("by", "programme", "question")
    rows = rows.prefetch_related(Prefetch("verdicts", rejected)).order_by("-verdicts__at", "-pk")
    return tuple(_pending(row, organisation, row.verdicts.all()[0]) for row in rows[:LATEST_SENT_BACK])


@dataclass(frozen=True)
class Inbox:
    """What is open: questions, notes that wait, and the reader's own that were sent back.

    Attributes:
        answerable: the numbers of the questions that the reader may answer now.
    """

    questions: tuple[OpenQuestion, ...]
    waiting: tuple[PendingNote, ...]
    sent_back: tuple[PendingNote, ...]
    answerable: frozenset[int]


def read_inbox(person: User, *, today: date) -> Inbox:
    """What is open in all programmes, for this person; a fixed number of queries."""
    organisation = Organisation()
    questions = read_open_questions(organisation, as_of=today)
    waiting, sent_back = read_waiting_notes(person, organisation), read_sent_back(person, organisation)
    return Inbox(questions, waiting, sent_back, _answerable(questions, person, organisation))


def _answerable(questions: Iterable[OpenQuestion], person: User, organisation: Organisation) -> frozenset[int]:
    if not person.roles & {Role.FINANCE, Role.CONTROLLER}:
        return frozenset()

    def is_mine(code: str | None) -> bool:
        return Role.CONTROLLER in person.roles or person.acts_for(organisation.find(code) if code is not None else None)

    return frozenset(it.number for it in questions if not it.answer_waits and is_mine(it.unit))


@dataclass(frozen=True)
class AtFigure:
    """What stands at one figure and what is asked there; `answerable` as in `Inbox`."""

    remarks: tuple[Remark, ...]
    questions: tuple[OpenQuestion, ...]
    answerable: frozenset[int]


def read_at_figure(slug: str, question: FigureQuestion, person: User, *, as_of: date) -> AtFigure:
    """What is said of a figure as of a date."""
    organisation = Organisation()

    def is_here(it: FigureComment) -> bool:
        return FigureQuestion(figure=it.figure, year=it.year, unit=it.unit, is_whole=it.whole) == question

    remarks = tuple(filter(is_here, read_remarks(slug, organisation, as_of, None)))
    questions = tuple(filter(is_here, read_open_questions(organisation, slug=slug, as_of=as_of)))
    return AtFigure(remarks, questions, _answerable(questions, person, organisation))


def read_place(programme: Programme, unit: Unit | None, *, whole: bool, year: int, figure: str) -> FigureComment:
    """A figure's place by itself; no query."""
    return FigureComment(
        number=0, programme=programme.slug, programme_name=programme.name, unit=unit.code if unit else None,
        unit_name=unit.name if unit else "", whole=whole, year=year, figure=figure,
    )  # fmt: skip


def count_waiting_notes() -> int:
    """How many notes wait for a controller; one query."""
    return _waiting().count()


def _standing(as_of: date) -> QuerySet[NoteVerdict]:
    """The approvals of the notes that stand at the end of a day."""
    gone = NoteVerdict.objects.filter(note=OuterRef("note"), outcome=WITHDRAWN, at__lt=_end_of(as_of))
    return NoteVerdict.objects.filter(~Exists(gone), outcome=APPROVED, at__lt=_end_of(as_of))


def _waiting() -> QuerySet[Note]:
    return Note.objects.filter(verdicts__isnull=True)


def _end_of(day: date) -> datetime:
    return make_aware(datetime.combine(day + timedelta(days=1), time()))


def _is_wanted(comment: FigureComment, wanted: set[str] | None) -> bool:
    return wanted is None or comment.unit in wanted


def _order(remark: Remark, organisation: Organisation) -> tuple[int, bool, int, int, int]:
    units = [facts.code for facts in organisation.facts.values()]
    unit = units.index(remark.unit) if remark.unit is not None else -1
    return _ORDER.index(remark.figure), remark.unit is None and not remark.whole, unit, remark.year, remark.number


def _place_fields(row: Note | Question, organisation: Organisation) -> dict[str, Any]:
    unit = organisation.facts[row.unit_id] if row.unit_id is not None else None
    return {
        "number": row.pk, "programme": row.programme.slug, "programme_name": row.programme.name,
        "unit": unit.code if unit else None, "unit_name": unit.name if unit else "", "whole": row.whole, "year": row.year,
        "figure": row.figure,
    }  # fmt: skip


def _remark(row: NoteVerdict, organisation: Organisation) -> Remark:
    note, question = row.note, row.note.question
    return Remark(
        **_place_fields(note, organisation), question=question.text if question else "",
        asked_by=question.by.display_name() if question else "", asked_on=localtime(question.at).date() if question else None,
        text=note.text, by=note.by.display_name(), writer=note.by.get_username(), approved_by=row.by.display_name(),
        approved_on=localtime(row.at).date(),
    )  # fmt: skip


def _question(row: Any, organisation: Organisation) -> OpenQuestion:
    return OpenQuestion(
        **_place_fields(row, organisation), text=row.text, asked_by=row.by.display_name(), asked_on=localtime(row.at).date(),
        answer_waits=row.answer_waits,
    )  # fmt: skip


def _pending(row: Note, organisation: Organisation, verdict: NoteVerdict | None = None) -> PendingNote:
    return PendingNote(
        **_place_fields(row, organisation), question=row.question.text if row.question else "", text=row.text,
        by=row.by.display_name(), writer=row.by.get_username(), at=row.at, reason=verdict.reason if verdict else "",
        rejected_by=verdict.by.display_name() if verdict else "",
    )  # fmt: skip
