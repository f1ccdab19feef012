"""The yardstick: Valby's addresses, and one more whose view does nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """A page with nothing on it, behind the same log-in and middleware as every other."""
    request.user.pk  # noqa: B018 - the log-in is looked up, as on every page
    return HttpResponse("")


urlpatterns = [path("tom/", nothing), path("", include("savings.web.urls"))]
