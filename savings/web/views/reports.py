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
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.data.status_csv import status_csv
from savings.elements.typesetting.typst import CannotBeSet
from savings.manuscript import Manuscript, load_manuscript
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
from savings.web.acts import redirect_done, redirect_warned, refusals_warned
from savings.web.addresses import Addresses, link_figures, link_to
from savings.web.answers import Unanswerable, answerable
from savings.web.composing import build_typed
from savings.web.exports import TablesFile, export_response, file_response, page_or_file, read_ending
from savings.web.forms.fields import AS_STATED
from savings.web.guard import RECORDERS, current_user, has_role, plain_page, post_action
from savings.web.views.status import paper

#: What a published report shows does not change; a day is only as long as memory is spared.
SECONDS = 24 * 60 * 60


@plain_page()
def reports(request: HttpRequest) -> HttpResponse:
    """The published reports of all programmes; for those who write them, the drafts and what waits to be published."""
    reader = current_user(request)
    table = reports_table(read_proposals(reader, published=True), link_to("reports:report"))
    context: dict[str, object] = {"table": table}
    if has_role(request, *RECORDERS):
        context["waiting"] = [(report, proposal_words(report)) for report in read_proposals(reader, published=False)]
        context |= {"drafts": read_report_drafts(), "sent_back": read_sent_back(reader)}
    return page_or_file(request, "reports/list.html", context, TablesFile(title=_("Published reports"), tables=[table]))


@login_not_required
@plain_page()
def report(request: HttpRequest, number: int) -> HttpResponse:
    """A report: as it was published, or as it waits to be. An open one is for anybody with its address."""
    facts = _find_readable(request, number)
    if facts is None:
        return redirect_to_login(request.get_full_path())
    if facts.position is None:
        return _show_proposal(request, facts)
    return _show_published(request, facts) if facts.has_text else _show_status(request, facts)


def _find_readable(request: HttpRequest, number: int) -> ProposalFacts | None:
    """The report, where the reader may know of it; None for a stranger who must log in first, whether there is one or not.

    Raises:
        Http404: when there is none, to those who have logged in.
    """
    reader = request.user if isinstance(request.user, User) else None
    try:
        return read_proposal(number, reader)
    except UnknownReport:
        if reader is not None:
            raise Http404 from None
        return None


def _send_tables(ending: str, facts: ProposalFacts) -> HttpResponse:
    """The tables of a published report, in its own language, with its footnotes; as a paper they are in the report itself."""
    if ending == "pdf":
        return redirect("reports:pdf", facts.number)
    document, head = _read_document(facts, with_links=False)
    with use_language(read_manuscript(facts.number)):
        notes = [proposal_words(facts), *document.footnote_words]
        file = TablesFile(title=facts.title, tables=document.tables, as_of=facts.as_of, facts=notes, head=head)
        return export_response(file, ending)


def _send_status(ending: str, facts: ProposalFacts) -> HttpResponse:
    """The files of a status that is a report: the same cells as the status' own, as they were known then."""
    if ending == "pdf":
        return redirect("reports:pdf", facts.number)
    content = status_csv(_read_status(facts)) if ending == "csv" else status_xlsx(_read_status(facts))
    return file_response(content, ending, _file_name(facts))


def _file_name(facts: ProposalFacts) -> str:
    return f"{facts.programme}-{facts.as_of.isoformat()}-{facts.number}"


def _show_published(request: HttpRequest, facts: ProposalFacts) -> HttpResponse:
    """A published report with a text of its own."""
    if ending := read_ending(request):
        return _send_tables(ending, facts)
    is_known = isinstance(request.user, User)
    context: dict[str, Any] = {
        "report": facts, "words": proposal_words(facts), "manuscript": read_manuscript(facts.number),
        "document": _read_document(facts, with_links=is_known)[0],
    }  # fmt: skip
    if is_known:
        context["writes"] = has_role(request, *RECORDERS)
        context["acknowledged"] = list(read_acknowledgements(facts.number).values())
        context["now"] = Addresses(facts.programme, {}).since(rapport=str(facts.number), pr="")
    return render(request, "reports/read.html", context)


def _read_document(facts: ProposalFacts, *, with_links: bool) -> tuple[DocumentScreen, HeadFacts]:
    """A published report as it is read, its figures linked to their entries or not; and the ledger's head it was read at."""
    key = f"report:{facts.number}:{with_links}"
    document: tuple[DocumentScreen, HeadFacts] | None = cache.get(key)
    if document is None:
        published = read_published_report(facts.number).document
        links = link_figures(published, str(facts.position)) if with_links else lambda _bound: ""
        with use_language(published.manuscript):
            document = document_screen(published, links), published.main.head
        cache.set(key, document, SECONDS)
    return document


def _show_proposal(request: HttpRequest, facts: ProposalFacts) -> HttpResponse:
    """A report that waits to be published, for those who write and publish them; what it shows is of now."""
    is_controller, is_own = has_role(request, Role.CONTROLLER), facts.composer == current_user(request).get_username()
    context: dict[str, Any] = {
        "report": facts, "words": proposal_words(facts), "may": is_controller and not is_own and not facts.refused_by,
        "may_refuse": (is_controller or is_own) and not facts.refused_by,
    }  # fmt: skip
    if not facts.has_text:
        if ending := read_ending(request):
            return _send_status(ending, facts)
        links = Addresses(facts.programme, {"pr": facts.as_of.isoformat(), "aar": str(facts.year)})
        context |= {"screen": status_screen(_read_status(facts), links), "now": links.status()}
        return render(request, "reports/report.html", context)
    context["manuscript"] = read_manuscript(facts.number)
    try:
        context |= _check_proposal(request, facts, context["manuscript"])
    except (UnknownProgramme, Unanswerable) as error:
        messages.warning(request, str(error))
    return render(request, "reports/read.html", context)


def _check_proposal(request: HttpRequest, facts: ProposalFacts, manuscript: Manuscript) -> dict[str, Any]:
    """The document with today's figures, what was acknowledged, and what the check has found since."""
    with answerable():
        now = prepare_report(manuscript, today=timezone.localdate(), but=_predecessors(facts))
    with use_language(manuscript):
        document = document_screen(now.document, link_figures(now.document, ""))
    acknowledged = read_acknowledgements(facts.number)
    new = [it for it in now.findings if it.key not in acknowledged]
    return {
        "document": document, "acknowledged": list(acknowledged.values()), "stopped": any(it in now.blocking for it in new),
        "lines": [(it, request.GET.get(f"why-{it.key}", ""), "") for it in new],
    }  # fmt: skip


def _predecessors(facts: ProposalFacts) -> tuple[int, ...]:
    return (facts.supersedes,) if facts.supersedes else ()


def _show_status(request: HttpRequest, facts: ProposalFacts) -> HttpResponse:
    """A status that was published without a text of its own: the ledger up to its link, and the same date as known now."""
    if ending := read_ending(request):
        return _send_status(ending, facts)
    asked = {
        "pr": facts.as_of.isoformat(),
        "aar": str(facts.year),
        "pl": str(facts.price_level or AS_STATED),
        "enhed": facts.unit or "",
    }
    links, then = Addresses(facts.programme, asked), Addresses(facts.programme, asked | {"led": str(facts.position)})
    context = {
        "screen": status_screen(_read_status(facts), then), "report": facts, "words": proposal_words(facts), "has_chart": True,
        "now": links.status(), "since": links.since(rapport=str(facts.number), pr=""),
    }  # fmt: skip
    return render(request, "reports/report.html", context)


@login_not_required
@plain_page()
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """A published report as it was published, byte for byte; of one that waits, the draft that is to be vouched for."""
    facts = _find_readable(request, number)
    if facts is None:
        return redirect_to_login(request.get_full_path())
    if facts.position is None and facts.has_text:
        return _send_draft(request, facts)
    return file_response(read_paper(number) or paper(_read_status(facts)), "pdf", _file_name(facts))


def _send_draft(request: HttpRequest, facts: ProposalFacts) -> HttpResponse:
    """The paper of a report that waits, as it would be published now, marked as a draft."""
    try:
        with answerable():
            document = compose_now(read_manuscript(facts.number), today=timezone.localdate(), but=_predecessors(facts))
            with use_language(document.manuscript):
                return file_response(report_pdf(document), "pdf", "udkast")
    except (UnknownProgramme, Unanswerable, CannotBeSet):
        warning = _("The paper cannot be made as the report stands. Send it back to be mended.")
        return redirect_warned(request, warning, "reports:report", facts.number)


def _read_status(facts: ProposalFacts) -> Status:
    question = StatusQuestion(
        as_of=facts.as_of, is_past=True, year=facts.year, price_level=facts.price_level, unit=facts.unit, link=facts.position,
        as_stated=facts.price_level is None, report=facts.number if facts.position is not None else None,
    )  # fmt: skip
    return read_status(facts.programme, question)


@post_action(Role.CONTROLLER)
def publish_one(request: HttpRequest, number: int) -> HttpResponse:
    """Publish a report that somebody else composed."""
    proposal, by, at = find_report(number), current_user(request), timezone.now()
    try:
        if proposal.content is None:
            publish(report=proposal, by=by, at=at)
        else:
            reasons = {key.removeprefix("why-"): str(why) for key, why in request.POST.items() if key.startswith("why-")}
            with answerable():
                publish_checked(proposal, today=timezone.localdate(), reasons=reasons, by=by, at=at)
    except (Refused, Unanswerable) as refused:
        return redirect_warned(request, str(refused), "reports:report", number)
    return redirect_done(request, _("The report is published."), "reports:report", number)


@post_action(*RECORDERS)
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send a proposed report back, or take one's own back; it is written on as a draft."""
    proposal = find_report(number)
    if proposal.composed_by_id != current_user(request).pk and not has_role(request, Role.CONTROLLER):
        raise PermissionDenied
    reason = str(request.POST.get("reason", "")).strip()
    if not reason:
        warning = _("Write why the report is sent back, so that its writer knows what to change.")
        return redirect_warned(request, warning, "reports:report", number)
    with refusals_warned(request):
        refuse_report(report=proposal, by=current_user(request), at=timezone.now(), reason=reason)
        messages.success(request, _("The report is sent back. It can be written on as a new draft."))
    return redirect("reports:report", number)


@post_action(*RECORDERS)
def write_on(request: HttpRequest, number: int) -> HttpResponse:
    """A new draft from a report: of a published one a new version, of one that was sent back the same one again."""
    earlier = find_report(number)
    if earlier.content is None:
        raise Http404
    # The reasons that were given hold for the same words, and whoever sends it again stands for them.
    why = {key: it.reason for key, it in read_acknowledgements(earlier.pk).items()}
    typed = build_typed(load_manuscript(earlier.content)) | {"why": why}
    is_published = hasattr(earlier, "publication")
    if not is_published:
        typed |= {"why": why | {"": earlier.reason}, "from": earlier.pk}
    supersedes = earlier if is_published else earlier.supersedes
    draft = begin_report(
        programme=earlier.programme, typed=typed, by=current_user(request), at=timezone.now(), supersedes=supersedes
    )
    return redirect("reports:draft", draft.pk)
