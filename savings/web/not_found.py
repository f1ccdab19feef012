"""What the readers do not find is a page that is not there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from savings.reporting.lookup import NotFound


class NotFoundMiddleware:
    """Turns `NotFound` from anywhere below a view into 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Only what is not found is translated; everything else stays as it is.

        Raises:
            Http404: when nothing is known by the name or number that was asked for.
        """
        if isinstance(exception, NotFound):
            raise Http404 from exception
