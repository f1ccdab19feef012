"""An initiative's page within its programme."""

from __future__ import annotations

from django.http import Http404

from savings.presentation.screen.initiative import initiative_page
from savings.web.addresses import Addresses
from savings.web.footer import freshness_footer
from savings.web.forms.programmes import StatusQuery
from savings.web.reading_page import ReadingPage, reading_page
from savings.web.views.status import read


@reading_page(StatusQuery)
def initiative(form: StatusQuery, slug: str, number: int) -> ReadingPage:
    """What an initiative is, how it stands, and its amounts year by year."""
    status = read(form, slug)
    line = next((line for line in status.initiatives if line.facts and line.facts.number == number), None)
    if line is None:
        raise Http404
    screen = initiative_page(status, line, Addresses(slug, form.query()))
    context = {"screen": screen, "fresh": freshness_footer(slug, form.cleaned_data["pr"])}
    return ReadingPage(title=screen.name, template="programmes/_initiative.html", context=context, tables=[screen.table])
