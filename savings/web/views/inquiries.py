"""The auditor's questions: what is documented twice, which gains stopped, and a sample; as pages, files and a paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.data.tables_csv import FileNotes
from savings.presentation.paper.listing import listing_pdf
from savings.presentation.screen.inquiries import (
    describe_sample,
    evidence_table,
    gains_table,
    sample_sheets,
    sample_tables,
)
from savings.reporting.inquiries import read_sample, read_shared_evidence, read_stopped_gains
from savings.reporting.version import read_head
from savings.roles import Role
from savings.web.addresses import link_to
from savings.web.exports import MOST_ROWS, TablesFile, describe_cut, file_response, page_or_file, read_ending
from savings.web.forms.inquiries import SampleQuery
from savings.web.guard import plain_page

#: So many rows stand on the page; the files hold the others.
ON_PAGE = 200


@plain_page(Role.AUDITOR, Role.CONTROLLER)
def questions(request: HttpRequest) -> HttpResponse:
    """What may be documented twice, and which gains may have stopped."""
    shared, stopped = read_shared_evidence(), read_stopped_gains()
    most = MOST_ROWS if read_ending(request) else ON_PAGE
    tables = [
        evidence_table(shared[:most], link_to("decisions:decision"), link_to("entries:entry")),
        gains_table(stopped[:most], lambda slug, number: reverse("programmes:initiative", args=[slug, number])),
    ]
    cut = [*describe_cut(most, len(shared)), *describe_cut(most, len(stopped))]
    context = {"shared": tables[0], "stopped": tables[1], "more": max(len(shared), len(stopped)) > most, "most": most}
    return page_or_file(request, "inquiries/list.html", context, TablesFile(title=_("Audit"), tables=tables, first=cut))


@plain_page(Role.AUDITOR, Role.CONTROLLER)
def sample(request: HttpRequest) -> HttpResponse:
    """A sample of realised entries."""
    form = SampleQuery(request.GET if request.GET else None, initial={"antal": 25, "metode": "chance"})
    if not form.is_bound or not form.is_valid():
        return render(request, "inquiries/sample.html", {"form": form}, status=400 if form.is_bound else 200)
    drawn = read_sample(form.question)
    facts = describe_sample(drawn, form.question)
    tables = sample_tables(drawn, link_to("entries:entry")) if drawn.entries else []
    context = {"form": form, "facts": facts, "tables": tables, "query": request.GET.urlencode()}
    return page_or_file(request, "inquiries/sample.html", context, TablesFile(title=_("Sample"), tables=tables, facts=facts))


@plain_page(Role.AUDITOR, Role.CONTROLLER)
def sample_paper(request: HttpRequest) -> HttpResponse:
    """The sample as a paper: the same seed and the same head of the ledger give the same bytes."""
    form = SampleQuery(request.GET)
    if not form.is_valid():
        return render(request, "inquiries/sample.html", {"form": form}, status=400)
    head, drawn = read_head(), read_sample(form.question)
    # The day of the ledger's last link, and not today.
    on = timezone.localdate(head.moment) if head.moment else timezone.localdate()
    notes = FileNotes(tuple(describe_sample(drawn, form.question)), ())
    paper = listing_pdf(list(sample_sheets(drawn)), _("Sample of realised entries"), head, on, notes)
    return file_response(paper, "pdf", f"stikproeve-{on.isoformat()}")
