"""What is sent is no larger than its address takes; it is refused by its announced length, before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from valby.limits import find_body_limit


class BodyLimitMiddleware:
    """Comes after the session, which says who asks, and before everything that reads what was sent: the form's token first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 where too much was sent, with what to do."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length <= find_body_limit(request.path, is_known=False):
            return self.get_response(request)
        is_known = SESSION_KEY in request.session
        limit = find_body_limit(request.path, is_known=is_known)
        if length <= limit:
            return self.get_response(request)
        context = {"megabytes": limit // 2**20, "is_known": is_known}
        return HttpResponse(render_to_string("errors/too_large.html", context), status=413)
