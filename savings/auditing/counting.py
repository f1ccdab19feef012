"""The formulas of *Sådan læses tallene* written out again, naively, from single sums: they read no declared figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)
Unit = Hashable
#: The figures by their names in code; one that nothing gives is None.
Counted = dict[str, Decimal | None]


class LedgerAmount(NamedTuple):
    """What the ledger says in one breath; unit and initiative are whatever tells them apart, None for none."""

    kind: str
    unit: Unit
    initiative: Hashable
    year: int
    earliest_year: int | None
    evidenced: bool
    amount: Decimal


def count_figures(
    amounts: Sequence[LedgerAmount], year: int, *, members: Collection[Unit], parents: Mapping[Unit, Unit], by_place: bool = True
) -> Counted:
    """Every figure of a year of some units.

    Args:
        amounts: those of the whole programme.
        members: the units asked for; None among them is *Ikke fordelt*, and with it the programme's own place.
        parents: the unit above each unit.
        by_place: whether what is outstanding is split by the targets it counts towards; else all of it is one place.
    """
    now = [each for each in amounts if each.year == year]
    own = [each for each in now if each.unit in members]
    counted: Counted = {kind: _sum(own, kind) for kind in _KINDS}
    for kind in ("plan", "forecast"):
        early = [
            each for each in amounts if each.unit in members and each.earliest_year and each.earliest_year <= year < each.year
        ]
        counted[f"{kind}_early"] = _sum(own, kind) + _sum(early, kind)
    net, target = _add_net(own), _sum(own, "target")
    outstanding = target - net
    counted |= {
        "net_realised": net, "net_forecast": _add_net_forecast(own), "outstanding": outstanding,
        "open": outstanding - _sum(own, "secured") - _sum(own, "elsewhere"), **_count_documented(own),
    }  # fmt: skip
    said = {each.kind for each in now}
    cells = _group_cells(own)
    if "plan" in said:
        identified = sum((_count_identified(cell) for cell in cells), ZERO)
        counted |= {"identified": identified, "unidentified": target - identified}
    planned = [cell for cell in cells if _says(cell, "plan")]
    if planned:
        counted["deviation"] = sum((_add_net(cell) - _sum(cell, "plan") for cell in planned), ZERO)
    both = [cell for cell in planned if _says(cell, "forecast")]
    if both:
        counted["not_delivered"] = sum((_sum(cell, "plan") - _add_net_forecast(cell) for cell in both), ZERO)
    if "forecast" in said:
        counted["at_risk"] = target - _add_net_forecast(own)
    places = _split(now, members, parents) if by_place else [own]
    return counted | _count_places(places, has_forecast="forecast" in said)


_KINDS = ("target", "plan", "forecast", "expected_offset", "secured", "realised", "elsewhere", "offset")


def _sum(amounts: Iterable[LedgerAmount], kind: str) -> Decimal:
    return sum((each.amount for each in amounts if each.kind == kind), ZERO)


def _says(amounts: Iterable[LedgerAmount], kind: str) -> bool:
    return any(each.kind == kind for each in amounts)


def _add_net(amounts: Sequence[LedgerAmount]) -> Decimal:
    return _sum(amounts, "realised") + _sum(amounts, "offset")


def _add_net_forecast(amounts: Sequence[LedgerAmount]) -> Decimal:
    return _sum(amounts, "forecast") + _sum(amounts, "expected_offset")


def _count_documented(amounts: Sequence[LedgerAmount]) -> Counted:
    """Per unit and initiative: what has evidence, never below zero and never more than is realised there."""
    groups: dict[Hashable, list[LedgerAmount]] = defaultdict(list)
    for each in amounts:
        if each.kind == "realised":
            groups[each.unit, each.initiative].append(each)
    documented = realised = ZERO
    for group in groups.values():
        gross = max(_sum(group, "realised"), ZERO)
        realised += gross
        documented += min(max(_sum((each for each in group if each.evidenced), "realised"), ZERO), gross)
    return {"documented": documented, "undocumented": realised - documented}


def _group_cells(amounts: Sequence[LedgerAmount]) -> list[list[LedgerAmount]]:
    """By unit and initiative; a unit that has a plan, a forecast or something realised without an initiative is one cell."""
    whole = {each.unit for each in amounts if each.initiative is None and each.kind in ("plan", "realised", "forecast")}
    cells: dict[Hashable, list[LedgerAmount]] = defaultdict(list)
    for each in amounts:
        cells[each.unit, None if each.unit in whole else each.initiative].append(each)
    return list(cells.values())


def _count_identified(cell: Sequence[LedgerAmount]) -> Decimal:
    if _says(cell, "plan"):
        return _sum(cell, "plan")
    return _add_net(cell) + _sum(cell, "secured") + _sum(cell, "elsewhere")


def _split(now: Sequence[LedgerAmount], members: Collection[Unit], parents: Mapping[Unit, Unit]) -> list[list[LedgerAmount]]:
    """The amounts of each place among the members, whichever unit they stand on."""
    units = {each.unit for each in now}
    places = {unit for unit in units if _sum((each for each in now if each.unit == unit), "target") > 0} | {None}
    groups: dict[Unit, list[LedgerAmount]] = {place: [] for place in places & set(members)}
    for each in now:
        unit = each.unit
        while unit not in places:
            unit = parents.get(unit)
        if unit in groups:
            groups[unit].append(each)
    return [group for place, group in groups.items() if place is not None or group or None in units]


def _count_places(places: Sequence[Sequence[LedgerAmount]], *, has_forecast: bool) -> Counted:
    counted: Counted = {}
    if not places:
        return counted
    left = [_sum(place, "target") - _add_net(place) for place in places]
    bare = [amount - _sum(place, "secured") - _sum(place, "elsewhere") for place, amount in zip(places, left, strict=True)]
    counted |= {
        "shortfall": sum((max(amount, ZERO) for amount in left), ZERO),
        "surplus": sum((max(-amount, ZERO) for amount in left), ZERO),
        "uncovered": sum((max(amount, ZERO) for amount in bare), ZERO),
        "overcovered": sum((max(-amount, ZERO) for amount in bare), ZERO),
    }
    if has_forecast:
        said = [place for place in places if _says(place, "forecast") or _says(place, "expected_offset")]
        silent = [place for place in places if place not in said]
        asked = sum((_sum(place, "target") for place in said), ZERO)
        counted |= {
            "not_expected": asked - sum((_add_net_forecast(place) for place in said), ZERO),
            "no_forecast": sum((_sum(place, "target") for place in silent), ZERO),
            "forecast_target": asked,
        }
    return counted
