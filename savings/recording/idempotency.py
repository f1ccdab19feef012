"""Double presses: the same person sending the same within a few seconds means it once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
#: Long enough for a slow server and an impatient hand, too short to say the same again and mean it.
WITHIN = timedelta(seconds=10)


def find_recent(rows: QuerySet[Row], at: datetime, moment: str) -> Row | None:
    """The row of the first press, where this is the second; the caller holds a lock, so that presses take turns.

    Args:
        rows: those with the same content by the same person.
        moment: the field with the moment a row was made.
    """
    return rows.filter(**{f"{moment}__gt": at - WITHIN}).order_by(moment).first()
