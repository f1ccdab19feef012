"""Reading what an auditor asks of the ledger; every question is asked of what is approved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from savings.models import Attachment, Balance, Evidence, Initiative, Posting, Programme
from savings.projections.inquiries import (
    DocumentedSaving,
    Sample,
    SampleQuestion,
    StoppedGain,
    YearlySaving,
    draw_sample,
    find_shared_evidence,
    find_stopped_gains,
)
from savings.reporting.entries import entries_facts
from savings.reporting.organisation import Organisation
from savings.vocabulary import Kind

ZERO = Decimal(0)
#: A line that takes back counts with the entry whose line it takes back; what is left of an entry is what stands.
_ORIGIN = Coalesce("takes_back_id", "entry_id")


def _select_realised() -> QuerySet[Posting]:
    return Posting.objects.approved().filter(kind=Kind.REALISED.value).annotate(origin=_ORIGIN)


def read_shared_evidence() -> tuple[DocumentedSaving, ...]:
    """What is documented twice, see `find_shared_evidence`; five queries."""
    shared = Evidence.objects.approved().values("document").annotate(entries=Count("entry", distinct=True)).filter(entries__gt=1)
    rows = Evidence.objects.approved().filter(document__in=shared.values("document"))
    evidence = list(
        rows.order_by("document", "entry", "pk").values_list(
            "document", "document__reference", "page", "entry", "entry__programme__name", "entry__programme__slug"
        )
    )
    entries = rows.values("entry")
    sums: dict[int, dict[tuple[int | None, int | None], dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    standing = _select_realised().filter(Q(entry__in=entries) | Q(takes_back__in=entries))
    for entry, unit, initiative, year, amount in _sum_by(standing, "origin", "unit", "initiative", "year"):
        sums[entry][unit, initiative][year] = amount
    organisation, names = Organisation(), dict(Initiative.objects.values_list("pk", "name"))
    # A document that an entry names twice, with two pages, shows its amounts once.
    firsts = {(row[0], row[3]): row for row in reversed(evidence)}
    return find_shared_evidence(
        DocumentedSaving(
            document=reference, number=document, page=page, programme=programme, slug=slug, entry=entry,
            unit=organisation.code(unit), initiative=names.get(initiative) if initiative else None,
            years=(min(years), max(years)), amount=max(years.values(), key=abs),
        )
        for document, reference, page, entry, programme, slug in firsts.values()
        for (unit, initiative), years in sums[entry].items()
    )  # fmt: skip


def _sum_by(rows: QuerySet[Posting], *columns: str) -> Iterator[tuple[Any, ...]]:
    """The sum of each group that is not zero, after the group's columns."""
    totals = rows.order_by().values_list(*columns).annotate(total=Sum("amount"))
    return (row for row in totals.iterator(chunk_size=5000) if row[-1])


def read_stopped_gains() -> tuple[StoppedGain, ...]:
    """The gains that stopped, see `find_stopped_gains`; five queries."""
    kinds = (Kind.TARGET.value, Kind.PLAN.value, Kind.REALISED.value)
    last = dict(Balance.objects.filter(kind__in=kinds).exclude(amount=0).values_list("programme").annotate(Max("year")))
    programmes = {row["pk"]: row for row in Programme.objects.values("pk", "name", "slug", "last_year")}
    initiatives = {row["pk"]: row for row in Initiative.objects.values("pk", "name", "duration")}
    amounts: dict[tuple[int, int | None, int | None], dict[int, Decimal]] = defaultdict(dict)
    realised = Balance.objects.filter(kind=Kind.REALISED.value).values_list("programme", "unit", "initiative", "year")
    for programme, unit, initiative, year, amount in realised.annotate(total=Sum("amount")):
        if amount:
            amounts[programme, unit, initiative][year] = amount
    organisation = Organisation()
    return find_stopped_gains(
        YearlySaving(
            programme=programmes[programme]["name"], slug=programmes[programme]["slug"],
            until=programmes[programme]["last_year"] or last[programme], unit=organisation.code(unit),
            initiative=initiatives[initiative]["name"] if initiative else None, initiative_number=initiative,
            duration=initiatives[initiative]["duration"] if initiative else "", amounts=years,
        )
        for (programme, unit, initiative), years in amounts.items()
    )  # fmt: skip


def read_sample(question: SampleQuestion) -> Sample:
    """A sample of the entries that say something is realised and that stand, with all that was recorded in each."""
    rows = _select_realised()
    if question.programmes:
        rows = rows.filter(entry__programme__slug__in=question.programmes)
    if question.year is not None:
        rows = rows.filter(year=question.year)
    weights: dict[int, Decimal] = defaultdict(Decimal)
    for entry, _year, amount in _sum_by(rows, "origin", "year"):
        weights[entry] = max(weights[entry], abs(amount))
    entries = entries_facts(draw_sample(weights, question), Organisation(), Posting.objects.all())
    documents = {proof.document.number for entry in entries for proof in entry.evidence}
    files: dict[int, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    attached = Attachment.objects.filter(document__in=documents).order_by("pk").values_list("document", "name", "sha256")
    for document, name, digest in attached:
        files[document] += ((name, digest),)
    return Sample(entries, len(weights), sum(weights.values(), ZERO), files)
