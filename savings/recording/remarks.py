"""Remarks on a figure: a question, a note or an answer, and a controller's verdict on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from savings.models import Note, NoteVerdict, Programme, Question, Unit, User
from savings.recording.acting import ledger_act
from savings.recording.idempotency import find_recent
from savings.recording.permissions import require_role, require_units
from savings.recording.refusals import AlreadyAnswered, NotYourRole
from savings.roles import Role

Ruling = NoteVerdict.Ruling


@dataclass(frozen=True, kw_only=True)
class FigurePlace:
    """The figure of a remark: of the whole programme, of a unit, or (neither) of *Ikke fordelt*.

    Attributes:
        figure: one of those that notes can stand at.
    """

    programme: Programme
    year: int
    figure: str
    unit: Unit | None = None
    whole: bool = False


def ask(*, place: FigurePlace, text: str, by: User, at: datetime) -> Question:
    """Ask a question at a figure; everybody with a role may.

    Raises:
        Refused: when the person has no role.
        ValueError: when the question is empty.
    """
    require_role(by, *Role)
    with ledger_act(by, at):
        facts = {**vars(place), "text": _clean_text(text), "by": by}
        return find_recent(Question.objects.filter(**facts), at, "at") or Question.objects.create(**facts, at=at)


def write_note(*, text: str, by: User, at: datetime, place: FigurePlace | None = None, question: Question | None = None) -> Note:
    """Write a note at a figure or, where `question` is given, the answer to it. It waits for a controller.

    Raises:
        Refused: when the figure is not the writer's to write of, or the question has an answer that stands or waits.
        ValueError: when the note is empty, or is given not exactly one of a place and a question.
    """
    if (place is None) == (question is None):
        raise ValueError("a note stands at a figure, or where its question does")
    place = place or _find_place(question)
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    require_units(by, [place.unit])
    with ledger_act(by, at):
        facts = {**vars(place), "text": _clean_text(text), "question": question, "by": by}
        if note := find_recent(Note.objects.filter(**facts, verdicts=None), at, "at"):
            return note
        if question is not None and _has_standing_answer(question):
            raise AlreadyAnswered(str(question.pk))
        return Note.objects.create(**facts, at=at)


def _find_place(question: Question | None) -> FigurePlace:
    assert question is not None  # the caller has one of the two
    names = ("programme", "year", "figure", "unit", "whole")
    return FigurePlace(**{name: getattr(question, name) for name in names})


def _has_standing_answer(question: Question) -> bool:
    return Note.objects.filter(question=question).exclude(verdicts__outcome__in=(Ruling.REJECTED, Ruling.WITHDRAWN)).exists()


def approve_note(*, note: Note, by: User, at: datetime) -> NoteVerdict:
    """Let the note stand beside its figure from now on.

    Raises:
        Refused: when the approver is no controller or wrote it, or when it is already decided.
    """
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at):
        return NoteVerdict.objects.create(note=note, outcome=Ruling.APPROVED, by=by, at=at)


def reject_note(*, note: Note, by: User, at: datetime, reason: str) -> NoteVerdict:
    """Send the note back to its writer with a reason.

    Raises:
        Refused: as `approve_note`.
        ValueError: when no reason is given.
    """
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at, reason):
        return NoteVerdict.objects.create(note=note, outcome=Ruling.REJECTED, by=by, at=at, reason=_clean_text(reason))


def withdraw_note(*, note: Note, by: User, at: datetime, reason: str) -> NoteVerdict:
    """Take the note back; one that stood no longer does from that day. Its writer can, and every controller.

    Raises:
        Refused: when it is another's, or was rejected or withdrawn before.
        ValueError: when no reason is given.
    """
    if by.pk != note.by_id and Role.CONTROLLER not in by.roles:
        raise NotYourRole(by.get_username())
    with ledger_act(by, at, reason):
        return NoteVerdict.objects.create(note=note, outcome=Ruling.WITHDRAWN, by=by, at=at, reason=_clean_text(reason))


def _clean_text(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty")
    return text.strip()
