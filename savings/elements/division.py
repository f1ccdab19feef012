"""How much of a target is divided among the units under it, in a sentence; and years in a row, in few words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from savings.elements.numbers import Scale
from savings.money import total
from savings.projections.status import Status
from savings.vocabulary import Kind


def division_sentences(status: Status, scale: Scale) -> Iterator[str]:
    """How much of the year's target is divided; nothing where it stands above alone, or was never stated there."""
    own = status.unit.code if status.unit else None
    targets = [cell for cell in status.priced if cell.kind is Kind.TARGET and cell.year == status.year]
    above, below = ([cell.amount for cell in targets if (cell.unit == own) is is_own] for is_own in (True, False))
    if above and total(below) > 0:
        facts = {
            "year": status.year, "unit": scale.name, "divided": scale.show(total(below)),
            "target": scale.show(total([*above, *below])),
        }  # fmt: skip
        yield _("Target in %(year)s, %(unit)s: %(divided)s of %(target)s is divided among units.") % facts


def years_words(years: Sequence[int]) -> str:
    """Years in their order: 2026–2030 where none is left out between, else each."""
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))
