"""A programme's status: the page, and the same report as JSON, CSV, XLSX and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.charts import STATUS_CHARTS, phase_in_chart, split_chart
from savings.elements.charts.svg import PAPER_FONT, SCREEN_FONT
from savings.elements.data.status_csv import status_csv
from savings.elements.data.status_json import status_json_bytes
from savings.elements.sentences import notes
from savings.presentation.paper.status import PaperChart, status_pdf
from savings.presentation.screen.charts import charts_screen
from savings.presentation.screen.status import status_screen
from savings.presentation.sheets.chart_files import TYPES as CHART_TYPES
from savings.presentation.sheets.chart_files import chart_file
from savings.presentation.sheets.xlsx import status_xlsx
from savings.projections.initiatives import select_initiatives
from savings.projections.status import Status
from savings.reporting import read_status
from savings.reporting.bridge import add_changes
from savings.web.addresses import Addresses
from savings.web.footer import freshness_footer
from savings.web.forms.programmes import StatusPageQuery, StatusQuery
from savings.web.guard import RECORDERS, has_role
from savings.web.paging import page_of
from savings.web.reading_page import ReadingFile, ReadingPage, reading_file, reading_page
from savings.web.wizard.steps import BEGINNINGS

#: Initiatives on a page.
PER_PAGE = 50


def own_frame(request: HttpRequest, slug: str) -> dict[str, object]:
    """What this reader may begin here."""
    records = has_role(request, *RECORDERS)
    proposing = f"{reverse('reports:new', args=[slug])}?{request.GET.urlencode()}"
    return {"slug": slug, "records": BEGINNINGS if records else (), "publishes": proposing}


@reading_page(StatusPageQuery, frame=own_frame)
def page(form: StatusPageQuery, slug: str) -> ReadingPage:
    # What waits stands beside the page, which stays cached while more is sent to be approved.
    status, asked = replace(add_changes(read(form, slug)), waiting=0), form.status_query()
    page = page_of(len(status.initiatives), page=form.cleaned_data["side"] or 1, per_page=PER_PAGE)
    order = form.cleaned_data["orden"]
    initiatives = select_initiatives(status.initiatives, order=order, page=page.number, per_page=PER_PAGE)
    screen = status_screen(status, Addresses(slug, asked), initiatives)
    links = chart_links(slug, reverse("programmes:status", args=[slug]), asked)
    return ReadingPage(
        title=status.programme.name, template="programmes/_status.html", has_chart=screen.phase_in is not None,
        context={"screen": screen, "page": page, "narrowed": bool(asked), **links},
    )  # fmt: skip


def chart_links(slug: str, path: str, asked: Mapping[str, str], **begin: str) -> dict[str, object]:
    """Where the charts of a page are as files, and where the entries behind their marks are, with what the reader has chosen."""
    query = f"?{urlencode(asked)}" if asked else ""
    behind = f"{reverse('entries:figure', args=[slug])}?{urlencode({**asked, **begin})}"
    return {"chart_files": [(ending, f"{path}diagram/") for ending in CHART_TYPES], "chart_query": query, "chart_entries": behind}


@reading_page(StatusQuery)
def charts(form: StatusQuery, slug: str) -> ReadingPage:
    """All the charts of the status, each with its figures as a table."""
    status = read(form, slug)
    screen, name = charts_screen(status), status.programme.name
    asked = form.query()
    context = {
        "screen": screen, "fresh": freshness_footer(slug, form.cleaned_data["pr"]), "programme": status.programme,
        "back": Addresses(slug, asked).status(), **chart_links(slug, reverse("programmes:status", args=[slug]), asked),
    }  # fmt: skip
    return ReadingPage(
        title=name, template="programmes/_charts.html", context=context, has_chart=True,
        tables=[table for _chart, table in screen.charts], file_title=_("%(programme)s: charts") % {"programme": name},
        facts=notes(status),
    )  # fmt: skip


@reading_file(StatusQuery)
def chart(form: StatusQuery, slug: str, name: str, ending: str) -> ReadingFile:
    """A chart of the status as SVG, PNG or CSV; nothing where there is nothing to draw."""
    if name not in STATUS_CHARTS:
        raise Http404
    drawn = STATUS_CHARTS[name](add_changes(read(form, slug)), font_family=PAPER_FONT if ending == "png" else SCREEN_FONT)
    if drawn is None:
        raise Http404
    return _file(form, f"{slug}-{name}", ending, chart_file(drawn, ending))


def _file(form: StatusQuery, name: str, ending: str, content: bytes) -> ReadingFile:
    as_of = form.question(timezone.localdate()).as_of
    return ReadingFile(content=content, ending=ending, name=f"{name}-{as_of.isoformat()}")


def paper(status: Status) -> bytes:
    """The status as an appendix, with its charts; of a single year no phasing in is drawn."""
    drawn = [split_chart(status, font_family=PAPER_FONT)]
    if len(status.phase_in) > 1:
        drawn.append(phase_in_chart(status, font_family=PAPER_FONT))
    return status_pdf(status, [PaperChart(chart.title, chart.svg_wide, chart.text) for chart in drawn if chart])


def read(form: StatusQuery, slug: str) -> Status:
    """The status that a valid form asks for, as of today where it names no day."""
    return read_status(slug, form.question(timezone.localdate()))


def _status_file(ending: str, render_status: Callable[[Status], bytes]) -> Callable[..., HttpResponse]:
    @reading_file(StatusQuery)
    def send_file(form: StatusQuery, slug: str) -> ReadingFile:
        return _file(form, slug, ending, render_status(add_changes(read(form, slug))))

    return send_file


#: The same report as files: JSON is the same in every language, and the PDF is the appendix of a board paper.
json = _status_file("json", status_json_bytes)
csv = _status_file("csv", status_csv)
xlsx = _status_file("xlsx", status_xlsx)
pdf = _status_file("pdf", paper)
