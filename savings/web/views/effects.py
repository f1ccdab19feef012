"""Effects that are not money: an indicator's page, making one, observing, and confirming what another observed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from savings.elements.effects import DIRECTIONS, baseline_words
from savings.presentation.screen.effects import observations_table
from savings.recording.indicators import NewObservation, confirm, observe, open_indicator
from savings.recording.refusals import Refused
from savings.reporting.indicators import read_indicator
from savings.reporting.lookup import find_indicator, find_observation, find_programme
from savings.roles import Role
from savings.web.exports import TablesFile, page_or_file
from savings.web.forms.effects import IndicatorForm, ObservationForm
from savings.web.freshness import unshared
from savings.web.guard import current_user, role_required

if TYPE_CHECKING:
    pass


writers = role_required(Role.FINANCE, Role.CONTROLLER)


@require_safe
@unshared
def indicator(request: HttpRequest, number: int) -> HttpResponse:
    """An indicator and all that was observed of it; what waits is for those who record and confirm."""
    row = find_indicator(number)
    found = read_indicator(number, as_of=timezone.localdate())
    reader = current_user(request)
    records = bool(reader.roles & {Role.FINANCE, Role.CONTROLLER})
    waiting = [
        told for told in found.observations
        if not told.confirmed_by and Role.CONTROLLER in reader.roles and told.recorder != reader.get_username()
    ]  # fmt: skip
    context: dict[str, Any] = {
        "indicator": found, "programme": row.programme, "table": observations_table(found), "baseline": baseline_words(found),
        "wanted": DIRECTIONS.get(found.wanted, ""), "records": records, "waiting": waiting,
    }  # fmt: skip
    return page_or_file(request, "effects/indicator.html", context, TablesFile(title=found.name, tables=[context["table"]]))


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@writers
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new indicator of a programme."""
    programme = find_programme(slug)
    form = IndicatorForm(programme, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        chosen = said.pop("initiative")
        try:
            made = open_indicator(
                programme=programme,
                by=current_user(request),
                at=timezone.now(),
                initiative_id=int(chosen) if chosen else None,
                **said,
            )
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("The effect is registered. Record what was observed of it."))
            return redirect("effects:indicator", made.pk)
    context = {"form": form, "programme": programme, "title": _("A new effect besides the money")}
    return render(request, "effects/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@writers
def observation(request: HttpRequest, number: int) -> HttpResponse:
    """A new observation of an indicator; it counts once a controller other than its recorder has confirmed it."""
    row = find_indicator(number)
    form = ObservationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        observe(NewObservation(indicator=row, **form.cleaned_data), by=current_user(request), at=timezone.now())
        messages.success(request, _("The observation waits for somebody else to confirm it."))
        return redirect("effects:indicator", number)
    context = {"form": form, "programme": row.programme, "indicator": row, "title": _("A new observation")}
    return render(request, "effects/form.html", context)


@require_POST
@role_required(Role.CONTROLLER)
def confirm_one(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm what another observed."""
    found = find_observation(number)
    try:
        confirm(observation=found, by=current_user(request), at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The observation is confirmed."))
    return redirect("effects:indicator", found.indicator_id)
