"""Pages for when something went wrong: each says what to do next."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense to us."""
    return render(request, "savings/failure.html", {"failure": "400"}, status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this person."""
    return render(request, "savings/failure.html", {"failure": "403"}, status=403)


@login_not_required
def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or too old; the reason is in the log."""
    return forbidden(request)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing stands at this address."""
    return render(request, "savings/failure.html", {"failure": "404"}, status=404)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; rendered without the database, which may be what is broken."""
    return HttpResponse(render_to_string("savings/broken.html"), status=500)
