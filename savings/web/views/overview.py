"""The overview of programmes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from savings.faces.screen.overview import overview_screen
from savings.reporting import read_overview
from savings.web.addresses import Addresses
from savings.web.forms import StatusQuery
from savings.web.freshness import conditional, kept, key_of


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every programme in its full-effect year, what is most open first."""
    form = StatusQuery(request.GET)
    if not form.is_valid():
        return render(request, "savings/not_understood.html", {"form": form}, status=400)
    today = timezone.localdate()
    as_of = form.cleaned_data["pr"] or today
    key = key_of(request, form.asked(), today)

    def rendered() -> dict[str, object]:
        report = read_overview(as_of=as_of, past=as_of < today)
        asked = {name: value for name, value in form.asked().items() if name == "pr"}
        screen = overview_screen(report, lambda slug: Addresses(slug, asked).status())
        return {"main": render_to_string("savings/_overview.html", {"screen": screen}), "title": _("Programmes")}

    return conditional(request, key, lambda: render(request, "savings/kept.html", kept(key, rendered)), personal=True)
