"""The check of a report that is being written: what it finds, reasons for what may stand, and sending it to be published."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from savings.composing.checks import Finding, Weight
from savings.composing.checks.binding import with_reference
from savings.publishing.preparing import CheckedReport, check_report
from savings.recording.refusals import Refused
from savings.recording.report_drafts import keep_reasons, save_report
from savings.recording.reports import AcknowledgedFinding, NewReport, compose
from savings.reporting.lookup import find_programmes, find_report_draft, find_unit_by_code
from savings.roles import Role
from savings.web.freshness import unshared
from savings.web.guard import current_user, role_required
from savings.web.posted import remove_nul
from savings.web.report_desk import Draft, draft_of

if TYPE_CHECKING:
    from savings.models import Report

#: No reason needs more than a few sentences.
LONGEST = 1000


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@role_required(Role.FINANCE, Role.CONTROLLER)
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What the check finds, and sending the report to be published with a reason for each finding that may stand.

    Reasons are kept with the draft at each press, so that going back to the text costs none of them.
    """
    draft = draft_of(draft_id)
    if draft.row.report_id is not None:
        return redirect("reports:report", draft.row.report_id)
    document = draft.document(timezone.localdate())
    if document is None:
        return redirect("reports:draft", draft_id)
    found = check_report(document)
    reasons, why = _reasons(request, draft, found)
    told = ""
    if request.method == "POST":
        do = request.POST.get("do", "send")
        if do.partition("#")[0] == "back":
            return redirect(reverse("reports:draft", args=[draft_id]) + do.removeprefix("back"))
        if do.startswith("bind:"):
            return _bound(request, draft, found)
        told = _lacking(found, reasons, why if draft.row.supersedes_id else "-")
        if not told:
            try:
                report = _sent(request, draft, found, reasons, why)
            except Refused as refused:
                told = str(refused)
            else:
                messages.success(request, _("The report waits for a controller to publish it."))
                return redirect("reports:report", report.pk)
    # What stops the report comes first; the others keep the order of the text.
    lines = [(it, reasons[it.key], _where(it.block)) for it in sorted(found.findings, key=_weight)]
    context = {
        "draft": draft.row, "found": found, "lines": lines, "told": told, "programme": draft.row.programme,
        "blocking": len(found.blocking), "reason": why,
    }  # fmt: skip
    return render(request, "reports/check.html", context)


def _weight(finding: Finding) -> int:
    return list(Weight).index(finding.weight)


def _reasons(request: HttpRequest, draft: Draft, found: CheckedReport) -> tuple[dict[str, str], str]:
    """The reasons for the findings by their keys, and the reason for a new version: as sent, else as they were kept."""
    kept = draft.row.typed.get("why", {})
    said = {it.key: _said(request, f"why-{it.key}", kept.get(it.key, "")) for it in found.findings}
    why = _said(request, "reason", kept.get("", ""))
    if request.method == "POST":
        keep_reasons(draft.row.pk, {**said, "": why}, by=current_user(request))
    return said, why


def _said(request: HttpRequest, name: str, otherwise: str) -> str:
    return remove_nul(request.POST.get(name, otherwise))[:LONGEST]


def _bound(request: HttpRequest, draft: Draft, found: CheckedReport) -> HttpResponse:
    """Put the reference in the place of the amount that was typed by hand, and check again."""
    key = request.POST["do"].removeprefix("bind:")
    finding = next((it for it in found.findings if it.key == key and it.reference and it.block is not None), None)
    # Reasons were kept a moment ago, so the row is read anew.
    row = find_report_draft(draft.row.pk)
    if finding is not None and finding.block is not None and row.version == draft.row.version:
        part = row.typed["parts"][finding.block]
        text = with_reference(part["text"], finding)
        if text is not None:
            parts = [{**it, "text": text} if it is part else it for it in row.typed["parts"]]
            kept = save_report(
                row, {**row.typed, "parts": parts}, version=row.version, by=current_user(request), at=timezone.now()
            )
            messages.success(request, _("%(amount)s follows the ledger now.") % {"amount": finding.amount})
            return redirect("reports:check", kept.pk)
    messages.warning(request, _("The amount does not stand in the text as it was found. Put the reference in by hand."))
    return redirect("reports:check", row.pk)


def _lacking(found: CheckedReport, reasons: dict[str, str], why: str) -> str:
    """What keeps a report from being sent, in words; empty where nothing does."""
    if found.blocking:
        return _("Mend what stops the report before you send it.")
    if any(not reasons[it.key].strip() for it in found.findings if it.weight is Weight.TO_ACKNOWLEDGE):
        return _("Mend each finding, or write why it may stand.")
    if not why.strip():
        return _("Write why the new version takes the place of the published one.")
    return ""


def _where(block: int | None) -> str:
    """What the button sends that leads to where a finding's part stands."""
    return "back#head" if block is None else f"back#part-{block}"


def _sent(request: HttpRequest, draft: Draft, found: CheckedReport, reasons: dict[str, str], why: str) -> Report:
    told = found.document.manuscript
    main = found.document.main
    acknowledged = [AcknowledgedFinding(it.key, it.excerpt, it.said, reasons[it.key]) for it in found.findings]
    beside = find_programmes(told.programmes[1:])
    new = NewReport.from_manuscript(
        told, programme=draft.row.programme, year=main.year,
        unit=find_unit_by_code(told.unit), beside=beside, acknowledged=acknowledged,
        supersedes=draft.row.supersedes, reason=why.strip() if draft.row.supersedes else "",
    )  # fmt: skip
    return compose(new, draft=draft.row, by=current_user(request), at=timezone.now())
