"""Proposing, refusing and publishing a report: one person composes it, another lets it out, and the database freezes it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from savings.manuscript import Manuscript, dump_manuscript
from savings.models import (
    Acknowledgement,
    LedgerHead,
    Paper,
    Programme,
    Publication,
    Report,
    ReportDraft,
    ReportProgramme,
    ReportRefusal,
    Unit,
    User,
)
from savings.recording.acting import ledger_act
from savings.recording.permissions import require_role
from savings.recording.refusals import AlreadyPublished, LedgerMoved, OwnReport, ReportRefused
from savings.roles import Role


@dataclass(frozen=True, slots=True)
class AcknowledgedFinding:
    """A finding of the check that somebody acknowledges: its key, what it is about, what it says, and why it may stand."""

    key: str
    excerpt: str
    said: str
    reason: str


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """The file of a published report, the snapshot it was set from, and the versions that set it."""

    pdf: bytes
    facts: dict[str, Any]
    made_with: str


@dataclass(frozen=True, slots=True)
class PreparedPaper:
    """The file of a report that is to be published, and the state of the ledger it was made from: position, hash, revision."""

    file: PublishedFile
    made_from: tuple[int, str, int]


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """A report to be proposed: the fields are those of `Report`, and what belongs to it.

    Attributes:
        as_of: entries booked on or before it count; those approved later than the publication never will in this report.
        content: the manuscript in its plain form; None for a status without a text of its own.
        closed: whether only those with an account may read it.
        supersedes: the published report it shall take the place of, `reason` saying why.
        beside: the other programmes it tells of.
        acknowledged: the findings that its composer lets stand.
    """

    programme: Programme
    title: str
    as_of: date
    year: int
    price_level: int | None = None
    unit: Unit | None = None
    content: dict[str, Any] | None = None
    closed: bool = True
    supersedes: Report | None = None
    reason: str = ""
    beside: Sequence[Programme] = ()
    acknowledged: Sequence[AcknowledgedFinding] = ()

    @classmethod
    def from_manuscript(cls, manuscript: Manuscript, **facts: Any) -> NewReport:
        """The report of a manuscript; `facts` are the fields that it does not hold."""
        return cls(
            title=manuscript.title, as_of=manuscript.as_of, price_level=manuscript.price_level, closed=manuscript.closed,
            content=dump_manuscript(manuscript), **facts,
        )  # fmt: skip


def compose(new: NewReport, *, by: User, at: datetime, draft: ReportDraft | None = None) -> Report:
    """Propose a report to be published.

    Args:
        draft: what it was written in; it is not written on from now, and sending it again gives the report it became.

    Raises:
        NotYourRole: when `by` is neither finance staff nor a controller.
        ValueError: when it has no title.
    """
    if not new.title.strip():
        raise ValueError("a report has a title")
    require_role(by, Role.FINANCE, Role.CONTROLLER)
    with ledger_act(by, at):
        if draft is not None and (proposed := Report.objects.filter(draft=draft).first()):
            # A second click, or a second window: what was sent is sent once.
            return proposed
        fields = {name: value for name, value in vars(new).items() if name not in ("beside", "acknowledged")}
        report = Report.objects.create(**fields, composed_by=by, composed_at=at)
        ReportProgramme.objects.bulk_create([ReportProgramme(report=report, programme=other) for other in new.beside])
        _acknowledge(report, new.acknowledged, by, at)
        if draft is not None:
            draft.report = report
            draft.save(update_fields=["report"])
        return report


def publish(
    *,
    report: Report,
    by: User,
    at: datetime,
    paper: PreparedPaper | None = None,
    acknowledged: Sequence[AcknowledgedFinding] = (),
) -> Publication:
    """Let a report out as the ledger stands now.

    Args:
        paper: its file, made before, so that nobody waits for it; None for a status without a text of its own.
        acknowledged: findings that came up since the report was proposed, and that `by` acknowledges.

    Raises:
        NotYourRole: when `by` is no controller.
        AlreadyPublished: when it is out.
        OwnReport: when `by` composed it.
        LedgerMoved: when the ledger is no longer as it was when the paper was made; nothing is written.
        ReportRefused, AlreadySuperseded: when it was sent back, or another version has taken the place of the same report.
    """
    require_role(by, Role.CONTROLLER)
    with ledger_act(by, at):
        if Publication.objects.filter(report=report).exists():
            raise AlreadyPublished
        if paper is not None and LedgerHead.objects.values_list("position", "hash", "revision").get() != paper.made_from:
            raise LedgerMoved
        _acknowledge(report, acknowledged, by, at)
        # Link, hash and sums are set by the database; what stands here never gets into the row.
        publication = Publication.objects.create(report=report, by=by, at=at, position=0, hash="", sums=[])
        publication.refresh_from_db()
        if paper is not None:
            file = paper.file
            digest = hashlib.sha256(file.pdf).hexdigest()
            Paper.objects.create(
                publication=publication, facts=file.facts, pdf=file.pdf, sha256=digest, made_with=file.made_with
            )  # fmt: skip
        return publication


def refuse_report(*, report: Report, by: User, at: datetime, reason: str) -> ReportRefusal:
    """Send a proposed report back to its composer, or take one's own back; it can be written on as a new draft.

    Raises:
        NotYourRole: when `by` is neither its composer nor a controller.
        AlreadyPublished: when it is out.
        ReportRefused: when that was done before.
        ValueError: without a reason.
    """
    if not reason.strip():
        raise ValueError("a refusal has a reason")
    if by.pk != report.composed_by_id:
        require_role(by, Role.CONTROLLER)
    with ledger_act(by, at):
        if Publication.objects.filter(report=report).exists():
            raise AlreadyPublished
        if ReportRefusal.objects.filter(report=report).exists():
            raise ReportRefused
        return ReportRefusal.objects.create(report=report, by=by, at=at, reason=reason)


def require_publisher(report: Report, by: User) -> None:
    """Check that `by` may publish the report, before any work is done for it.

    Raises:
        NotYourRole: when `by` is no controller.
        OwnReport: when `by` composed it.
    """
    require_role(by, Role.CONTROLLER)
    if report.composed_by_id == by.pk:
        raise OwnReport


def _acknowledge(report: Report, acknowledged: Sequence[AcknowledgedFinding], by: User, at: datetime) -> None:
    known = set(Acknowledgement.objects.filter(report=report).values_list("key", flat=True))
    rows = [
        Acknowledgement(report=report, key=it.key, excerpt=it.excerpt, said=it.said, reason=it.reason.strip(), by=by, at=at)
        for it in acknowledged
        if it.key not in known
    ]
    # One by one: each leaves its own trail.
    for row in rows:
        row.save(force_insert=True)
