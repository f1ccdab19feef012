"""Reports: which there are, reading one as it stood, publishing one, sending one back, and joining several into a packet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from savings.elements.data.status_csv import status_csv
from savings.elements.typesetting.typst import CannotBeSet
from savings.manuscript import load_manuscript
from savings.models import User
from savings.presentation.paper.report import report_pdf
from savings.presentation.screen.document import DocumentScreen, document_screen
from savings.presentation.screen.reports import proposal_words, reports_table
from savings.presentation.screen.status import status_screen
from savings.presentation.sheets.xlsx import status_xlsx
from savings.projections.facts import HeadFacts
from savings.projections.reports import ProposalFacts
from savings.projections.status import Status
from savings.publishing.preparing import compose_now, prepare_report, publish_checked
from savings.publishing.snapshots import read_acknowledgements, read_published_report, use_language
from savings.recording.refusals import Refused
from savings.recording.report_drafts import begin_report
from savings.recording.reports import publish, refuse_report
from savings.reporting import StatusQuestion, UnknownProgramme, read_status
from savings.reporting.lookup import find_report
from savings.reporting.reports import (
    UnknownReport,
    read_manuscript,
    read_paper,
    read_proposal,
    read_proposals,
    read_report_drafts,
    read_sent_back,
)
from savings.roles import Role
from savings.web.addresses import Addresses, behind
from savings.web.answers import Unanswerable, answerable
from savings.web.composing import typed_of
from savings.web.exports import TablesFile, asked_file, attached, export_response, page_or_file
from savings.web.freshness import unshared
from savings.web.guard import current_user, role_required
from savings.web.views.status import paper

WRITERS = {Role.FINANCE, Role.CONTROLLER}
writers = role_required(Role.FINANCE, Role.CONTROLLER)
#: What a published report shows does not change; a day is only as long as memory is spared.
SECONDS = 24 * 60 * 60


@require_safe
@unshared
def reports(request: HttpRequest) -> HttpResponse:
    """The published reports of all programmes; for those who write them, the drafts and what waits to be published."""
    reader = current_user(request)
    writes = bool(reader.roles & WRITERS)
    waiting = read_proposals(published=False) if writes else ()
    drafts = read_report_drafts() if writes else ()
    items = [(told, proposal_words(told)) for told in waiting]
    table = reports_table(read_proposals(published=True), lambda number: reverse("reports:report", args=[number]))
    sent_back = read_sent_back() if writes else ()
    context: dict[str, object] = {"table": table, "waiting": items, "drafts": drafts, "sent_back": sent_back}
    return page_or_file(request, "reports/list.html", context, TablesFile(title=_("Published reports"), tables=[table]))


@login_not_required
@require_safe
@unshared
def report(request: HttpRequest, number: int) -> HttpResponse:
    """A report: as it was published, or as it waits to be. An open one is for anybody with its address."""
    told = _told(request, number)
    if told is None:
        return redirect_to_login(request.get_full_path())
    if told.position is None:
        return _proposed(request, told)
    return _published(request, told) if told.has_text else _status(request, told)


def _published_file(ending: str, told: ProposalFacts) -> HttpResponse:
    """The tables of a published report, in its own language, with its footnotes; as a paper they are in the report itself."""
    if ending == "pdf":
        return redirect("reports:pdf", told.number)
    document, head = _document(told, known=False)
    with use_language(read_manuscript(told.number)):
        facts = [proposal_words(told), *document.footnote_words]
        file = TablesFile(title=told.title, tables=document.tables, as_of=told.as_of, facts=facts, head=head)
        return export_response(file, ending)


def _status_file(ending: str, told: ProposalFacts) -> HttpResponse:
    """The files of a status that is a report: the same cells as the status' own, as they were known then."""
    if ending == "pdf":
        return redirect("reports:pdf", told.number)
    content = status_csv(_read(told)) if ending == "csv" else status_xlsx(_read(told))
    return attached(content, ending, f"{told.programme}-{told.as_of.isoformat()}-{told.number}")


def _told(request: HttpRequest, number: int) -> ProposalFacts | None:
    """The report, where the reader may know of it; None for a stranger who must log in first, whether there is one or not.

    Raises:
        Http404: when there is none, to those who have logged in.
    """
    known = isinstance(request.user, User)
    try:
        told = read_proposal(number)
    except UnknownReport:
        if known:
            raise Http404 from None
        return None
    is_open = told.position is not None and not told.closed
    return told if known or is_open else None


def _published(request: HttpRequest, told: ProposalFacts) -> HttpResponse:
    """A published report with a text of its own."""
    if ending := asked_file(request):
        return _published_file(ending, told)
    known = isinstance(request.user, User)
    document, _head = _document(told, known=known)
    context = {
        "told": told, "words": proposal_words(told), "document": document, "manuscript": read_manuscript(told.number),
        "writes": known and bool(current_user(request).roles & WRITERS),
        "acknowledged": _acknowledged(told.number) if known else (),
        "now": Addresses(told.programme, {}).since(rapport=str(told.number), pr="") if known else "",
    }  # fmt: skip
    return render(request, "reports/read.html", context)


def _document(told: ProposalFacts, *, known: bool) -> tuple[DocumentScreen, HeadFacts]:
    """A published report as it is read, and the link of the ledger it was read at; with its figures open to those `known`."""
    key = f"report:{told.number}:{known}"
    found: tuple[DocumentScreen, HeadFacts] | None = cache.get(key)
    if found is None:
        published = read_published_report(told.number).document
        led = str(told.position)
        with use_language(published.manuscript):
            shown = document_screen(published, behind(published, led) if known else lambda _bound: "")
        found = shown, published.main.head
        cache.set(key, found, SECONDS)
    return found


def _acknowledged(number: int) -> list[Any]:
    return list(read_acknowledgements(number).values())


def _proposed(request: HttpRequest, told: ProposalFacts) -> HttpResponse:
    """A report that waits to be published, for those who write and publish them; what it shows is of now."""
    reader = current_user(request)
    if not reader.roles & WRITERS:
        raise Http404
    context: dict[str, Any] = {"told": told, "words": proposal_words(told), "manuscript": None}
    context["may"] = Role.CONTROLLER in reader.roles and told.composer != reader.get_username() and not told.refused_by
    context["may_refuse"] = not told.refused_by and (Role.CONTROLLER in reader.roles or told.composer == reader.get_username())
    if not told.has_text:
        if ending := asked_file(request):
            return _status_file(ending, told)
        status = _read(told)
        links = Addresses(told.programme, {"pr": told.as_of.isoformat(), "aar": str(told.year)})
        return render(request, "reports/report.html", context | {"screen": status_screen(status, links), "now": links.status()})
    manuscript = read_manuscript(told.number)
    context["manuscript"] = manuscript
    try:
        with answerable():
            now = prepare_report(manuscript, today=timezone.localdate(), but=(told.supersedes,) if told.supersedes else ())
    except (UnknownProgramme, Unanswerable) as error:
        messages.warning(request, str(error))
        return render(request, "reports/read.html", context)
    with use_language(manuscript):
        document = document_screen(now.document, behind(now.document, ""))
    known = read_acknowledgements(told.number)
    new = [it for it in now.findings if it.key not in known]
    context |= {
        "document": document,
        "acknowledged": list(known.values()),
        "lines": [(it, request.GET.get(f"why-{it.key}", ""), "") for it in new],
        "stopped": any(it in now.blocking for it in new),
    }
    return render(request, "reports/read.html", context)


def _status(request: HttpRequest, told: ProposalFacts) -> HttpResponse:
    """A status that was published without a text of its own: the ledger up to its link, and the same date as known now."""
    if ending := asked_file(request):
        return _status_file(ending, told)
    status = _read(told)
    asked = {"pr": told.as_of.isoformat(), "aar": str(told.year), "pl": str(told.price_level or ""), "enhed": told.unit or ""}
    links = Addresses(told.programme, asked)
    then = Addresses(told.programme, asked | {"led": str(told.position)})
    context = {
        "screen": status_screen(status, then), "told": told, "words": proposal_words(told), "now": links.status(),
        "since": links.since(rapport=str(told.number), pr=""), "has_chart": True,
    }  # fmt: skip
    return render(request, "reports/report.html", context)


@login_not_required
@require_safe
@unshared
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """A published report as it was published, byte for byte; of one that waits, the draft that is to be vouched for."""
    told = _told(request, number)
    if told is None:
        return redirect_to_login(request.get_full_path())
    if told.position is None and not current_user(request).roles & WRITERS:
        raise Http404
    if told.position is None and told.has_text:
        return _draft_of(request, told)
    content = read_paper(number) or paper(_read(told))
    name = f"{told.programme}-{told.as_of.isoformat()}-{number}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _draft_of(request: HttpRequest, told: ProposalFacts) -> HttpResponse:
    """The paper of a report that waits, as it would be published now, marked as a draft."""
    but = (told.supersedes,) if told.supersedes else ()
    try:
        with answerable():
            document = compose_now(read_manuscript(told.number), today=timezone.localdate(), but=but)
            with use_language(document.manuscript):
                pdf = report_pdf(document)
    except (UnknownProgramme, Unanswerable, CannotBeSet):
        messages.warning(request, _("The paper cannot be made as the report stands. Send it back to be mended."))
        return redirect("reports:report", told.number)
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="udkast.pdf"'})


def _read(told: ProposalFacts) -> Status:
    question = StatusQuestion(
        as_of=told.as_of, is_past=True, year=told.year, price_level=told.price_level, unit=told.unit, link=told.position,
        report=told.number if told.position is not None else None,
    )  # fmt: skip
    return read_status(told.programme, question)


@require_POST
@role_required(Role.CONTROLLER)
def publish_one(request: HttpRequest, number: int) -> HttpResponse:
    """Let a report out; somebody else than its composer."""
    found = find_report(number)
    reasons = {name.removeprefix("why-"): value for name, value in request.POST.items() if name.startswith("why-")}
    now: dict[str, Any] = {"by": current_user(request), "at": timezone.now()}
    try:
        if found.content is None:
            publish(report=found, **now)
        else:
            with answerable():
                publish_checked(found, today=timezone.localdate(), reasons={key: str(why) for key, why in reasons.items()}, **now)
    except (Refused, Unanswerable) as refused:
        messages.warning(request, str(refused))
        return redirect("reports:report", number)
    messages.success(request, _("The report is published."))
    return redirect("reports:report", number)


@require_POST
@writers
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send a proposed report back, or take one's own back; it is written on as a draft."""
    found = find_report(number)
    if found.composed_by_id != current_user(request).pk and Role.CONTROLLER not in current_user(request).roles:
        raise PermissionDenied
    reason = str(request.POST.get("reason", "")).strip()
    if not reason:
        messages.warning(request, _("Write why the report is sent back, so that its writer knows what to change."))
        return redirect("reports:report", number)
    try:
        refuse_report(report=found, by=current_user(request), at=timezone.now(), reason=reason)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("reports:report", number)
    messages.success(request, _("The report is sent back. It can be written on as a new draft."))
    return redirect("reports:report", number)


@require_POST
@writers
def write_on(request: HttpRequest, number: int) -> HttpResponse:
    """A new draft from a report: of a published one a new version, of one that was sent back the same one again."""
    found = find_report(number)
    if found.content is None:
        raise Http404
    out = hasattr(found, "publication")
    # The reasons that were given hold for the same words, and whoever sends it again stands for them.
    why = {key: it.reason for key, it in read_acknowledgements(found.pk).items()} | ({} if out else {"": found.reason})
    typed = typed_of(load_manuscript(found.content)) | {"why": why} | ({} if out else {"from": found.pk})
    draft = begin_report(
        programme=found.programme,
        typed=typed,
        by=current_user(request),
        at=timezone.now(),
        supersedes=found if out else found.supersedes,
    )
    return redirect("reports:draft", draft.pk)
