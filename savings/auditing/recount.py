"""The recount: every figure of every programme from the raw rows, naively, compared with what the pages say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from savings.auditing.counting import Counted, LedgerAmount, count_figures
from savings.auditing.past_balances import Held, Place, find_past_balance_faults
from savings.models import Approval, Balance, Entry, Initiative, Posting, Programme, Unit
from savings.projections.figures import Figures
from savings.projections.status import Status
from savings.reporting import StatusQuestion, read_status
from savings.vocabulary import VOCABULARY

ZERO = Decimal(0)


class Key(NamedTuple):
    """The cell that a sum belongs to, by primary keys."""

    kind: str
    unit: int | None
    initiative: int | None
    year: int
    price_level: int | None
    earliest_year: int | None
    evidenced: bool


Sums = dict[Key, Decimal]
Lines = dict[Key, int]


@dataclass
class RawLedger:
    """The approved postings, read row by row and added up in plain Python.

    Attributes:
        all: the sums by programme, whatever day they are booked on.
        counted: the sums by programme of those booked on or before `as_of`.
        lines: how many lines stand, by programme, whatever day they are booked on; `said` the same by `as_of`.
        months: the sums and lines of each month in which they are booked.
    """

    as_of: date
    all: dict[int, Sums] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Decimal)))
    counted: dict[int, Sums] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Decimal)))
    lines: dict[int, Lines] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    said: dict[int, Lines] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    months: dict[Place, Held] = field(default_factory=lambda: defaultdict(lambda: (ZERO, 0)))

    def read(self) -> RawLedger:
        """Read and add up the raw rows; the same object, filled."""
        approved = set(Approval.objects.exclude(entry=None).values_list("entry_id", flat=True))
        programmes = dict(Entry.objects.values_list("pk", "programme_id"))
        columns = ("kind", "unit_id", "initiative_id", "year", "price_level", "earliest_year", "evidenced")
        rows = Posting.objects.values_list("entry_id", "booked_on", *columns, "amount", "lines")
        for entry, booked_on, *key, amount, lines in rows.iterator(chunk_size=5000):
            if entry in approved:
                self._add(programmes[entry], booked_on, Key(*key), amount, lines)
        return self

    def _add(self, programme: int, booked_on: date, key: Key, amount: Decimal, lines: int) -> None:
        self.all[programme][key] += amount
        self.lines[programme][key] += lines
        place = (programme, booked_on.year, booked_on.month, tuple(key))
        held, own = self.months[place]
        self.months[place] = held + amount, own + lines
        if booked_on <= self.as_of:
            self.counted[programme][key] += amount
            self.said[programme][key] += lines


def find_recount_faults(as_of: date) -> Iterator[str]:
    """Yield one sentence per figure that differs from the raw rows: stored totals first, then every programme's status."""
    raw = RawLedger(as_of).read()
    yield from _find_balance_faults(raw)
    yield from find_past_balance_faults(raw.months)
    units: dict[int | None, str] = dict(Unit.objects.values_list("pk", "code"))
    above: dict[Hashable, Hashable] = {units[pk]: units.get(parent) for pk, parent in Unit.objects.values_list("pk", "parent_id")}
    initiatives = dict(Initiative.objects.values_list("pk", "name"))
    for programme in Programme.objects.order_by("pk"):
        said = raw.said[programme.pk]
        sums = {key: amount for key, amount in raw.counted[programme.pk].items() if amount or said[key]}
        for past in (False, True):
            status = read_status(programme.slug, StatusQuestion(as_of=as_of, is_past=past, as_stated=True))
            yield from _find_status_faults(status, _to_amounts(sums, units, initiatives), above)
            yield from _find_cell_faults(status, sums)


def _find_balance_faults(raw: RawLedger) -> Iterator[str]:
    stored: dict[tuple[int, Key], tuple[Decimal, int]] = {}
    columns = ("programme_id", "kind", "unit_id", "initiative_id", "year", "price_level", "earliest_year", "evidenced")
    for programme, *key, amount, lines in Balance.objects.values_list(*columns, "amount", "lines"):
        stored[programme, Key(*key)] = amount, lines
    counted = {
        (programme, key): (amount, raw.lines[programme][key])
        for programme, sums in raw.all.items()
        for key, amount in sums.items()
    }
    for place in sorted(stored.keys() | counted.keys(), key=str):
        if stored.get(place) != counted.get(place):
            programme, key = place
            (kept, kept_lines), (added, added_lines) = (held.get(place, (ZERO, 0)) for held in (stored, counted))
            yield _(
                "programme %(programme)s: the kept total of %(kind)s %(year)s is %(kept)s in %(kept_lines)s lines, "
                "the postings say %(counted)s in %(lines)s."
            ) % {
                "programme": programme, "kind": key.kind, "year": key.year, "kept": kept, "kept_lines": kept_lines,
                "counted": added, "lines": added_lines,
            }  # fmt: skip


def _to_amounts(sums: Sums, units: Mapping[int | None, str], names: Mapping[int, str]) -> list[LedgerAmount]:
    return [
        LedgerAmount(k.kind, units.get(k.unit), names.get(k.initiative or 0), k.year, k.earliest_year, k.evidenced, amount)
        for k, amount in sums.items()
    ]


def _find_status_faults(status: Status, amounts: Sequence[LedgerAmount], parents: Mapping[Hashable, Hashable]) -> Iterator[str]:
    everyone = {each.unit for each in amounts} | {row.unit for row in status.grid.rows} | {None}
    for year in status.grid.years:
        counted = count_figures(amounts, year, members=everyone, parents=parents)
        yield from _compare(status, _("all units"), year, status.grid.total.year(year), counted)
        for row in status.grid.rows:
            members = {row.unit} if row.is_own or row.unit is None else _with_those_under(row.unit, everyone, parents)
            counted = count_figures(amounts, year, members=members, parents=parents)
            yield from _compare(status, row.unit or _("not allocated"), year, row.year(year), counted)
    counted = count_figures(amounts, status.year, members=everyone, parents=parents)
    yield from _compare(status, _("headline"), status.year, status.headline, counted)
    for line in status.initiatives:
        name = line.facts.name if line.facts else None
        part = [each for each in amounts if each.initiative == name]
        counted = count_figures(part, status.year, members=everyone, parents={}, by_place=False)
        yield from _compare(status, name or _("whole programme"), status.year, line.figures, counted)


def _with_those_under(unit: str, everyone: Iterable[Hashable], parents: Mapping[Hashable, Hashable]) -> set[Hashable]:
    def is_under(each: Hashable) -> bool:
        while each is not None and each != unit:
            each = parents.get(each)
        return each == unit

    return {each for each in everyone if is_under(each)}


def _find_cell_faults(status: Status, sums: Sums) -> Iterator[str]:
    cell_sum, counted = sum((cell.amount for cell in status.cells), ZERO), sum(sums.values(), ZERO)
    if cell_sum != counted:
        yield _("%(programme)s: the cells add up to %(shown)s, the postings to %(counted)s.") % {
            "programme": status.programme.slug,
            "shown": cell_sum,
            "counted": counted,
        }


def _list_sums(figures: Figures) -> Iterator[tuple[str, Decimal]]:
    """Every amount that a status can show, by its name; one that the counting forgot is a fault wherever it is not zero."""
    yield from ((figure.code, figure.amount(figures)) for figure in VOCABULARY.figures if figure.formula is None)
    yield "forecast_early", figures.forecast + figures.forecast_early


def _compare(status: Status, place: str, year: int, figures: Figures, counted: Counted) -> Iterator[str]:
    for name, amount in _list_sums(figures):
        if amount != (counted.get(name) or ZERO):
            yield _("%(programme)s: %(name)s %(year)s of %(place)s is shown as %(shown)s, the postings say %(counted)s.") % {
                "programme": status.programme.slug,
                "name": name,
                "year": year,
                "place": place,
                "shown": amount,
                "counted": counted.get(name) or ZERO,
            }
