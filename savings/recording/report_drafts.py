"""Drafts of reports: kept as typed, written by several in turn, and turned into a proposal once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from savings.models import Programme, Report, ReportDraft, User
from savings.recording.acting import ledger_act
from savings.recording.idempotency import find_recent
from savings.recording.permissions import require_role
from savings.recording.refusals import NotYourRole
from savings.roles import Role

#: What a draft holds besides the fields of its page: reasons for findings, and the report that was sent back.
HELD_BESIDE_FIELDS = ("why", "from")


def begin_report(
    *, programme: Programme, typed: Mapping[str, Any], by: User, at: datetime, supersedes: Report | None = None
) -> ReportDraft:
    """A new draft of a report; of one button pressed twice, the same one.

    Args:
        supersedes: the published report it shall take the place of.

    Raises:
        NotYourRole: when `by` is neither finance staff nor a controller.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    with ledger_act(by, at):
        facts = {"programme": programme, "begun_by": by, "supersedes": supersedes, "typed": dict(typed)}
        identical = ReportDraft.objects.filter(**facts, version=0, report=None)
        return find_recent(identical, at, "begun_at") or ReportDraft.objects.create(
            **facts, begun_at=at, changed_by=by, changed_at=at
        )


def save_report(draft: ReportDraft, typed: Mapping[str, Any], *, version: int, by: User, at: datetime) -> ReportDraft:
    """Keep what was typed.

    Where somebody else has saved the draft since this window read it, or it was sent, what was typed here is kept as a
    draft of its own, so that neither loses anything.

    Returns:
        The draft that holds what was typed: the one given, or the new one beside it.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    with transaction.atomic():
        current = ReportDraft.objects.select_for_update().get(pk=draft.pk)
        typed = {**typed, **{name: current.typed[name] for name in HELD_BESIDE_FIELDS if name in current.typed}}
        if typed == current.typed:
            return current
        if current.version != version or current.report_id is not None:
            return ReportDraft.objects.create(
                programme=current.programme, typed=typed, begun_by=by, begun_at=at, changed_by=by, changed_at=at,
                supersedes=current.supersedes,
            )  # fmt: skip
        current.typed, current.version, current.changed_by, current.changed_at = typed, current.version + 1, by, at
        current.save(update_fields=["typed", "version", "changed_by", "changed_at"])
    return current


def keep_reasons(draft_id: UUID, reasons: Mapping[str, str], *, by: User) -> None:
    """Keep with the draft why findings may stand, by their keys, and under the empty key why it is a new version.

    The text stays as it was, and so does its version: a window that holds the text loses nothing by it.

    Raises:
        NotYourRole: when `by` is neither finance staff nor a controller.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    given = {key: reason for key, reason in reasons.items() if reason.strip()}
    with transaction.atomic():
        current = ReportDraft.objects.select_for_update().filter(pk=draft_id, report=None).first()
        if current is not None and (given or current.typed.get("why")):
            # Reasons for what the check does not find just now are kept: it may find it again.
            current.typed["why"] = {**current.typed.get("why", {}), **dict.fromkeys(reasons, ""), **given}
            current.save(update_fields=["typed"])


def discard_report(draft_id: UUID, *, by: User, at: datetime) -> None:
    """Throw a draft away; one that became a proposal stays. The trail keeps whose it was, and its title.

    Raises:
        NotYourRole: when `by` neither began it nor is a controller.
    """
    with ledger_act(by, at):
        draft = ReportDraft.objects.select_for_update().filter(pk=draft_id, report=None).first()
        if draft is None:
            return
        if not draft.can_be_discarded_by(by):
            raise NotYourRole(by.get_username())
        draft.delete()
