"""Editions: a published report with all it needs to be made again, to the byte, from the ledger and what was kept beside it."""

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

from savings.faces.numbers import day
from savings.faces.paper.report import Imprint, report_data, report_pdf
from savings.faces.report.composed import composed
from savings.faces.report.document import Document
from savings.manuscript import LANGUAGES, Manuscript, manuscript_of
from savings.models import Acknowledgement, Approval, Paper, Publication, Report
from savings.plain import from_plain, to_plain
from savings.projections.status import Status
from savings.publishing.frames import Frame, frame_of, read_statuses, reread
from savings.recording.reports import Made
from savings.reporting.reports import UnknownReport


@dataclass(frozen=True)
class Edition:
    """What is kept of a published report beside its text: the names and documents of each programme, and its imprint."""

    frames: tuple[Frame, ...]
    imprint: Imprint


def in_language(manuscript: Manuscript) -> Any:
    """The report's own language, for as long as it is made."""
    return translation.override(LANGUAGES[manuscript.language])


#: What decides how a report is set, beside what is kept of it and the ledger.
SETTING = (
    "templates/paper/*.typ", "savings/faces/**/*.py", "savings/projections/*.py", "savings/*.py",
    "locale/da/LC_MESSAGES/django.po",
)  # fmt: skip


def made_with() -> str:
    """Which versions set a paper: the same ones give the same bytes."""
    return f"typst {version('typst')}, Valby {setting_digest(settings.BASE_DIR)[:12]}"


@lru_cache(maxsize=1)
def setting_digest(root: Path) -> str:
    """The digest (SHA-256, hex) of all that sets a report; another may word a sentence or break a line otherwise."""
    told = hashlib.sha256()
    for path in sorted(path for pattern in SETTING for path in root.glob(pattern)):
        told.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return told.hexdigest()


def edition_of(report: Report, publication: Publication, *, today: date) -> tuple[Edition, Manuscript]:
    """The edition of a report that is being published, read as the ledger stands at its link.

    Args:
        publication: with the link that the database has set.
    """
    manuscript = manuscript_of(report.content)
    but = {report.pk, *([report.supersedes_id] if report.supersedes_id else [])}
    statuses = read_statuses(manuscript, today=today, position=publication.position, but=but)
    with in_language(manuscript):
        imprint = Imprint(
            number=report.pk, written_by=report.composed_by.shown_name(), published_by=publication.by.shown_name(),
            at=localtime(publication.at), supersedes=_replaced(report), reason=report.reason,
        )  # fmt: skip
    return Edition(tuple(frame_of(status) for status in statuses.values()), imprint), manuscript


def _replaced(report: Report) -> str:
    """What the report it takes the place of is called; what is closed to its readers is told by its number alone."""
    old = report.supersedes
    if old is None:
        return ""
    if old.closed and not report.closed:
        return _("report no. %(number)s") % {"number": old.pk}
    return f"{old.title}, {day(old.as_of)}"


def statuses_of(edition: Edition, *, position: int, report: int | None = None) -> dict[str, Status]:
    """The status of each programme of an edition, its figures added up anew from the ledger.

    Args:
        report: the number of the published report whose frozen sums are taken for its main programme; None adds up.
    """
    return {
        frame.facts.programme.slug: reread(frame, position=position, report=None if place else report)
        for place, frame in enumerate(edition.frames)
    }


def document_of(manuscript: Manuscript, statuses: Mapping[str, Status]) -> Document:
    """The report, composed in its own language."""
    with in_language(manuscript):
        return composed(manuscript, statuses)


def made(report: Report, publication: Publication, *, today: date) -> tuple[Made, Document]:
    """The file of a report that is being published, and the document it was set from."""
    edition, manuscript = edition_of(report, publication, today=today)
    # Once through the kept form, so that publishing and making it again do the very same.
    kept = to_plain(edition)
    edition = from_plain(Edition, kept)
    document = document_of(manuscript, statuses_of(edition, position=publication.position))
    with in_language(manuscript):
        pdf = report_pdf(document, edition.imprint)
    return Made(pdf, kept, made_with()), document


@dataclass(frozen=True)
class Published:
    """A published report as it is read: its rows, its document and its imprint."""

    report: Report
    publication: Publication
    document: Document
    imprint: Imprint

    @property
    def data(self) -> dict[str, Any]:
        """What the paper's template is given."""
        with in_language(self.document.manuscript):
            return report_data(self.document, self.imprint)


def read_published(number: int, *, anew: bool = False) -> Published:
    """A published report, with the figures that the database froze with it.

    Args:
        anew: add them up from the ledger's postings instead, to see whether they still are what was published.

    Raises:
        UnknownReport: when no published report with a text of its own has that number.
    """
    rows = Paper.objects.defer("pdf").select_related("publication__report__composed_by", "publication__by")
    paper = rows.filter(pk=number).first() if number < 2**63 else None
    if paper is None:
        raise UnknownReport(number)
    publication = paper.publication
    edition = from_plain(Edition, paper.facts)
    manuscript = manuscript_of(publication.report.content)
    statuses = statuses_of(edition, position=publication.position, report=None if anew else number)
    document = document_of(manuscript, statuses)
    return Published(publication.report, publication, document, edition.imprint)


@dataclass(frozen=True)
class Reproduced:
    """A published report made again.

    Attributes:
        kept, made: digests (SHA-256, hex) of the published file and of the one made now.
        kept_with, made_with: which versions set them.
        at: when the report was published.
        later: how many entries were approved since.
    """

    pdf: bytes
    kept: str
    made: str
    kept_with: str
    made_with: str
    at: datetime
    later: int

    @property
    def is_same(self) -> bool:
        """Whether the two files are the same to the byte."""
        return self.kept == self.made


def reproduce(number: int) -> Reproduced:
    """Make a published report again from the ledger and what was kept beside it.

    Raises:
        UnknownReport: when no published report with a text of its own has that number.
    """
    published = read_published(number, anew=True)
    with in_language(published.document.manuscript):
        pdf = report_pdf(published.document, published.imprint)
    paper = Paper.objects.defer("pdf", "facts").get(pk=number)
    return Reproduced(
        pdf, paper.sha256, hashlib.sha256(pdf).hexdigest(), paper.made_with, made_with(), published.publication.at,
        _later(published.publication.position),
    )  # fmt: skip


def _later(position: int) -> int:
    return Approval.objects.filter(position__gt=position, entry__isnull=False).count()


def acknowledged(report: Report) -> dict[str, Acknowledgement]:
    """The findings that somebody let stand in a report, by their keys."""
    return {row.key: row for row in Acknowledgement.objects.filter(report=report).select_related("by").order_by("pk")}
