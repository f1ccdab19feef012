"""Preparing and publishing a report: composing it with the figures of now, checking it, and setting its paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from savings.composing.checks import Finding, Weight
from savings.composing.checks.every import run_checks
from savings.composing.document import ReportDocument
from savings.manuscript import Manuscript, load_manuscript
from savings.models import Publication, Report, User
from savings.publishing.check_context import read_check_context
from savings.publishing.frozen_programmes import read_statuses
from savings.publishing.snapshots import build_file, compose_document, read_acknowledgements
from savings.recording.refusals import NotFitToPublish
from savings.recording.reports import AcknowledgedFinding, PublishedFile, publish, require_publisher


@dataclass(frozen=True)
class CheckedReport:
    """A report as it would be published now, and the findings of its check."""

    document: ReportDocument
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stop publication."""
        return tuple(finding for finding in self.findings if finding.weight is Weight.BLOCKING)


def compose_now(manuscript: Manuscript, *, today: date, but: tuple[int, ...] = ()) -> ReportDocument:
    """Compose the report with the figures of this moment.

    Raises:
        UnknownProgramme, UnknownUnit, NoSeries, NoPriceChange: when its head asks for something that does not exist.
    """
    return compose_document(manuscript, read_statuses(manuscript, today=today, but=but))


def prepare_report(manuscript: Manuscript, *, today: date, but: tuple[int, ...] = ()) -> CheckedReport:
    """Compose and check the report; the findings are worded in the active language."""
    return check_report(compose_now(manuscript, today=today, but=but))


def check_report(document: ReportDocument) -> CheckedReport:
    """Check a composed report; the findings are worded in the active language."""
    return CheckedReport(document, run_checks(document, read_check_context(document.manuscript)))


def publish_checked(report: Report, *, by: User, at: datetime, today: date, reasons: Mapping[str, str]) -> Publication:
    """Check a proposed report once more as the ledger stands now, set its paper, and publish it; all of it or nothing.

    Args:
        reasons: for findings that nobody has acknowledged yet, why they may stand, by their keys.

    Raises:
        NotFitToPublish: when a finding stops it, or has no reason.
        Refused: what `publish` refuses.
    """
    require_publisher(report, by)
    manuscript = load_manuscript(report.content)
    but = (report.supersedes_id,) if report.supersedes_id else ()
    checked = prepare_report(manuscript, today=today, but=but)
    known = read_acknowledgements(report.pk)
    new = [finding for finding in checked.findings if finding.key not in known]
    # A blocking finding cannot be acknowledged.
    if checked.blocking or any(not reasons.get(finding.key, "").strip() for finding in new):
        raise NotFitToPublish
    acknowledged = [AcknowledgedFinding(it.key, it.excerpt, it.said, reasons[it.key]) for it in new]

    def set_paper(publication: Publication) -> PublishedFile:
        file, document = build_file(report, publication, today=today)
        # An entry may have been approved between the check and the ledger's lock; then the figures differ.
        known_keys = {finding.key for finding in checked.findings}
        under_lock = check_report(document)
        if under_lock.blocking or any(finding.key not in known_keys for finding in under_lock.findings):
            raise NotFitToPublish
        return file

    return publish(report=report, by=by, at=at, paper=set_paper, acknowledged=acknowledged)
