"""What was typed into a form that could not be taken: carried along and offered to be sent again, so that nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

SALT = "valby.carried"
#: Long enough for a night; what is longer than a form ever is is not carried.
SECONDS, LONGEST = 24 * 60 * 60, 1_000_000
Fields = Sequence[tuple[str, str]]


def read_fields(request: HttpRequest) -> Fields:
    """The fields of a form as they were sent, in order, but for form tokens and passwords."""
    try:
        names = list(request.POST)
    except (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError, OSError):
        return ()
    names = [name for name in names if name not in ("csrfmiddlewaretoken", "carried") and "password" not in name]
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def stash_post(request: HttpRequest) -> str:
    """The fields and where they were going, signed, to be carried through the log-in; empty where there are none."""
    fields = read_fields(request)
    packed = signing.dumps({"path": request.get_full_path(), "fields": fields}, salt=SALT, compress=True) if fields else ""
    return packed if len(packed) <= LONGEST else ""


def unstash(text: str) -> dict[str, Any] | None:
    """What was carried: `path` and `fields`; None where it is nothing of ours, or too old."""
    try:
        content: dict[str, Any] = signing.loads(text, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, json.JSONDecodeError, UnicodeError, ValueError):
        return None
    return content


def resubmit_page(request: HttpRequest, why: str, path: str, fields: Fields, *, status: int) -> HttpResponse:
    """A page that holds what was typed and sends it again at a press. It needs neither database nor session."""
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        path = "/"
    context = {"why": why, "path": path, "fields": fields, "csrf_token": get_token(request)}
    return HttpResponse(render_to_string("account/resend.html", context), status=status)
