"""Caching: what was rendered once is shown again for as long as the ledger and all beside it stand unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from savings.models import User
from savings.reporting.version import PageVersion

T = TypeVar("T")
#: A day: the version in the key is what ends a rendering's life, not its age.
SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class CacheKeys:
    """What a rendering is known by.

    Attributes:
        content: what it is cached under: the version of all it can show, its path, what was asked, the language and the day.
        whole: the tag of the response around it, which may show the ledger's head beside it.
        place: the same page whatever its version: of several that are wanted one is made at a time.
    """

    content: str
    whole: str
    place: str


def build_keys(request: HttpRequest, asked: Mapping[str, str], version: PageVersion, *, shows_head: bool) -> CacheKeys:
    """The keys of a rendering.

    They hold nothing of the person, and what is cached under them holds nothing personal.

    Args:
        asked: what the form made of the query: an empty field or a parameter that means nothing here makes no rendering of
            its own.
        version: what it is made from. One of a programme changes with that programme alone.
        shows_head: whether the rendering itself, and not what stands around it, shows the ledger's head and what waits.
    """
    place = (request.path, sorted(asked.items()), get_language(), timezone.localdate().isoformat())
    head = (version.head.position, version.head.hash, version.waiting)
    made_from = version.everything if version.programme is None else (*version.programme, head if shows_head else ())
    content = ("rendered", *made_from, *place)
    return CacheKeys(_digest(content), _digest((*content, *head, version.head.trail)), _digest(place))


def _digest(parts: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def respond_from_cache(
    request: HttpRequest, keys: CacheKeys, compute: Callable[[], T], render: Callable[[T], HttpResponse], *, is_personal: bool
) -> HttpResponse:
    """A response whose costly part is computed once and cached until what it shows changes.

    Args:
        keys: read before the part is computed: then it can never be older than they say.
        compute: the part that is cached for whoever asks the same next; it holds nothing of the person.
        render: the response from that part; `is_personal` where it holds the reader's frame.
    """
    return conditional_response(request, keys.whole, lambda: render(get_or_compute(keys, compute)), is_personal=is_personal)


def get_or_compute(keys: CacheKeys, compute: Callable[[], T]) -> T:
    """The value cached under the key, or what `compute` returns, which is cached from then on.

    Of several readers who come at once after a change, one computes it and the others wait for it. So do those for whom it
    has changed once more meanwhile: one page is made at a time.
    """
    value = cache.get(keys.content)
    if value is None:
        with _LOCK:
            lock = _LOCKS.setdefault(keys.place, Lock())
        with lock:
            value = cache.get(keys.content)
            if value is None:
                value = compute()
                cache.set(keys.content, value, SECONDS)
    return cast(T, value)


_LOCK = Lock()
#: The lock of each page that is being made, for as long as somebody holds or awaits it.
_LOCKS: WeakValueDictionary[str, Any] = WeakValueDictionary()


def conditional_response(
    request: HttpRequest, key: str, respond: Callable[[], HttpResponse], *, is_personal: bool
) -> HttpResponse:
    """The response with an ETag; 304 without a body where the reader has it already.

    Args:
        is_personal: whether the response holds the reader's name, roles and form token, so that its tag must, too.
    """
    whose = f"{request.user.pk}:{_roles(request)}:{get_token(request) and request.META.get('CSRF_COOKIE')}" if is_personal else ""
    etag = f'"{hashlib.sha256(f"{key}:{whose}".encode()).hexdigest()[:40]}"'
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = respond()
    # Django's own 304 lacks the tag, and a browser that keeps several renderings of a page would not know which one stands.
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Cookie",))
    return response


def _roles(request: HttpRequest) -> list[str]:
    """The reader's roles; a page's head shows what they open."""
    return sorted(request.user.roles) if isinstance(request.user, User) else []
