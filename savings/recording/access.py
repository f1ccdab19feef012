"""Who came in and who was refused, counted, and the wrong passwords that lock a log-in.

None of this takes the ledger's lock: whoever tries passwords makes no writer wait.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from savings.models import AccessCount, LogInFailure, User
from savings.models.access import AccessSort
from savings.recording.acting import ledger_act
from savings.recording.permissions import require_role
from savings.recording.refusals import SuperuserAbove
from savings.roles import Role

#: Wrong passwords after which a name is locked from an address, and for how long.
FAILURES, LOCK = 10, timedelta(hours=1)
#: Of one sort and hour so many addresses are told apart; what comes from more is counted as one, so that nobody fills the trail.
ADDRESSES = 200


def count_access(sort: AccessSort, *, person: User | None, address: str, at: datetime, page: str = "") -> None:
    """Count once more what happened to somebody from an address in this hour."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    page = page[:100]
    known = AccessCount.objects.filter(sort=sort, person=person, address=address, page=page, hour=hour)
    if known.update(count=F("count") + 1):
        return
    if AccessCount.objects.filter(sort=sort, hour=hour).count() >= ADDRESSES:
        address = ""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO savings_accesscount AS c (sort, person_id, address, page, hour, count) VALUES (%s, %s, %s, %s, %s, 1)
            ON CONFLICT ON CONSTRAINT access_count_once DO UPDATE SET count = c.count + 1
            """,
            [sort, person.pk if person else None, address, page, hour],
        )


def record_failure(name: str, address: str, *, at: datetime) -> bool:
    """Count a wrong password; whether the name is locked from this address by it. What is an hour old is forgotten."""
    LogInFailure.objects.filter(last_at__lt=at - LOCK).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO savings_loginfailure AS f (name_digest, address, failures, last_at) VALUES (%s, %s, 1, %s)
            ON CONFLICT (name_digest, address) DO UPDATE SET failures = f.failures + 1, last_at = excluded.last_at
            RETURNING failures
            """,
            [digest_name(name), address, at],
        )
        failures = cursor.fetchone()[0]
    return bool(failures >= FAILURES)


def forget_failures(name: str, address: str) -> None:
    """The right password was written: what was wrong before from there counts no more."""
    LogInFailure.objects.filter(name_digest=digest_name(name), address=address).delete()


def unlock(user: User, *, by: User, at: datetime) -> None:
    """Let somebody who is locked out try again at once, from everywhere.

    Raises:
        NotYourRole: when `by` is no administrator.
        SuperuserAbove: when the account is a superuser's, and `by` is none.
    """
    require_role(by, Role.ADMINISTRATOR)
    if user.is_superuser and not by.is_superuser:
        raise SuperuserAbove(user.get_username())
    with ledger_act(by, at):
        LogInFailure.objects.filter(name_digest=digest_name(user.get_username())).delete()
        count_access(AccessSort.UNLOCKED, person=user, address="", at=at)


def digest_name(name: str) -> str:
    """A user name as failures are counted by it: names differ by more than the size of their letters."""
    return hashlib.sha256(name.casefold().encode()).hexdigest()
