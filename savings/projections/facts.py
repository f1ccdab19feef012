"""The facts that stand beside the sums in a report: programme, units, initiatives, documents, entries, head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from savings.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What was decided, and the words of the appendix's head. Empty text and None mean *not stated*.

    Attributes:
        full_effect_year_reading: why the full-effect year is read so; empty where the source says it outright.
        opened_on: the first day of operation; `opened_precision` is "day", "month" or "year": how much the source says.
        is_example: it is made up, to show Valby with.
    """

    slug: str
    name: str
    summary: str
    case_number: str
    document_number: str
    addressee: str
    case_officer: str
    full_effect_year: int
    full_effect_year_reading: str
    first_year: int | None
    last_year: int | None
    opened_on: date | None
    opened_precision: str
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """An organisational unit: code, name, code of its parent, depth in the tree (0 at the top), and validity."""

    code: str
    name: str
    parent: str | None
    depth: int
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A decision or document that figures rest on; `is_decision` tells a body's decision from other papers.

    `number` is what its page is found by; 0 where it has none.
    """

    reference: str
    title: str
    body: str
    decided_on: date | None
    document_number: str
    link: str
    is_decision: bool
    number: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """One piece of evidence: the document, the page in it, and a note on what it shows."""

    document: DocumentFacts
    page: str
    note: str


@dataclass(frozen=True, slots=True)
class InitiativeFacts:
    """One way to save within the programme; empty text means *not stated*.

    Attributes:
        horizon: "short", "long" or "".
        duration: "permanent", "one_off" or "".
        stage: "idea", "planned", "under_way", "delivered", "dropped" or "".
        duration_reading: why the duration is read so; empty where the source says it outright.
        number: what its page is found by.
    """

    name: str
    description: str
    unit: UnitFacts | None
    responsible: str
    horizon: str
    duration: str
    duration_reading: str
    stage: str
    baseline: str
    evidence: tuple[EvidenceFacts, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A line of an approved entry that says something without an amount; `entry` is the entry's number."""

    entry: int
    kind: Kind
    unit: UnitFacts | None
    initiative: str | None
    text: str
    document: DocumentFacts | None
    page: str


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """Something that shall happen, in the source's own words for when (a season is no date)."""

    title: str
    due: str
    due_by: date | None
    source: DocumentFacts | None


@dataclass(frozen=True, slots=True)
class ObservationFacts:
    """What was observed of an indicator: a number in its measure, or (None) the source's words alone.

    `confirmed_by` is empty while nobody but its recorder stands behind it; it then counts nowhere.
    """

    number: int
    observed_on: date
    value: Decimal | None
    said: str
    source: DocumentFacts | None
    page: str
    recorded_by: str
    recorder: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An effect that is not money: what is counted, which way is the good one, its baseline, and what was observed.

    Attributes:
        wanted: "fewer", "more" or "".
        baseline: a number in the measure; None where the source gives none, and `baseline_said` is then its words.
        observations: the oldest first; of several of one day the one recorded last is the one that stands.
    """

    number: int
    name: str
    initiative: str | None
    measure: str
    wanted: str
    baseline: Decimal | None
    baseline_said: str
    source: DocumentFacts | None
    observations: tuple[ObservationFacts, ...]


@dataclass(frozen=True, slots=True)
class ExplanationFacts:
    """Why a unit is behind its plan and what is done about it, as it answered in a round that a controller has closed.

    Attributes:
        unit: who answered, for itself and the units under it.
        initiative: what the texts are about; None for the unit as a whole.
        year: whose figures the round asked about.
        by, on: who answered, by the name that is shown, and the day in the office's time.
    """

    unit: UnitFacts
    initiative: str | None
    year: int
    explanation: str
    mitigation: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """The ledger's head: how many links the chain has, the last link's hash (hex), and when it was made.

    `trail` is the head of the trail's chain at that moment, as papers print it.
    """

    position: int
    hash: str
    moment: datetime | None
    trail: str = ""


@dataclass(frozen=True, slots=True)
class FreshnessFacts:
    """How fresh figures are: as of when, and the latest booking among the entries counted."""

    as_of: date
    last_booked_on: date | None


@dataclass(frozen=True, slots=True)
class Restatement:
    """How the amounts were brought to the price level asked for.

    Attributes:
        level: the price level asked for.
        series, source: the index used and where it was published; empty where the programme has none.
        factors: (price level, factor) for each level restated from.
        announced_on: the latest day on which one of the index' changes was announced; None where it has none.
        unreached: the price levels that the series does not reach from; their amounts stay as they were stated.
        number: the series' row number; None where the report was not read from a ledger.
    """

    level: int
    series: str
    source: str
    factors: tuple[tuple[int, Decimal], ...]
    number: int | None = None
    unreached: tuple[int, ...] = ()
    announced_on: date | None = None
