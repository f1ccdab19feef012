"""A programme's status: the page, and the same report as JSON, CSV, XLSX and PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from savings.faces.charts import CHARTS, phase_in_chart, split_chart
from savings.faces.charts.files import CONTENT_TYPES, PAPER_FONT, chart_file, font_for
from savings.faces.data import status_json_bytes
from savings.faces.paper.status import PaperChart, status_pdf
from savings.faces.screen.status import status_screen
from savings.faces.sheets.csv import status_csv
from savings.faces.sheets.xlsx import status_xlsx
from savings.prices import NoPriceChange
from savings.projections.status import Status
from savings.reporting import NoSeries, UnknownProgramme, UnknownUnit, read_status
from savings.roles import Role
from savings.web.addresses import Addresses
from savings.web.forms import StatusQuery
from savings.web.freshness import conditional, kept, key_of
from savings.web.guard import person
from savings.web.wizard.steps import BEGINNINGS

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The status page."""
    form = StatusQuery(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    today = timezone.localdate()
    key = key_of(request, form.asked(), today)

    def rendered() -> dict[str, object]:
        status = _read(slug, form, today)
        screen = status_screen(status, Addresses(slug, form.asked()))
        main = render_to_string("savings/_status.html", {"screen": screen, "asked": form.asked()})
        return {"main": main, "title": status.programme.name, "has_chart": screen.has_chart}

    try:
        return conditional(request, key, lambda: _framed(request, slug, kept(key, rendered)), personal=True)
    except _Unanswerable as error:
        return _not_understood(request, form, error)


def _framed(request: HttpRequest, slug: str, rendering: dict[str, object]) -> HttpResponse:
    """The rendering in the reader's own frame, with what this reader may begin here."""
    records = bool(person(request).roles & {Role.FINANCE, Role.CONTROLLER})
    mine = {"slug": slug, "records": BEGINNINGS if records else ()}
    return render(request, "savings/kept.html", {**rendering, **mine})


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
    return _file(request, slug, "pdf", "application/pdf", _paper)


@require_safe
def chart(request: HttpRequest, slug: str, chart: str, ending: str) -> HttpResponse:
    """A chart of the status: its drawing as SVG or PNG, or its data as CSV."""

    def drawn(status: Status) -> bytes:
        made = CHARTS[chart](status, font_for(ending))
        if made is None:
            # The status has nothing for this chart to show, and a page that says so is better than an empty picture.
            raise Http404
        return chart_file(made, ending)

    return _file(request, slug, ending, CONTENT_TYPES[ending], drawn, name=f"{slug}-{chart}")


def _paper(status: Status) -> bytes:
    drawn = [split_chart(status, font_family=PAPER_FONT), phase_in_chart(status, font_family=PAPER_FONT)]
    return status_pdf(status, [PaperChart(chart.title, chart.svg_wide, chart.text) for chart in drawn if chart])


def _file(
    request: HttpRequest, slug: str, ending: str, content_type: str, face: Callable[[Status], bytes], *, name: str = ""
) -> HttpResponse:
    """A file of the status, kept for as long as the ledger stands; its name is that of the programme unless `name` is given."""
    form = StatusQuery(request.GET)
    if not form.is_valid():
        return _not_understood(request, form)
    today = timezone.localdate()
    key = key_of(request, form.asked(), today)

    def respond() -> HttpResponse:
        content = kept(key, lambda: face(_read(slug, form, today)))
        as_of = form.cleaned_data["pr"] or today
        file_name = f"{name or slug}-{as_of.isoformat()}.{ending}"
        shown = "inline" if ending in ("json", "pdf") else "attachment"
        headers = {"Content-Disposition": f'{shown}; filename="{file_name}"'}
        return HttpResponse(content, content_type=content_type, headers=headers)

    try:
        return conditional(request, key, respond, personal=False)
    except _Unanswerable as error:
        return _not_understood(request, form, error)


class _Unanswerable(Exception):
    """What was asked is well formed, but there is no answer to it; names the field and says why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field, self.why = field, why


def _read(slug: str, form: StatusQuery, today: date) -> Status:
    asked = form.cleaned_data
    as_of = asked["pr"] or today
    try:
        return read_status(
            slug, as_of=as_of, year=asked["aar"], price_level=asked["pl"], unit=asked["enhed"] or None, past=as_of < today
        )
    except UnknownProgramme:
        raise Http404 from None
    except UnknownUnit as error:
        why = _("There is no unit with the code “%(code)s”. Choose one of the programme's units.")
        raise _Unanswerable("enhed", why % {"code": error}) from error
    except NoSeries as error:
        why = _("The programme has no price series, so its amounts cannot be restated. Leave the price level empty.")
        raise _Unanswerable("pl", why) from error
    except NoPriceChange as error:
        why = _("%(series)s has no change for %(year)s, so the amounts cannot be restated that far. Choose another year.")
        raise _Unanswerable("pl", why % {"series": error.series, "year": error.year}) from error


def _not_understood(request: HttpRequest, form: StatusQuery, error: _Unanswerable | None = None) -> HttpResponse:
    """A page that says what was wrong with the question, with what was typed still there."""
    if error is not None:
        form.add_error(error.field, error.why)
    return render(request, "savings/not_understood.html", {"form": form}, status=400)
