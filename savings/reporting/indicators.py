"""Reading effects that are not money: indicators and what was observed of them, in two queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from savings.models import Indicator, Observation, User
from savings.models.visibility import select_indicators, select_observations
from savings.projections.facts import IndicatorFacts, ObservationFacts
from savings.reporting.documents import facts_of
from savings.reporting.lookup import NotFound


class UnknownIndicator(NotFound):
    """No indicator has that number."""


def read_indicators(slug: str, *, as_of: date) -> tuple[IndicatorFacts, ...]:
    """The indicators of a programme in the order they were made, with what was confirmed as of a date."""
    return _facts(select_indicators(None).filter(programme__slug=slug), as_of, select_observations(None))


def read_indicator(number: int, person: User, *, as_of: date) -> IndicatorFacts:
    """One indicator with all that was observed of it and that the person may see, confirmed or not.

    Raises:
        UnknownIndicator: when there is none of that number.
    """
    indicators = _facts(select_indicators(person).filter(pk=number), as_of, select_observations(person))
    if not indicators:
        raise UnknownIndicator(number)
    return indicators[0]


def _facts(rows: QuerySet[Indicator], as_of: date, observations: QuerySet[Observation]) -> tuple[IndicatorFacts, ...]:
    indicators = list(rows.select_related("initiative", "source").order_by("pk"))
    observed = observations.filter(indicator__in=indicators, observed_on__lte=as_of)
    groups: dict[int, list[ObservationFacts]] = defaultdict(list)
    for row in observed.select_related("source", "recorded_by", "confirmation__by").order_by("observed_on", "pk"):
        groups[row.indicator_id].append(_observation(row))
    return tuple(
        IndicatorFacts(
            row.pk, row.name, row.initiative.name if row.initiative else None, row.measure, row.wanted, row.baseline,
            row.baseline_said, facts_of(row.source), tuple(groups[row.pk]),
        )
        for row in indicators
    )  # fmt: skip


def _observation(row: Observation) -> ObservationFacts:
    confirmed = getattr(row, "confirmation", None)
    return ObservationFacts(
        row.pk, row.observed_on, row.value, row.said, facts_of(row.source), row.page, row.recorded_by.display_name(),
        row.recorded_by.get_username(), confirmed.by.display_name() if confirmed else "",
    )  # fmt: skip
