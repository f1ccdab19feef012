"""Who asks for a page, which roles may, and how a page may be asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from savings.models import User
from savings.roles import Role

View = Callable[..., HttpResponseBase]
RECORDERS = frozenset({Role.FINANCE, Role.CONTROLLER})


def plain_page(*roles: Role) -> Callable[[View], View]:
    """A page that is rendered anew each time it is read; where roles are given, for people with one of them."""
    return lambda view: require_safe(_without_cache(_require_role(view, roles)))


def form_page(*roles: Role) -> Callable[[View], View]:
    """As `plain_page`, with a form that is sent to the same address."""
    return lambda view: require_http_methods(["GET", "HEAD", "POST"])(_without_cache(_require_role(view, roles)))


def post_action(*roles: Role) -> Callable[[View], View]:
    """An act behind a button of another page."""
    return lambda view: require_POST(_require_role(view, roles))


#: Nobody keeps the page, neither on the way nor in the reader's browser.
_without_cache = cache_control(private=True, no_store=True)


def _require_role(view: View, roles: Sequence[Role]) -> View:
    @wraps(view)
    def check_role(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if roles and not has_role(request, *roles):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return check_role


def has_role(request: HttpRequest, *roles: Role) -> bool:
    """Whether the person who asks has one of the roles."""
    return not current_user(request).roles.isdisjoint(roles)


def current_user(request: HttpRequest) -> User:
    """The person who asks.

    Raises:
        PermissionDenied: when nobody is logged in.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
