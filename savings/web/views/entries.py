"""The entries behind a figure, and one entry whole."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from savings.faces.screen.entries import entries_screen, entry_screen
from savings.reporting import (
    UnknownEntry,
    UnknownProgramme,
    UnknownUnit,
    read_entries,
    read_entry,
    read_programme,
)
from savings.web.addresses import Addresses
from savings.web.forms import FIGURES, EntriesQuery
from savings.web.freshness import unshared

PER_PAGE = 50
#: Figures that tell the documented part of the realised from the rest.
EVIDENCED = {"documented": True, "undocumented": False}


@require_safe
@unshared
def behind(request: HttpRequest, slug: str) -> HttpResponse:
    """The approved entries behind a figure, with the sum that the figure shows."""
    form = EntriesQuery(request.GET)
    if not form.is_valid():
        return render(request, "savings/not_understood.html", {"form": form}, status=400)
    asked = form.cleaned_data
    as_of = asked["pr"] or timezone.localdate()
    signs = FIGURES.get(asked["tal"], {})
    try:
        programme = read_programme(slug)
        found = read_entries(slug, as_of=as_of, kinds=tuple(signs), page=asked["side"] or 1, per_page=PER_PAGE, **_of(asked))
    except UnknownProgramme:
        raise Http404 from None
    except UnknownUnit as error:
        form.add_error("enhed", _("There is no unit with the code “%(code)s”.") % {"code": error})
        return render(request, "savings/not_understood.html", {"form": form}, status=400)
    back = {name: value for name, value in form.asked().items() if name in ("pr", "enhed")}
    screen = entries_screen(
        programme, found, signs, as_of=as_of, figure=asked["tal"], addresses=Addresses(slug, back), year=asked["aar"],
        initiative=asked["indsats"], none=asked["ingen"], page=asked["side"] or 1, per_page=PER_PAGE,
    )  # fmt: skip
    return render(request, "savings/entries.html", {"screen": screen, "pages": _pages(request, screen.pages)})


def _of(asked: dict[str, Any]) -> dict[str, Any]:
    none = asked["ingen"]
    return {
        "year": asked["aar"],
        "unit": "" if "enhed" in none else asked["enhed"] or None,
        "initiative": "" if "indsats" in none else asked["indsats"] or None,
        "evidenced": EVIDENCED.get(asked["tal"]),
    }


def _pages(request: HttpRequest, count: int) -> list[tuple[int, str]]:
    query = request.GET.copy()
    pages = []
    for number in range(1, count + 1):
        query["side"] = str(number)
        pages.append((number, f"?{query.urlencode()}"))
    return pages if count > 1 else []


@require_safe
@unshared
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry: what it says, who recorded it, who vouched for it, and what it rests on."""
    try:
        found = read_entry(number)
    except UnknownEntry:
        raise Http404 from None
    screen = entry_screen(found, Addresses(found.programme))
    return render(request, "savings/entry.html", {"screen": screen})
