"""Stated levels: what an entry's own lines must be, and that on every day the postings come to what is said by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from savings.models import Approval, Evidence, Posting, StatedLevel

ZERO = Decimal(0)


class LevelCell(NamedTuple):
    """What a level is of, by primary keys."""

    programme: int
    kind: str
    unit: int | None
    initiative: int | None
    year: int


#: What tells the amounts of a cell apart: price level, earliest year, and whether they are shown to be true.
Part = tuple[int | None, int | None, bool]
#: The amount of each part and how many lines stand in it.
Said = dict[Part, tuple[Decimal, int]]
Amounts = list[tuple[int | None, int | None, Decimal]]


@dataclass
class Speaker:
    """What an approved entry itself says of a cell, and from when to when.

    Attributes:
        ends: the day from which a correction takes it back.
        changes, levels: price level, earliest year and kroner of each.
    """

    booked_on: date
    position: int
    ends: date | None
    has_evidence: bool
    changes: Amounts = field(default_factory=list)
    levels: Amounts = field(default_factory=list)


@dataclass
class CellHistory:
    """The speakers of a cell by entry, and the postings in it: day, part, amount and lines."""

    speakers: dict[int, Speaker] = field(default_factory=dict)
    postings: list[tuple[date, Part, Decimal, int]] = field(default_factory=list)


def find_level_faults() -> Iterator[str]:
    """Yield one sentence per entry whose lines are not of their kind, and per cell and day that is not what was stated."""
    for number in _find_odd_lines():
        yield _("entry %(number)s: a line has another day, evidence or count than follows from the entry.") % {"number": number}
    for cell, history in _read_histories().items():
        # The first day tells where it began; those after it follow from it.
        day = next((day for day in _list_days(history) if _say(history, day, cell.kind) != _add_up(history, day)), None)
        if day is not None:
            yield _(
                "programme %(programme)s: on %(day)s the postings of %(kind)s %(year)s are not what the stated levels give."
            ) % {"programme": cell.programme, "day": day, "kind": cell.kind, "year": cell.year}


def _find_odd_lines() -> Iterator[int]:
    shown = Exists(Evidence.objects.filter(entry=Coalesce(OuterRef("takes_back"), OuterRef("entry"))))
    lines = Posting.objects.annotate(is_shown=shown)
    own = ~Q(booked_on=F("entry__booked_on"))
    own |= Q(takes_back=None) & ~Q(lines=1) | Q(takes_back__isnull=False) & ~Q(lines=-1)
    own |= Q(evidenced=True) & ~Q(kind="realised", is_shown=True) | Q(evidenced=False, kind="realised", is_shown=True)
    odd = Q(derived=False) & own | Q(derived=True, booked_on__lt=F("entry__booked_on")) | Q(derived=True, entry__approval=None)
    yield from lines.filter(odd).order_by("entry_id").values_list("entry_id", flat=True).distinct()


def _read_histories() -> dict[LevelCell, CellHistory]:
    """The cells of which a level is stated, or in which something was worked out."""
    place = ("entry__programme_id", "kind", "unit_id", "initiative_id", "year")
    levels = StatedLevel.objects.approved()
    derived = Posting.objects.approved().filter(derived=True)
    histories = {LevelCell(*row): CellHistory() for rows in (levels, derived) for row in rows.values_list(*place).distinct()}
    if not histories:
        return {}
    entries = _read_entries()
    stated = levels.values_list("entry_id", *place, "price_level", "earliest_year", "amount")
    for entry, *key, price_level, earliest, amount in stated:
        _find_speaker(histories[LevelCell(*key)], entry, entries).levels.append((price_level, earliest, amount))
    columns = (*place, "price_level", "earliest_year", "evidenced", "amount", "lines")
    postings = Posting.objects.approved().values_list("entry_id", "booked_on", "derived", "takes_back_id", *columns)
    for entry, day, is_derived, takes_back, *rest in postings.iterator(chunk_size=5000):
        history = histories.get(LevelCell(*rest[:5]))
        if history is None:
            continue
        price_level, earliest, evidenced, amount, lines = rest[5:]
        history.postings.append((day, (price_level, earliest, evidenced), amount, lines))
        if not is_derived and takes_back is None:
            _find_speaker(history, entry, entries).changes.append((price_level, earliest, amount))
    return histories


Entries = Mapping[int, tuple[date, int, date | None, bool]]


def _read_entries() -> Entries:
    """Of each approved entry its day, its link, the day from which it is corrected, and whether it has evidence."""
    rows = Approval.objects.exclude(entry=None).values_list("entry_id", "entry__booked_on", "position", "entry__corrects_id")
    shown = set(Evidence.objects.values_list("entry_id", flat=True))
    facts = list(rows.iterator(chunk_size=5000))
    ends = {corrects: day for _entry, day, _position, corrects in facts if corrects is not None}
    return {entry: (day, position, ends.get(entry), entry in shown) for entry, day, position, _corrects in facts}


def _find_speaker(history: CellHistory, entry: int, entries: Entries) -> Speaker:
    if entry not in history.speakers:
        history.speakers[entry] = Speaker(*entries[entry])
    return history.speakers[entry]


def _list_days(history: CellHistory) -> list[date]:
    days = {day for day, *_rest in history.postings} | {speaker.booked_on for speaker in history.speakers.values()}
    return sorted(days | {speaker.ends for speaker in history.speakers.values() if speaker.ends is not None})


def _say(history: CellHistory, day: date, kind: str) -> Said:
    """What is said by the end of a day, one entry after the other: a level takes the place of all, a change comes on top."""
    standing = [it for it in history.speakers.values() if it.booked_on <= day and (it.ends is None or it.ends > day)]
    said: Said = {}
    for speaker in sorted(standing, key=lambda it: (it.booked_on, it.position)):
        evidenced = kind == "realised" and speaker.has_evidence
        for price_level, earliest, amount in speaker.changes:
            _add(said, (price_level, earliest, evidenced), amount, 1)
        if speaker.levels:
            said = _state_level(said, speaker.levels, evidenced)
    return {part: held for part, held in said.items() if any(held)}


def _state_level(before: Said, levels: Amounts, evidenced: bool) -> Said:
    """A level without evidence leaves documented what was, in its price level and as far as it reaches."""
    said: Said = {}
    for price_level, earliest, amount in levels:
        _add(said, (price_level, earliest, evidenced), amount, 1)
    for price_level in {part[0] for part in said} if not evidenced else ():
        stated = sum((amount for part, (amount, _lines) in said.items() if part[0] == price_level), ZERO)
        had = sum((amount for part, (amount, _lines) in before.items() if part[0] == price_level and part[2]), ZERO)
        if documented := max(min(had, stated), ZERO):
            _add(said, (price_level, None, True), documented, 1)
            _add(said, (price_level, None, False), -documented, 0)
    return said


def _add_up(history: CellHistory, until: date) -> Said:
    sums: Said = defaultdict(lambda: (ZERO, 0))
    for day, part, amount, lines in history.postings:
        if day <= until:
            _add(sums, part, amount, lines)
    return {part: held for part, held in sums.items() if any(held)}


def _add(said: Said, part: Part, amount: Decimal, lines: int) -> None:
    held = said.get(part, (ZERO, 0))
    said[part] = held[0] + amount, held[1] + lines
