"""Drafts of reports: kept as typed, written by several in turn, and turned into a proposal once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from savings.models import Programme, Report, ReportDraft, User
from savings.recording.permits import require
from savings.roles import Role


def begin_report(
    *, programme: Programme, typed: Mapping[str, Any], by: User, at: datetime, supersedes: Report | None = None
) -> ReportDraft:
    """A new draft of a report.

    Args:
        supersedes: the published report it shall take the place of.

    Raises:
        NotYourRole: when `by` is neither finance staff nor a controller.
    """
    require(by, Role.FINANCE, Role.CONTROLLER)
    return ReportDraft.objects.create(
        programme=programme, typed=dict(typed), begun_by=by, begun_at=at, changed_by=by, changed_at=at, supersedes=supersedes
    )


def save_report(draft: ReportDraft, typed: Mapping[str, Any], *, version: int, by: User, at: datetime) -> ReportDraft:
    """Keep what was typed.

    Where somebody else has saved the draft since this window read it, or it was sent, what was typed here is kept as a
    draft of its own, so that neither loses anything.

    Returns:
        The draft that holds what was typed: the one given, or the new one beside it.
    """
    require(by, Role.FINANCE, Role.CONTROLLER)
    with transaction.atomic():
        current = ReportDraft.objects.select_for_update().get(pk=draft.pk)
        if dict(typed) == current.typed:
            return current
        if current.version != version or current.report_id is not None:
            return ReportDraft.objects.create(
                programme=current.programme, typed=dict(typed), begun_by=by, begun_at=at, changed_by=by, changed_at=at,
                supersedes=current.supersedes,
            )  # fmt: skip
        current.typed, current.version, current.changed_by, current.changed_at = dict(typed), current.version + 1, by, at
        current.save(update_fields=["typed", "version", "changed_by", "changed_at"])
    return current


def discard_report(draft_id: UUID, *, by: User) -> None:
    """Throw a draft away; one that became a proposal stays.

    Raises:
        NotYourRole: when `by` is neither finance staff nor a controller.
    """
    require(by, Role.FINANCE, Role.CONTROLLER)
    ReportDraft.objects.filter(pk=draft_id, report=None).delete()
