"""All that limits log-ins, since looking at a password costs a tenth of a second's work: rates, locks, and turns."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from savings.models import User
from savings.recording.access import FAILURES, LOCK, AccessSort, count_access, digest_name, forget_failures, record_failure
from savings.reporting.access import find_person, read_log_in_state
from savings.web.posted import remove_nul
from savings.web.proxies import parse_address
from valby.limits import LOG_INS

#: Wrong passwords for one name from everywhere; then only addresses that the person has come in from are heard.
FAILURES_EVERYWHERE = 50
#: When to come again after a rate or a turn refused, in seconds.
SOON = 5
#: The seconds over which the failures of an address are counted; `settings.FAILED_LOG_INS_A_MINUTE` is how many.
MINUTE = 60
#: How long an address counts as one that the person comes in from.
KNOWN_FOR = timedelta(days=90)


@dataclass(frozen=True)
class TooMany(Exception):
    """No password is looked at now.

    Attributes:
        until: when it can be tried again; None for in some seconds.
        is_everywhere: whether the name is closed for new addresses, and not for this one by its own tries.
    """

    until: datetime | None = None
    is_everywhere: bool = False

    def seconds(self, now: datetime) -> int:
        """What the header Retry-After says."""
        return max(1, int((self.until - now).total_seconds()) + 1) if self.until else SOON


@dataclass
class TokenBucket:
    """A rate: so many at once, and one more every so many seconds. Each process counts by itself."""

    most: int
    seconds_each: float
    _tokens: float = field(init=False)
    _at: float = field(init=False)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.refill()

    def refill(self) -> None:
        self._tokens, self._at = self.most, time.monotonic()

    def is_empty(self) -> bool:
        with self._lock:
            now = time.monotonic()
            self._tokens = min(self.most, self._tokens + (now - self._at) / self.seconds_each)
            self._at = now
            return self._tokens < 1

    def take(self) -> None:
        """One more; below nothing it does not go."""
        with self._lock:
            self._tokens = max(0, self._tokens - 1)


#: Wrong passwords over all names and addresses.
WRONG_PASSWORDS = TokenBucket(60, 1.0)
#: One password is looked at in a process at a time, and two wait for their turn; the other threads are the readers'.
_TURN, _WAITING, WAIT_SECONDS = threading.Lock(), threading.BoundedSemaphore(3), 3


@contextmanager
def password_turn() -> Iterator[None]:
    """The process' one turn at looking at a password.

    Raises:
        TooMany: when others wait already, or the turn does not come.
    """
    if not _WAITING.acquire(blocking=False):
        raise TooMany
    try:
        if not _TURN.acquire(timeout=WAIT_SECONDS):
            raise TooMany
        try:
            yield
        finally:
            _TURN.release()
    finally:
        _WAITING.release()


def check_log_in(name: str, address: str, now: datetime) -> None:
    """Refuse what is locked or comes too fast.

    Ten wrong passwords lock a name from one address. What is tried from elsewhere never shuts out somebody who comes from
    an address of theirs.

    Raises:
        TooMany: until when.
    """
    state = read_log_in_state(digest_name(name), name, address, since=now - LOCK, known_since=now - KNOWN_FOR)
    if state.failures >= FAILURES and state.last_at:
        raise TooMany(state.last_at + LOCK)
    if state.is_known:
        return
    if state.failures + state.elsewhere >= FAILURES_EVERYWHERE and state.elsewhere_at:
        raise TooMany(state.elsewhere_at + LOCK, is_everywhere=True)
    if WRONG_PASSWORDS.is_empty():
        raise TooMany


def count_wrong_password(name: str, address: str, now: datetime) -> None:
    """Count a wrong password for a name.

    Raises:
        TooMany: when the name is locked by it.
    """
    WRONG_PASSWORDS.take()
    count_access(AccessSort.FAILED, person=find_person(name), address=address, at=now)
    if record_failure(name, address, at=now):
        raise TooMany(now + LOCK)


def count_locked(name: str, refusal: TooMany, address: str, now: datetime) -> None:
    """Count a log-in that a lock refused; a rate that refused says nothing of the person."""
    if refusal.until:
        count_access(AccessSort.LOCKED, person=find_person(remove_nul(name)), address=address, at=now)


def is_own_password(user: User, password: str, address: str, now: datetime) -> bool:
    """Whether it is the person's password, asked as often as at the log-in and not oftener.

    Raises:
        TooMany: when too many wrong ones were tried.
    """
    name = user.get_username()
    check_log_in(name, address, now)
    with password_turn():
        is_right = user.check_password(password)
    if is_right:
        forget_failures(name, address)
    else:
        count_wrong_password(name, address, now)
    return is_right


def client_address(request: HttpRequest) -> str:
    """What one sender can ask from: an IPv4 address, or the IPv6 network that one line is given; empty where it is unknown."""
    address = parse_address(request.META.get("REMOTE_ADDR", ""))
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or "")


class LogInRateMiddleware:
    """Counts what failed, by the reader's address, and refuses the next for the rest of the minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """429 for whoever fails too often; anything else is answered as asked."""
        if request.method != "POST" or request.path not in LOG_INS:
            return self.get_response(request)
        key = f"failed-log-ins:{client_address(request)}"
        if (cache.get(key) or 0) >= settings.FAILED_LOG_INS_A_MINUTE:
            headers = {"Retry-After": str(MINUTE)}
            return HttpResponse(render_to_string("errors/too_often.html"), status=429, headers=headers)
        response = self.get_response(request)
        # A redirect has logged in; a fault of ours, as a database that is away, is nobody's wrong password.
        if response.status_code not in (302, 303) and response.status_code < 500:
            _count(key)
        return response


def _count(key: str) -> None:
    if not cache.add(key, 1, MINUTE):
        try:
            cache.incr(key)
        except ValueError:
            # The minute ended meanwhile, or the cache is away.
            cache.add(key, 1, MINUTE)
