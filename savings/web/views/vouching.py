"""Vouching: what waits, with what each entry does; approving one or several, and sending back with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from savings.presentation.screen.prices import waiting_releases
from savings.presentation.screen.vouching import waiting_screen
from savings.recording import approve, reject
from savings.recording.refusals import Refused
from savings.reporting import UnknownUnit, WaitingQuestion, read_waiting
from savings.reporting.effects import read_effects
from savings.reporting.lookup import find_entries, find_entry
from savings.reporting.prices import read_waiting_releases
from savings.reporting.remarks import count_waiting_notes
from savings.roles import Role
from savings.web.forms.entries import ReasonForm, WaitingQuery
from savings.web.freshness import unshared
from savings.web.guard import current_user, role_required
from savings.web.paging import page_of
from savings.web.posted import parse_number

if TYPE_CHECKING:
    from savings.models import Entry


PER_PAGE = 20
EVERYTHING = WaitingQuestion()
controllers = role_required(Role.CONTROLLER)


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@controllers
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; by POST the chosen ones are approved, each by itself."""
    if request.method == "POST":
        return _approve_chosen(request)
    form = WaitingQuery(request.GET)
    if not form.is_valid():
        return _waiting_page(request, form, EVERYTHING, status=400)
    asked = form.cleaned_data
    question = WaitingQuestion(programme=asked["program"], kind=asked["art"], recorder=asked["af"], unit=asked["enhed"])
    try:
        return _waiting_page(request, form, question, page=asked["side"] or 1)
    except UnknownUnit as error:
        form.add_error("enhed", _("There is no unit with the code “%(code)s”.") % {"code": error})
        return _waiting_page(request, form, EVERYTHING, status=400)


def _waiting_page(
    request: HttpRequest, form: django_forms.Form, question: WaitingQuestion, *, page: int = 1, status: int = 200
) -> HttpResponse:
    found = read_waiting(question, page=page, per_page=PER_PAGE)
    effects = read_effects([entry.number for entry in found.entries], today=timezone.localdate())
    screen = waiting_screen(
        found, effects, current_user(request).get_username(), lambda number: reverse("entries:entry", args=[number])
    )
    releases = waiting_releases(read_waiting_releases(), lambda number: reverse("prices:series", args=[number]))
    context = {
        "form": form, "screen": screen, "page": page_of(found.total, page=page, per_page=PER_PAGE),
        "limited": question != EVERYTHING, "releases": releases,
        "notes": count_waiting_notes(),
    }  # fmt: skip
    return render(request, "entries/waiting.html", context, status=status)


def _approve_chosen(request: HttpRequest) -> HttpResponse:
    numbers = [number for text in request.POST.getlist("entry")[:200] if (number := parse_number(text)) is not None]
    entries = find_entries(numbers)
    if not entries:
        messages.warning(request, _("Choose at least one entry to approve."))
        return redirect(request.get_full_path())
    done = sum(_approved(request, entries[number]) for number in dict.fromkeys(numbers) if number in entries)
    if done:
        said = ngettext("%(count)s entry is approved.", "%(count)s entries are approved.", done) % {"count": done}
        messages.success(request, said)
    return redirect("entries:waiting")


def _approved(request: HttpRequest, entry: Entry) -> bool:
    """Approve one; what the ledger refuses is told and stops none of the others."""
    try:
        approve(entry=entry, by=current_user(request), at=timezone.now())
    except Refused as refused:
        facts = {"number": entry.pk, "reason": refused}
        messages.warning(request, _("Entry %(number)s is not approved. %(reason)s") % facts)
        return False
    return True


@require_POST
@controllers
def approve_one(request: HttpRequest, number: int) -> HttpResponse:
    """Approve an entry from its own page, and stay there."""
    if _approved(request, find_entry(number)):
        messages.success(request, _("Entry %(number)s is approved and counts.") % {"number": number})
    return redirect("entries:entry", number)


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@controllers
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send an entry back to its recorder with a reason."""
    entry = find_entry(number)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reject(entry=entry, by=current_user(request), at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Entry %(number)s is sent back.") % {"number": number})
            return redirect("entries:waiting")
    return render(request, "entries/send_back.html", {"form": form, "entry": entry})
