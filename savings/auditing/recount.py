"""The recount: every figure of every programme from the raw rows, naively, compared with what the pages say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

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
        lines: how many lines stand, by programme, whatever day they are booked on.
    """

    as_of: date
    all: dict[int, Sums] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Decimal)))
    counted: dict[int, Sums] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Decimal)))
    lines: dict[int, Lines] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

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
        if booked_on <= self.as_of:
            self.counted[programme][key] += amount


def find_recount_faults(as_of: date) -> Iterator[str]:
    """Yield one sentence per figure that differs from the raw rows: stored totals first, then every programme's status."""
    raw = RawLedger(as_of).read()
    yield from _find_balance_faults(raw)
    units = dict(Unit.objects.values_list("pk", "code"))
    initiatives = dict(Initiative.objects.values_list("pk", "name"))
    for programme in Programme.objects.order_by("pk"):
        sums = {key: amount for key, amount in raw.counted[programme.pk].items() if amount}
        for past in (False, True):
            status = read_status(programme.slug, StatusQuestion(as_of=as_of, is_past=past, as_stated=True))
            yield from _find_status_faults(status, sums, units, initiatives)


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


def _find_status_faults(status: Status, sums: Sums, units: dict[int, str], names: dict[int, str]) -> Iterator[str]:
    for year in status.grid.years:
        yield from _compare(status, _("all units"), year, status.grid.total.year(year), _count(sums, year))
        for row in status.grid.rows:
            part = {key: amount for key, amount in sums.items() if units.get(key.unit or 0) == row.unit}
            yield from _compare(status, row.unit or _("not allocated"), year, row.year(year), _count(part, year))
    yield from _compare(status, _("headline"), status.year, status.headline, _count(sums, status.year))
    for line in status.initiatives:
        name = line.facts.name if line.facts else None
        part = {key: amount for key, amount in sums.items() if names.get(key.initiative or 0) == name}
        yield from _compare(status, name or _("whole programme"), status.year, line.figures, _count(part, status.year))
    yield from _find_cell_faults(status, sums)


def _find_cell_faults(status: Status, sums: Sums) -> Iterator[str]:
    cell_sum, counted = sum((cell.amount for cell in status.cells), ZERO), sum(sums.values(), ZERO)
    if cell_sum != counted:
        yield _("%(programme)s: the cells add up to %(shown)s, the postings to %(counted)s.") % {
            "programme": status.programme.slug,
            "shown": cell_sum,
            "counted": counted,
        }


def _count(sums: Sums, year: int) -> dict[str, Decimal]:
    """The figures of a year by the formulas of *Sådan læses tallene*, written out again; it reads no declared figure."""
    of: dict[str, Decimal] = defaultdict(Decimal)
    early: dict[str, Decimal] = defaultdict(Decimal)
    for key, amount in sums.items():
        if key.year == year:
            of[key.kind] += amount
            if key.evidenced:
                of["documented"] += amount
        elif key.earliest_year and key.earliest_year <= year < key.year:
            early[key.kind] += amount
    net = of["realised"] + of["offset"]
    of["net_realised"] = net
    of["undocumented"] = of["realised"] - of["documented"]
    of["outstanding"] = of["target"] - net
    of["open"] = of["target"] - net - of["secured"] - of["elsewhere"]
    of["plan_early"] = of["plan"] + early["plan"]
    of["forecast_early"] = of["forecast"] + early["forecast"]
    return of


def _list_sums(figures: Figures) -> Iterator[tuple[str, Decimal]]:
    """Every sum that a status can show, by its name; one that `_count` forgot is a fault wherever it is not zero."""
    yield from ((figure.code, figure.amount(figures)) for figure in VOCABULARY.with_entries)
    yield "forecast_early", figures.forecast + figures.forecast_early


def _compare(status: Status, place: str, year: int, figures: Figures, counted: dict[str, Decimal]) -> Iterator[str]:
    for name, amount in _list_sums(figures):
        if amount != counted[name]:
            yield _("%(programme)s: %(name)s %(year)s of %(place)s is shown as %(shown)s, the postings say %(counted)s.") % {
                "programme": status.programme.slug,
                "name": name,
                "year": year,
                "place": place,
                "shown": amount,
                "counted": counted[name],
            }
