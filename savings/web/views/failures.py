"""Pages for when something went wrong: each says what to do next."""

from __future__ import annotations

import sys

import psycopg2
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from savings.models import User
from savings.recording.access import AccessSort, count_access
from savings.web.log_in_limits import TooMany, client_address
from savings.web.resubmission import Fields, read_fields, resubmit_page

RETRY_SECONDS = 15
#: PostgreSQL's codes for a transaction that stood idle or ran too long: the connection is closed after them.
CLOSED_BY_SERVER = {"25P03", "25P04"}


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense to us.

    A host name that nobody serves is refused before anybody asks who is logged in, so the page knows no user. A session that
    could not be saved because the database went is no fault of the request.
    """
    if is_database_away(exception):
        return database_away(request)
    return HttpResponse(render_to_string("errors/bad_request.html"), status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this person; the trail says so."""
    user = getattr(request, "user", None)
    page = request.resolver_match.view_name if request.resolver_match else ""
    count_access(
        AccessSort.REFUSED,
        person=user if isinstance(user, User) else None,
        address=client_address(request),
        at=timezone.now(),
        page=page,
    )
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


def too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """429: no password is looked at now; when one is, and whom to ask."""
    context = {"until": refusal.until, "is_everywhere": refusal.is_everywhere}
    response = render(request, "account/locked_out.html", context, status=429)
    response["Retry-After"] = str(refusal.seconds(timezone.now()))
    return response


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing stands at this address."""
    return render(request, "errors/failure.html", {"failure": "404"}, status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault, or 503: the database is away; rendered without it. What was typed is offered to be sent again."""
    error = sys.exc_info()[1]
    if is_database_away(error):
        return database_away(request)
    if fields := _read_typed(request):
        return resubmit_page(request, "broken", request.get_full_path(), fields, status=500)
    return HttpResponse(render_to_string("errors/broken.html"), status=500)


def database_away(request: HttpRequest) -> HttpResponse:
    """503: nothing was written, or what was written is there; in a minute the same can be asked again."""
    if fields := _read_typed(request):
        response = resubmit_page(request, "away", request.get_full_path(), fields, status=503)
    else:
        response = HttpResponse(render_to_string("errors/away.html"), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _read_typed(request: HttpRequest) -> Fields:
    """What can be sent again: what was typed, but for a password."""
    return read_fields(request) if request.method == "POST" and request.path != settings.LOGIN_URL else ()


def is_database_away(error: BaseException | None) -> bool:
    """Whether an error comes of a database that went, closed the connection, or gave up waiting; however it was wrapped.

    The session's store makes a fault of its own of whatever happens while it saves.
    """
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError) or getattr(error, "pgcode", None) in CLOSED_BY_SERVER:
            return True
        # A connection that breaks at certain moments is no more than this to psycopg2; what the server says has a code.
        if type(error) is psycopg2.DatabaseError and getattr(error, "pgcode", "") is None:
            return True
        error = error.__cause__ or error.__context__
    return False
