"""The packet: choosing published reports and their order, and the one paper they make."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from savings.presentation.paper.packet import Cover
from savings.publishing.packets import build_packet
from savings.reporting.reports import read_proposals
from savings.web.forms.reports import PacketForm
from savings.web.freshness import unshared


@require_safe
@unshared
def choose(request: HttpRequest) -> HttpResponse:
    """Which reports, in which order; and the paper, where that is said."""
    reports = tuple(told for told in read_proposals(published=True) if told.has_text)
    form = PacketForm(reports, request.GET or None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        pdf = build_packet(Cover(said["titel"], said["til"], said["dato"]), form.numbers)
        return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="bilag.pdf"'})
    context = {"form": form, "reports": reports, "head": [form[name] for name in ("titel", "til", "dato")],
               "places": [form[f"plads-{told.number}"] for told in reports]}  # fmt: skip
    return render(request, "reports/packet.html", context)
