"""Price series: read by everybody, released by finance staff and controllers, approved by another controller."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.table import Table
from savings.models import User
from savings.presentation.screen.prices import amount_by_year_table, changes_table, series_screen, series_table
from savings.prices import NoPriceChange
from savings.projections.prices import SeriesFacts, year_by_year
from savings.recording.approve import approve_release
from savings.recording.prices import open_series, record_release
from savings.recording.refusals import NameTaken, Refused
from savings.reporting.lookup import find_release, find_series
from savings.reporting.prices import read_series
from savings.roles import Role
from savings.web.acts import post_data, redirect_done, redirect_warned, refusals_in
from savings.web.addresses import link_to
from savings.web.exports import TablesFile, page_or_file
from savings.web.forms.prices import CalculatorForm, ReleaseForm, SeriesForm
from savings.web.guard import RECORDERS, current_user, form_page, has_role, plain_page, post_action


@plain_page()
def all_series(request: HttpRequest) -> HttpResponse:
    series = read_series(current_user(request))
    table = series_table(series, link_to("prices:series")) if series else None
    context: dict[str, object] = {"table": table, "records": has_role(request, *RECORDERS)}
    return page_or_file(request, "prices/list.html", context, TablesFile(title=_("Price series"), tables=[table]))


@plain_page()
def one_series(request: HttpRequest, number: int) -> HttpResponse:
    """One series: what counts, every release, and the calculator that its address asks."""
    series = _series(number, current_user(request))
    asked = any(request.GET.get(name) for name in ("beloeb", "fra", "til"))
    form = CalculatorForm(request.GET if asked else None)
    screen = series_screen(series, current_user(request).get_username())
    calculation = _calculate(form, series)
    context: dict[str, object] = {
        "screen": screen, "form": form, "calculated": calculation, "records": has_role(request, *RECORDERS),
        "vouches": has_role(request, Role.CONTROLLER),
    }  # fmt: skip
    tables = [screen.points, calculation, *(release.table for release in screen.releases)]
    file = TablesFile(title=series.name, tables=tables, facts=[_("Source: %(source)s") % {"source": series.source}])
    return page_or_file(request, "prices/series.html", context, file, status=400 if form.errors else 200)


def _calculate(form: CalculatorForm, series: SeriesFacts) -> Table | None:
    if not form.is_valid():
        return None
    cleaned = form.cleaned_data
    try:
        return amount_by_year_table(year_by_year(series.index, cleaned["beloeb"], cleaned["fra"], cleaned["til"]))
    except NoPriceChange as error:
        why = _("%(series)s has no change for %(year)s. Choose years that it covers.")
        form.add_error("til", why % {"series": error.series, "year": error.year})
        return None


@form_page(*RECORDERS)
def new_series(request: HttpRequest) -> HttpResponse:
    form = SeriesForm(post_data(request))
    if form.is_valid():
        with refusals_in(form, "name", NameTaken):
            series = open_series(by=current_user(request), at=timezone.now(), **form.cleaned_data)
            done = _("The series is registered. Record its changes now.")
            return redirect_done(request, done, "prices:new-release", series.pk)
    return render(request, "prices/new.html", {"form": form})


@form_page(*RECORDERS)
def new_release(request: HttpRequest, number: int) -> HttpResponse:
    """A release of changes: typed, shown as they were read, and sent to be approved by somebody else."""
    series = _series(number, current_user(request))
    do = request.POST.get("do")
    typed = {name: request.POST.get(name, "") for name in ("lines", "note", "announced_on")}
    today = timezone.localdate()
    form = ReleaseForm(initial=typed, today=today) if do == "change" else ReleaseForm(post_data(request), today=today)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("note", "announced_on")}
        if do != "send":
            table = changes_table(form.changes, series, _("The changes as they were read"), facts["announced_on"])
            return render(request, "prices/check.html", {"series": series, "table": table, "typed": typed, **facts})
        with refusals_in(form):
            release = record_release(
                series=find_series(number), changes=form.changes, by=current_user(request), at=timezone.now(), **facts
            )
            done = _("Release %(number)s is recorded. It counts once a controller other than you has approved it.")
            return redirect_done(request, done % {"number": release.pk}, "prices:series", number)
    return render(request, "prices/release.html", {"form": form, "series": series})


@post_action(Role.CONTROLLER)
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Let a release count, unless the reader recorded it."""
    release = find_release(number)
    try:
        approve_release(release=release, by=current_user(request), at=timezone.now())
    except Refused as refused:
        words = _("Release %(number)s is not approved. %(reason)s") % {"number": number, "reason": refused}
        return redirect_warned(request, words, "prices:series", release.series_id)
    words = _("Release %(number)s is approved and counts.") % {"number": number}
    return redirect_done(request, words, "prices:series", release.series_id)


def _series(number: int, person: User) -> SeriesFacts:
    series = read_series(person, number)
    if not series:
        raise Http404
    return series[0]
