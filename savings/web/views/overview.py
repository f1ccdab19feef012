"""Several programmes side by side: the overview of all, and a unit's page across them."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from savings.faces.screen.overview import OverviewScreen, overview_screen
from savings.faces.screen.unit import UnitScreen, unit_screen
from savings.projections.overview import Overview, chosen
from savings.projections.standing import Standing
from savings.reporting import UnknownUnit, read_overview
from savings.web.addresses import OverviewAddresses
from savings.web.answers import Unanswerable, answerable, answered_anew, page
from savings.web.exports import asked_file, carried_on, chosen_words, file_of
from savings.web.forms.programmes import OverviewQuery


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every programme in its full-effect year, what is most open first, or as the reader asks."""
    form = OverviewQuery(request.GET)

    def shown() -> OverviewScreen:
        report = _read(form, form.cleaned_data["enhed"] or None)
        links = OverviewAddresses(request.path, form.asked())
        return overview_screen(report, links, order=form.cleaned_data["orden"] or "open")

    def rendered() -> dict[str, object]:
        context = {"screen": shown(), "asked": form.asked(), "form": form, "narrowed": bool({"soeg", "stand"} & {*form.asked()}),
                   "take": carried_on(form.asked())}  # fmt: skip
        return {"main": render_to_string("programmes/_overview.html", context), "title": _("Programmes")}

    if ending := asked_file(request):
        return answered_anew(request, form, lambda: _file(ending, _("Programmes"), shown(), form))
    return page(request, form, rendered)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit, with those under it, in all programmes it has a part in."""
    form = OverviewQuery(request.GET)

    def shown() -> UnitScreen:
        try:
            report = _read(form, code)
        except Unanswerable as error:
            if isinstance(error.__cause__, UnknownUnit):
                raise Http404 from None
            raise
        links = OverviewAddresses(request.path, {**form.asked(), "enhed": code})
        return unit_screen(report, links, order=form.cleaned_data["orden"] or "open")

    def rendered() -> dict[str, object]:
        screen = shown()
        context = {"screen": screen, "asked": form.asked(), "form": form, "narrowed": bool({"soeg", "stand"} & {*form.asked()}),
                   "take": carried_on(form.asked())}  # fmt: skip
        return {"main": render_to_string("programmes/_unit.html", context), "title": screen.name}

    def filed(ending: str) -> HttpResponse:
        screen = shown()
        return _file(ending, screen.name, screen.overview, form)

    if ending := asked_file(request):
        return answered_anew(request, form, lambda: filed(ending))
    return page(request, form, rendered)


def _file(ending: str, title: str, screen: OverviewScreen, form: OverviewQuery) -> HttpResponse:
    narrowed = [*chosen_words(form, "soeg", "stand", "aar"), *filter(None, [screen.shown])]
    facts = [screen.summary, *screen.notes, *narrowed]
    return file_of(ending, title, [screen.table], as_of=form.cleaned_data["pr"], facts=facts)


def _read(form: OverviewQuery, unit: str | None) -> Overview:
    asked = form.cleaned_data
    with answerable():
        report = read_overview(replace(form.question(timezone.localdate()), unit=unit))
    standing = Standing(asked["stand"]) if asked["stand"] else None
    return chosen(report, search=asked["soeg"], standing=standing, order=asked["orden"] or "open")
