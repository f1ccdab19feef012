"""For whoever watches over the installation: is it alive, and can it do its work? Nothing else is told."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from savings.reporting.health import find_failing

PLAIN = "text/plain; charset=utf-8"


@login_not_required
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; it asks nothing of the database."""
    return HttpResponse("ok\n", content_type=PLAIN)


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200, or 503 with the names of what fails, a line each."""
    failing = find_failing()
    response = HttpResponse("\n".join(failing or ["ok"]) + "\n", content_type=PLAIN, status=503 if failing else 200)
    # Asked every few seconds, it would fill the log; whoever asks is told.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
