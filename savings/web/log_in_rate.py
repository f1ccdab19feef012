"""How often one address may fail to log in: a flood is refused before any password is checked, which is costly."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from savings.web.log_in_limits import client_address
from valby.limits import LOG_INS

MINUTE = 60


class LogInRateMiddleware:
    """Counts what failed, by the reader's address, and refuses the next for the rest of the minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """429 for whoever fails too often; anything else is answered as asked."""
        if request.method != "POST" or request.path not in LOG_INS:
            return self.get_response(request)
        key = f"failed-log-ins:{client_address(request)}"
        if (cache.get(key) or 0) >= settings.FAILED_LOG_INS_A_MINUTE:
            headers = {"Retry-After": str(MINUTE)}
            return HttpResponse(render_to_string("errors/too_often.html"), status=429, headers=headers)
        response = self.get_response(request)
        # A redirect has logged in; a fault of ours, as a database that is away, is nobody's wrong password.
        if response.status_code not in (302, 303) and response.status_code < 500:
            _count(key)
        return response


def _count(key: str) -> None:
    if not cache.add(key, 1, MINUTE):
        try:
            cache.incr(key)
        except ValueError:
            # The minute ended meanwhile, or the cache is away.
            cache.add(key, 1, MINUTE)
