"""A programme's status: the page, and the same report as JSON, CSV, XLSX and PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from savings.faces.charts import STATUS_CHARTS, phase_in_chart, split_chart
from savings.faces.charts.files import TYPES, chart_file
from savings.faces.charts.svg import PAPER_FONT, SCREEN_FONT
from savings.faces.data import status_json_bytes
from savings.faces.paper.status import PaperChart, status_pdf
from savings.faces.screen.charts import charts_screen
from savings.faces.screen.status import status_screen
from savings.faces.sentences import notes
from savings.faces.sheets.csv import status_csv
from savings.faces.sheets.xlsx import status_xlsx
from savings.projections.status import Status
from savings.reporting import read_status
from savings.reporting.bridge import with_since
from savings.roles import Role
from savings.web.addresses import Addresses
from savings.web.answers import answerable, answered, answered_anew
from savings.web.answers import page as in_frame
from savings.web.exports import asked_file, carried_on, file_of
from savings.web.forms.programmes import StatusQuery
from savings.web.guard import current_user
from savings.web.trust import trust
from savings.web.wizard.steps import BEGINNINGS

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The status page."""
    form = StatusQuery(request.GET)

    def rendered() -> dict[str, object]:
        status = read(slug, form, timezone.localdate())
        screen = status_screen(status, Addresses(slug, form.asked()))
        context = {
            "screen": screen,
            "asked": form.asked(),
            "form": form,
            **chart_links(slug, reverse("programmes:status", args=[slug]), form),
        }
        main = render_to_string("programmes/_status.html", context)
        return {"main": main, "title": status.programme.name, "has_chart": screen.phase_in is not None}

    return answered(request, form, rendered, lambda main: _framed(request, slug, main), personal=True)


def chart_links(slug: str, path: str, form: StatusQuery, **begin: str) -> dict[str, object]:
    """Where the charts of a page are as files, and where the entries behind their marks are, with what the reader has chosen."""
    query = f"?{urlencode(form.asked())}" if form.asked() else ""
    behind = f"{reverse('entries:figure', args=[slug])}?{urlencode({**form.asked(), **begin})}"
    return {"chart_files": [(ending, f"{path}diagram/") for ending in TYPES], "chart_query": query, "chart_entries": behind}


@require_safe
def charts(request: HttpRequest, slug: str) -> HttpResponse:
    """All the charts of the status, each with its figures as a table."""
    form = StatusQuery(request.GET)

    def shown() -> Status:
        return read(slug, form, timezone.localdate(), since=False)

    def rendered() -> dict[str, object]:
        status = shown()
        context = {
            "screen": charts_screen(status), "take": carried_on(form.asked()),
            "fresh": trust(slug, form.cleaned_data["pr"]), "programme": status.programme,
            "back": Addresses(slug, form.asked()).status(),
            **chart_links(slug, reverse("programmes:status", args=[slug]), form),
        }  # fmt: skip
        return {"main": render_to_string("programmes/_charts.html", context), "title": status.programme.name, "has_chart": True}

    def filed(ending: str) -> HttpResponse:
        status = shown()
        title = _("%(programme)s: charts") % {"programme": status.programme.name}
        tables = [table for _chart, table in charts_screen(status).charts]
        return file_of(ending, title, tables, as_of=form.cleaned_data["pr"], facts=notes(status))

    if ending := asked_file(request):
        return answered_anew(request, form, lambda: filed(ending))
    return in_frame(request, form, rendered)


@require_safe
def chart(request: HttpRequest, slug: str, name: str, ending: str) -> HttpResponse:
    """A chart of the status as SVG, PNG or CSV; nothing where there is nothing to draw."""

    def face(status: Status) -> bytes:
        font = PAPER_FONT if ending == "png" else SCREEN_FONT
        drawn = STATUS_CHARTS[name](status, font_family=font)
        if drawn is None:
            raise Http404
        return chart_file(drawn, ending)

    if name not in STATUS_CHARTS:
        raise Http404
    return _file(request, slug, ending, TYPES[ending], face, name=name)


def _framed(request: HttpRequest, slug: str, rendering: dict[str, object]) -> HttpResponse:
    """The rendering in the reader's own frame, with what this reader may begin here."""
    records = bool(current_user(request).roles & {Role.FINANCE, Role.CONTROLLER})
    proposing = f"{reverse('reports:new', args=[slug])}?{request.GET.urlencode()}"
    mine = {"slug": slug, "records": BEGINNINGS if records else (), "publishes": proposing}
    return render(request, "shared/cached.html", {**rendering, **mine})


@require_safe
def json(request: HttpRequest, slug: str) -> HttpResponse:
    """The status as JSON, the same in every language."""
    return _file(request, slug, "json", "application/json", status_json_bytes)


@require_safe
def csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The status as CSV."""
    return _file(request, slug, "csv", CSV, status_csv)


@require_safe
def xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The status as a workbook."""
    return _file(request, slug, "xlsx", XLSX, status_xlsx)


@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The status as the appendix of a board paper."""
    return _file(request, slug, "pdf", "application/pdf", paper)


def paper(status: Status) -> bytes:
    """The status as an appendix, with its charts; of a single year no phasing in is drawn."""
    drawn = [split_chart(status, font_family=PAPER_FONT)]
    if len(status.phase_in) > 1:
        drawn.append(phase_in_chart(status, font_family=PAPER_FONT))
    return status_pdf(status, [PaperChart(chart.title, chart.svg_wide, chart.text) for chart in drawn if chart])


def _file(
    request: HttpRequest, slug: str, ending: str, content_type: str, face: Callable[[Status], bytes], *, name: str = ""
) -> HttpResponse:
    form = StatusQuery(request.GET)

    def respond(content: bytes) -> HttpResponse:
        as_of = form.cleaned_data["pr"] or timezone.localdate()
        named = f"{slug}-{name}-{as_of.isoformat()}.{ending}" if name else f"{slug}-{as_of.isoformat()}.{ending}"
        shown = "inline" if ending in ("json", "pdf") else "attachment"
        headers = {"Content-Disposition": f'{shown}; filename="{named}"'}
        return HttpResponse(content, content_type=content_type, headers=headers)

    return answered(request, form, lambda: face(read(slug, form, timezone.localdate())), respond, personal=False)


def read(slug: str, form: StatusQuery, today: date, *, since: bool = True) -> Status:
    """The status asked for, with what changed since the latest published report unless nobody will see it (`since`).

    Raises:
        Unanswerable: when the question has no answer.
        UnknownProgramme: when there is no such programme.
    """
    with answerable():
        status = read_status(slug, form.question(today))
        return with_since(status) if since else status
