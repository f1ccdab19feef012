"""Reading why units are behind their plan and what is done about it, as they answered in rounds."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.timezone import localtime

from savings.models import RoundReply
from savings.models.visibility import select_vouched_replies
from savings.projections.facts import ExplanationFacts
from savings.reporting.organisation import Organisation


def read_explanations(
    programme: int, organisation: Organisation, as_of: date, wanted: set[str] | None
) -> tuple[ExplanationFacts, ...]:
    """The explanations that stand for a programme's units (row number) as of a date, in tree order; one query.

    An answer stands from its round's cut-off date, whose figures it explains, or from the day it was given where that is
    earlier, until the unit's next; one that says that the unit is not behind ends what stood.

    Args:
        wanted: codes of the units that are asked for; None for all.
    """
    rows = (
        select_vouched_replies()
        .filter(Q(task__round__cut_off__lte=as_of) | Q(at__date__lte=as_of), task__programme=programme)
        .order_by("task__unit", "-task__round__cut_off", "-pk")
        .distinct("task__unit")
        .select_related("by", "task__round", "initiative")
    )
    standing = {row.task.unit_id: row for row in rows if row.behind}
    return tuple(
        _facts(standing[pk], organisation)
        for pk, unit in organisation.facts.items()
        if pk in standing and (wanted is None or unit.code in wanted)
    )


def _facts(row: RoundReply, organisation: Organisation) -> ExplanationFacts:
    return ExplanationFacts(
        unit=organisation.facts[row.task.unit_id],
        initiative=row.initiative.name if row.initiative else None,
        year=row.task.round.year,
        explanation=row.explanation,
        mitigation=row.mitigation,
        by=row.by.display_name(),
        on=localtime(row.at).date(),
    )
