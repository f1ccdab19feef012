"""Vouching: what waits, with what each entry does; approving one or several, and sending back with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from savings.presentation.screen.price_bases import waiting_bases
from savings.presentation.screen.prices import waiting_releases
from savings.presentation.screen.vouching import waiting_table
from savings.recording import approve, reject
from savings.recording.refusals import Refused
from savings.reporting import UnknownUnit, WaitingQuestion, read_waiting
from savings.reporting.effects import read_effects
from savings.reporting.lookup import find_entries, find_entry
from savings.reporting.price_bases import read_waiting_bases
from savings.reporting.prices import read_waiting_releases
from savings.reporting.remarks import count_waiting_notes
from savings.roles import Role
from savings.web.acts import post_data, redirect_done, redirect_warned, refusals_in
from savings.web.addresses import link_to
from savings.web.exports import TablesFile, describe_choices, describe_cut, page_or_file, read_ending
from savings.web.forms.entries import ReasonForm, WaitingQuery
from savings.web.guard import current_user, form_page, post_action
from savings.web.paging import page_of
from savings.web.posted import parse_number

if TYPE_CHECKING:
    from savings.models import Entry


PER_PAGE, MOST = 20, 500
LIMITS = ("program", "art", "enhed", "af")
EVERYTHING = WaitingQuestion()


@dataclass(frozen=True)
class _WaitingAddresses:
    """The addresses on the list; `asked` is what the reader has chosen there."""

    asked: QueryDict

    def entry(self, number: int) -> str:
        return reverse("entries:entry", args=[number])

    def send_back(self, number: int) -> str:
        return reverse("entries:send-back", args=[number])

    def in_order(self, order: str) -> str:
        kept = {name: value for name, value in self.asked.items() if name != "side"}
        return f"?{urlencode({**kept, 'orden': order})}"


@form_page(Role.CONTROLLER)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; by POST the chosen ones are approved, each by itself."""
    if request.method == "POST":
        return _approve_chosen(request)
    form = WaitingQuery(request.GET)
    if not form.is_valid():
        return _waiting_page(request, form, EVERYTHING, status=400)
    asked = form.cleaned_data
    question = WaitingQuestion(
        programme=asked["program"], kind=asked["art"], recorder=asked["af"], unit=asked["enhed"], order=asked["orden"] or "sent"
    )
    try:
        return _waiting_page(request, form, question, page=asked["side"] or 1)
    except UnknownUnit as error:
        form.add_error("enhed", _("There is no unit with the code “%(code)s”.") % {"code": error})
        return _waiting_page(request, form, EVERYTHING, status=400)


def _waiting_page(
    request: HttpRequest, form: django_forms.Form, question: WaitingQuestion, *, page: int = 1, status: int = 200
) -> HttpResponse:
    # A file holds all the pages, as far as anybody reads it.
    first, most = (1, MOST) if read_ending(request) else (page, PER_PAGE)
    waiting = read_waiting(question, page=first, per_page=most)
    effects = read_effects([entry.number for entry in waiting.entries], today=timezone.localdate())
    reader = current_user(request).get_username()
    table = waiting_table(waiting, effects, reader, _WaitingAddresses(request.GET), order=question.order)
    releases = waiting_releases(read_waiting_releases(), link_to("prices:series"))
    bases = waiting_bases(read_waiting_bases(), lambda slug: reverse("prices:bases", args=[slug]))
    context = {
        "form": form, "table": table, "page": page_of(waiting.total, page=page, per_page=PER_PAGE),
        "limited": question != replace(EVERYTHING, order=question.order), "releases": releases, "bases": bases,
        "notes": count_waiting_notes(),
    }  # fmt: skip
    cut = describe_cut(len(waiting.entries), waiting.total) if read_ending(request) else []
    file = TablesFile(title=_("What waits for approval"), tables=[table], first=cut, facts=describe_choices(form, *LIMITS))
    return page_or_file(request, "entries/waiting.html", context, file, status=status)


def _approve_chosen(request: HttpRequest) -> HttpResponse:
    numbers = [number for text in request.POST.getlist("entry")[:200] if (number := parse_number(text)) is not None]
    entries = find_entries(numbers)
    if not entries:
        return redirect_warned(request, _("Choose at least one entry to approve."), request.get_full_path())
    done = sum(_approve(request, entries[number]) for number in dict.fromkeys(numbers) if number in entries)
    if done:
        words = ngettext("%(count)s entry is approved.", "%(count)s entries are approved.", done)
        messages.success(request, words % {"count": done})
    return redirect("entries:waiting")


def _approve(request: HttpRequest, entry: Entry) -> bool:
    """Approve one; what the ledger refuses is told and stops none of the others."""
    try:
        approve(entry=entry, by=current_user(request), at=timezone.now())
    except Refused as refused:
        facts = {"number": entry.pk, "reason": refused}
        messages.warning(request, _("Entry %(number)s is not approved. %(reason)s") % facts)
        return False
    return True


@post_action(Role.CONTROLLER)
def approve_one(request: HttpRequest, number: int) -> HttpResponse:
    """Approve an entry from its own page, and stay there."""
    if _approve(request, find_entry(number)):
        messages.success(request, _("Entry %(number)s is approved and counts.") % {"number": number})
    return redirect("entries:entry", number)


@form_page(Role.CONTROLLER)
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send an entry back to its recorder with a reason."""
    entry = find_entry(number)
    form = ReasonForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            reject(entry=entry, by=current_user(request), at=timezone.now(), reason=form.cleaned_data["reason"])
            return redirect_done(request, _("Entry %(number)s is sent back.") % {"number": number}, "entries:waiting")
    return render(request, "entries/send_back.html", {"form": form, "entry": entry})
