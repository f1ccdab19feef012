"""Price series: read by everybody, released by finance staff and controllers, approved by another controller."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from savings.elements.table import Table
from savings.presentation.screen.prices import amount_by_year_table, changes_table, series_screen, series_table
from savings.prices import NoPriceChange
from savings.projections.prices import SeriesFacts, year_by_year
from savings.recording.approve import approve_release
from savings.recording.prices import open_series, record_release
from savings.recording.refusals import NameTaken, Refused
from savings.reporting.lookup import find_release, find_series
from savings.reporting.prices import read_series
from savings.roles import Role
from savings.web.exports import TablesFile, page_or_file
from savings.web.forms.prices import CalculatorForm, ReleaseForm, SeriesForm
from savings.web.freshness import unshared
from savings.web.guard import current_user, role_required

RECORDERS = (Role.FINANCE, Role.CONTROLLER)
a_page_with_a_form = require_http_methods(["GET", "HEAD", "POST"])


def _page_of(number: int) -> str:
    return reverse("prices:series", args=[number])


@require_safe
@unshared
def all_series(request: HttpRequest) -> HttpResponse:
    """Every price series."""
    found = read_series()
    table = series_table(found, _page_of) if found else None
    context: dict[str, object] = {"table": table, "records": _records(request)}
    return page_or_file(request, "prices/list.html", context, TablesFile(title=_("Price series"), tables=[table]))


@require_safe
@unshared
def one_series(request: HttpRequest, number: int) -> HttpResponse:
    """One series: what counts, every release, and the calculator that its address asks."""
    series = _series(number)
    asked = any(request.GET.get(name) for name in ("beloeb", "fra", "til"))
    form = CalculatorForm(request.GET if asked else None)
    screen = series_screen(series, current_user(request).get_username())
    calculated = _calculated(form, series) if asked else None
    context: dict[str, object] = {
        "screen": screen,
        "form": form,
        "calculated": calculated,
        "records": _records(request),
        "vouches": Role.CONTROLLER in current_user(request).roles,
    }
    tables = [screen.points, calculated, *(release.table for release in screen.releases)]
    facts = [_("Source: %(source)s") % {"source": series.source}]
    status = 400 if form.errors else 200
    return page_or_file(
        request, "prices/series.html", context, TablesFile(title=series.name, tables=tables, facts=facts), status=status
    )


def _calculated(form: CalculatorForm, series: SeriesFacts) -> Table | None:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        return amount_by_year_table(year_by_year(series.index, said["beloeb"], said["fra"], said["til"]))
    except NoPriceChange as error:
        why = _("%(series)s has no change for %(year)s. Choose years that it covers.")
        form.add_error("til", why % {"series": error.series, "year": error.year})
        return None


@a_page_with_a_form
@unshared
@role_required(*RECORDERS)
def new_series(request: HttpRequest) -> HttpResponse:
    """A new series, without changes yet."""
    form = SeriesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_series(by=current_user(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("name" if isinstance(refused, NameTaken) else None, str(refused))
        else:
            messages.success(request, _("The series is registered. Record its changes now."))
            return redirect("prices:new-release", made.pk)
    return render(request, "prices/new.html", {"form": form})


@a_page_with_a_form
@unshared
@role_required(*RECORDERS)
def new_release(request: HttpRequest, number: int) -> HttpResponse:
    """A release of changes: typed, shown as they were read, and sent to be approved by somebody else."""
    series = _series(number)
    back = request.method == "POST" and request.POST.get("do") == "change"
    form = ReleaseForm(request.POST if request.method == "POST" and not back else None, initial=_typed(request) if back else None)
    if request.method != "POST" or back or not form.is_valid():
        return render(request, "prices/release.html", {"form": form, "series": series})
    if request.POST.get("do") != "send":
        return _check_page(request, form, series)
    try:
        release = record_release(
            series=find_series(number),
            changes=form.changes,
            by=current_user(request),
            at=timezone.now(),
            note=form.cleaned_data["note"],
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "prices/release.html", {"form": form, "series": series})
    said = _("Release %(number)s is recorded. It counts once a controller other than you has approved it.")
    messages.success(request, said % {"number": release.pk})
    return redirect("prices:series", number)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("lines", "note")}


def _check_page(request: HttpRequest, form: ReleaseForm, series: SeriesFacts) -> HttpResponse:
    table = changes_table(form.changes, series, _("The changes as they were read"))
    context = {"series": series, "table": table, "note": form.cleaned_data["note"], "typed": _typed(request)}
    return render(request, "prices/check.html", context)


@require_POST
@role_required(Role.CONTROLLER)
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Let a release count, unless the reader recorded it."""
    release = find_release(number)
    try:
        approve_release(release=release, by=current_user(request), at=timezone.now())
    except Refused as refused:
        facts = {"number": number, "reason": refused}
        messages.warning(request, _("Release %(number)s is not approved. %(reason)s") % facts)
    else:
        messages.success(request, _("Release %(number)s is approved and counts.") % {"number": number})
    return redirect("prices:series", release.series_id)


def _series(number: int) -> SeriesFacts:
    found = read_series(number)
    if not found:
        raise Http404
    return found[0]


def _records(request: HttpRequest) -> bool:
    return bool(current_user(request).roles & set(RECORDERS))
