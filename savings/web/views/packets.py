"""The packet: choosing published reports and their order, and the one paper they make."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from savings.presentation.paper.packet import Cover
from savings.publishing.packets import build_packet
from savings.reporting.reports import read_proposals
from savings.web.exports import file_response
from savings.web.forms.reports import PacketForm
from savings.web.guard import current_user, plain_page


@plain_page()
def choose(request: HttpRequest) -> HttpResponse:
    """Which reports, in which order; and the paper, where that is said."""
    reports = tuple(report for report in read_proposals(current_user(request), published=True) if report.has_text)
    form = PacketForm(reports, request.GET or None)
    if form.is_bound and form.is_valid():
        cover = Cover(*(form.cleaned_data[name] for name in ("titel", "til", "dato")))
        return file_response(build_packet(cover, form.numbers), "pdf", "bilag")
    head, places = [form[name] for name in ("titel", "til", "dato")], [form[f"plads-{report.number}"] for report in reports]
    context = {"form": form, "reports": reports, "head": head, "places": places}
    return render(request, "reports/packet.html", context)
