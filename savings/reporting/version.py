"""The version of everything a page can show: while it stands, no page, sheet or paper can have changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from savings.chain import format_trail_head
from savings.models import LedgerHead
from savings.projections.facts import HeadFacts

_HEAD = ("position", "hash", "moment", "trail_position", "trail_hash")


class Version(NamedTuple):
    """The ledger's head and the revision of what stands beside it (names, units, what waits)."""

    position: int
    hash: str
    revision: int


@dataclass(frozen=True, slots=True)
class PageVersion:
    """What a page is made from.

    Attributes:
        everything: of the whole ledger and all beside it.
        programme: of one programme and what it shares with others; None where no programme was asked for, or there is none.
        head: the ledger's head, and `waiting`: how many of the programme's entries wait. No cached page holds either.
    """

    everything: Version
    programme: tuple[UUID, UUID] | None
    head: HeadFacts
    waiting: int


_PAGE = """
    SELECT h.position, h.hash, h.moment, h.trail_position, h.trail_hash, h.revision, h.shared_stamp, s.stamp,
           (SELECT count(*) FROM savings_waiting w WHERE w.programme_id = p.id)
    FROM savings_ledgerhead h
    LEFT JOIN savings_programme p ON p.slug = %(slug)s
    LEFT JOIN savings_programmestamp s ON s.programme_id = p.id
"""


def read_version() -> Version:
    """The version now; one query. Read it before the data: then a page kept under it can never be too old."""
    return Version(*LedgerHead.objects.values_list("position", "hash", "revision").get())


def read_page_version(slug: str | None) -> PageVersion:
    """The version now, and that of a programme's own pages; one query, to be read before the data as well."""
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, {"slug": slug})
        position, digest, moment, trail_position, trail_hash, revision, shared, own, waiting = cursor.fetchone()
    head = HeadFacts(position, digest, moment, format_trail_head(trail_position, trail_hash))
    return PageVersion(Version(position, digest, revision), None if own is None else (shared, own), head, waiting)


def read_head() -> HeadFacts:
    """The last link of the ledger's chain, and of the trail's; one query."""
    position, digest, moment, *trail = LedgerHead.objects.values_list(*_HEAD).get()
    return HeadFacts(position, digest, moment, format_trail_head(*trail))
