"""What changed since last time: between a published report or a date, and a date."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from savings.faces.charts import bridge_chart
from savings.faces.charts.files import TYPES, chart_file
from savings.faces.charts.svg import PAPER_FONT, SCREEN_FONT
from savings.faces.screen.bridge import beginnings, bridge_screen
from savings.projections.bridge import Bridge
from savings.reporting import read_programme
from savings.reporting.bridge import NothingBefore, read_bridge
from savings.reporting.reports import read_reports
from savings.web.addresses import Addresses, beginning
from savings.web.answers import answerable, answered, answered_anew
from savings.web.answers import page as in_frame
from savings.web.exports import asked_file, carried_on, file_of
from savings.web.forms.programmes import SinceQuery
from savings.web.trust import trust
from savings.web.views.status import chart_links


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The bridge as a page, kept until the ledger changes."""
    form = SinceQuery(request.GET)
    today = timezone.localdate()

    def rendered() -> dict[str, object]:
        programme = read_programme(slug)
        bridge = _read(slug, form, today)
        asked = {name: value for name, value in form.asked().items() if name not in ("fra", "rapport")}
        screen = bridge_screen(bridge, Addresses(slug, asked)) if bridge else None
        begun = beginning(bridge) if bridge else {}
        context = {
            "screen": screen, "programme": programme, "asked": form.asked(), "back": Addresses(slug, asked).status(),
            "fresh": trust(slug, form.cleaned_data["pr"]), "reports": beginnings(read_reports(slug)),
            "form": form, "take": carried_on(form.asked()),
            **chart_links(slug, reverse("programmes:since", args=[slug]), form, **begun),
        }  # fmt: skip
        main = render_to_string("programmes/_since.html", context)
        return {"main": main, "title": programme.name, "has_chart": bool(screen and screen.chart)}

    def filed(ending: str) -> HttpResponse:
        bridge = _read(slug, form, today)
        screen = bridge_screen(bridge, Addresses(slug, {}), chart=False) if bridge else None
        title = _("%(programme)s: what has changed") % {"programme": read_programme(slug).name}
        tables, facts = ([screen.table], [screen.summary]) if screen else ([], [])
        return file_of(ending, title, tables, as_of=form.cleaned_data["pr"], facts=facts)

    if ending := asked_file(request):
        return answered_anew(request, form, lambda: filed(ending))
    return in_frame(request, form, rendered)


@require_safe
def chart(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The waterfall as SVG, PNG or CSV; nothing where nothing moved."""
    form = SinceQuery(request.GET)
    today = timezone.localdate()

    def made() -> bytes:
        bridge = _read(slug, form, today)
        drawn = bridge_chart(bridge, font_family=PAPER_FONT if ending == "png" else SCREEN_FONT) if bridge else None
        if drawn is None:
            raise Http404
        return chart_file(drawn, ending)

    def respond(content: bytes) -> HttpResponse:
        headers = {"Content-Disposition": f'attachment; filename="{slug}-siden.{ending}"'}
        return HttpResponse(content, content_type=TYPES[ending], headers=headers)

    return answered(request, form, made, respond, personal=False)


def _read(slug: str, form: SinceQuery, today: date) -> Bridge | None:
    try:
        with answerable():
            return read_bridge(slug, form.changes_question(today))
    except NothingBefore:
        return None
