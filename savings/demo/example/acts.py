"""What the example consists of, before any of it is written: units, programmes, initiatives, entries and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from savings.vocabulary import Act, Kind

#: What every name of the example begins with, so that no page, paper or file can be taken for a real one.
MARK = "Opdigtet eksempel"


@dataclass(frozen=True)
class ExampleUnit:
    """A unit, its code and the code of the unit above it (empty: none)."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True, kw_only=True)
class ExampleProgramme:
    """A programme; the codes are those of the units that take part."""

    slug: str
    name: str
    summary: str
    case_number: str
    full_effect_year: int
    first_year: int
    last_year: int
    units: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ExampleInitiative:
    """An initiative of a programme (its slug) in a unit (its code)."""

    programme: str
    name: str
    unit: str
    responsible: str
    horizon: str
    duration: str
    stage: str
    baseline: str


@dataclass(frozen=True, kw_only=True)
class ExampleLine:
    """A line: unit by code (empty: not allocated), initiative by name (empty: none), amount in kroner."""

    kind: Kind
    year: int
    amount: Decimal
    price_level: int | None
    unit: str = ""
    initiative: str = ""
    earliest_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class ExampleEntry:
    """An entry of a programme.

    Attributes:
        act: `Act.RECORD`, `LEVEL` (the lines say what the cells shall hold), `REALISE` (from what is secured) or `CORRECTION`.
        decision, evidence: references of documents; empty where there is none.
        corrects: the place of the corrected entry among the acts; None where nothing is corrected.
        statement: said without an amount; empty where nothing is.
        is_approved: whether somebody approves it; else it waits, or is sent back with the reason `sent_back`.
    """

    programme: str
    booked_on: date
    text: str
    lines: Sequence[ExampleLine]
    act: Act = Act.RECORD
    decision: str = ""
    evidence: str = ""
    corrects: int | None = None
    reason: str = ""
    statement: str = ""
    is_approved: bool = True
    sent_back: str = ""


@dataclass(frozen=True)
class ExampleAnswer:
    """What a unit answers in the follow-up round of a programme; why it is behind and what is done, where it is."""

    unit: str
    explanation: str
    mitigation: str


@dataclass(frozen=True)
class Municipality:
    """All of it, in the order in which it is written; `documents` are references with their titles and days."""

    units: tuple[ExampleUnit, ...]
    documents: tuple[tuple[str, str, date], ...]
    programmes: tuple[ExampleProgramme, ...]
    initiatives: tuple[ExampleInitiative, ...]
    entries: tuple[ExampleEntry, ...]
    answers: tuple[ExampleAnswer, ...]
