"""Reading a decision or document: what it is, and all that rests on it."""

from __future__ import annotations

from django.db.models import Q

from savings.models import Entry, Evidence, Milestone, Posting, User
from savings.models.visibility import select_documents, select_indicators, select_observations
from savings.projections.facts import MilestoneFacts
from savings.projections.pages import DecisionPage
from savings.reporting.documents import facts_of
from savings.reporting.entries import entries_facts
from savings.reporting.lookup import NotFound
from savings.reporting.organisation import Organisation


class UnknownDocument(NotFound):
    """No document that the reader may see has that number."""


#: So many entries are counted and can be turned to; a decision that more rest on says that these are the first.
MOST = 5_000


def read_decision(number: int, person: User, *, page: int = 1, per_page: int = 50, most: int = MOST) -> DecisionPage:
    """A decision or document that the person may see and what rests on it; a fixed number of queries.

    Args:
        most: so many entries are counted, and no more.

    Raises:
        UnknownDocument: when there is none of that number.
    """
    facts = facts_of(select_documents(person).filter(pk=number).first())
    if facts is None:
        raise UnknownDocument(number)
    # By the entries' own order each of the two is an index read no further than `most`, however many rest on it.
    decided = Entry.objects.approved().filter(decision=number).order_by("pk").values_list("pk", flat=True)
    shows = Evidence.objects.approved().filter(document=number).order_by("entry_id")
    evidence = frozenset(shows.values_list("entry_id", flat=True).distinct()[: most + 1])
    resting = sorted(evidence | set(decided[: most + 1]))
    on_page = resting[:most][(page - 1) * per_page : page * per_page]
    programmes = dict(Entry.objects.filter(pk__in=on_page).values_list("programme__slug", "programme__name"))
    milestones = tuple(
        MilestoneFacts(row.title, row.due, row.due_by, None)
        for row in Milestone.objects.filter(source=number).order_by("due_by", "pk")
    )
    observed = select_observations(person).filter(source=number).values("indicator")
    named = select_indicators(person).filter(Q(source=number) | Q(pk__in=observed))
    effects = tuple(named.order_by("pk").values_list("pk", "name"))
    entries = entries_facts(on_page, Organisation(), Posting.objects.all())
    return DecisionPage(
        document=facts, entries=entries, as_evidence=evidence & frozenset(on_page), total=min(len(resting), most),
        and_more=len(resting) > most, programmes=programmes, milestones=milestones, effects=effects,
    )  # fmt: skip
