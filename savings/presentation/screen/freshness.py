"""How fresh the figures of a page are, in words and one line each."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from savings.chain import format_head
from savings.elements.numbers import day
from savings.projections.facts import FreshnessFacts, HeadFacts


def freshness_lines(fresh: FreshnessFacts) -> Iterator[tuple[str, str]]:
    """As of when, and the latest entry; what waits is told beside, as `waiting_line`."""
    yield _("As of"), day(fresh.as_of)
    yield _("Last booked entry"), day(fresh.last_booked_on)


def waiting_line(waiting: int) -> tuple[str, str]:
    """How many entries wait and are not counted."""
    return _("Waiting, not counted"), str(waiting)


def head_lines(head: HeadFacts) -> Iterator[tuple[str, str]]:
    """The heads of the ledger and of the trail, by which it can be shown later that nothing was changed."""
    yield _("Ledger head"), format_head(head.position, head.hash)
    yield _("Head of the trail"), head.trail
