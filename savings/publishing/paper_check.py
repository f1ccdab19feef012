"""Whether the paper of a report can be set; where it cannot, which words of the writer's the typesetter refuses."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from savings.composing.checks import Finding, Weight
from savings.composing.checks.reading import excerpt
from savings.composing.document import Line, Paragraph, Placed, ReportDocument, lines_of, words_of
from savings.elements.typesetting.typst import CannotBeSet, TookTooLong
from savings.presentation.paper.report import report_pdf
from savings.publishing.snapshots import use_language

logger = logging.getLogger(__name__)


def find_refusal(document: ReportDocument) -> Finding | None:
    """What keeps the paper from being set, worded in the active language; None where it is set."""
    try:
        _set(document, document.pieces)
    except TookTooLong:
        message = _("The paper takes too long to set.")
        return Finding("paper", Weight.BLOCKING, None, "", message, _("Divide the report in two, or take its longest table out."))
    except CannotBeSet as error:
        logger.warning("The paper of the report %r is refused: %s", document.manuscript.title, error)
        return _locate(document)
    return None


def _locate(document: ReportDocument) -> Finding:
    """The finding at the first part of the report that is refused; at its head where the head alone is."""
    pieces = document.pieces
    first = _find_first_refused(len(pieces), lambda count: _set(document, pieces[:count]))
    placed = pieces[first - 1] if first else None
    words = _quote(document, placed) if placed else document.manuscript.title
    message = _("The paper cannot be set with this in it.")
    mend = _("Write it otherwise: in plain words, and without the link or the note in it.")
    return Finding("paper", Weight.BLOCKING, placed.block if placed else None, words, message, mend)


def _quote(document: ReportDocument, placed: Placed) -> str:
    """The words that are refused: the first of the piece's lines that is refused by itself, up to where it is."""
    for line in lines_of(placed.piece):
        first = _find_first_refused(len(line), lambda count, line=line: _set_line(document, placed, line[:count]))  # type: ignore[misc]
        if first is not None:
            before = len(words_of(line[: max(0, first - 1)]))
            return excerpt(words_of(line), before, len(words_of(line[:first])))
    return excerpt(" ".join(map(words_of, lines_of(placed.piece))), 0, 200)


def _set_line(document: ReportDocument, placed: Placed, line: Line) -> None:
    _set(document, [replace(placed, piece=Paragraph(line))])


def _find_first_refused(count: int, set_first: Callable[[int], None]) -> int | None:
    """How many of so many things must be set for the typesetter to refuse them; None where it takes them all."""
    if not _is_refused(set_first, count):
        return None
    taken, refused = -1, count
    while refused - taken > 1:
        middle = (taken + refused) // 2
        taken, refused = (taken, middle) if _is_refused(set_first, middle) else (middle, refused)
    return refused


def _is_refused(set_first: Callable[[int], None], count: int) -> bool:
    try:
        set_first(count)
    except CannotBeSet:
        return True
    return False


def _set(document: ReportDocument, pieces: Sequence[Placed]) -> Any:
    with use_language(document.manuscript):
        return report_pdf(replace(document, pieces=tuple(pieces)))
