"""Answers to what a form asks: kept until the ledger changes, or a page that says what to change and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.faces.numbers import day
from savings.prices import NoPriceChange
from savings.reporting import NoSeries, UnknownUnit
from savings.reporting.bridge import BackToFront
from savings.reporting.reports import UnknownReport
from savings.web.forms.programmes import StatusQuery
from savings.web.freshness import conditional, kept, key_of

T = TypeVar("T")


class Unanswerable(Exception):
    """What was asked is well formed, but there is no answer to it; names the field and says why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field, self.why = field, why


@contextmanager
def answerable() -> Iterator[None]:
    """What a reader of the ledger could not find or restate becomes `Unanswerable`, in the words of the one who asked."""
    try:
        yield
    except UnknownUnit as error:
        why = _("There is no unit with the code “%(code)s”. Choose one of the programme's units.")
        raise Unanswerable("enhed", why % {"code": error}) from error
    except NoSeries as error:
        why = _("The programme has no price series, so its amounts cannot be restated. Leave the price level empty.")
        raise Unanswerable("pl", why) from error
    except NoPriceChange as error:
        why = _("%(series)s has no change for %(year)s, so the amounts cannot be restated that far. Choose another year.")
        raise Unanswerable("pl", why % {"series": error.series, "year": error.year}) from error
    except UnknownReport as error:
        raise Unanswerable(
            "rapport", _("The programme has no published report of that number. Choose one of those shown.")
        ) from error
    except BackToFront as error:
        why = _("The comparison would begin on %(date)s, after the date the status is as of. Choose an earlier beginning.")
        raise Unanswerable("fra", why % {"date": day(error.args[0])}) from error


def answered(
    request: HttpRequest, form: StatusQuery, make: Callable[[], T], show: Callable[[T], HttpResponse], *, personal: bool
) -> HttpResponse:
    """What a form asks for, made once and kept until the ledger changes; or the page that says what was wrong with the question.

    Args:
        make: what is kept for whoever asks the same next; it holds nothing of the person.
        show: the response made from it, `personal` where it holds the reader's frame.
    """

    def answer() -> HttpResponse:
        key = key_of(request, form.asked(), timezone.localdate())
        return conditional(request, key, lambda: show(kept(key, make)), personal=personal)

    return answered_anew(request, form, answer)


def answered_anew(request: HttpRequest, form: StatusQuery, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer to what a form asks for, kept nowhere; or the page that says what was wrong with the question."""
    if not form.is_valid():
        return not_understood(request, form)
    try:
        return answer()
    except Unanswerable as error:
        return not_understood(request, form, error)


def page(request: HttpRequest, form: StatusQuery, rendered: Callable[[], dict[str, object]]) -> HttpResponse:
    """A page in the reader's own frame, its main part kept until the ledger changes."""
    return answered(request, form, rendered, lambda main: render(request, "shared/cached.html", main), personal=True)


def not_understood(request: HttpRequest, form: forms.Form, error: Unanswerable | None = None) -> HttpResponse:
    """A page that says what was wrong with the question, with what was typed still there."""
    if error is not None:
        form.add_error(error.field if error.field in form.fields else None, error.why)
    return render(request, "errors/not_understood.html", {"form": form}, status=400)
