"""Snapshots of published reports: what is stored with one, so that it can be reproduced to the byte from the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.composing.compose import build_document
from savings.composing.document import ReportDocument
from savings.elements.numbers import day
from savings.elements.words import public_name
from savings.manuscript import LANGUAGES, Manuscript, load_manuscript
from savings.models import Acknowledgement, Approval, Paper, Publication, Report, User
from savings.plain import from_plain, to_plain
from savings.presentation.paper.imprint import Imprint
from savings.presentation.paper.report import report_data, report_pdf
from savings.projections.status import Status
from savings.publishing.frozen_programmes import FrozenProgramme, freeze_programme, read_statuses, restore_status
from savings.recording.reports import PublishedFile
from savings.reporting.reports import UnknownReport


@dataclass(frozen=True)
class Snapshot:
    """What is stored of a published report besides its text: the names and documents of each programme, and its imprint."""

    frames: tuple[FrozenProgramme, ...]
    imprint: Imprint


def use_language(manuscript: Manuscript) -> Any:
    """Activate the report's own language in a `with` block."""
    return translation.override(LANGUAGES[manuscript.language])


#: The files that decide how a report is worded and set, given its snapshot and the ledger.
PAPER_PACKAGES = ("elements", "composing", "presentation", "projections", "vocabulary")
PAPER_SOURCES = (
    "templates/paper/*.typ",
    *(f"savings/{package}/**/*.py" for package in PAPER_PACKAGES),
    "savings/*.py",
    "locale/da/LC_MESSAGES/django.po",
)


def describe_versions() -> str:
    """The versions that set a paper: the same versions give the same bytes."""
    return f"typst {version('typst')}, Valby {digest_sources(settings.BASE_DIR)[:12]}"


@lru_cache(maxsize=1)
def digest_sources(root: Path) -> str:
    """The digest (SHA-256, hex) of the files that decide how a report is worded and set."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in PAPER_SOURCES for path in root.glob(pattern)):
        digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def take_snapshot(report: Report, *, by: User, at: datetime, position: int, today: date) -> tuple[Snapshot, Manuscript]:
    """Read the snapshot of a report that `by` publishes, as the ledger stands at the link of that position."""
    manuscript = load_manuscript(report.content)
    but = {report.pk, *([report.supersedes_id] if report.supersedes_id else [])}
    statuses = read_statuses(manuscript, today=today, position=position, but=but)
    with use_language(manuscript):
        writer, publisher = report.composed_by, by
        names = (
            (writer.display_name(), publisher.display_name())
            if report.closed
            else (public_name(writer.get_full_name()), public_name(publisher.get_full_name(), publishes=True))
        )
        imprint = Imprint(
            number=report.pk, written_by=names[0], published_by=names[1],
            at=localtime(at), supersedes=_name_of_replaced(report), reason=report.reason,
        )  # fmt: skip
    return Snapshot(tuple(freeze_programme(status) for status in statuses.values()), imprint), manuscript


def _name_of_replaced(report: Report) -> str:
    """How the replaced report is named, or "". One that is closed to the new report's readers is named by number alone."""
    old = report.supersedes
    if old is None:
        return ""
    if old.closed and not report.closed:
        return _("report no. %(number)s") % {"number": old.pk}
    return f"{old.title}, {day(old.as_of)}"


def restore_statuses(snapshot: Snapshot, *, position: int, report: int | None = None) -> dict[str, Status]:
    """The status of each programme of a snapshot, its figures added up anew from the ledger.

    Args:
        report: the number of the published report whose frozen sums are taken for its main programme; None adds up.
    """
    return {
        frame.facts.programme.slug: restore_status(frame, position=position, report=None if place else report)
        for place, frame in enumerate(snapshot.frames)
    }


def compose_document(manuscript: Manuscript, statuses: Mapping[str, Status]) -> ReportDocument:
    """Compose the report in its own language."""
    with use_language(manuscript):
        return build_document(manuscript, statuses)


def build_file(report: Report, *, by: User, at: datetime, position: int, today: date) -> PublishedFile:
    """Set the file of a report that `by` publishes at the link of that position."""
    snapshot, manuscript = take_snapshot(report, by=by, at=at, position=position, today=today)
    # Through the stored form and back, so that publishing does exactly what reproducing does.
    stored = to_plain(snapshot)
    snapshot = from_plain(Snapshot, stored)
    document = compose_document(manuscript, restore_statuses(snapshot, position=position))
    with use_language(manuscript):
        pdf = report_pdf(document, snapshot.imprint)
    return PublishedFile(pdf, stored, describe_versions())


@dataclass(frozen=True)
class PublishedReport:
    """A published report: its rows, its document and its imprint."""

    report: Report
    publication: Publication
    document: ReportDocument
    imprint: Imprint

    @property
    def data(self) -> dict[str, Any]:
        """The values for the paper's template."""
        with use_language(self.document.manuscript):
            return report_data(self.document, self.imprint)


def read_published_report(number: int, *, anew: bool = False) -> PublishedReport:
    """Read a published report, with the figures that the database froze with it.

    Args:
        anew: add the figures up from the ledger's postings instead.

    Raises:
        UnknownReport: when no published report with a text of its own has that number.
    """
    rows = Paper.objects.defer("pdf").select_related("publication__report__composed_by", "publication__by")
    paper = rows.filter(pk=number).first()
    if paper is None:
        raise UnknownReport(number)
    publication = paper.publication
    snapshot = from_plain(Snapshot, paper.facts)
    manuscript = load_manuscript(publication.report.content)
    statuses = restore_statuses(snapshot, position=publication.position, report=None if anew else number)
    document = compose_document(manuscript, statuses)
    return PublishedReport(publication.report, publication, document, snapshot.imprint)


@dataclass(frozen=True)
class Reproduction:
    """A published report, compared with the same report set again now.

    Attributes:
        published, reproduced: digests (SHA-256, hex) of the published file and of the one set now.
        published_with, reproduced_with: the versions that set them.
        at: when the report was published.
        later: how many entries were approved since.
    """

    pdf: bytes
    published: str
    reproduced: str
    published_with: str
    reproduced_with: str
    at: datetime
    later: int

    @property
    def is_same(self) -> bool:
        """Whether the two files are the same to the byte."""
        return self.published == self.reproduced


def reproduce(number: int) -> Reproduction:
    """Set a published report again from its snapshot and the ledger.

    Raises:
        UnknownReport: when no published report with a text of its own has that number.
    """
    published = read_published_report(number, anew=True)
    with use_language(published.document.manuscript):
        pdf = report_pdf(published.document, published.imprint)
    paper = Paper.objects.defer("pdf", "facts").get(pk=number)
    return Reproduction(
        pdf, paper.sha256, hashlib.sha256(pdf).hexdigest(), paper.made_with, describe_versions(), published.publication.at,
        _count_approved_after(published.publication.position),
    )  # fmt: skip


def _count_approved_after(position: int) -> int:
    return Approval.objects.filter(position__gt=position, entry__isnull=False).count()


def read_acknowledgements(report: int) -> dict[str, Acknowledgement]:
    """The findings that somebody acknowledged in the report with that number, by their keys."""
    return {row.key: row for row in Acknowledgement.objects.filter(report=report).select_related("by").order_by("pk")}
