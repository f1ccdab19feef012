"""Reading published reports: which there are, and the sums frozen in one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from savings.manuscript import Manuscript, load_manuscript
from savings.models import Paper, Programme, Publication, Report, ReportDraft, User
from savings.models.visibility import select_reports
from savings.projections.cells import Cell
from savings.projections.reports import ProposalFacts, ReportFacts
from savings.reporting.lookup import NotFound
from savings.vocabulary import Kind


class UnknownReport(NotFound):
    """No published report has that number."""


def read_reports(slug: str) -> tuple[ReportFacts, ...]:
    """The published reports of a programme, the newest first; one query."""
    rows = _publications().filter(report__programme__slug=slug).order_by("-report__as_of", "-report_id")
    return tuple(report_facts(row) for row in rows)


def read_report(slug: str, number: int) -> ReportFacts:
    """One published report of a programme; one query.

    Raises:
        UnknownReport: when the programme has none of that number.
    """
    row = _publications().filter(report__programme__slug=slug, report_id=number).first()
    if row is None:
        raise UnknownReport(number)
    return report_facts(row)


def read_latest_report(slug: str, *, until: date, but: Collection[int] = ()) -> ReportFacts | None:
    """The latest published report of a programme dated no later than a day; None where there is none. One query.

    Args:
        but: numbers of reports that are passed over; a report that a later version has taken the place of always is.
    """
    newer = Publication.objects.filter(report__supersedes=OuterRef("report_id"))
    rows = _publications().filter(~Exists(newer), report__programme__slug=slug, report__as_of__lte=until)
    row = (rows.exclude(report_id__in=but) if but else rows).order_by("-report__as_of", "-report_id").first()
    return report_facts(row) if row else None


def read_proposals(person: User, *, published: bool) -> tuple[ProposalFacts, ...]:
    """The reports that are out, or still wait, as far as the person may see them; the newest first. One query."""
    rows = _proposals(person).filter(publication__isnull=not published)
    if not published:
        rows = rows.filter(refusal=None)
    return tuple(_proposal(row, person) for row in rows.order_by("-as_of", "-pk"))


def read_sent_back(person: User) -> tuple[ProposalFacts, ...]:
    """The reports that the person may see, were sent or taken back, and no draft goes on from; the latest first. One query."""
    named = ReportDraft.objects.annotate(sent_back=Cast(KeyTextTransform("from", "typed"), BigIntegerField()))
    going_on = named.filter(sent_back=OuterRef("pk"))
    rows = _proposals(person).filter(~Exists(going_on), refusal__isnull=False, content__isnull=False)
    return tuple(_proposal(row, person) for row in rows.order_by("-refusal__at"))


def read_proposal(number: int, person: User | None) -> ProposalFacts:
    """One report, out or not; one query.

    Args:
        person: who reads; None for somebody without an account.

    Raises:
        UnknownReport: when there is none of that number that the person may see.
    """
    row = _proposals(person).filter(pk=number).first()
    if row is None:
        raise UnknownReport(number)
    return _proposal(row, person)


def read_report_drafts() -> tuple[ReportDraft, ...]:
    """The drafts of reports that were not sent yet, the latest change first; one query."""
    rows = ReportDraft.objects.filter(report=None).select_related("programme", "changed_by")
    return tuple(rows.order_by("-changed_at"))


def read_latest_with_text(programme: Programme) -> Report | None:
    """The latest published report of a programme with a text of its own; None where there is none. One query."""
    rows = Publication.objects.filter(report__programme=programme, report__content__isnull=False)
    row = rows.select_related("report").order_by("-report__as_of", "-report_id").first()
    return row.report if row else None


def read_manuscript(number: int) -> Manuscript:
    """What a report with a text of its own says; one query."""
    return load_manuscript(Report.objects.values_list("content", flat=True).get(pk=number))


def read_paper(number: int) -> bytes | None:
    """The file of a published report; None where it has none. One query."""
    pdf = Paper.objects.filter(pk=number).values_list("pdf", flat=True).first()
    return bytes(pdf) if pdf is not None else None


def _proposals(person: User | None) -> QuerySet[Report, Any]:
    newer = Publication.objects.filter(report__supersedes=OuterRef("pk")).values("report_id")[:1]
    rows = select_reports(person).select_related("programme", "unit", "composed_by", "publication__by", "refusal__by")
    rows = rows.annotate(has_text=Q(content__isnull=False), superseded_by=Subquery(newer))
    return rows.defer("content", "publication__sums")


def _proposal(row: Any, person: User | None) -> ProposalFacts:
    # Who has no account reads no log-in name.
    show = User.display_name if person is not None else User.get_full_name
    out, refusal = getattr(row, "publication", None), getattr(row, "refusal", None)
    return ProposalFacts(
        number=row.pk, programme=row.programme.slug, programme_name=row.programme.name, title=row.title, as_of=row.as_of,
        year=row.year, price_level=row.price_level, unit=row.unit.code if row.unit else None,
        composed_by=show(row.composed_by), composer=row.composed_by.get_username(), composed_at=row.composed_at,
        published_by=show(out.by) if out else None, published_at=out.at if out else None,
        position=out.position if out else None, has_text=row.has_text, closed=row.closed, supersedes=row.supersedes_id,
        superseded_by=row.superseded_by, reason=row.reason, refused_by=refusal.by.display_name() if refusal else "",
        refusal=refusal.reason if refusal else "",
    )  # fmt: skip


def _publications() -> QuerySet[Publication, Any]:
    return Publication.objects.select_related("report").defer("sums", "report__content")


def report_facts(row: Publication) -> ReportFacts:
    """The facts of a published report."""
    report = row.report
    return ReportFacts(report.pk, report.title, report.as_of, report.year, report.price_level, row.position, row.at)


_FROZEN = """
    SELECT s.value->>0, u.code, i.name, (s.value->>3)::int, (s.value->>4)::int, (s.value->>5)::int, (s.value->>6)::boolean,
           s.value->>7
    FROM savings_publication p
    CROSS JOIN LATERAL jsonb_array_elements(p.sums) s
    LEFT JOIN savings_unit u ON u.id = (s.value->>1)::bigint
    LEFT JOIN savings_initiative i ON i.id = (s.value->>2)::bigint
    WHERE p.report_id = %(report)s AND (%(year)s::int IS NULL OR (s.value->>3)::int = %(year)s)
"""


def read_frozen(number: int, year: int | None = None) -> tuple[Cell, ...]:
    """The cells frozen with a published report, of the whole programme and as they were stated; one query.

    Args:
        year: the year whose cells are asked for; None for all.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FROZEN, {"report": number, "year": year})
        return tuple(
            Cell(Kind(kind), unit, initiative, year, level, Decimal(amount), evidenced, earliest)
            for kind, unit, initiative, year, level, earliest, evidenced, amount in cursor.fetchall()
        )
