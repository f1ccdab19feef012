"""Pages for when something went wrong: each says what to do next."""

from __future__ import annotations

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from savings.web.carrying import read_fields, resubmit_page


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense to us.

    A host name that nobody serves is refused before anybody asks who is logged in, so the page knows no user.
    """
    return HttpResponse(render_to_string("errors/bad_request.html"), status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this person."""
    return render(request, "errors/failure.html", {"failure": "403"}, status=403)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or too old; the reason is in the log.

    A form of our own that was only left lying (somebody logged in anew meanwhile) is offered to be sent again. The
    browser itself says whose form it is: no other site's page can set that header.
    """
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if ours and request.path != settings.LOGIN_URL and (fields := read_fields(request)):
        return resubmit_page(request, "forged", request.get_full_path(), fields, status=403)
    return forbidden(request)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing stands at this address."""
    return render(request, "errors/failure.html", {"failure": "404"}, status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault, or 503: the database is away; rendered without it. What was typed is offered to be sent again."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    if request.method == "POST" and request.path != settings.LOGIN_URL and (fields := read_fields(request)):
        return resubmit_page(request, "away" if away else "broken", request.get_full_path(), fields, status=503 if away else 500)
    if away:
        return HttpResponse(render_to_string("errors/broken.html"), status=503)
    return HttpResponse(render_to_string("errors/broken.html"), status=500)
