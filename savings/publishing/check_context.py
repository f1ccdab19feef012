"""What the check of a report asks the ledger besides its figures: what waits, what is explained, which documents exist."""

from __future__ import annotations

from datetime import date, timedelta

from savings.composing.checks import CheckContext, Pending
from savings.manuscript import Manuscript
from savings.models import Publication, RoundReply, Waiting
from savings.models.visibility import select_documents


def read_check_context(manuscript: Manuscript) -> CheckContext:
    """Read the context of a report's check, in four queries."""
    waiting = Waiting.objects.as_of(manuscript.as_of).filter(programme__slug__in=manuscript.programmes)
    pending = [
        Pending(row.entry_id, row.programme.slug, row.entry.booked_on, row.entry.text)
        for row in waiting.select_related("entry", "programme").order_by("entry_id")
    ]
    replies = RoundReply.objects.filter(
        task__programme__slug__in=manuscript.programmes, at__date__lte=_last_day(manuscript.dated)
    )
    columns = ("task__programme__slug", "task__unit__code", "task__round__year", "task__programme__full_effect_year")
    explained = replies.exclude(explanation="").values_list(*columns)
    documents = select_documents(None).values_list("reference", "document_number")
    earlier = Publication.objects.filter(report__programme__slug=manuscript.programmes[0]).values_list("report__as_of", flat=True)
    return CheckContext(
        pending=tuple(pending),
        # An explanation of one year's figures does not explain another year's.
        explained=frozenset((slug, code) for slug, code, year, full in explained if year == _year(manuscript, slug, full)),
        references=frozenset(each for pair in documents for each in pair if each),
        earlier=tuple(sorted(earlier)),
    )


def _year(manuscript: Manuscript, slug: str, full_effect_year: int) -> int:
    """The year in which a report shows a programme: the report's own for its main programme, else the full-effect year."""
    return manuscript.year or full_effect_year if slug == manuscript.programmes[0] else full_effect_year


def _last_day(day: date) -> date:
    """The last day on which an explanation counts: a month after the report's date."""
    return day + timedelta(days=31)
