"""The guard at the door of a page: which roles may pass."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from savings.models import User
from savings.roles import Role

View = TypeVar("View", bound=Callable[..., HttpResponse])


def only(*roles: Role) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view for people with one of the roles; others get the page that says so (403)."""

    def guarded(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guard(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not person(request).roles & set(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guard

    return guarded


def person(request: HttpRequest) -> User:
    """Who asks; every page but the log-in is for people with an account."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
