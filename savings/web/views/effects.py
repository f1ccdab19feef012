"""Effects that are not money: an indicator's page, making one, observing, and confirming what another observed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.effects import DIRECTIONS, baseline_words
from savings.presentation.screen.effects import observations_table
from savings.recording.indicators import NewObservation, confirm, observe, open_indicator
from savings.reporting.indicators import read_indicator
from savings.reporting.lookup import find_indicator, find_observation, find_programme
from savings.roles import Role
from savings.web.acts import post_data, redirect_done, refusals_in, refusals_warned
from savings.web.exports import TablesFile, page_or_file
from savings.web.forms.effects import IndicatorForm, ObservationForm
from savings.web.guard import RECORDERS, current_user, form_page, has_role, plain_page, post_action


@plain_page()
def indicator(request: HttpRequest, number: int) -> HttpResponse:
    """An indicator and all that was observed of it; what waits is for those who record and confirm."""
    reader = current_user(request)
    row = find_indicator(number, reader)
    facts = read_indicator(number, reader, as_of=timezone.localdate())
    may_confirm, own_name = has_role(request, Role.CONTROLLER), reader.get_username()
    waiting = [it for it in facts.observations if may_confirm and not it.confirmed_by and it.recorder != own_name]
    table = observations_table(facts)
    context: dict[str, object] = {
        "indicator": facts, "programme": row.programme, "table": table, "baseline": baseline_words(facts),
        "wanted": DIRECTIONS.get(facts.wanted, ""), "records": has_role(request, *RECORDERS), "waiting": waiting,
    }  # fmt: skip
    return page_or_file(request, "effects/indicator.html", context, TablesFile(title=facts.name, tables=[table]))


@form_page(*RECORDERS)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    programme = find_programme(slug)
    form = IndicatorForm(programme, current_user(request), post_data(request))
    if form.is_valid():
        facts = dict(form.cleaned_data)
        key = facts.pop("initiative")
        with refusals_in(form, "name"):
            made = open_indicator(
                programme=programme, by=current_user(request), at=timezone.now(), initiative_id=int(key) if key else None, **facts
            )
            done = _("The effect is registered. Record what was observed of it.")
            return redirect_done(request, done, "effects:indicator", made.pk)
    context = {"form": form, "programme": programme, "title": _("A new effect besides the money")}
    return render(request, "effects/form.html", context)


@form_page(*RECORDERS)
def observation(request: HttpRequest, number: int) -> HttpResponse:
    """A new observation of an indicator; it counts once a controller other than its recorder has confirmed it."""
    row = find_indicator(number, current_user(request))
    form = ObservationForm(current_user(request), post_data(request))
    if form.is_valid():
        observe(NewObservation(indicator=row, **form.cleaned_data), by=current_user(request), at=timezone.now())
        done = _("The observation waits for somebody else to confirm it.")
        return redirect_done(request, done, "effects:indicator", number)
    context = {"form": form, "programme": row.programme, "indicator": row, "title": _("A new observation")}
    return render(request, "effects/form.html", context)


@post_action(Role.CONTROLLER)
def confirm_one(request: HttpRequest, number: int) -> HttpResponse:
    observed = find_observation(number)
    with refusals_warned(request):
        confirm(observation=observed, by=current_user(request), at=timezone.now())
        messages.success(request, _("The observation is confirmed."))
    return redirect("effects:indicator", observed.indicator_id)
