"""What somebody who has logged in must do before anything else: choose a password of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from savings.models import User

#: What may be opened before: the page itself, and what every page's frame leads to.
FREE = frozenset({"account:account", "account:log-in", "account:log-out", "account:language", "help:accessibility"})


class FirstStepsMiddleware:
    """Leads to My account whoever still has the password that somebody else chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """The page to go to first; None where there is none, or where this is it."""
        match, user = request.resolver_match, request.user
        if isinstance(user, User) and user.has_temporary_password and match and match.view_name not in FREE:
            return redirect("account:account")
        return None
