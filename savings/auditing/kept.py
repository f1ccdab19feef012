"""What the database keeps by itself beside the balances: the documents of initiatives, the waiting list, and the head."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from savings.models import Approval, Entry, Evidence, InitiativeDocument, LedgerHead, Posting, StatedLevel, Waiting


def find_kept_faults() -> Iterator[str]:
    """Yield one sentence per kept row that is not what the raw rows make of it."""
    yield from _find_document_faults()
    own = Entry.objects.filter(pk=OuterRef("pk"), programme=OuterRef("programme"))
    for number in Waiting.objects.filter(~Exists(own)).order_by("pk").values_list("pk", flat=True):
        yield _("entry %(number)s: on the list of what waits it has another programme, or is no entry.") % {"number": number}
    last = Approval.objects.order_by("-position").values_list("at", flat=True).first()
    if last != LedgerHead.objects.filter(pk=1).values_list("moment", flat=True).first():
        yield _("head: its moment is not that of the last link.")


def _find_document_faults() -> Iterator[str]:
    columns = ("programme_id", "initiative_id", "document_id", "page", "note", "first_booked_on")
    rows: list[tuple[Any, ...]] = list(InitiativeDocument.objects.values_list(*columns))
    kept: dict[tuple[Any, ...], tuple[str, date]] = {row[:4]: row[4:] for row in rows}
    counted = _count_documents()
    twice = {place for place, count in Counter(row[:4] for row in rows).items() if count > 1}
    for place in sorted(kept.keys() | counted.keys(), key=str):
        if kept.get(place) != counted.get(place) or place in twice:
            yield _("initiative %(initiative)s: the kept document %(document)s, page %(page)s, is not what the entries say.") % {
                "initiative": place[1], "document": place[2], "page": place[3],
            }  # fmt: skip


def _count_documents() -> dict[tuple[Any, ...], tuple[str, date]]:
    """The note of the first approved entry and the earliest booking, by programme, initiative, document and page."""
    initiatives: dict[int, set[int | None]] = defaultdict(set)
    own = {"kind": "realised", "entry__in": Evidence.objects.values("entry")}
    lines = Posting.objects.approved().filter(takes_back=None, derived=False, **own)
    for rows in (lines, StatedLevel.objects.approved().filter(**own)):
        for entry, initiative in rows.values_list("entry_id", "initiative_id").iterator(chunk_size=5000):
            initiatives[entry].add(initiative)
    counted: dict[tuple[Any, ...], tuple[str, date]] = {}
    columns: tuple[Any, ...] = ("entry_id", "entry__programme_id", "document_id", "page", "note", "entry__booked_on")
    evidence = Evidence.objects.approved().order_by("entry__approval__position", "pk").values_list(*columns)
    for entry, programme, document, page, note, booked_on in evidence.iterator(chunk_size=5000):
        for number in initiatives.get(entry, ()):
            place = (programme, number, document, page)
            first, day = counted.get(place, (note, booked_on))
            counted[place] = first, min(day, booked_on)
    return counted
