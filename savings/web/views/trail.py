"""The trail: who did what, when, from what to what, why; as a page and as files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from savings.presentation.screen.trail import program_trail_table, trail_screen, trail_table
from savings.reporting.trail import TrailAsked, count_trail, read_trail, read_trail_rows
from savings.roles import Role
from savings.web.addresses import link_to
from savings.web.exports import MOST_ROWS, TablesFile, describe_choices, describe_cut, export_response
from savings.web.forms.trail import TrailQuery
from savings.web.guard import current_user, plain_page
from savings.web.paging import page_of

PER_PAGE, MOST = 50, 100_000


@plain_page(Role.AUDITOR, Role.CONTROLLER, Role.ADMINISTRATOR)
def trail(request: HttpRequest) -> HttpResponse:
    """The trail, newest first."""
    form = TrailQuery(request.GET)
    if not form.is_valid():
        return render(request, "trail/list.html", {"form": form, "limited": True}, status=400)
    page = form.cleaned_data["side"] or 1
    acts = read_trail(form.question, current_user(request), page=page, per_page=PER_PAGE)
    screen = trail_screen(acts, page=page, per_page=PER_PAGE, entry_href=link_to("entries:entry"))
    context = {
        "form": form, "screen": screen, "page": page_of(acts.total, page=page, per_page=PER_PAGE),
        "limited": form.question != TrailAsked(), "query": request.GET.urlencode(), "most": MOST if acts.total > MOST else 0,
    }  # fmt: skip
    return render(request, "trail/list.html", context)


@plain_page(Role.AUDITOR, Role.CONTROLLER, Role.ADMINISTRATOR)
def trail_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same acts as a file."""
    form = TrailQuery(request.GET)
    if not form.is_valid():
        return render(request, "trail/list.html", {"form": form, "limited": True}, status=400)
    # A paper of more pages than anybody turns is cut sooner than a sheet.
    most = MOST_ROWS if ending == "pdf" else MOST
    reader = current_user(request)
    rows = read_trail_rows(form.question, reader, most=most)
    cut = describe_cut(len(rows), count_trail(form.question, reader)) if len(rows) == most else []
    facts = describe_choices(form, *(name for name in form.fields if name != "side"))
    table = trail_table(rows, lambda _number: "") if ending == "pdf" else program_trail_table(rows)
    tables = [table] if rows or ending != "pdf" else []
    return export_response(TablesFile(title=str(_("Trail")), tables=tables, facts=facts, first=cut), ending)
