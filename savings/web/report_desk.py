"""A draft of a report as its pages need it: the form, what it says, its document with today's figures, and its paper."""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _

from savings.composing.document import ReportDocument
from savings.elements.typesetting.typst import CannotBeSet
from savings.manuscript import Manuscript
from savings.presentation.paper.report import report_pictures
from savings.publishing.preparing import compose_now
from savings.publishing.snapshots import use_language
from savings.reporting import UnknownProgramme, read_version
from savings.reporting.lookup import find_report_draft
from savings.web.answers import Unanswerable, answerable
from savings.web.composing import LONGEST
from savings.web.forms.reports import HeadForm

if TYPE_CHECKING:
    from savings.models import ReportDraft

logger = logging.getLogger(__name__)
SECONDS = 60 * 60


@dataclass(frozen=True)
class DraftPage:
    """A page of the paper as a picture, and the digest that tells it from what stood there before."""

    digest: str
    packed: bytes

    @property
    def svg(self) -> bytes:
        """The picture."""
        return zlib.decompress(self.packed)


def _build_page(svg: bytes) -> DraftPage:
    # A long report has fifty of them, of half a megabyte each before they are packed.
    return DraftPage(hashlib.sha256(svg).hexdigest()[:16], zlib.compress(svg, 1))


@dataclass(frozen=True)
class DraftReport:
    """A draft as its page needs it: the form, the manuscript where the form is valid, and why it cannot be shown where not."""

    row: ReportDraft
    form: HeadForm
    manuscript: Manuscript | None

    @property
    def but(self) -> tuple[int, ...]:
        """The report it takes the place of is not what changes are told since."""
        return (self.row.supersedes_id,) if self.row.supersedes_id else ()

    @property
    def problems(self) -> list[str]:
        """Why there is no paper, each in a sentence."""
        return [str(error) for errors in self.form.errors.values() for error in errors]

    def document(self, today: date) -> ReportDocument | None:
        """The report with the figures of this moment; None, with the field told, where the head asks for what there is not."""
        if self.manuscript is None:
            return None
        try:
            with answerable():
                return compose_now(self.manuscript, today=today, but=self.but)
        except UnknownProgramme:
            self.form.add_error(None, _("One of its programmes is no longer there. Choose the programmes again."))
        except Unanswerable as error:
            self.form.add_error({"enhed": "unit", "pl": "price_level"}.get(error.field), error.why)
        return None

    def pages(self, compose: Callable[[], ReportDocument | None]) -> list[DraftPage]:
        """The pages, cached until draft or ledger change; none where there is no paper, and `problems` says why."""
        stamp = (self.row.version, *read_version())
        cached_stamp, cached_pages = cache.get(f"preview:{self.row.pk}", (None, []))
        if cached_stamp == stamp:
            return list(cached_pages)
        document = compose()
        if document is None:
            return []
        try:
            with use_language(document.manuscript):
                pages = [_build_page(svg) for svg in report_pictures(document)]
        except CannotBeSet:
            self.explain_failure()
            return []
        cache.set(f"preview:{self.row.pk}", (stamp, pages), SECONDS)
        return pages

    def explain_failure(self) -> str:
        """What to do where the typesetter refuses the text; the cause is in the log."""
        logger.exception("the draft %s cannot be set", self.row.pk)
        words = _("The paper cannot be made of the text as it stands. What you typed is kept. Take out what you wrote last.")
        self.form.add_error(None, words)
        return words


def _explain_length(lengths: Sequence[int]) -> str:
    """What to do where a text, or all of them together, take longer to read than anybody waits; empty where they do not."""
    for number, length in enumerate(lengths, 1):
        if length > LONGEST:
            return _("Part %(number)s is too long for one text. Divide it into two.") % {"number": number}
    return _("The report is too long for one paper. Divide it into two reports.") if sum(lengths) > LONGEST else ""


def find_draft(draft_id: UUID) -> DraftReport:
    """The draft of that id, with its form and, where that is valid, its manuscript; or `NotFound`."""
    row = find_report_draft(draft_id)
    form = HeadForm(row.programme, row.typed["head"])
    if form.is_valid() and (too_long := _explain_length([len(part["text"]) for part in row.typed["parts"]])):
        form.add_error(None, too_long)
    manuscript = form.manuscript(row.programme, row.typed["parts"]) if form.is_valid() else None
    return DraftReport(row, form, manuscript)
