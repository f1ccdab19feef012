"""Answers to what a form asks, or a page that says what to change in the question and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from savings.elements.numbers import day
from savings.reporting import UnknownUnit
from savings.reporting.bridge import BackToFront
from savings.reporting.reports import UnknownReport


class Unanswerable(Exception):
    """What was asked is well formed, but there is no answer to it; names the field and says why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field, self.why = field, why


@contextmanager
def answerable() -> Iterator[None]:
    """What a reader of the ledger could not find becomes `Unanswerable`, in the words of the one who asked."""
    try:
        yield
    except UnknownUnit as error:
        why = _("There is no unit with the code “%(code)s”. Choose one of the programme's units.")
        raise Unanswerable("enhed", why % {"code": error}) from error
    except UnknownReport as error:
        raise Unanswerable(
            "rapport", _("The programme has no published report of that number. Choose one of those shown.")
        ) from error
    except BackToFront as error:
        why = _("The comparison would begin on %(date)s, after the date the status is as of. Choose an earlier beginning.")
        raise Unanswerable("fra", why % {"date": day(error.args[0])}) from error


def answer(request: HttpRequest, form: forms.Form, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """The response where the question is valid and has an answer; else the page that says what to change in it (400)."""
    if form.is_valid():
        try:
            with answerable():
                return respond()
        except Unanswerable as error:
            form.add_error(error.field if error.field in form.fields else None, error.why)
    return not_understood(request, form)


def not_understood(request: HttpRequest, form: forms.Form) -> HttpResponse:
    """A page that says what was wrong with the question, with what was typed still there."""
    return render(request, "errors/not_understood.html", {"form": form}, status=400)
