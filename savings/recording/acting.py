"""Acts: one transaction under the ledger's lock, and the one way in which the database learns who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple

from django.db import DatabaseError, transaction

from savings.models import User
from savings.models.head import Head, begin_act
from savings.recording.refusals import find_refusal


class _Act(NamedTuple):
    """Whose act it is (a user's row number), when, and why."""

    by: int | None
    at: datetime | None
    why: str


@contextmanager
def ledger_act(by: User | None, at: datetime | None, why: str = "") -> Iterator[Head]:
    """One transaction that holds the ledger's lock, so that writers take turns; yields the head.

    Everything that touches the ledger takes this lock first: taken in one order, no two writers can wait for each other.

    Args:
        by, at, why: what the trail names, and the only way in which the database learns it. `by` is None only where an
            account is made while Valby is set up. An act within another keeps its reason where it gives none.

    Raises:
        Refused: what the database refused, in words; nothing is written.
    """
    outer = _acting.get()
    act = _Act(by.pk if by else None, at, why or (outer.why if outer else ""))
    within = _acting.set(act)
    try:
        # Nested acts share one transaction, so only the outermost needs a savepoint.
        with transaction.atomic(savepoint=outer is None):
            yield begin_act(*act)
            if outer not in (None, act):
                begin_act(*outer)
    except DatabaseError as error:
        raise find_refusal(error) from error
    finally:
        _acting.reset(within)


#: The act that this thread is within; None is none.
_acting: ContextVar[_Act | None] = ContextVar("acting", default=None)


def is_acting() -> bool:
    """Whether this thread is within an act, and so holds the ledger's lock."""
    return _acting.get() is not None
