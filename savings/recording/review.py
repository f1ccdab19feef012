"""What happens to an entry before it counts: submitted, withdrawn by its recorder, or rejected by somebody else."""

from __future__ import annotations

from datetime import datetime

from savings.models import Entry, Refusal, Submission, User
from savings.recording.acting import ledger_act
from savings.recording.permissions import require_role
from savings.roles import Role


def submit(*, entry: Entry, by: User, at: datetime) -> Submission:
    """Send the entry to be approved. Only its recorder can.

    Raises:
        Refused: when it has no lines, is another's, or is already submitted or decided.
    """
    with ledger_act(by, at):
        return Submission.objects.filter(entry=entry).first() or Submission.objects.create(entry=entry, by=by, at=at)


def reject(*, entry: Entry, by: User, at: datetime, reason: str) -> Refusal:
    """Send the entry back with a reason. Only a controller other than its recorder can.

    Raises:
        Refused: when it is not submitted, is the rejecter's own, or is already decided.
        ValueError: when no reason is given.
    """
    if not reason.strip():
        raise ValueError("a rejection gives a reason")
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at, reason):
        return Refusal.objects.create(entry=entry, outcome=Refusal.Outcome.REJECTED, by=by, at=at, reason=reason)


def withdraw(*, entry: Entry, by: User, at: datetime, reason: str = "") -> Refusal:
    """Take the entry back before it is decided. Only its recorder can.

    Raises:
        Refused: when it is another's or already decided.
    """
    with ledger_act(by, at, reason):
        return Refusal.objects.create(entry=entry, outcome=Refusal.Outcome.WITHDRAWN, by=by, at=at, reason=reason)
