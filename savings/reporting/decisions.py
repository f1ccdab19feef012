"""Reading a decision or document: what it is, and all that rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from savings.models import Document, Entry, Indicator, Milestone, Posting
from savings.projections.facts import DocumentFacts, EntryFacts, MilestoneFacts
from savings.reporting.documents import facts_of
from savings.reporting.entries import entries_facts
from savings.reporting.organisation import Organisation


class UnknownDocument(LookupError):
    """No document has that number."""


@dataclass(frozen=True)
class DecisionPage:
    """A decision or document with a page of the approved entries that rest on it, oldest booking first.

    Attributes:
        as_evidence: numbers of those of the entries that name it as evidence.
        total: how many entries there are on all pages.
        programmes: each entry's programme by name, by its slug.
        milestones: what shall happen by it; `effects`: those besides the money that rest on it, by number.
    """

    document: DocumentFacts
    entries: tuple[EntryFacts, ...]
    as_evidence: frozenset[int]
    total: int
    programmes: Mapping[str, str]
    milestones: tuple[MilestoneFacts, ...]
    effects: tuple[tuple[int, str], ...]


def read_decision(number: int, *, page: int = 1, per_page: int = 50) -> DecisionPage:
    """A decision or document and what rests on it; a fixed number of queries.

    Raises:
        UnknownDocument: when there is none of that number.
    """
    found = Document.objects.filter(pk=number).first() if number < 2**63 else None
    facts = facts_of(found)
    if facts is None:
        raise UnknownDocument(number)
    resting = Entry.objects.filter(approval__isnull=False).filter(Q(decision=number) | Q(evidence__document=number)).distinct()
    numbers = list(resting.order_by("booked_on", "pk").values_list("pk", flat=True))
    shown = numbers[(page - 1) * per_page : page * per_page]
    evidence = frozenset(Entry.objects.filter(pk__in=shown, evidence__document=number).values_list("pk", flat=True))
    programmes = dict(Entry.objects.filter(pk__in=shown).values_list("programme__slug", "programme__name"))
    milestones = tuple(
        MilestoneFacts(row.title, row.due, row.due_by, None)
        for row in Milestone.objects.filter(source=number).order_by("due_by", "pk")
    )
    named = Indicator.objects.filter(Q(source=number) | Q(observations__source=number)).distinct()
    effects = tuple(named.order_by("pk").values_list("pk", "name"))
    entries = entries_facts(shown, Organisation(), Posting.objects.all())
    return DecisionPage(facts, entries, evidence, len(numbers), programmes, milestones, effects)
