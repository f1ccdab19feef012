"""A button pressed twice: the same person saying the very same within a few seconds means it once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
#: Long enough for a slow server and an impatient hand, too short to say the same again and mean it.
WITHIN = timedelta(seconds=10)


def first_press(rows: QuerySet[Row], at: datetime, moment: str) -> Row | None:
    """The row that the first press made, where this is the second; the caller holds a lock, so that presses take turns.

    Args:
        rows: those that say the very same, by the same person.
        moment: the field with the moment a row was made.
    """
    return rows.filter(**{f"{moment}__gt": at - WITHIN}).order_by(moment).first()
