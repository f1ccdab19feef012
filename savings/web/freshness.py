"""Freshness: what was rendered once is shown again for as long as the ledger and all beside it stand unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from threading import Lock
from typing import TypeVar, cast
from weakref import WeakValueDictionary

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from savings.models import User
from savings.reporting import read_version

T = TypeVar("T")
#: A day: the version in the key is what ends a rendering's life, not its age.
SECONDS = 24 * 60 * 60
#: For pages that are made anew each time: nobody between us and the reader keeps them, and the reader asks again.
unshared = cache_control(private=True, no_cache=True)


def key_of(request: HttpRequest, asked: Mapping[str, str], today: date) -> str:
    """The key of a rendering: the version of all it can show, its path, what was asked, the language and the day.

    It holds nothing of the person, and what is kept under it holds nothing personal. `asked` is what the form made of the
    query: an empty field or a parameter that means nothing here makes no rendering of its own.
    """
    version = read_version()
    parts = (*version, request.path, sorted(asked.items()), get_language(), today.isoformat())
    return "rendered:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def kept(key: str, make: Callable[[], T]) -> T:
    """What was made under the key before, or what `make` makes now.

    Of several readers who come at once after a change, one makes it and the others wait for it.
    """
    found = cache.get(key)
    if found is None:
        with _LOCK:
            making = _MAKING.setdefault(key, Making())
        with making.lock:
            found = cache.get(key)
            if found is None:
                found = make()
                cache.set(key, found, SECONDS)
    return cast(T, found)


class Making:
    """The lock of one rendering, for as long as somebody holds or awaits it."""

    def __init__(self) -> None:
        self.lock = Lock()


_LOCK = Lock()
_MAKING: WeakValueDictionary[str, Making] = WeakValueDictionary()


def conditional(request: HttpRequest, key: str, make: Callable[[], HttpResponse], *, personal: bool) -> HttpResponse:
    """The response with an ETag; 304 without a body where the reader has it already.

    Args:
        personal: whether the response holds the reader's name, rooms and form token, so that its tag must, too.
    """
    whose = f"{request.user.pk}:{_rooms(request)}:{get_token(request) and request.META.get('CSRF_COOKIE')}" if personal else ""
    etag = f'"{hashlib.sha256(f"{key}:{whose}".encode()).hexdigest()[:40]}"'
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = make()
    # Django's own 304 lacks the tag, and a browser that keeps several renderings of a page would not know which one stands.
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Cookie",))
    return response


def _rooms(request: HttpRequest) -> list[str]:
    """What the reader's roles open; a page's head shows it."""
    return sorted(request.user.roles) if isinstance(request.user, User) else []
