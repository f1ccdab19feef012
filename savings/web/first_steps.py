"""What somebody who has logged in must do before anything else: choose a password of one's own, set up a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from savings.models import User
from savings.reporting.log_ins import has_second_factor
from savings.roles import TAKE_TWO
from savings.web.log_in_watch import PROVEN

#: What may be opened before: what every page's frame leads to.
FREE = frozenset({"account:log-in", "account:code", "account:log-out", "account:language", "help:accessibility"})


class FirstStepsMiddleware:
    """Leads to My account whoever has the password that somebody else chose, and to the second factor whoever must have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """The page to go to first; None where there is none, or where this is it."""
        match, user = request.resolver_match, request.user
        if not isinstance(user, User) or match is None or match.view_name in FREE:
            return None
        step = find_first_step(request, user)
        return redirect(step) if step and match.view_name != step else None


def find_first_step(request: HttpRequest, user: User) -> str | None:
    """The name of the page that comes first for the person; None where there is none."""
    if user.has_temporary_password:
        return "account:account"
    if needs_second_factor(user) and not request.session.get(PROVEN) and not has_second_factor(user):
        return "account:second-factor"
    return None


def needs_second_factor(user: User) -> bool:
    """Whether the office requires one of this person (VALBY_REQUIRE_TOTP)."""
    if settings.REQUIRE_TOTP == "vouching":
        return user.is_superuser or bool(user.roles & TAKE_TWO)
    return bool(settings.REQUIRE_TOTP == "all")
