"""Whoever has not logged in is asked to, and keeps what was just typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from savings.web.forms.account import LogInForm
from savings.web.resubmission import stash_post


class StashingLoginMiddleware(LoginRequiredMiddleware):
    """As Django's, but a form that is sent after the session ended is carried through the log-in."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """The log-in page, by a redirect where nothing was typed."""
        stash = stash_post(request) if request.method == "POST" else ""
        if not stash:
            return super().handle_no_permission(request, view_func)
        context = {"form": LogInForm(request), "carried": stash, "next": ""}
        return render(request, "account/log_in.html", context, status=403)
