"""The sums that figures are read from: one year's amounts by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from savings.money import ZERO
from savings.vocabulary.kinds import Kind

Amounts = Mapping[Kind, Decimal]


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of one year by kind, in kroner of one price level. A kind that nobody stated is in none of them.

    Attributes:
        stated: the postings of that kind; a sum of zero stands here too, so that it is told from nothing said.
        early: what a kind known only by its ends may already have brought this year, on top of `stated`.
        evidenced: the part of `stated` whose entries carry evidence.
        measured: what is worked out cell by cell or place by place and then added up (`savings.projections.measures`), by the
            figure's code; one that nothing gives is not in it.
        is_asked: whether the programme has a target that year, so that what a row without one brings counts towards it.
    """

    stated: Amounts = field(default_factory=dict, hash=False)
    early: Amounts = field(default_factory=dict, hash=False)
    evidenced: Amounts = field(default_factory=dict, hash=False)
    measured: Mapping[str, Decimal] = field(default_factory=dict, hash=False)
    is_asked: bool = False

    def has(self, kind: Kind) -> bool:
        """Whether any posting of that kind stands behind these sums."""
        return kind in self.stated or kind in self.early

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is stated."""
        return not (self.stated or self.early)

    def of(self, kind: Kind, evidenced: bool | None = None) -> Decimal:
        """The sum of a kind; with `evidenced` only of its entries with (True) or without (False) evidence."""
        if evidenced is None:
            return self.stated.get(kind, ZERO)
        documented = self.evidenced.get(kind, ZERO)
        return documented if evidenced else self.stated.get(kind, ZERO) - documented
