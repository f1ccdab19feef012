"""Approving: somebody other than the recorder approves, and the content is linked into the chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from savings.chain import VERSION, link
from savings.models import Approval, Entry, PriceRelease, User
from savings.models.contents import entry_contents, release_contents
from savings.recording.permissions import require_role
from savings.recording.plans import drop_initiatives
from savings.recording.refusals import ledger_act
from savings.roles import Role
from savings.vocabulary import Act


def approve(*, entry: Entry, by: User, at: datetime) -> Approval:
    """Let the entry count from its booking date on.

    Of two people who approve at once, one succeeds and the other is told that it is decided.

    Raises:
        Refused: when the approver is no controller; when the entry is the approver's own, not submitted, already decided,
            booked in a closed period, states a level that has changed, corrects wrongly, changes a plan without a
            decision, or takes more than is there; nothing is written.
    """
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at) as head:
        if entry.act in (Act.DROP, Act.REPLACE):
            drop_initiatives(entry)
        return _append_link(head, {"entry": entry}, entry_contents([entry.pk])[entry.pk], by=by, at=at)


def approve_release(*, release: PriceRelease, by: User, at: datetime) -> Approval:
    """Let a release of price points count.

    Raises:
        Refused: when it is the approver's own, has no points, or is already approved; nothing is written.
    """
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at) as head:
        return _append_link(head, {"release": release}, release_contents([release.pk])[release.pk], by=by, at=at)


def build_approval_content(content: Mapping[str, Any], *, position: int, by: int, at: datetime) -> dict[str, Any]:
    """What a link's hash covers: the content that was approved, its place in the chain, by whom (id) and when."""
    return {**content, "approval": {"position": position, "by_id": by, "at": at}}


def _append_link(
    head: tuple[int, str], target: dict[str, Any], content: Mapping[str, Any], *, by: User, at: datetime
) -> Approval:
    position, previous = head[0] + 1, head[1]
    digest = link(previous, build_approval_content(content, position=position, by=by.pk, at=at))
    return Approval.objects.create(
        **target, position=position, by=by, at=at, version=VERSION, previous_hash=previous, hash=digest
    )
