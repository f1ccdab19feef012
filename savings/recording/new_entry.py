"""What is recorded: an entry with its lines, its statements and its evidence, before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from savings.models import Document, Entry, Initiative, Programme, Unit
from savings.models.standing import CellKey
from savings.vocabulary import Act, Kind


@dataclass(frozen=True, kw_only=True)
class Line:
    """One posting or stated level to be: the fields are those of `Posting`; `amount` is in kroner."""

    kind: Kind
    year: int
    amount: Decimal
    unit: Unit | None = None
    initiative: Initiative | None = None
    price_level: int | None = None
    earliest_year: int | None = None
    takes_back: Entry | None = None
    text: str = ""

    @property
    def cell(self) -> CellKey:
        """The cell that the line adds to."""
        unit, initiative = (row.pk if row else None for row in (self.unit, self.initiative))
        return CellKey(self.kind.value, unit, initiative, self.year)

    def negate(self) -> Line:
        """The line that undoes this one."""
        return replace(self, amount=-self.amount)


@dataclass(frozen=True, kw_only=True)
class NewStatement:
    """A statement without an amount: the fields are those of `Statement`."""

    kind: Kind
    text: str
    unit: Unit | None = None
    initiative: Initiative | None = None


@dataclass(frozen=True, kw_only=True)
class NewEvidence:
    """A document that shows the amounts to be true, and where in it: the fields are those of `Evidence`."""

    document: Document
    page: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanSelection:
    """The approved plan that a decision changes.

    Attributes:
        initiative: whose plan; None for the programme as a whole.
        from_year: what lies before that year stays as it is.
        seen: the sum of that plan in kroner, as its recorder saw it; None where nobody looked.
    """

    initiative: Initiative | None
    from_year: int | None = None
    seen: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class DividedTarget:
    """The target above that is divided: its unit (None is *Ikke fordelt*), its initiative and the price level it is stated in."""

    unit: Unit | None
    initiative: Initiative | None = None
    price_level: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What shall be recorded.

    Attributes:
        booked_on: the day from which the entry shall count.
        act: one of `Act`.
        reading: what in the amounts is our reading of the source.
        reason: why, for the trail.
        lines: amounts in kroner; for `correct` what the entry should have stated, for `replan` the plan from now on, for
            `divide` what each unit below gets.
        levels: what cells shall stand at from the booking day on, in kroner; several of one cell are the parts of one
            level, such as those in two price levels.
        decision, page: what the entry rests on, and where in it.
        corrects: the entry that a correction puts right.
        plan: for a decision about a plan, which one.
        divides: for the division of a target, which one.
        key: made with the form; an entry that was recorded with it before is returned instead of a second one.
    """

    programme: Programme
    booked_on: date
    act: str = Act.RECORD
    text: str = ""
    reading: str = ""
    reason: str = ""
    lines: Sequence[Line] = ()
    levels: Sequence[Line] = ()
    statements: Sequence[NewStatement] = ()
    decision: Document | None = None
    page: str = ""
    evidence: Sequence[NewEvidence] = ()
    corrects: Entry | None = None
    plan: PlanSelection | None = None
    divides: DividedTarget | None = None
    key: UUID | None = None
