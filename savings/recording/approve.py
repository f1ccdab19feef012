"""Approving: somebody other than the recorder approves, and the content is linked into the chain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from savings.chain import VERSION
from savings.models import Approval, Entry, PriceBasis, PriceRelease, User
from savings.models.head import Head
from savings.recording.acting import ledger_act
from savings.recording.permissions import require_role
from savings.recording.plans import drop_initiatives
from savings.roles import Role
from savings.vocabulary import Act


def approve(*, entry: Entry, by: User, at: datetime) -> Approval:
    """Let the entry count from its booking date on.

    Of two people who approve at once, one succeeds and the other is told that it is decided.

    Raises:
        Refused: when the approver is no controller; when the entry is the approver's own, not submitted, already decided,
            booked in a closed period, corrects wrongly, changes a plan without a decision, or takes more than is there;
            nothing is written.
    """
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at) as head:
        if entry.act in (Act.DROP, Act.REPLACE):
            drop_initiatives(entry)
        return _append_link(head, by, at, entry=entry)


def approve_release(*, release: PriceRelease, by: User, at: datetime) -> Approval:
    """Let a release of price points count.

    Raises:
        Refused: when it is the approver's own, has no points, or is already approved; nothing is written.
    """
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at) as head:
        return _append_link(head, by, at, release=release)


def approve_basis(*, basis: PriceBasis, by: User, at: datetime) -> Approval:
    """Let a programme's price basis count from its first day on.

    Raises:
        Refused: when it is the approver's own, is already approved, rests on no dated decision, or begins in closed books;
            nothing is written.
    """
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at) as head:
        return _append_link(head, by, at, basis=basis)


def _append_link(head: Head, by: User, at: datetime, **approved: Any) -> Approval:
    """The next link. Its hash is the database's own, which `verify_ledger` computes again from the raw rows.

    Two that approve at once may come to the lock in another order than their moments; no link is earlier than the one before.
    """
    at = max(at, head.earliest or at)
    row = Approval.objects.create(
        **approved, position=head.position + 1, by=by, at=at, version=VERSION, previous_hash=head.hash, hash=""
    )
    row.refresh_from_db(fields=["hash"])
    return row
