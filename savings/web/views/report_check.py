"""The check of a report that is being written: what it finds, reasons for what may stand, and sending it to be published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.composing.checks import Weight
from savings.composing.checks.binding import with_reference
from savings.publishing.preparing import CheckedReport, check_report
from savings.recording.refusals import Refused
from savings.recording.report_drafts import keep_reasons, save_report
from savings.recording.reports import AcknowledgedFinding, NewReport, compose
from savings.reporting.lookup import find_programmes, find_report_draft, find_unit_by_code
from savings.web.acts import redirect_done, redirect_warned
from savings.web.guard import RECORDERS, current_user, form_page
from savings.web.posted import remove_nul
from savings.web.report_desk import DraftReport, find_draft

if TYPE_CHECKING:
    from savings.models import Report

#: No reason needs more than a few sentences.
LONGEST = 1000


@form_page(*RECORDERS)
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What the check finds, and sending the report to be published with a reason for each finding that may stand.

    Reasons are kept with the draft at each press, so that going back to the text costs none of them.
    """
    draft = find_draft(draft_id)
    if draft.row.report_id is not None:
        return redirect("reports:report", draft.row.report_id)
    document = draft.document(timezone.localdate())
    if document is None:
        return redirect("reports:draft", draft_id)
    report = check_report(document)
    reasons, why = _read_reasons(request, draft, report)
    obstacle = ""
    if request.method == "POST":
        do = request.POST.get("do", "send")
        if do.partition("#")[0] == "back":
            return redirect(reverse("reports:draft", args=[draft_id]) + do.removeprefix("back"))
        if do.startswith("bind:"):
            return _bind_amount(request, draft, report)
        obstacle = _find_obstacle(report, reasons, why if draft.row.supersedes_id else "-")
        if not obstacle:
            try:
                proposal = _propose(request, draft, report, reasons, why)
            except Refused as refused:
                obstacle = str(refused)
            else:
                done = _("The report waits for a controller to publish it.")
                return redirect_done(request, done, "reports:report", proposal.pk)
    # What stops the report comes first; the others keep the order of the text.
    findings = sorted(report.findings, key=lambda finding: list(Weight).index(finding.weight))
    context = {
        "draft": draft.row, "found": report, "lines": [(it, reasons[it.key], _place(it.block)) for it in findings],
        "obstacle": obstacle, "programme": draft.row.programme, "blocking": len(report.blocking), "reason": why,
    }  # fmt: skip
    return render(request, "reports/check.html", context)


def _read_reasons(request: HttpRequest, draft: DraftReport, report: CheckedReport) -> tuple[dict[str, str], str]:
    """The reasons for the findings by their keys, and the reason for a new version: as sent, else as they were saved."""
    saved = draft.row.typed.get("why", {})
    reasons = {it.key: _read_reason(request, f"why-{it.key}", saved.get(it.key, "")) for it in report.findings}
    why = _read_reason(request, "reason", saved.get("", ""))
    if request.method == "POST":
        keep_reasons(draft.row.pk, {**reasons, "": why}, by=current_user(request))
    return reasons, why


def _read_reason(request: HttpRequest, name: str, otherwise: str) -> str:
    return remove_nul(request.POST.get(name, otherwise))[:LONGEST]


def _bind_amount(request: HttpRequest, draft: DraftReport, report: CheckedReport) -> HttpResponse:
    """Put the reference in the place of the amount that was typed by hand, and check again."""
    key = request.POST["do"].removeprefix("bind:")
    finding = next((it for it in report.findings if it.key == key and it.reference and it.block is not None), None)
    # Reasons were kept a moment ago, so the row is read anew.
    row = find_report_draft(draft.row.pk)
    if finding is not None and finding.block is not None and row.version == draft.row.version:
        part = row.typed["parts"][finding.block]
        text = with_reference(part["text"], finding)
        if text is not None:
            parts = [{**it, "text": text} if it is part else it for it in row.typed["parts"]]
            typed = {**row.typed, "parts": parts}
            saved = save_report(row, typed, version=row.version, by=current_user(request), at=timezone.now())
            done = _("%(amount)s follows the ledger now.") % {"amount": finding.amount}
            return redirect_done(request, done, "reports:check", saved.pk)
    warning = _("The amount does not stand in the text as it was found. Put the reference in by hand.")
    return redirect_warned(request, warning, "reports:check", row.pk)


def _find_obstacle(report: CheckedReport, reasons: dict[str, str], why: str) -> str:
    """What keeps a report from being sent, in words; empty where nothing does."""
    if report.blocking:
        return _("Mend what stops the report before you send it.")
    if any(not reasons[it.key].strip() for it in report.findings if it.weight is Weight.TO_ACKNOWLEDGE):
        return _("Mend each finding, or write why it may stand.")
    if not why.strip():
        return _("Write why the new version takes the place of the published one.")
    return ""


def _place(block: int | None) -> str:
    """What the button sends that leads to where a finding's part stands."""
    return "back#head" if block is None else f"back#part-{block}"


def _propose(request: HttpRequest, draft: DraftReport, report: CheckedReport, reasons: dict[str, str], why: str) -> Report:
    manuscript, level = report.document.manuscript, report.document.main.price_level
    if level is not None:
        # A basis that is approved later is not the one that was checked.
        manuscript = replace(manuscript, price_level=level)
    new = NewReport.from_manuscript(
        manuscript, programme=draft.row.programme, year=report.document.main.year, unit=find_unit_by_code(manuscript.unit),
        beside=find_programmes(manuscript.programmes[1:]), supersedes=draft.row.supersedes,
        acknowledged=[AcknowledgedFinding(it.key, it.excerpt, it.said, reasons[it.key]) for it in report.findings],
        reason=why.strip() if draft.row.supersedes else "",
    )  # fmt: skip
    return compose(new, draft=draft.row, by=current_user(request), at=timezone.now())
