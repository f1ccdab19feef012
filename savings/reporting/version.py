"""The version of everything a page can show: while it stands, no page, sheet or paper can have changed."""

from __future__ import annotations

from typing import NamedTuple

from savings.chain import format_trail_head
from savings.models import LedgerHead
from savings.projections.facts import HeadFacts

_HEAD = ("position", "hash", "moment", "trail_position", "trail_hash")


class Version(NamedTuple):
    """The ledger's head and the revision of what stands beside it (names, units, what waits)."""

    position: int
    hash: str
    revision: int


def read_version() -> Version:
    """The version now; one query. Read it before the data: then a page kept under it can never be too old."""
    return Version(*LedgerHead.objects.values_list("position", "hash", "revision").get())


def read_head() -> HeadFacts:
    """The last link of the ledger's chain, and of the trail's; one query."""
    position, digest, moment, *trail = LedgerHead.objects.values_list(*_HEAD).get()
    return HeadFacts(position, digest, moment, format_trail_head(*trail))
