"""What shall be done with a file, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from savings.models import User
from savings.recording.importing.faults import Fault
from savings.recording.importing.numbers import NumberLanguage
from savings.recording.importing.totals import NO_ANSWERS, TotalAnswers
from savings.vocabulary import Act, Kind

Mode = Literal["set", "add"]


@dataclass(frozen=True, kw_only=True)
class ImportOrder:
    """What shall be done with a file, and the answers to what a form would ask.

    Attributes:
        programme: its slug.
        mode: `set` makes each cell's level what the file says; `add` posts the file's amounts on top.
        approve_by: who vouches at once; None leaves the entries waiting.
        reading: what in the file's amounts is our reading of its source; stands on each entry.
        decision: the reference of the decision that rows rest on which name none.
        numbers: in which language numbers are written that can be two.
        totals: which rows are totals, and which are not.
        negative_realised: whether a realised level below zero is meant.
        targets: whether targets that meet others are on top of them (`oveni`) or out of them (`heraf`).
        create: register units, initiatives and the programme where the file names new ones.
        dry_run: do everything, then undo it.
    """

    programme: str
    by: User
    at: datetime
    booked_on: date
    approve_by: User | None = None
    mode: Mode = "set"
    reading: str = ""
    decision: str = ""
    numbers: NumberLanguage | None = None
    totals: TotalAnswers = NO_ANSWERS
    negative_realised: bool = False
    targets: Literal["oveni", "heraf"] | None = None
    create: bool = False
    dry_run: bool = False

    @property
    def act(self) -> str:
        """What an entry of the file is."""
        return Act.LEVEL if self.mode == "set" else Act.RECORD


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did: the faults that stopped it, or the numbers of its entries and how many lines they have.

    Attributes:
        notes: what stops nothing and must be told.
        sums: what the file states by kind and year, in kroner, totals left out.
        unit: how many kroner one of the amount unit is that the whole file is written in; None where there are several.
    """

    faults: tuple[Fault, ...] = ()
    entries: tuple[int, ...] = ()
    lines: int = 0
    rows: int = 0
    notes: tuple[Fault, ...] = ()
    sums: Mapping[tuple[Kind, int], Decimal] = field(default_factory=dict)
    unit: Decimal | None = None
