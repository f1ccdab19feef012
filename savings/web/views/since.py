"""What changed since last time: between a published report or a date, and a date."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.charts import bridge_chart
from savings.elements.charts.svg import PAPER_FONT, SCREEN_FONT
from savings.presentation.screen.bridge import beginnings, bridge_screen
from savings.presentation.sheets.chart_files import chart_file
from savings.projections.bridge import Bridge
from savings.reporting import read_programme
from savings.reporting.bridge import NothingBefore, read_bridge
from savings.reporting.reports import read_reports
from savings.web.addresses import Addresses, bridge_query
from savings.web.footer import freshness_footer
from savings.web.forms.programmes import SinceQuery
from savings.web.reading_page import ReadingFile, ReadingPage, reading_file, reading_page
from savings.web.views.status import chart_links


@reading_page(SinceQuery)
def page(form: SinceQuery, slug: str) -> ReadingPage:
    programme = read_programme(slug)
    bridge = _read(form, slug)
    asked = {name: value for name, value in form.query().items() if name not in ("fra", "rapport")}
    screen = bridge_screen(bridge, Addresses(slug, asked)) if bridge else None
    begun = bridge_query(bridge) if bridge else {}
    context = {
        "screen": screen, "programme": programme, "back": Addresses(slug, asked).status(),
        "fresh": freshness_footer(slug, form.cleaned_data["pr"]), "reports": beginnings(read_reports(slug)),
        **chart_links(slug, reverse("programmes:since", args=[slug]), form.query(), **begun),
    }  # fmt: skip
    return ReadingPage(
        title=programme.name, template="programmes/_since.html", context=context, has_chart=bool(screen and screen.chart),
        tables=[screen.table] if screen else [], facts=[screen.summary] if screen else [],
        file_title=_("%(programme)s: what has changed") % {"programme": programme.name},
    )  # fmt: skip


@reading_file(SinceQuery)
def chart(form: SinceQuery, slug: str, ending: str) -> ReadingFile:
    """The waterfall as SVG, PNG or CSV; nothing where nothing moved."""
    bridge = _read(form, slug)
    drawn = bridge_chart(bridge, font_family=PAPER_FONT if ending == "png" else SCREEN_FONT) if bridge else None
    if drawn is None:
        raise Http404
    return ReadingFile(content=chart_file(drawn, ending), ending=ending, name=f"{slug}-siden")


def _read(form: SinceQuery, slug: str) -> Bridge | None:
    try:
        return read_bridge(slug, form.changes_question(timezone.localdate()))
    except NothingBefore:
        return None
