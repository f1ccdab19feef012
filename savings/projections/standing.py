"""How an initiative stands: delivered, on track, at risk, behind or dropped, by written criteria and never typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from savings.projections.cells import Cell
from savings.projections.grid import years_of
from savings.projections.measures import sum_by_year
from savings.vocabulary import Kind, Stage


class Standing(StrEnum):
    """How an initiative stands. The criteria are tried in this order; the first that fits holds.

    `dropped`: its stage is dropped.
    `delivered`: it has a plan, and net realised in the full-effect year is the whole plan of that year; or it has no plan,
    its stage is delivered, and something is realised in the full-effect year.
    `behind`: net realised is less than the plan, by its latest reading, in some year that is over.
    `at_risk`: the net forecast of the status' year or a later one is less than the plan of that year.
    `on_track`: it has a plan, and none of the above.
    `not_planned`: there is nothing to hold it against.
    """

    DROPPED = "dropped"
    DELIVERED = "delivered"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"
    NOT_PLANNED = "not_planned"


def find_standing(cells: Sequence[Cell], *, stage: str, year: int, full_effect_year: int) -> Standing:
    """How an initiative stands in a year.

    Args:
        cells: the initiative's, in one price level.
        stage: the initiative's stage.
        year: the calendar year of the status' date: what the plan says of it and of later years is not due yet.
    """
    if stage == Stage.DROPPED:
        return Standing.DROPPED
    years = {*years_of(cells), full_effect_year}
    by_year = sum_by_year(cells, years)
    full = by_year[full_effect_year]
    planned = any(cell.kind is Kind.PLAN for cell in cells)
    if not planned:
        done = stage == Stage.DELIVERED and full.net_realised > 0
        return Standing.DELIVERED if done else Standing.NOT_PLANNED
    if full.has(Kind.PLAN) and full.plan > 0 and full.net_realised >= full.plan:
        return Standing.DELIVERED
    if any(by_year[due].net_realised < by_year[due].plan for due in years if due < year):
        return Standing.BEHIND
    coming = [by_year[due] for due in years if due >= year]
    if any(it.has(Kind.FORECAST) and it.has(Kind.PLAN) and it.net_forecast < it.plan for it in coming):
        return Standing.AT_RISK
    return Standing.ON_TRACK


#: What a programme is called when its initiatives stand differently: the first of these that one of them has.
_WORST_FIRST = (Standing.BEHIND, Standing.AT_RISK, Standing.ON_TRACK, Standing.DELIVERED, Standing.NOT_PLANNED, Standing.DROPPED)


def combine_standings(standings: Iterable[Standing]) -> Standing:
    """How a programme stands: as the initiative that stands worst; an initiative that is dropped or has no plan burdens none."""
    present = set(standings)
    return next((standing for standing in _WORST_FIRST if standing in present), Standing.NOT_PLANNED)
