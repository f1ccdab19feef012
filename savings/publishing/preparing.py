"""Preparing a report: what it would look like if it were published now, and what the check says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from savings.faces.report.checks import Finding, Weight
from savings.faces.report.checks.every import findings
from savings.faces.report.document import Document
from savings.manuscript import Manuscript, manuscript_of
from savings.models import Publication, Report, User
from savings.publishing.check_context import read_check_context
from savings.publishing.editions import acknowledged, document_of, made
from savings.publishing.frames import read_statuses
from savings.recording.refusals import NotFitToPublish
from savings.recording.reports import Made, Vouched, may_publish, publish


@dataclass(frozen=True)
class Prepared:
    """A report as it would be published now, and what the check finds in it."""

    document: Document
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What stops publication."""
        return tuple(it for it in self.findings if it.weight is Weight.BLOCKING)


def composed_now(manuscript: Manuscript, *, today: date, but: tuple[int, ...] = ()) -> Document:
    """The report with the figures of this moment.

    Raises:
        UnknownProgramme, UnknownUnit, NoSeries, NoPriceChange: when its head asks for what there is not.
    """
    return document_of(manuscript, read_statuses(manuscript, today=today, but=but))


def prepared(manuscript: Manuscript, *, today: date, but: tuple[int, ...] = ()) -> Prepared:
    """The report and its findings, told in the language that is active."""
    return checked(composed_now(manuscript, today=today, but=but))


def checked(document: Document) -> Prepared:
    """A report that is composed, and its findings, told in the language that is active."""
    return Prepared(document, findings(document, read_check_context(document.manuscript)))


def let_out(report: Report, *, by: User, at: datetime, today: date, reasons: Mapping[str, str]) -> Publication:
    """Check a proposed report once more as the ledger stands now, set it, and publish it; all of it or nothing.

    Args:
        reasons: why findings that nobody has acknowledged may stand, by their keys.

    Raises:
        NotFitToPublish: when a finding stops it, or has no reason.
        Refused: what `publish` refuses.
    """
    may_publish(report, by)
    manuscript = manuscript_of(report.content)
    but = (report.supersedes_id,) if report.supersedes_id else ()
    now = prepared(manuscript, today=today, but=but)
    known = acknowledged(report)
    new = [it for it in now.findings if it.key not in known]
    # Nobody's reason lets a finding stand that stops a report, whenever and however it was given.
    if now.blocking or any(not reasons.get(it.key, "").strip() for it in new):
        raise NotFitToPublish
    vouched = [Vouched(it.key, it.excerpt, it.said, reasons[it.key]) for it in new]

    def paper(publication: Publication) -> Made:
        file, document = made(report, publication, today=today)
        # Between the check and the ledger's lock an entry may have been approved: then the figures are others.
        seen = {it.key for it in now.findings}
        again = checked(document)
        if again.blocking or any(it.key not in seen for it in again.findings):
            raise NotFitToPublish
        return file

    return publish(report=report, by=by, at=at, paper=paper, vouched=vouched)
