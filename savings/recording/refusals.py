"""What the ledger refuses, as exceptions with a sentence for the person who tried."""

from __future__ import annotations

from typing import ClassVar

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The ledger refuses an act; `sentence` says why and what to do, in the reader's language.

    `state` is the SQLSTATE that the rules raise for it (savings/rules/); without one it is refused in Python alone.
    """

    by_state: ClassVar[dict[str, type[Refused]]] = {}
    sentence: ClassVar[Promise | str] = _("The ledger refuses this. Nothing was written.")

    def __init_subclass__(cls, *, state: str = "") -> None:
        super().__init_subclass__()
        if state:
            Refused.by_state[state] = cls

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or str(self.sentence))
        self.detail = detail

    def __str__(self) -> str:
        return str(self.sentence)


class NoLongerOpen(Refused, state="VB005"):
    sentence = _("The entry is no longer open for lines. Withdraw it and record a new one.")


class AlreadyDecided(Refused, state="VB008"):
    sentence = _("The entry is already decided. Open it to see by whom.")


class NotYours(Refused, state="VB009"):
    sentence = _("Only the person who recorded an entry can submit or withdraw it, and only somebody else can reject it.")


class NothingToSubmit(Refused, state="VB010"):
    sentence = _("The entry has no lines. Add an amount or a statement first.")


class NotSubmitted(Refused, state="VB011"):
    sentence = _("The entry is not submitted yet. Its recorder must submit it first.")


class NotTheHead(Refused, state="VB012"):
    """Another link came between; the caller may try again."""

    sentence = _("Another entry was approved at the same moment. Try again.")


class CannotCorrect(Refused, state="VB014"):
    """What is corrected must be approved, of the same programme, and booked no later than the correction."""

    sentence = _("Only an approved entry of the same programme, booked no later than the correction, can be corrected.")


class AlreadyCorrected(Refused, state="VB015"):
    sentence = _("The entry is already corrected. Correct the correction instead.")


class NotTakenBack(Refused, state="VB016"):
    sentence = _("The correction does not take back the whole entry.")


class BelowZero(Refused, state="VB017"):
    """More would be taken than is there: a target, a plan or what is secured below zero, or offsets above it."""

    sentence = _(
        "More would be taken than is there: target, plan and secured cannot fall below zero on any day, and an offset cannot "
        "become a saving."
    )


class OwnEntry(Refused, state="VB018"):
    """Four eyes: the recorder does not approve."""

    sentence = _("You recorded this yourself. Somebody else must approve it.")


class BooksClosed(Refused, state="VB019"):
    sentence = _("The books are closed on that date. Choose a booking date after the closing.")


class OfAnotherProgramme(Refused, state="VB006"):
    sentence = _("The initiative belongs to another programme. Choose one of this programme.")


class DocumentFrozen(Refused, state="VB004"):
    """An approved entry's hash covers the document's words and files."""

    sentence = _("Approved entries rest on this document, so it cannot change. Register a new document beside it.")


class PlanLocked(Refused, state="VB020"):
    """An approved plan changes only by an entry that names a decision."""

    sentence = _("The plan is approved already and changes only by a decision. Name the decision the change rests on.")


class NoPlan(Refused):
    sentence = _("The initiative has no approved plan from that year on. Choose another initiative or an earlier year.")


class PlanMovedMeanwhile(Refused):
    sentence = _("The plan has changed since it was read. Look at it again and state the change anew.")


class NotBalanced(Refused, state="VB035"):
    """A division's lines are targets, and come to zero in each year and price level."""

    sentence = _("What is taken from the target above is not what is put below it. Make the amounts the same in each year.")


class StatedAfter(Refused, state="VB036"):
    """A level of one of the targets is stated from a later day on, which what is divided before it would not reach."""

    sentence = _(
        "One of the targets is stated anew from a later day on, and what is divided before that day would end there on one side "
        "alone. Let the division count from that day or later."
    )


class NotBelow(Refused):
    """A target is divided among units under its own, and the amounts are above zero."""

    sentence = _("A target is divided among the units under its own, in amounts above zero. Change the units or the amounts.")


class NoDatedDecision(Refused, state="VB075"):
    """A price basis is set by a decision whose day is known."""

    sentence = _("A price basis rests on a decision with a date. Name another decision, or write the date of a new one.")


class RoundIsClosed(Refused, state="VB021"):
    sentence = _("The round is closed. Ask the controller for an exception to record into it.")


class ExplanationMissing(Refused):
    sentence = _("The unit is behind its plan. Write why, and what is done about it.")


class UnitCircle(Refused, state="VB003"):
    sentence = _("The unit would stand above itself. Choose another unit over it.")


class NameTaken(Refused):
    sentence = _("Somebody has just made one of that name. Write another.")


class NotYourRole(Refused, state="VB031"):
    sentence = _("Your account may not do this. Ask your administrator for the role it takes.")


class NotNow(Refused, state="VB032"):
    """The act's moment is more than an hour past or ten minutes ahead of the database's clock, or before the last link's."""

    sentence = _("The clocks of the application and its database do not agree. Ask whoever runs Valby to set them.")


class NobodyActs(Refused, state="VB034"):
    """Something is made or changed in the application, and nobody is named as doing it."""

    sentence = _("Nobody is named as doing this, so nothing was written. Tell those who run Valby: it is a fault of the product.")


class OwnRoles(Refused, state="VB063"):
    """Nobody changes their own roles or units, switches themselves off, or decides on a role of their own."""

    sentence = _("Nobody changes their own roles or units. Let another administrator do it.")


class OwnProposal(Refused, state="VB064"):
    """Four eyes: the proposer of a role does not confirm it."""

    sentence = _("You proposed this role yourself. Another administrator must confirm it.")


class TooFewAdministrators(Refused, state="VB062"):
    sentence = _(
        "A role that vouches or administrates is given by two, and there is only one active administrator. "
        "Let the operator run create_administrator."
    )


class EnoughAdministrators(Refused, state="VB061"):
    """The set-up gives no more roles."""

    sentence = _("There are two administrators already. They make accounts and give roles on the page Administration.")


class SuperuserAbove(Refused, state="VB066"):
    sentence = _("This is a superuser's account. Only a superuser changes it.")


class RoleDecided(Refused):
    sentence = _("The role is already decided on. Look at the list again.")


class NotYourUnit(Refused):
    sentence = _("The entry stands on a unit that is not yours. Choose among your own units and those under them.")


class FileRefused(Refused):
    sentence = _("The file cannot be taken. Attach a PDF, a picture, a document or a workbook within the size that is allowed.")


class StoreFull(Refused):
    sentence = _(
        "The file could not be stored: the disk for attached files is full. Nothing is lost. "
        "Tell those who run Valby, and attach it again when there is room."
    )


class StoreClosed(Refused):
    sentence = _(
        "The file could not be stored: the folder for attached files does not take it. Nothing is lost. "
        "Tell those who run Valby, and attach it again later."
    )


class OwnReport(Refused, state="VB024"):
    sentence = _("You composed this report, so somebody else must publish it.")


class AlreadyPublished(Refused, state="VB027"):
    sentence = _("The report is published already.")


class ReportRefused(Refused, state="VB025"):
    """The report was sent back or taken back, and will not be published."""

    sentence = _("The report was sent back or taken back. Write it on and send it again.")


class AlreadySuperseded(Refused, state="VB026"):
    sentence = _("Another version has taken the report's place already. Write a new version of that one.")


class NotFitToPublish(Refused):
    """The check has found something that stops publication, or that nobody has put a reason to."""

    sentence = _("The check has found something new since the report was sent. Look at its findings.")


class LedgerMoved(Refused):
    """What was made before the lock no longer fits the ledger; the caller may make it again."""

    sentence = _("Others are recording just now, so the paper was out of date before it was done. Publish it again in a moment.")


class OwnRemark(Refused, state="VB022"):
    """Four eyes: the writer of a note or answer neither approves nor rejects it."""

    sentence = _("You wrote this yourself. Somebody else must decide on it.")


class RemarkDecided(Refused, state="VB023"):
    sentence = _("The note is already decided. Look at the list again.")


class AlreadyAnswered(Refused):
    sentence = _("The question has an answer already, or one that waits for approval. Withdraw that one first.")


def find_refusal(error: DatabaseError) -> Exception:
    """The refusal that a database error stands for, or the error itself when it is none of the ledger's."""
    cause = error.__cause__
    diagnostics = getattr(cause, "diag", None)
    refusal = Refused.by_state.get(getattr(cause, "pgcode", None) or "")
    return refusal(getattr(diagnostics, "message_detail", None) or "") if refusal else error
