"""What a reader asks of the ledger, as one value: the forms of the pages build it, and the readers take it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from savings.vocabulary import Kind, Step


@dataclass(frozen=True, kw_only=True)
class LedgerQuestion:
    """As of when, of which year and unit, and in which prices; what is left out limits nothing.

    Attributes:
        as_of: entries approved, and booked on or before this date, count.
        is_past: whether that date lies in the past, where adding up the raw ledger is quicker. The answer is the same.
        year: None asks for each programme's full-effect year, or for the entries of all years.
        unit: the code of a unit, which stands for those under it, too.
        price_level: restate to that year's prices; None asks for the programme's price basis, where it has one.
        as_stated: leave each amount as it was stated, whatever the programme's price basis is.
        amounts_in: the unit that amounts are shown in, a key of `money.UNITS`; empty lets the amounts decide.
    """

    as_of: date
    is_past: bool = False
    year: int | None = None
    unit: str | None = None
    price_level: int | None = None
    as_stated: bool = False
    amounts_in: str = ""

    def choose_level(self, basis: int | None) -> int | None:
        """The price level that is shown of a programme with that price basis; None leaves each amount as it was stated."""
        if self.price_level is not None:
            return self.price_level
        return None if self.as_stated else basis


@dataclass(frozen=True, kw_only=True)
class StatusQuestion(LedgerQuestion):
    """What is asked of a status.

    Attributes:
        link: the link of the chain up to which approvals count, to see the ledger as it stood; None for all.
        report: the number of the published report whose frozen sums are shown; None adds up the ledger.
    """

    link: int | None = None
    report: int | None = None


@dataclass(frozen=True, kw_only=True)
class ChangesQuestion(LedgerQuestion):
    """What changed up to `as_of`.

    Attributes:
        since: the date from which on, as it is known now.
        since_report: the number of the published report from which on, as it was known then.
    """

    since: date | None = None
    since_report: int | None = None


@dataclass(frozen=True, kw_only=True)
class EntriesQuestion(ChangesQuestion):
    """Which entries stand behind a figure, or behind one step of its changes.

    Attributes:
        unit: as above; the empty text asks for what stands on no unit (*Ikke fordelt*).
        initiative: a name; the empty text asks for what stands on no initiative; None for all.
        kinds: which kinds the figure adds up; none given means all.
        has_evidence: only lines with (True) or without (False) evidence; None for all.
        with_early: also lines of later years of which part may come this year already.
        step: only lines that a bridge tells as this step.
        link: as for a status.
    """

    initiative: str | None = None
    kinds: Collection[Kind] = ()
    has_evidence: bool | None = None
    with_early: bool = False
    step: Kind | Step | None = None
    link: int | None = None


@dataclass(frozen=True, kw_only=True)
class FigureQuestion:
    """One figure of a year: of the whole programme, of a unit (its code), or (neither) of *Ikke fordelt*."""

    figure: str
    year: int
    unit: str | None = None
    is_whole: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitingQuestion:
    """Which of the entries that wait: of a programme (slug), with a kind, by a recorder (user name), of a unit (code).

    Attributes:
        order: a key of `reporting.waiting.ORDERS`.
    """

    programme: str = ""
    kind: str = ""
    recorder: str = ""
    unit: str = ""
    order: str = "sent"
