"""Reading what an entry does: the programme's cells now, and those that a waiting entry would add."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from savings.models import Entry, Initiative, Posting, Programme
from savings.projections.cells import Cell
from savings.projections.effect import EntryEffect, compute_effect
from savings.projections.facts import ProgrammeFacts
from savings.reporting.organisation import Organisation
from savings.reporting.status import programme_facts
from savings.reporting.sums import read_sums
from savings.vocabulary import Act, Kind


@dataclass(frozen=True)
class Ground:
    """What an entry would be added to: the programme, its cells, and the units' names by code."""

    programme: ProgrammeFacts
    cells: tuple[Cell, ...]
    unit_names: Mapping[str, str]


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
    return {programme.pk: Ground(programme_facts(programme), tuple(cells[programme.pk]), units) for programme in programmes}


def read_effects(numbers: Collection[int], *, today: date) -> dict[int, EntryEffect]:
    """The effects of entries that do not count yet, by their numbers, each on what is approved; six queries.

    The status before is that of today, or of the day the entry counts from where that lies ahead.
    """
    organisation = Organisation()
    entries = list(Entry.objects.filter(pk__in=numbers).select_related("programme"))
    ahead = max((entry.booked_on for entry in entries), default=today)
    programmes = {entry.programme_id: entry.programme for entry in entries}
    grounds = read_grounds(list(programmes.values()), organisation, as_of=max(today, ahead))
    added: dict[int, list[Cell]] = {entry.pk: [] for entry in entries}
    for number, cell in _lines(numbers, organisation):
        added[number].append(cell)
    return {
        entry.pk: EntryEffect(
            compute_effect(
                grounds[entry.programme_id].programme, grounds[entry.programme_id].cells, added[entry.pk],
                secured=entry.act == Act.REALISE,
            ),
            grounds[entry.programme_id].unit_names,
            entry.programme.name,
            entry.programme.full_effect_year,
        )
        for entry in entries
    }  # fmt: skip


def _lines(numbers: Collection[int], organisation: Organisation) -> list[tuple[int, Cell]]:
    rows = Posting.objects.filter(entry__in=numbers).select_related("initiative")
    return [
        (
            row.entry_id,
            Cell(
                Kind(row.kind), organisation.code(row.unit_id), row.initiative.name if row.initiative else None, row.year,
                row.price_level, row.amount, row.evidenced, row.earliest_year,
            ),
        )
        for row in rows.order_by("pk")
    ]  # fmt: skip
