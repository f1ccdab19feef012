"""Drafts of entries: saved as typed, and turned into an entry once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from savings.models import Draft, Entry, Programme, User
from savings.recording.permissions import require_role
from savings.roles import Role


def begin_draft(
    *,
    act: str,
    by: User,
    at: datetime,
    programme: Programme | None = None,
    about: Entry | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Draft:
    """A new draft.

    Raises:
        NotYourRole: when the person records nothing.
    """
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    return Draft.objects.create(
        owner=by, act=act, programme=programme, about=about, answers=dict(answers or {}), begun_at=at, changed_at=at
    )


def save_draft(draft: Draft, answers: Mapping[str, Any], *, version: int, at: datetime) -> Draft:
    """Save what was typed.

    Where another window has saved the draft since this one read it, what was typed here is saved as a draft of its own, so
    that neither loses anything.

    Args:
        answers: the fields that were typed; the others stay as they are.
        version: of the draft as this window read it.

    Returns:
        The draft that holds what was typed: the one given, or the new one beside it.
    """
    with transaction.atomic():
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        merged = {**current.answers, **answers}
        if merged == current.answers:
            return current
        if current.version != version or current.entry_id is not None:
            return Draft.objects.create(
                owner=current.owner, act=current.act, programme=current.programme, about=current.about,
                answers={**draft.answers, **answers}, begun_at=at, changed_at=at,
            )  # fmt: skip
        current.answers, current.version, current.changed_at = merged, current.version + 1, at
        current.save(update_fields=["answers", "version", "changed_at"])
    return current


def set_draft_programme(draft: Draft, programme: Programme) -> None:
    """Remember which programme the draft is about."""
    draft.programme = programme
    draft.save(update_fields=["programme"])


def discard_draft(draft_id: UUID, *, by: User) -> None:
    """Throw away a draft of one's own; one that became an entry stays."""
    Draft.objects.filter(pk=draft_id, owner=by, entry=None).delete()


def mark_recorded(draft: Draft, entry: Entry) -> None:
    """Tie the draft to the entry it became."""
    draft.entry = entry
    draft.save(update_fields=["entry"])
