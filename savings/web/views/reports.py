"""Published reports: which there are, proposing and publishing one, and reading one as it stood."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from savings.faces.numbers import day
from savings.faces.screen.reports import proposal_words, reports_sheet
from savings.faces.screen.status import status_screen
from savings.models import Programme, Report, Unit
from savings.projections.facts import ProposalFacts
from savings.projections.status import Status
from savings.recording.refusals import Refused
from savings.recording.reports import compose, publish
from savings.reporting import UnknownProgramme, read_status
from savings.reporting.reports import UnknownReport, read_proposal, read_proposals
from savings.roles import Role
from savings.web import fields
from savings.web.addresses import Addresses
from savings.web.answers import Unanswerable, answerable
from savings.web.forms import StatusQuery
from savings.web.freshness import unshared
from savings.web.guard import only, person
from savings.web.views.status import paper

writers = only(Role.FINANCE, Role.CONTROLLER)


class ReportForm(fields.Form):
    """What the report shall be called, and of which status it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = fields.text(
            gettext_lazy("Title"), wanted=gettext_lazy("Write what the report is called, such as Bilag 4."), most=200
        )
        self.fields["as_of"] = fields.day(gettext_lazy("As of"), wanted=gettext_lazy("Write the date the status is as of."))
        self.fields["year"] = fields.year(gettext_lazy("Year"), wanted=gettext_lazy("Write the year the status speaks of."))
        self.fields["price_level"] = fields.year(gettext_lazy("Price level"), help_text=gettext_lazy("Empty: as stated."))
        self.fields["unit"] = fields.text(
            gettext_lazy("Unit"), most=40, help_text=gettext_lazy("Its code; empty is the whole programme.")
        )


@require_safe
@unshared
def reports(request: HttpRequest) -> HttpResponse:
    """The published reports of all programmes, and for those who compose them, what waits to be published."""
    reader = person(request)
    waiting = read_proposals(published=False) if reader.roles & {Role.FINANCE, Role.CONTROLLER} else ()
    items = [
        (told, proposal_words(told), Role.CONTROLLER in reader.roles and told.composer != reader.get_username())
        for told in waiting
    ]  # fmt: skip
    table = reports_sheet(read_proposals(published=True), lambda number: reverse("report", args=[number]))
    return render(request, "savings/reports.html", {"table": table, "waiting": items})


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@writers
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a status for publication: what it is of comes from the page it was asked for on."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404
    if request.method == "POST":
        form = ReportForm(request.POST)
        if form.is_valid() and _composed(request, programme, form):
            messages.success(request, _("The report waits for somebody else to publish it."))
            return redirect("reports")
    else:
        form = ReportForm(initial=_initial(request, programme))
    return render(request, "savings/report_new.html", {"form": form, "programme": programme})


def _initial(request: HttpRequest, programme: Programme) -> dict[str, object]:
    query = StatusQuery(request.GET)
    asked = query.cleaned_data if query.is_valid() else {}
    as_of = asked.get("pr") or timezone.localdate()
    return {
        "title": _("Status as of %(date)s") % {"date": day(as_of)},
        "as_of": as_of,
        "year": asked.get("aar") or programme.full_effect_year,
        "price_level": asked.get("pl"),
        "unit": asked.get("enhed", ""),
    }


def _composed(request: HttpRequest, programme: Programme, form: ReportForm) -> bool:
    """Try the status before it is proposed: a report that nobody could read shall not wait for anybody."""
    said = form.cleaned_data
    try:
        with answerable():
            read_status(
                programme.slug, as_of=said["as_of"], year=said["year"], price_level=said["price_level"], unit=said["unit"] or None
            )
        unit = Unit.objects.get(code=said["unit"]) if said["unit"] else None
        told = {name: said[name] for name in ("title", "as_of", "year", "price_level")}
        compose(programme=programme, unit=unit, by=person(request), at=timezone.now(), **told)
    except Unanswerable as error:
        form.add_error({"enhed": "unit", "pl": "price_level"}.get(error.field), error.why)
        return False
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_POST
@only(Role.CONTROLLER)
def publish_one(request: HttpRequest, number: int) -> HttpResponse:
    """Let a report out; somebody else than its composer."""
    found = Report.objects.filter(pk=number).first() if number < 2**63 else None
    if found is None:
        raise Http404
    try:
        publish(report=found, by=person(request), at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("reports")
    messages.success(request, _("The report is published."))
    return redirect("report", number)


@require_safe
@unshared
def report(request: HttpRequest, number: int) -> HttpResponse:
    """A report as it stood: the ledger up to its own link, and the way to the same date as it is known now."""
    told, status = _read(request, number)
    asked = {"pr": told.as_of.isoformat(), "aar": str(told.year), "pl": str(told.price_level or ""), "enhed": told.unit or ""}
    links = Addresses(told.programme, asked)
    behind = Addresses(told.programme, asked | ({"led": str(told.position)} if told.position is not None else {}))
    context = {
        "screen": status_screen(status, behind), "told": told, "words": proposal_words(told), "now": links.status(),
        "since": links.since(rapport=str(number), pr=""), "has_chart": True,
    }  # fmt: skip
    return render(request, "savings/report.html", context)


@require_safe
@unshared
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """A report as a paper, from the ledger up to its own link."""
    told, status = _read(request, number)
    name = f"{told.programme}-{told.as_of.isoformat()}-{number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(paper(status), content_type="application/pdf", headers=headers)


def _read(request: HttpRequest, number: int) -> tuple[ProposalFacts, Status]:
    """A published report and its status; one that is not out is for those who compose and publish."""
    try:
        told = read_proposal(number)
    except UnknownReport:
        raise Http404 from None
    if told.position is None and not person(request).roles & {Role.FINANCE, Role.CONTROLLER}:
        raise Http404
    try:
        return told, read_status(
            told.programme, as_of=told.as_of, year=told.year, price_level=told.price_level, unit=told.unit, position=told.position
        )
    except UnknownProgramme:
        raise Http404 from None
