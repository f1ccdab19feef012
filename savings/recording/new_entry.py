"""What an entry is made of before it is written: lines with amounts, sayings without, and proofs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from savings.kinds import Kind
from savings.models import Document, Entry, Initiative, Unit


@dataclass(frozen=True, kw_only=True)
class Line:
    """One posting to be: the fields are those of `Posting`; `amount` is in kroner."""

    kind: Kind
    year: int
    amount: Decimal
    unit: Unit | None = None
    initiative: Initiative | None = None
    price_level: int | None = None
    earliest_year: int | None = None
    takes_back: Entry | None = None
    seen: Decimal | None = None

    def negated(self) -> Line:
        """The line that undoes this one."""
        return replace(self, amount=-self.amount)


@dataclass(frozen=True, kw_only=True)
class Saying:
    """A statement without an amount: the fields are those of `Statement`."""

    kind: Kind
    text: str
    unit: Unit | None = None
    initiative: Initiative | None = None


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A document that shows the amounts to be true, and where in it."""

    document: Document
    page: str = ""
    note: str = ""
