"""What the check of a report must know of the ledger besides its figures: what waits, what is explained, what exists."""

from __future__ import annotations

from datetime import date, timedelta

from savings.faces.report.checks import CheckContext, Pending
from savings.manuscript import Manuscript
from savings.models import Document, Publication, RoundReply, Waiting


def read_check_context(manuscript: Manuscript) -> CheckContext:
    """What stands around a report; four queries."""
    waiting = Waiting.objects.as_of(manuscript.as_of).filter(programme__slug__in=manuscript.programmes)
    pending = [
        Pending(row.entry_id, row.programme.slug, row.entry.booked_on, row.entry.text)
        for row in waiting.select_related("entry", "programme").order_by("entry_id")
    ]
    replies = RoundReply.objects.filter(task__programme__slug__in=manuscript.programmes, at__date__lte=_later(manuscript.dated))
    told = ("task__programme__slug", "task__unit__code", "task__round__year", "task__programme__full_effect_year")
    explained = replies.exclude(explanation="").values_list(*told)
    documents = Document.objects.values_list("reference", "document_number")
    earlier = Publication.objects.filter(report__programme__slug=manuscript.programmes[0]).values_list("report__as_of", flat=True)
    return CheckContext(
        pending=tuple(pending),
        # What was explained of one year's figures says nothing of another's.
        explained=frozenset((slug, code) for slug, code, of, measured in explained if of == _year(manuscript, slug, measured)),
        references=frozenset(each for pair in documents for each in pair if each),
        earlier=tuple(sorted(earlier)),
    )


def _year(manuscript: Manuscript, slug: str, measured: int) -> int:
    """The year that a report tells of a programme: its own for the main one, else the one the programme is measured in."""
    return manuscript.year or measured if slug == manuscript.programmes[0] else measured


def _later(day: date) -> date:
    """An explanation given in the month after the report's date still explains it."""
    return day + timedelta(days=31)
