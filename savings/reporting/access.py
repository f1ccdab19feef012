"""Reading what locks a log-in: wrong passwords of the last hour, and the addresses somebody came in from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, Sum

from savings.models import AccessCount, LogInFailure, User
from savings.models.access import AccessSort


@dataclass(frozen=True)
class LogInState:
    """What is known of a name and an address before a password is looked at.

    Attributes:
        failures: wrong passwords for the name from this address since the last right one, and `last_at` the latest.
        elsewhere: wrong passwords for the name from other addresses, and `elsewhere_at` the latest.
        is_known: whether the person has come in from this address lately.
    """

    failures: int
    last_at: datetime | None
    elsewhere: int
    elsewhere_at: datetime | None
    is_known: bool


def read_log_in_state(digest: str, name: str, address: str, *, since: datetime, known_since: datetime) -> LogInState:
    """Failures since a moment, and log-ins since an earlier one; two queries."""
    here, there = Q(address=address), ~Q(address=address)
    facts = LogInFailure.objects.filter(name_digest=digest, last_at__gt=since).aggregate(
        here=Sum("failures", filter=here), here_at=Max("last_at", filter=here),
        there=Sum("failures", filter=there), there_at=Max("last_at", filter=there),
    )  # fmt: skip
    came = AccessCount.objects.filter(sort=AccessSort.LOGGED_IN, person__username=name, address=address, hour__gt=known_since)
    return LogInState(facts["here"] or 0, facts["here_at"], facts["there"] or 0, facts["there_at"], came.exists())


def find_person(name: str) -> User | None:
    """The account of that name; None where there is none."""
    return User.objects.filter(username=name).first()


def find_person_by_number(number: int) -> User | None:
    """The account with that row number; None where there is none."""
    return User.objects.filter(pk=number).first()
