"""A paper that the typesetter refuses, or does not set in time, is a page that says what to do instead."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from savings.elements.typesetting.typst import CannotBeSet, TookTooLong

logger = logging.getLogger(__name__)


class UnsetPaperMiddleware:
    """Answers `CannotBeSet` from anywhere below a view; the cause is in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page: 422 where the paper is refused, 503 where it takes too long; None for anything else."""
        if not isinstance(exception, CannotBeSet):
            return None
        logger.error("The paper at %s cannot be set: %s", request.path, exception)
        status = 503 if isinstance(exception, TookTooLong) else 422
        return render(request, "errors/failure.html", {"failure": "paper"}, status=status)
