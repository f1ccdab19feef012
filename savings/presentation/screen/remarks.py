"""Notes and questions on the screen: beside the figures of a status, behind one figure, and as lists of what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.elements.footnotes import asker_words, author_words, unit_words
from savings.elements.links import ProgrammeLinks, Where
from savings.elements.numbers import day, moment
from savings.presentation.screen.tables import danish
from savings.projections.remarks import FigureComment, OpenQuestion, PendingNote, Remark
from savings.vocabulary import VOCABULARY


@dataclass(frozen=True)
class RemarkItem:
    """A note, an answer or a question as a page shows it.

    Attributes:
        number: its row number; `mark` is the footnote's number where there is one.
        place, href: which figure it stands at, and the entries behind that.
        question, asked: what is or was asked, and by whom and when; empty where nothing was.
        text, told: what is said, and by whom and when; empty for a question.
        state: how it stands where that is not plain: an answer waits, or why it was sent back.
        may: what the reader may do with it.
    """

    number: int
    place: SafeString
    href: str
    programme: str = ""
    mark: int = 0
    question: str = ""
    asked: str = ""
    text: str = ""
    told: str = ""
    state: str = ""
    may: frozenset[str] = frozenset()


def place(comment: FigureComment) -> SafeString:
    """Which figure something stands at."""
    unit = danish(comment.unit_name) if comment.unit_name else unit_words(comment)
    return format_html("{} {}, {}", VOCABULARY[comment.figure].words, comment.year, unit)


def entries_href(comment: FigureComment, links: ProgrammeLinks) -> str:
    """The address of the entries behind the figure that something is said of."""
    where: Where = {}
    if comment.unit is not None:
        where["unit"] = comment.unit
    elif not comment.whole:
        where["none"] = ("enhed",)
    return links.entries(comment.figure, comment.year, **where)


def _nothing(_said: FigureComment) -> frozenset[str]:
    return frozenset()


def remark_items(
    remarks: Iterable[Remark], links: ProgrammeLinks, may: Callable[[Remark], frozenset[str]] = _nothing
) -> tuple[RemarkItem, ...]:
    """The notes that stand, numbered from 1."""
    return tuple(
        RemarkItem(
            remark.number, place(remark), entries_href(remark, links), mark=mark, question=remark.question,
            asked=asker_words(remark.asked_by, day(remark.asked_on)) if remark.question else "",
            text=remark.text, told=author_words(remark), may=may(remark),
        )
        for mark, remark in enumerate(remarks, 1)
    )  # fmt: skip


def question_items(
    questions: Sequence[OpenQuestion],
    links: Callable[[str], ProgrammeLinks],
    may: Callable[[OpenQuestion], frozenset[str]] = _nothing,
) -> tuple[RemarkItem, ...]:
    """The questions that are open; `links` gives the addresses around a programme by its slug."""
    return tuple(
        RemarkItem(
            question.number, place(question), entries_href(question, links(question.programme)),
            programme=question.programme_name, question=question.text,
            asked=asker_words(question.asked_by, day(question.asked_on)),
            state=_("An answer waits for approval.") if question.answer_waits else "", may=may(question),
        )
        for question in questions
    )  # fmt: skip


def pending_items(
    notes: Sequence[PendingNote], links: Callable[[str], ProgrammeLinks], may: Callable[[PendingNote], frozenset[str]] = _nothing
) -> tuple[RemarkItem, ...]:
    """The notes that wait for a controller, or were sent back."""
    return tuple(
        RemarkItem(
            note.number, place(note), entries_href(note, links(note.programme)), programme=note.programme_name,
            question=note.question, text=note.text, told=_author_words(note), state=_rejection_words(note), may=may(note),
        )
        for note in notes
    )  # fmt: skip


def _author_words(note: PendingNote) -> str:
    return _("Written by %(who)s, %(when)s") % {"who": note.by, "when": moment(localtime(note.at))}


def _rejection_words(note: PendingNote) -> str:
    return _("Sent back by %(who)s: %(reason)s") % {"who": note.rejected_by, "reason": note.reason} if note.reason else ""
