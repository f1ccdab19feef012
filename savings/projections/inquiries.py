"""What an auditor asks: who documented what twice, which gains stopped, and a sample that anybody can draw again."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from savings.projections.entries import EntryFacts
from savings.vocabulary import Duration

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentedSaving:
    """What one entry says is realised in one place, by evidence of one document.

    Attributes:
        document, number: its reference and what its page is found by; `page` is the page in it.
        programme, slug: the programme's name and slug.
        entry: the entry's number.
        unit, initiative: code and name; None for *Ikke fordelt* and for the whole programme.
        years: the first and the last year.
        amount: that of the year in which it is largest, in kroner as stated.
        has_equal: whether another entry says the same amount by the same document.
    """

    document: str
    number: int
    page: str
    programme: str
    slug: str
    entry: int
    unit: str | None
    initiative: str | None
    years: tuple[int, int]
    amount: Decimal
    has_equal: bool = False


def find_shared_evidence(savings: Iterable[DocumentedSaving]) -> tuple[DocumentedSaving, ...]:
    """The savings whose document is evidence in two programmes, or in two entries of different units or initiatives.

    First the documents with the same amount in two entries, then those of two programmes, then the others.
    """
    of_documents: dict[int, list[DocumentedSaving]] = defaultdict(list)
    for saving in savings:
        of_documents[saving.number].append(saving)
    shared = [_mark_equal(rows) for rows in of_documents.values() if _is_shared(rows)]
    return tuple(row for rows in sorted(shared, key=_urgency) for row in rows)


def _is_shared(rows: Sequence[DocumentedSaving]) -> bool:
    places = {(row.slug, row.unit, row.initiative) for row in rows}
    return len(places) > 1 and len({row.entry for row in rows}) > 1


def _mark_equal(rows: Sequence[DocumentedSaving]) -> list[DocumentedSaving]:
    entries = Counter(amount for amount, _entry in {(row.amount, row.entry) for row in rows})
    marked = (replace(row, has_equal=entries[row.amount] > 1) for row in rows)
    return sorted(marked, key=lambda row: (not row.has_equal, -row.amount, row.programme, row.entry))


def _urgency(rows: Sequence[DocumentedSaving]) -> tuple[bool, bool, str]:
    return not rows[0].has_equal, len({row.slug for row in rows}) == 1, rows[0].document


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlySaving:
    """What is realised of an initiative in a unit, year by year.

    Attributes:
        until: the programme's last year, or the last that anything is asked for or realised in.
        amounts: kroner by year, as stated, whatever the price level.
    """

    programme: str
    slug: str
    until: int
    unit: str | None
    initiative: str | None
    initiative_number: int | None
    duration: str
    amounts: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoppedGain:
    """A saving that is less from one year to the next, within its programme's life.

    Attributes:
        year, amount: the last year before it is less; `later` is what the year after says.
    """

    saving: YearlySaving
    year: int
    amount: Decimal
    later: Decimal


def find_stopped_gains(savings: Iterable[YearlySaving]) -> tuple[StoppedGain, ...]:
    """Each saving that is less in a later year than before, but for those that are said to be one-off; the largest drop first."""
    found = (stopped for saving in savings if (stopped := _find_stop(saving)))
    return tuple(sorted(found, key=lambda it: (it.later - it.amount, it.saving.programme, it.saving.initiative or "")))


def _find_stop(saving: YearlySaving) -> StoppedGain | None:
    if saving.duration == Duration.ONE_OFF.value:
        return None
    for year in range(min(saving.amounts, default=saving.until), saving.until):
        now, later = saving.amounts.get(year, ZERO), saving.amounts.get(year + 1, ZERO)
        if now > 0 and later < now:
            return StoppedGain(saving, year, now, later)
    return None


@dataclass(frozen=True, slots=True)
class SampleQuestion:
    """Which sample is asked for.

    Attributes:
        programmes: slugs; none for all.
        year: the year the amounts are of; None for all, an entry then weighing by the year in which it is largest.
        size: how many entries; seed: any text, from which the choice follows.
        by_amount: whether an entry is chosen the likelier the larger its amount is.
    """

    programmes: tuple[str, ...]
    year: int | None
    size: int
    seed: str
    by_amount: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """Entries drawn from all that say something is realised.

    Attributes:
        population, total: how many entries there are to draw from, and the sum of what they weigh (kroner).
        files: the files of each document, as name and SHA-256, by the document's number.
    """

    entries: tuple[EntryFacts, ...]
    population: int
    total: Decimal
    files: Mapping[int, tuple[tuple[str, str], ...]]


def draw_sample(weights: Mapping[int, Decimal], question: SampleQuestion) -> tuple[int, ...]:
    """The numbers of the entries drawn, in their order: the same weights and seed give the same ones, on any machine.

    By chance alone: the entries whose SHA-256 of "seed:number" are the lowest. By amount: all weights in øre are laid in a
    row by number, the row is cut into so many equal parts, and each entry is drawn that a point of the row falls upon; the
    points are one part apart, and the first follows from the SHA-256 of the seed. So whatever is larger than a part is drawn.
    """
    if question.by_amount:
        return tuple(_draw_by_amount(weights, question.size, question.seed))
    by_chance = sorted(weights, key=lambda number: hashlib.sha256(f"{question.seed}:{number}".encode()).digest())
    return tuple(sorted(by_chance[: question.size]))


def _draw_by_amount(weights: Mapping[int, Decimal], size: int, seed: str) -> Iterator[int]:
    oere = {number: int(abs(weights[number]) * 100) for number in sorted(weights)}
    part = -(-sum(oere.values()) // size)
    if not part:
        return
    point = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big") % part
    reached = 0
    for number, weight in oere.items():
        reached += weight
        if point < reached:
            yield number
            point += part * -(-(reached - point) // part)
