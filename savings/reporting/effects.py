"""Reading what an entry does: the programme's cells now, and those that a waiting entry would add."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from savings.models import Entry, Initiative, Programme
from savings.projections.cells import Cell
from savings.projections.effect import EntryEffect, compute_effect
from savings.projections.facts import ProgrammeFacts
from savings.projections.levels import LaterLevel, find_later
from savings.reporting.levels import read_added_lines, read_places, read_stated_levels
from savings.reporting.organisation import Organisation
from savings.reporting.status import programme_facts
from savings.reporting.sums import read_sums
from savings.vocabulary import Act


@dataclass(frozen=True)
class Ground:
    """What an entry would be added to: the programme, its cells, and the units' names and the units above them, by code."""

    programme: ProgrammeFacts
    cells: tuple[Cell, ...]
    unit_names: Mapping[str, str]
    parents: Mapping[str, str | None]


def read_ground(programme: Programme, organisation: Organisation, *, as_of: date) -> Ground:
    """The programme's approved cells as of a date, each as stated; two queries."""
    return read_grounds([programme], organisation, as_of=as_of)[programme.pk]


def read_grounds(programmes: Collection[Programme], organisation: Organisation, *, as_of: date) -> dict[int, Ground]:
    """`Ground` by row number, for several programmes; two queries however many there are."""
    numbers = [programme.pk for programme in programmes]
    names: dict[int | None, str] = dict(Initiative.objects.filter(programme__in=numbers).values_list("pk", "name"))
    cells: dict[int, list[Cell]] = {number: [] for number in numbers}
    for row in read_sums(numbers, as_of=as_of, past=False):
        cells[row.programme].append(row.to_cell(organisation.code(row.unit), names.get(row.initiative)))
    units = {facts.code: facts.name for facts in organisation.facts.values()}
    parents = {facts.code: facts.parent for facts in organisation.facts.values()}
    return {row.pk: Ground(programme_facts(row), tuple(cells[row.pk]), units, parents) for row in programmes}


def read_effects(numbers: Collection[int], *, today: date) -> dict[int, EntryEffect]:
    """The effects of entries that do not count yet, by their numbers, each on what is approved; ten queries.

    The status before is that of today, or of the day the entry counts from where that lies ahead.
    """
    organisation = Organisation()
    entries = list(Entry.objects.filter(pk__in=numbers).select_related("programme"))
    ahead = max((entry.booked_on for entry in entries), default=today)
    programmes = {entry.programme_id: entry.programme for entry in entries}
    grounds = read_grounds(list(programmes.values()), organisation, as_of=max(today, ahead))
    added: dict[int, list[Cell]] = {entry.pk: [] for entry in entries}
    for number, day, cell in read_added_lines(numbers, organisation):
        if day <= max(today, ahead):
            added[number].append(cell)
    places = read_places(numbers, organisation)
    first = min((entry.booked_on for entry in entries), default=today)
    named = {place for own in places.values() for place in own}
    levels = read_stated_levels(list(programmes), named, organisation, after=first)
    return {
        entry.pk: _effect(
            entry, grounds[entry.programme_id], added[entry.pk],
            find_later(levels.get(entry.programme_id, ()), places.get(entry.pk, ()), entry.booked_on),
        )
        for entry in entries
    }  # fmt: skip


def _effect(entry: Entry, ground: Ground, added: Sequence[Cell], later: tuple[LaterLevel, ...]) -> EntryEffect:
    return EntryEffect(
        compute_effect(ground.programme, ground.cells, added, secured=entry.act == Act.REALISE, parents=ground.parents),
        ground.unit_names,
        entry.programme.name,
        entry.programme.full_effect_year,
        later,
    )
