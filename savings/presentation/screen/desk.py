"""The desk of whoever records: drafts, what was sent back, what waits, and what was approved lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.elements.numbers import moment
from savings.elements.words import ENTRY_ACTS
from savings.projections.desk import Desk, DraftLine, EntryLine


@dataclass(frozen=True)
class Item:
    """A thing on the desk: what it says, what is known of it, why it came back, and what it is known by."""

    key: str
    text: str
    said: str
    reason: str = ""


@dataclass(frozen=True)
class DeskScreen:
    """The desk in words."""

    drafts: Sequence[Item]
    sent_back: Sequence[Item]
    waiting: Sequence[Item]
    approved: Sequence[Item]


def desk_screen(desk: Desk) -> DeskScreen:
    return DeskScreen(
        drafts=[_draft(draft) for draft in desk.drafts],
        sent_back=[_item_with_reason(entry) for entry in desk.sent_back],
        waiting=[entry_item(entry) for entry in desk.waiting],
        approved=[entry_item(entry) for entry in desk.approved],
    )


def _draft(draft: DraftLine) -> Item:
    description = ", ".join(part for part in (draft.programme, moment(localtime(draft.changed_at))) if part)
    return Item(str(draft.id), draft.text or str(ENTRY_ACTS[draft.act]), description)


def entry_item(entry: EntryLine) -> Item:
    facts = {"number": entry.number, "programme": entry.programme, "when": moment(localtime(entry.at))}
    description = _("Entry %(number)s, %(programme)s, %(when)s") % facts
    return Item(str(entry.number), entry.text or str(ENTRY_ACTS[entry.act]), description)


def _item_with_reason(entry: EntryLine) -> Item:
    item = entry_item(entry)
    reason = _("%(who)s: %(reason)s") % {"who": entry.reason_by, "reason": entry.reason}
    return Item(item.key, item.text, item.said, reason)
