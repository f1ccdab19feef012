"""Reading effects that are not money: indicators and what was observed of them, in two queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from savings.models import Indicator, Observation
from savings.projections.facts import IndicatorFacts, ObservationFacts
from savings.reporting.documents import facts_of
from savings.reporting.lookup import NotFound


class UnknownIndicator(NotFound):
    """No indicator has that number."""


def read_indicators(slug: str, *, as_of: date, pending: bool = False) -> tuple[IndicatorFacts, ...]:
    """The indicators of a programme in the order they were made, with what was observed on or before a date.

    Args:
        pending: whether observations that nobody has confirmed are among them, too.
    """
    return _facts(Indicator.objects.filter(programme__slug=slug), as_of, pending)


def read_indicator(number: int, *, as_of: date) -> IndicatorFacts:
    """One indicator with all that was observed of it, confirmed or not.

    Raises:
        UnknownIndicator: when there is none of that number.
    """
    indicators = _facts(Indicator.objects.filter(pk=number), as_of, True)
    if not indicators:
        raise UnknownIndicator(number)
    return indicators[0]


def _facts(rows: QuerySet[Indicator], as_of: date, pending: bool) -> tuple[IndicatorFacts, ...]:
    indicators = list(rows.select_related("initiative", "source").order_by("pk"))
    observed = Observation.objects.filter(indicator__in=indicators, observed_on__lte=as_of)
    if not pending:
        observed = observed.filter(confirmation__isnull=False)
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
