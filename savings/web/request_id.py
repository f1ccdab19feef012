"""A number for each request, which stands in the log's lines and in the response, so that one leads to the other."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from valby.log import request_id

HEADER = "X-Request-Id"


class RequestIdMiddleware:
    """Takes the number a trusted proxy gave the request, or makes one; it comes right after what drops other people's claims."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the number."""
        told = request.headers.get(HEADER, "")
        token = request_id.set(told if re.fullmatch(r"[A-Za-z0-9._-]{8,64}", told) else uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request_id.get()
            return response
        finally:
            request_id.reset(token)
