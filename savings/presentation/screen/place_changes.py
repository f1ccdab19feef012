"""Which amounts count towards another target from now on, in sentences for whoever sends or vouches for an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from savings.elements.numbers import KRONER
from savings.elements.words import UNALLOCATED
from savings.projections.place_changes import COUNTED, PlaceChange

#: So many are told one by one.
MOST_TOLD = 12


def place_change_lines(changes: Sequence[PlaceChange], unit_names: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each unit whose amounts count elsewhere, the years in which they do together."""
    years: dict[tuple[str | None, str | None, str | None], list[PlaceChange]] = {}
    for change in changes:
        years.setdefault((change.unit, change.before, change.after), []).append(change)
    for (unit, before, after), same in list(years.items())[:MOST_TOLD]:
        facts = {
            "unit": str(UNALLOCATED) if unit is None else _name(unit, unit_names),
            "before": _name(before, unit_names), "after": _name(after, unit_names),
            "amounts": "; ".join(_amounts(change) for change in same),
        }  # fmt: skip
        yield _("%(unit)s (%(amounts)s) counts from now on towards the target of %(after)s, and not of %(before)s.") % facts
    if len(years) > MOST_TOLD:
        yield _("So do the amounts of %(count)s more units.") % {"count": len(years) - MOST_TOLD}


def _name(code: str | None, unit_names: Mapping[str, str]) -> str:
    return _("the programme as a whole") if code is None else unit_names.get(code, code)


def _amounts(change: PlaceChange) -> str:
    amounts = [
        f"{figure.words} {KRONER.show_with_unit(figure.amount(change.figures))}"
        for figure in COUNTED
        if figure.amount(change.figures)
    ]
    return f"{change.year}: {', '.join(amounts)}"
