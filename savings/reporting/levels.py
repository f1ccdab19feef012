"""Reading stated levels: which later level an entry's amounts hold until, and what a waiting entry would post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Exists, F, OuterRef

from savings.models import Entry, Initiative, Posting, StatedLevel
from savings.projections.cells import Cell
from savings.projections.levels import LaterLevel, LevelPlace
from savings.reporting.organisation import Organisation
from savings.vocabulary import Kind


def read_stated_levels(
    programmes: Collection[int], places: Collection[LevelPlace], organisation: Organisation, *, after: date
) -> dict[int, list[LaterLevel]]:
    """The levels of these places that stand from a day later than `after` on, by programme; one query.

    Args:
        programmes: row numbers.
    """
    corrected = Entry.objects.approved().filter(corrects=OuterRef("entry"), booked_on=OuterRef("entry__booked_on"))
    rows = (
        StatedLevel.objects.approved()
        .filter(entry__programme__in=programmes, entry__booked_on__gt=after)
        .filter(year__in={place.year for place in places}, kind__in={place.kind.value for place in places})
        .filter(~Exists(corrected))
        .select_related("initiative")
        .annotate(programme=F("entry__programme"), day=F("entry__booked_on"), position=F("entry__approval__position"))
    )
    parts: dict[tuple[int, LevelPlace, date, int], dict[int | None, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        name = row.initiative.name if row.initiative else None
        place = LevelPlace(Kind(row.kind), organisation.code(row.unit_id), name, row.year)
        parts[row.programme, place, row.day, row.position][row.price_level] += row.amount
    levels: dict[int, list[LaterLevel]] = defaultdict(list)
    # Of two of one day the one approved last holds.
    for programme, place, day, position in sorted(parts, key=lambda key: (key[2], -key[3])):
        levels[programme].append(LaterLevel(place, day, parts[programme, place, day, position]))
    return levels


def read_added_lines(numbers: Collection[int], organisation: Organisation) -> list[tuple[int, date, Cell]]:
    """What entries that do not count yet would post: entry number, booking day and cell; three queries.

    The lines that a stated level makes are the database's own, as it would work them out now.
    """
    lines = [
        (row.entry_id, row.booked_on, _to_cell(row, organisation))
        for row in Posting.objects.filter(entry__in=numbers).select_related("initiative").order_by("pk")
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.number, w.booked_on, w.kind, w.unit_id, w.initiative_id, w.year, w.price_level, w.amount, w.evidenced, "
            "w.earliest_year FROM unnest(%s::bigint[]) e (number), valby_work_out(e.number) w",
            [list(numbers)],
        )
        rows = cursor.fetchall()
    names = Initiative.objects.in_bulk({row[4] for row in rows if row[4]})
    for number, day, kind, unit, initiative, *rest in rows:
        name = names[initiative].name if initiative else None
        lines.append((number, day, Cell(Kind(kind), organisation.code(unit), name, *rest)))
    return lines


def read_said_without(entry: Entry, organisation: Organisation, *, day: date) -> dict[LevelPlace, list[Cell]]:
    """What would be said as of a day of the places whose level an entry stated, were it taken back; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.kind, l.unit_id, l.initiative_id, l.year, s.price_level, s.amount, s.evidenced, s.earliest_year "
            "FROM (SELECT DISTINCT kind, unit_id, initiative_id, year FROM savings_statedlevel WHERE entry_id = %(entry)s) l "
            "LEFT JOIN LATERAL valby_compute_said(%(programme)s, l.kind, l.unit_id, l.initiative_id, l.year, %(day)s, NULL, "
            "%(entry)s) s ON true",
            {"entry": entry.pk, "programme": entry.programme_id, "day": day},
        )
        rows = cursor.fetchall()
    names = Initiative.objects.in_bulk({row[2] for row in rows if row[2]})
    said: dict[LevelPlace, list[Cell]] = defaultdict(list)
    for kind, unit, initiative, year, price_level, amount, *rest in rows:
        name = names[initiative].name if initiative else None
        cells = said[LevelPlace(Kind(kind), organisation.code(unit), name, year)]
        if amount is not None:
            cells.append(Cell(Kind(kind), organisation.code(unit), name, year, price_level, amount, *rest))
    return said


def _to_cell(row: Posting, organisation: Organisation) -> Cell:
    name = row.initiative.name if row.initiative else None
    return Cell(
        Kind(row.kind), organisation.code(row.unit_id), name, row.year, row.price_level, row.amount, row.evidenced,
        row.earliest_year,
    )  # fmt: skip


def read_places(numbers: Iterable[int], organisation: Organisation) -> dict[int, list[LevelPlace]]:
    """The places that entries speak of, whether by lines or levels; two queries."""
    places: dict[int, list[LevelPlace]] = defaultdict(list)
    for model in (StatedLevel, Posting):
        for row in model._default_manager.filter(entry__in=numbers).select_related("initiative").order_by("pk"):
            name = row.initiative.name if row.initiative else None
            places[row.entry_id].append(LevelPlace(Kind(row.kind), organisation.code(row.unit_id), name, row.year))
    return places
