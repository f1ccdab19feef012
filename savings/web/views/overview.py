"""Several programmes side by side: the overview of all, and a unit's page across them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.presentation.screen.overview import OverviewScreen, overview_screen
from savings.presentation.screen.unit import unit_screen
from savings.projections.overview import Overview, select_lines
from savings.projections.standing import Standing
from savings.reporting import UnknownUnit, read_overview
from savings.web.addresses import OverviewAddresses
from savings.web.exports import describe_choices
from savings.web.forms.programmes import OverviewQuery
from savings.web.reading_page import ReadingPage, reading_page


@reading_page(OverviewQuery)
def overview(form: OverviewQuery) -> ReadingPage:
    """Every programme, what is most open first, or as the reader asks; added up where they share a year and a price level."""
    links = OverviewAddresses(reverse("programmes:overview"), form.query())
    screen = overview_screen(_read(form, form.cleaned_data["enhed"] or None), links, order=form.order)
    return ReadingPage(title=_("Programmes"), template="programmes/_overview.html", **_page_parts(form, screen, screen))


@reading_page(OverviewQuery)
def unit(form: OverviewQuery, code: str) -> ReadingPage:
    """A unit, with those under it, in all programmes it has a part in."""
    try:
        report = _read(form, code)
    except UnknownUnit:
        raise Http404 from None
    links = OverviewAddresses(reverse("units:page", args=[code]), {**form.query(), "enhed": code})
    screen = unit_screen(report, links, order=form.order)
    return ReadingPage(title=screen.name, template="programmes/_unit.html", **_page_parts(form, screen, screen.overview))


def _page_parts(form: OverviewQuery, screen: object, overview: OverviewScreen) -> dict[str, Any]:
    narrowed = [*describe_choices(form, "soeg", "stand", "aar"), *filter(None, [overview.shown])]
    return {
        "context": {"screen": screen, "narrowed": bool({"soeg", "stand"} & {*form.query()})},
        "tables": [overview.table, overview.apart],
        "facts": [overview.summary, *overview.notes, *narrowed],
    }  # fmt: skip


def _read(form: OverviewQuery, unit: str | None) -> Overview:
    report = read_overview(replace(form.question(timezone.localdate()), unit=unit))
    standing = Standing(form.cleaned_data["stand"]) if form.cleaned_data["stand"] else None
    return select_lines(report, search=form.cleaned_data["soeg"], standing=standing, order=form.order)
