"""Reading where somebody is logged in, and whether a second factor is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from savings.models import RecoveryCode, SecondFactor, User
from savings.models.log_ins import KEY_DIGEST, digest_key


@dataclass(frozen=True)
class OpenSession:
    """A session that is not over: from where, since when, used last when, and whether it is the one that asks."""

    number: int
    address: str
    agent: str
    begun_at: datetime
    last_used_at: datetime
    is_this: bool


@dataclass(frozen=True)
class FactorFacts:
    """Since when a second factor is asked for, and how many recovery codes are left."""

    since: datetime
    codes_left: int


def read_sessions(user: User, key: str, now: datetime) -> tuple[OpenSession, ...]:
    """The person's sessions, the one used last first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT l.id, l.address, l.agent, l.begun_at, l.last_used_at, l.key_digest = %s
            FROM savings_loginsession l JOIN django_session ON {KEY_DIGEST} = l.key_digest AND expire_date > %s
            WHERE l.person_id = %s ORDER BY l.last_used_at DESC, l.id
            """,
            [digest_key(key), now, user.pk],
        )
        return tuple(OpenSession(*row) for row in cursor.fetchall())


def has_second_factor(user: User) -> bool:
    """Whether a code is asked for at the person's log-in."""
    return SecondFactor.objects.filter(person=user).exists()


def read_second_factor(user: User) -> FactorFacts | None:
    """The person's second factor; None where there is none."""
    factor = SecondFactor.objects.filter(person=user).first()
    left = RecoveryCode.objects.filter(person=user, used_at=None).count()
    return FactorFacts(factor.since, left) if factor else None
