"""Reading what waits for a controller, and how far somebody may go with an entry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, Q

from savings.models import Entry, Evidence, Posting, StatedLevel, Statement, User, Waiting
from savings.models.documents import place_of
from savings.models.visibility import RECORDERS, select_files, select_followed_entries
from savings.projections.pages import WaitingPage
from savings.projections.question import WaitingQuestion
from savings.reporting.entries import UnknownEntry, entries_facts
from savings.reporting.lookup import NotFound
from savings.reporting.organisation import Organisation
from savings.roles import Role

#: The orders of what waits, by their names in addresses: as it was sent, the other way round, and by the day it counts from.
ORDERS = {"sent": "entry__submission__at", "newest": "-entry__submission__at", "booked": "entry__booked_on"}


def read_waiting(question: WaitingQuestion, *, page: int = 1, per_page: int = 20) -> WaitingPage:
    """A page of what waits for approval, in the order asked for; a fixed number of queries.

    Raises:
        UnknownUnit: when no unit has that code.
    """
    organisation = Organisation()
    rows = Waiting.objects.order_by(ORDERS[question.order], "entry_id")
    if question.programme:
        rows = rows.filter(programme__slug=question.programme)
    if question.kind:
        rows = rows.filter(_has_line(kind=question.kind))
    if question.recorder:
        rows = rows.filter(entry__recorded_by__username=question.recorder)
    if question.unit:
        rows = rows.filter(_has_line(unit__code__in=organisation.under(question.unit)))
    numbers = list(rows.values_list("entry_id", flat=True)[(page - 1) * per_page : page * per_page])
    return WaitingPage(entries_facts(numbers, organisation, Posting.objects.filter(entry__in=numbers)), rows.count())


def _has_line(**limits: Any) -> Q:
    """Whether a line or a stated level of the waiting entry is within the limits."""
    own = {"entry": OuterRef("entry"), **limits}
    return Q(Exists(Posting.objects.filter(**own))) | Q(Exists(StatedLevel.objects.filter(**own)))


@dataclass(frozen=True)
class Reach:
    """How far somebody may go with an entry, and the files that belong to it.

    Attributes:
        reads: whether the entry is the person's to read while it does not count.
        own: whether the person recorded it.
        acts: whether every unit it stands on is one the person may record on.
        files: (row number, name, size in bytes, SHA-256) of each file; empty for those who may not open them.
    """

    reads: bool
    own: bool
    acts: bool
    files: tuple[tuple[int, str, int, str], ...]

    def find_file(self, number: int) -> tuple[str, Path]:
        """The name of a file with that row number, and where its bytes lie.

        Raises:
            NotFound: when it is none of these, or the bytes are gone.
        """
        name, digest = next(((name, sha256) for pk, name, _size, sha256 in self.files if pk == number), ("", ""))
        if not digest or not place_of(digest).exists():
            raise NotFound(number)
        return name, place_of(digest)


def read_reach(number: int, person: User) -> Reach:
    """What an entry is to somebody, by the rules of `savings.models.visibility`; seven queries.

    Raises:
        UnknownEntry: when no entry has that number.
    """
    entry = Entry.objects.filter(pk=number).select_related("approval").first()
    if entry is None:
        raise UnknownEntry(number)
    own = entry.recorded_by_id == person.pk
    said = (Posting, StatedLevel, Statement)
    on = {unit for model in said for unit in model._default_manager.filter(entry=entry).values_list("unit_id", flat=True)}
    mine = [Role.CONTROLLER in person.roles or person.acts_for(unit) for unit in on]
    records = bool(person.roles & RECORDERS)
    follows = select_followed_entries(person).filter(pk=number).exists()
    files = _files(entry, person) if follows else ()
    return Reach(follows or hasattr(entry, "approval"), own, records and all(mine), files)


def _files(entry: Entry, person: User) -> tuple[tuple[int, str, int, str], ...]:
    evidence = Evidence.objects.filter(entry=entry).values("document")
    rows = select_files(person).filter(Q(document__in=evidence) | Q(document=entry.decision_id)).order_by("pk")
    return tuple(rows.values_list("pk", "name", "size", "sha256"))
