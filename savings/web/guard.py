"""Who asks for a page, and which roles may."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from savings.models import User
from savings.roles import Role

View = TypeVar("View", bound=Callable[..., HttpResponse])


def role_required(*roles: Role) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view for people with one of the roles; others get the page that says so (403)."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not current_user(request).roles & set(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


def current_user(request: HttpRequest) -> User:
    """The person who asks.

    Raises:
        PermissionDenied: when nobody is logged in.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
