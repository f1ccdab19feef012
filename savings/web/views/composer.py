"""Writing a report: beginning one, its parts and figures, and the paper beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.composing.compose import choices
from savings.composing.starters import start_manuscript, without_empty_parts
from savings.elements.typesetting.typst import CannotBeSet
from savings.manuscript import Manuscript, load_manuscript
from savings.presentation.paper.report import report_pdf
from savings.presentation.screen.composer import composer_screen
from savings.publishing.frozen_programmes import read_statuses
from savings.publishing.snapshots import use_language
from savings.recording.refusals import NotYourRole
from savings.recording.report_drafts import begin_report, discard_report, save_report
from savings.reporting.lookup import NotFound, find_programme, find_report_draft
from savings.reporting.reports import read_latest_with_text, read_proposal
from savings.reporting.status import programme_facts
from savings.web.acts import post_data, redirect_done, redirect_warned
from savings.web.answers import Unanswerable, answerable
from savings.web.composing import build_typed, press_button, read_typed
from savings.web.exports import file_response
from savings.web.forms.fields import read_level
from savings.web.forms.programmes import StatusQuery
from savings.web.forms.reports import BeginForm
from savings.web.guard import RECORDERS, current_user, form_page, plain_page, post_action
from savings.web.posted import parse_number, remove_nul
from savings.web.report_desk import find_draft

if TYPE_CHECKING:
    from savings.models import Programme, Report


@form_page(*RECORDERS)
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a report on a programme; what it is of comes from the page it was asked for on."""
    programme = find_programme(slug)
    latest = read_latest_with_text(programme)
    form = BeginForm(latest, post_data(request), initial={"start": "status", "language": "da"})
    if form.is_valid():
        manuscript = _start(request, programme, latest, form.cleaned_data)
        draft = begin_report(programme=programme, typed=build_typed(manuscript), by=current_user(request), at=timezone.now())
        return redirect("reports:draft", draft.pk)
    return render(request, "reports/new.html", {"form": form, "programme": programme})


def _start(request: HttpRequest, programme: Programme, latest: Report | None, chosen: dict[str, Any]) -> Manuscript:
    query = StatusQuery(request.GET)
    asked = query.cleaned_data if query.is_valid() else {}
    today = timezone.localdate()
    as_of = asked.get("pr") or today
    if chosen["start"] == "sidste" and latest is not None:
        # A number in the archive is one paper's own.
        own = {"dated": today.isoformat(), "as_of": as_of.isoformat(), "document_number": ""}
        return load_manuscript({**(latest.content or {}), **own})
    sort = {"da": "evaluering", "en": "evaluation"}[chosen["language"]] if chosen["start"] == "evaluering" else "status"
    title, level = f"{programme.name}: {sort}", read_level(asked.get("pl"))
    manuscript = start_manuscript(
        chosen["start"], programme_facts(programme), language=chosen["language"], today=today, as_of=as_of, year=asked.get("aar"),
        price_level=level["price_level"], unit=asked.get("enhed", ""), title=title,
    )  # fmt: skip
    manuscript = replace(manuscript, as_stated=level["as_stated"])
    try:
        with answerable(), use_language(manuscript):
            offered = choices(manuscript, read_statuses(manuscript, today=today))
    except Unanswerable:
        return manuscript
    return without_empty_parts(manuscript, {(kind, name) for kind, name, _slug in offered})


@form_page(*RECORDERS)
def write(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The composer: what is typed is kept at each press, and by itself while one types."""
    if request.method == "POST":
        return _save(request, draft_id)
    draft, reader = find_draft(draft_id), current_user(request)
    if draft.row.report_id is not None:
        return redirect("reports:report", draft.row.report_id)
    document = draft.document(timezone.localdate())
    screen = composer_screen(draft.row.typed["parts"], document)
    pages = draft.pages(lambda: document)
    came_from = draft.row.typed.get("from")
    context = {
        "draft": draft.row, "form": draft.form, "screen": screen, "sheets": [it.digest for it in pages],
        "manuscript": draft.manuscript, "programme": draft.row.programme, "stamp": draft.row.version,
        "removed": draft.row.typed.get("removed"), "may_discard": draft.row.can_be_discarded_by(reader),
        "sent_back": read_proposal(came_from, reader) if came_from else None,
    }  # fmt: skip
    return render(request, "reports/write.html", context)


def _save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    do = request.POST.get("do", "save")
    typed, place = press_button(read_typed(request.POST), do, request.POST)
    now: dict[str, Any] = {"by": current_user(request), "at": timezone.now()}
    try:
        row = find_report_draft(draft_id)
    except NotFound:
        row = None
    if row is None:
        saved = begin_report(programme=find_programme(remove_nul(request.POST.get("programme", ""))), typed=typed, **now)
        words = _("The draft has been thrown away meanwhile. What you typed is kept here as a new one.")
    else:
        version = parse_number(request.POST.get("version", ""), digits=8)
        saved = save_report(row, typed, version=-1 if version is None else version, **now)
        words = _(
            "The report has been changed meanwhile, by somebody else or in another window. What you typed is kept here as a "
            "draft of its own."
        )
    moved = row is None or saved.pk != row.pk
    if moved:
        messages.warning(request, words)
    address = reverse("reports:draft", args=[saved.pk])
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"version": saved.version, "moved": address if moved else ""})
    if do == "check":
        return redirect("reports:check", saved.pk)
    if not moved and do == "save":
        messages.success(request, _("The draft is saved."))
    return redirect(address + (f"#part-{place}" if place is not None else ""))


@plain_page(*RECORDERS)
def sheets(request: HttpRequest, draft_id: UUID) -> JsonResponse:
    """Which pages the paper has now, each by a digest that changes with the picture; or, where there is none, why."""
    draft = find_draft(draft_id)
    pages = draft.pages(lambda: draft.document(timezone.localdate()))
    return JsonResponse({"pages": [it.digest for it in pages], "problems": draft.problems})


@plain_page(*RECORDERS)
def picture(request: HttpRequest, draft_id: UUID, number: int) -> HttpResponse:
    """A page of the draft as a picture."""
    draft = find_draft(draft_id)
    pages = draft.pages(lambda: draft.document(timezone.localdate()))
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1].svg, content_type="image/svg+xml")


@plain_page(*RECORDERS)
def draft_pdf(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft as a PDF that says on each page that it is one."""
    draft = find_draft(draft_id)
    document = draft.document(timezone.localdate())
    if document is None:
        return redirect("reports:draft", draft_id)
    try:
        with use_language(document.manuscript):
            pdf = report_pdf(document)
    except CannotBeSet:
        return redirect_warned(request, draft.explain_failure(), "reports:draft", draft_id)
    return file_response(pdf, "pdf", "udkast")


@post_action(*RECORDERS)
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away: for whoever began it, and for controllers."""
    try:
        discard_report(draft_id, by=current_user(request), at=timezone.now())
    except NotYourRole:
        raise PermissionDenied from None
    return redirect_done(request, _("The draft is thrown away."), "reports:list")
