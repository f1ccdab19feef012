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
from savings.publishing.paper_check import find_refusal
from savings.publishing.snapshots import build_file, compose_document, read_acknowledgements
from savings.recording.refusals import LedgerMoved, NotFitToPublish
from savings.recording.reports import AcknowledgedFinding, PreparedPaper, publish, require_publisher
from savings.reporting.version import read_version

#: A check and a paper take a tenth of a second: a ledger that moves under each of so many is being filled.
ATTEMPTS = 5


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
        UnknownProgramme, UnknownUnit: when its head asks for something that does not exist.
    """
    return compose_document(manuscript, read_statuses(manuscript, today=today, but=but))


def prepare_report(manuscript: Manuscript, *, today: date, but: tuple[int, ...] = ()) -> CheckedReport:
    """Compose and check the report; the findings are worded in the active language."""
    return check_report(compose_now(manuscript, today=today, but=but))


def check_report(document: ReportDocument) -> CheckedReport:
    """Check a composed report and set its paper; the findings are worded in the active language."""
    refusal = find_refusal(document)
    findings = run_checks(document, read_check_context(document.manuscript))
    return CheckedReport(document, (*([refusal] if refusal else []), *findings))


def publish_checked(report: Report, *, by: User, at: datetime, today: date, reasons: Mapping[str, str]) -> Publication:
    """Check a proposed report once more as the ledger stands now, set its paper, and publish it; all of it or nothing.

    Nobody waits for the check and the paper: they are made before the ledger's lock, under which only its state is
    compared with the one they were made from. Where it has moved meanwhile, they are made again.

    Args:
        reasons: for findings that nobody has acknowledged yet, why they may stand, by their keys.

    Raises:
        NotFitToPublish: when a finding stops it, or has no reason.
        Refused: what `publish` refuses; `LedgerMoved` when the ledger has moved each time.
    """
    require_publisher(report, by)
    for _attempt in range(ATTEMPTS):
        version = read_version()
        acknowledged = _check_once_more(report, today=today, reasons=reasons)
        file = build_file(report, by=by, at=at, position=version.position, today=today)
        try:
            return publish(report=report, by=by, at=at, paper=PreparedPaper(file, version), acknowledged=acknowledged)
        except LedgerMoved:
            continue
    raise LedgerMoved


def _check_once_more(report: Report, *, today: date, reasons: Mapping[str, str]) -> list[AcknowledgedFinding]:
    """The findings of now that nobody has acknowledged yet, with their reasons.

    Raises:
        NotFitToPublish: when one stops the report, or has no reason.
    """
    but = (report.supersedes_id,) if report.supersedes_id else ()
    checked = prepare_report(load_manuscript(report.content), today=today, but=but)
    known = read_acknowledgements(report.pk)
    new = [finding for finding in checked.findings if finding.key not in known]
    # A blocking finding cannot be acknowledged.
    if checked.blocking or any(not reasons.get(finding.key, "").strip() for finding in new):
        raise NotFitToPublish
    return [AcknowledgedFinding(it.key, it.excerpt, it.said, reasons[it.key]) for it in new]
