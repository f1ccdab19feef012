"""What a division moves, in words: from whose target to whose, and in which years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.elements.division import years_words
from savings.elements.numbers import KRONER
from savings.elements.words import UNALLOCATED
from savings.money import total
from savings.projections.entries import LineFacts


def division_words(lines: Sequence[LineFacts]) -> str:
    """The lines of a division as sentences, one for the years in which the same is moved."""
    years: dict[tuple[Decimal, str, str], list[int]] = {}
    for year in sorted({line.year for line in lines}):
        own = [line for line in lines if line.year == year]
        moved = total(line.amount for line in own if line.amount > 0)
        years.setdefault((moved, _names(own, -1), _names(own, 1)), []).append(year)
    return " ".join(_sentences(years))


def _names(lines: Sequence[LineFacts], sign: int) -> str:
    return ", ".join(dict.fromkeys(line.unit or str(UNALLOCATED) for line in lines if line.amount * sign > 0))


def _sentences(years: dict[tuple[Decimal, str, str], list[int]]) -> Iterator[str]:
    for (amount, above, below), same in years.items():
        facts = {
            "years": years_words(same), "amount": KRONER.show_with_unit(amount),
            "above": above, "below": below,
        }  # fmt: skip
        yield _("%(years)s: %(amount)s from %(above)s to %(below)s.") % facts
