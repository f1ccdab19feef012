"""What a sent form or a pressed button does: the act, its refusal in words, and the page to go on to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from savings.recording.refusals import Refused


def post_data(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; None where the page is only read."""
    return request.POST if request.method == "POST" else None


@contextmanager
def refusals_in(form: forms.Form, field: str | None = None, *of_field: type[Refused]) -> Iterator[None]:
    """Show in the form what the ledger refuses: at the field, where it is one `of_field` or none are named."""
    try:
        yield
    except Refused as refused:
        form.add_error(field if not of_field or isinstance(refused, of_field) else None, str(refused))


@contextmanager
def refusals_warned(request: HttpRequest) -> Iterator[None]:
    """Say on the next page what the ledger refuses."""
    try:
        yield
    except Refused as refused:
        messages.warning(request, str(refused))


def redirect_done(request: HttpRequest, words: str, to: str, *args: object) -> HttpResponse:
    """Go on to a page that says what was done."""
    messages.success(request, words)
    return redirect(to, *args)


def redirect_warned(request: HttpRequest, words: str, to: str, *args: object) -> HttpResponse:
    """Go on to a page that says what was not done, and why."""
    messages.warning(request, words)
    return redirect(to, *args)
