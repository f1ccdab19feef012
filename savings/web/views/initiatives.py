"""An initiative's page within its programme."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from savings.faces.screen.initiative import InitiativePage, initiative_page
from savings.web.addresses import Addresses
from savings.web.answers import answered_anew, page
from savings.web.exports import asked_file, carried_on, file_of
from savings.web.forms.programmes import StatusQuery
from savings.web.trust import trust
from savings.web.views.status import read


@require_safe
def initiative(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What an initiative is, how it stands, and its amounts year by year."""
    form = StatusQuery(request.GET)

    def shown() -> InitiativePage:
        status = read(slug, form, timezone.localdate(), since=False)
        line = next((line for line in status.initiatives if line.facts and line.facts.number == number), None)
        if line is None:
            raise Http404
        return initiative_page(status, line, Addresses(slug, form.asked()))

    def rendered() -> dict[str, object]:
        screen = shown()
        return {
            "main": render_to_string(
                "programmes/_initiative.html",
                {"screen": screen, "fresh": trust(slug, form.cleaned_data["pr"]), "take": carried_on(form.asked())},
            ),
            "title": screen.name,
        }

    def filed(ending: str) -> HttpResponse:
        screen = shown()
        return file_of(ending, screen.name, [screen.table], as_of=form.cleaned_data["pr"])

    if ending := asked_file(request):
        return answered_anew(request, form, lambda: filed(ending))
    return page(request, form, rendered)
