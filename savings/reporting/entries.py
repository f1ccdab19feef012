"""Reading entries: those behind a figure, with their sum, and one entry whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet, Sum

from savings.models import Approval, Entry, Evidence, Posting, StatedLevel, Statement
from savings.projections.bridge import TOLD_AS_ACTS
from savings.projections.entries import EntryFacts, LineFacts
from savings.projections.facts import EvidenceFacts, Restatement, StatementFacts
from savings.projections.pages import EntriesPage
from savings.projections.question import EntriesQuestion
from savings.reporting.documents import facts_of
from savings.reporting.lookup import NotFound, find_programme
from savings.reporting.organisation import Organisation
from savings.reporting.price_bases import find_level
from savings.reporting.prices import find_series_number, read_index, restatement_of
from savings.reporting.reports import read_report
from savings.vocabulary import Kind, Step


class UnknownEntry(NotFound):
    """No entry has that number."""


def read_entries(slug: str, question: EntriesQuestion, *, page: int = 1, per_page: int = 50) -> EntriesPage:
    """The approved entries behind a figure of a programme; after a beginning, only those that it did not know.

    Raises:
        UnknownUnit, UnknownReport: when there is none of that name.
    """
    organisation = Organisation()
    postings = _postings(slug, question).filter(
        _of_year(question),
        _of_unit(organisation, question.unit),
        _of_initiative(question.initiative),
        _since(slug, question),
        _of_step(question.step),
    )
    if question.has_evidence is not None:
        # What is documented is less, too, by what was taken away without evidence.
        taken = Q(amount__lt=0) if question.has_evidence else Q()
        postings = postings.filter(Q(evidenced=question.has_evidence) | taken)
    ordered = postings.order_by("entry__booked_on", "entry_id").values_list("entry_id", flat=True).distinct()
    skipped = (page - 1) * per_page
    numbers = list(ordered[skipped : skipped + per_page])
    rows = postings.values_list("kind", "price_level").annotate(amount=Sum("amount"))
    sums = {(Kind(kind), level): amount for kind, level, amount in rows}
    wanted = question.choose_level(_find_basis(slug, question))
    restatement = _restatement(slug, {level for _kind, level in sums}, wanted, question)
    name = organisation.facts[organisation.find(question.unit)].name if question.unit else ""
    entries = entries_facts(numbers, organisation, postings)
    return EntriesPage(entries, ordered.count(), sums, restatement, name, skipped)


def _find_basis(slug: str, question: EntriesQuestion) -> int | None:
    if question.price_level is not None or question.as_stated:
        return None
    return find_level(find_programme(slug).pk, question.as_of, link=question.link)


def _restatement(slug: str, levels: set[int | None], wanted: int | None, question: EntriesQuestion) -> Restatement | None:
    if wanted is None:
        return None
    index = read_index(find_series_number(slug), as_of=question.as_of, position=question.link)
    return restatement_of(levels, index, wanted)


def _postings(slug: str, question: EntriesQuestion) -> QuerySet[Posting]:
    postings = Posting.objects.of_programme(slug).approved(link=question.link).as_of(question.as_of)
    return postings.filter(kind__in=[kind.value for kind in question.kinds]) if question.kinds else postings


def _of_year(question: EntriesQuestion) -> Q:
    year = question.year
    if year is None:
        return Q()
    return Q(year=year) | Q(year__gt=year, earliest_year__lte=year) if question.with_early else Q(year=year)


def _since(slug: str, question: EntriesQuestion) -> Q:
    if question.since_report is not None:
        report = read_report(slug, question.since_report)
        return Q(booked_on__gt=report.as_of) | Q(entry__approval__position__gt=report.position)
    return Q(booked_on__gt=question.since) if question.since is not None else Q()


def _of_step(step: Kind | Step | None) -> Q:
    if step is None:
        return Q()
    if isinstance(step, Step):
        return Q(entry__act=step.value)
    return Q(kind=step.value) & ~Q(entry__act__in=list(TOLD_AS_ACTS))


def _of_unit(organisation: Organisation, unit: str | None) -> Q:
    if unit is None:
        return Q()
    return Q(unit__code__in=organisation.under(unit)) if unit else Q(unit=None)


def _of_initiative(initiative: str | None) -> Q:
    if initiative is None:
        return Q()
    return Q(initiative__name=initiative) if initiative else Q(initiative=None)


def read_entry(number: int) -> EntryFacts:
    """One entry whole, in whatever state it is.

    Raises:
        UnknownEntry: when no entry has that number.
    """
    entries = entries_facts([number], Organisation(), Posting.objects.filter(entry=number))
    if not entries:
        raise UnknownEntry(number)
    return entries[0]


def read_evidence_names(number: int) -> tuple[str, ...]:
    """What shows an entry to be true, by reference and page; one query."""
    rows = Evidence.objects.filter(entry=number).select_related("document").order_by("pk")
    return tuple(f"{row.document.reference} {row.page}".strip() for row in rows)


def entries_facts(numbers: Sequence[int], organisation: Organisation, postings: QuerySet[Posting]) -> tuple[EntryFacts, ...]:
    """The entries of these numbers in this order, with those of their lines that are among `postings`; six queries."""
    rows = Entry.objects.select_related(
        "programme", "recorded_by", "decision", "approval__by", "submission", "refusal__by"
    ).in_bulk(numbers)
    lines = _group_by_entry(postings.filter(entry__in=numbers).select_related("initiative").order_by("pk"))
    evidence = _group_by_entry(Evidence.objects.filter(entry__in=numbers).select_related("document").order_by("pk"))
    statements = _group_by_entry(Statement.objects.filter(entry__in=numbers).select_related("initiative").order_by("pk"))
    levels = _group_by_entry(StatedLevel.objects.filter(entry__in=numbers).select_related("initiative").order_by("pk"))
    corrected = dict(Approval.objects.filter(entry__corrects__in=numbers).values_list("entry__corrects_id", "entry_id"))
    return tuple(
        _facts(rows[number], organisation, (lines.get(number, []), levels.get(number, [])), evidence.get(number, []),
               statements.get(number, []), corrected.get(number))
        for number in numbers
        if number in rows
    )  # fmt: skip


def _group_by_entry(rows: Any) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.entry_id, []).append(row)
    return groups


def _facts(
    entry: Entry,
    organisation: Organisation,
    said: tuple[Sequence[Posting], Sequence[StatedLevel]],
    evidence: Sequence[Evidence],
    statements: Sequence[Statement],
    corrected_by: int | None,
) -> EntryFacts:
    approval, refusal, submission = (getattr(entry, name, None) for name in ("approval", "refusal", "submission"))
    return EntryFacts(
        number=entry.pk,
        programme=entry.programme.slug,
        programme_name=entry.programme.name,
        act=entry.act,
        state=_state(entry),
        text=entry.text,
        reading=entry.reading,
        reason=refusal.reason if refusal else entry.reason,
        refused_by=refusal.by.display_name() if refusal else None,
        booked_on=entry.booked_on,
        recorded_by=entry.recorded_by.display_name(),
        recorder=entry.recorded_by.get_username(),
        recorded_at=entry.recorded_at,
        submitted_at=submission.at if submission else None,
        approved_by=approval.by.display_name() if approval else None,
        approved_at=approval.at if approval else None,
        corrects=entry.corrects_id,
        corrected_by=corrected_by,
        decision=facts_of(entry.decision),
        page=entry.page,
        evidence=tuple(_evidence_facts(row) for row in evidence),
        lines=tuple(_line_facts(row, organisation) for row in said[0]),
        levels=tuple(_level_facts(row, organisation) for row in said[1]),
        statements=tuple(_statement_facts(row, entry, organisation) for row in statements),
        position=approval.position if approval else None,
        hash=approval.hash if approval else None,
    )


def _state(entry: Entry) -> str:
    if hasattr(entry, "approval"):
        return "approved"
    if hasattr(entry, "refusal"):
        return entry.refusal.outcome
    return "submitted" if hasattr(entry, "submission") else "recorded"


def _evidence_facts(row: Evidence) -> EvidenceFacts:
    document = facts_of(row.document)
    assert document is not None  # the foreign key is not null
    return EvidenceFacts(document, row.page, row.note)


def _line_facts(row: Posting, organisation: Organisation) -> LineFacts:
    unit, initiative = organisation.code(row.unit_id), row.initiative.name if row.initiative else None
    return LineFacts(
        Kind(row.kind), unit, initiative, row.year, row.price_level, row.amount, row.earliest_year, row.text, row.booked_on,
        row.derived,
    )  # fmt: skip


def _level_facts(row: StatedLevel, organisation: Organisation) -> LineFacts:
    unit, initiative = organisation.code(row.unit_id), row.initiative.name if row.initiative else None
    return LineFacts(Kind(row.kind), unit, initiative, row.year, row.price_level, row.amount, row.earliest_year, row.text)


def _statement_facts(row: Statement, entry: Entry, organisation: Organisation) -> StatementFacts:
    unit = organisation.facts[row.unit_id] if row.unit_id is not None else None
    name = row.initiative.name if row.initiative else None
    return StatementFacts(entry.pk, Kind(row.kind), unit, name, row.text, facts_of(entry.decision), entry.page)
