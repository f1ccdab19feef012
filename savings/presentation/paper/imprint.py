"""What a published report says of itself: who wrote and published it, when, and how its figures are checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from savings.composing.document import ReportDocument
from savings.elements.numbers import moment
from savings.elements.sentences import trail_sentence, verification_commands


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the colophon of a published report says of it.

    Attributes:
        number: the report's number.
        written_by, published_by: names as shown.
        at: when it was published.
        supersedes: the title and date of the report it takes the place of, in words; empty where it takes nobody's.
        reason: why it does.
    """

    number: int
    written_by: str
    published_by: str
    at: datetime
    supersedes: str = ""
    reason: str = ""


def control_data(document: ReportDocument, imprint: Imprint | None) -> dict[str, str]:
    """The block that ends a report: how its figures can be checked against the ledger."""
    head = document.main.head
    return {
        "title": _("How to check the figures"),
        "text": " ".join(_imprint_words(document, imprint)),
        "command": "\n".join(_commands(document, imprint)) if head.moment else "",
    }


def _commands(document: ReportDocument, imprint: Imprint | None) -> Iterator[str]:
    head = document.main.head
    ledger, *trail = verification_commands(head)
    yield ledger
    if imprint:
        yield f"manage.py reproduce {imprint.number}"
    yield from trail


def _imprint_words(document: ReportDocument, imprint: Imprint | None) -> Iterator[str]:
    head = document.main.head
    if imprint is None:
        yield _("This is a draft: its figures are those of the ledger now, and may be others when it is published.")
    else:
        facts = {
            "number": imprint.number,
            "writer": imprint.written_by,
            "publisher": imprint.published_by,
            "at": moment(imprint.at),
        }
        yield _("Report no. %(number)s, written by %(writer)s and published by %(publisher)s, %(at)s.") % facts
        if imprint.supersedes:
            yield _("It takes the place of %(report)s: %(reason)s") % {"report": imprint.supersedes, "reason": imprint.reason}
    if head.moment is None:
        yield _("The ledger had no approved entry when this paper was made.")
        return
    facts = {"count": head.position, "moment": moment(head.moment)}
    yield (
        _(
            "Every figure is a sum of approved entries, chained so that none can be changed unseen: %(count)s links, the last "
            "one made %(moment)s. The first line below fails if anything up to that link has been changed since."
        )
        % facts
    )
    if imprint:
        yield _("The second makes this file again from the ledger, and says whether it is the same to the byte.")
    if head.trail:
        yield trail_sentence()
    yield _("The figures are attached to this file as CSV and JSON.")
