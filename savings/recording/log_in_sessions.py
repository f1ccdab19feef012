"""Sessions that somebody can see and end. Like the counts of log-ins, none of this takes the ledger's lock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from savings.models import LogInSession, User
from savings.models.log_ins import KEY_DIGEST, digest_key


@dataclass(frozen=True)
class Sender:
    """From where somebody logs in: the address, and the browser and system in a few words."""

    address: str
    agent: str


def begin_session(user: User, key: str, sender: Sender, *, at: datetime) -> None:
    """Keep that a session has begun; what is over of the person's is cleared away."""
    LogInSession.objects.filter(person=user).exclude(key_digest__in=_read_open(user)).delete()
    facts = {"address": sender.address, "agent": sender.agent, "begun_at": at, "last_used_at": at}
    LogInSession.objects.create(person=user, key_digest=digest_key(key), **facts)


def touch_session(key: str, *, at: datetime) -> None:
    """Keep when a session was used last."""
    LogInSession.objects.filter(key_digest=digest_key(key)).update(last_used_at=at)


def rename_session(key: str, new: str) -> None:
    """The session goes on under another key."""
    LogInSession.objects.filter(key_digest=digest_key(key)).update(key_digest=digest_key(new))


def end_session(session: LogInSession) -> None:
    """End a session; its browser is logged out at its next request."""
    _end([session.key_digest])


def end_other_sessions(user: User, key: str | None = None) -> None:
    """End all sessions of a person, but for the one of that key."""
    others = LogInSession.objects.filter(person=user).exclude(key_digest=digest_key(key) if key else "")
    _end(others.values_list("key_digest", flat=True))


def _end(digests: Iterable[str]) -> None:
    ended = list(digests)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM django_session WHERE {KEY_DIGEST} = ANY(%s)", [ended])
        LogInSession.objects.filter(key_digest__in=ended).delete()


def _read_open(user: User) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key_digest FROM savings_loginsession JOIN django_session ON {KEY_DIGEST} = key_digest WHERE person_id = %s",
            [user.pk],
        )
        return [digest for (digest,) in cursor.fetchall()]
