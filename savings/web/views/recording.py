"""Recording: the desk of whoever records, and a draft step by step until it is sent."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.money import NotMoney, kroner
from savings.presentation.screen.desk import desk_screen
from savings.recording.drafts import begin_draft, discard_draft, save_draft, set_draft_programme
from savings.recording.files import StoredFile
from savings.recording.refusals import Refused
from savings.recording.review import withdraw
from savings.reporting import read_reach
from savings.reporting.choices import read_desk
from savings.reporting.lookup import (
    find_approved_entry,
    find_draft,
    find_own_entry,
    find_own_refused_entry,
    find_programme,
    find_programmes,
)
from savings.vocabulary import Act
from savings.web.acts import post_data, redirect_done, redirect_warned
from savings.web.forms import recording as forms
from savings.web.forms.correction import LinesForm
from savings.web.guard import RECORDERS, current_user, form_page, plain_page, post_action
from savings.web.posted import parse_number, remove_nul
from savings.web.wizard import steps
from savings.web.wizard.draft_reader import DraftReader, Unfinished
from savings.web.wizard.gaps import find_gap
from savings.web.wizard.grid import AmountGrid
from savings.web.wizard.proposal import Proposal
from savings.web.wizard.steps import WizardStep
from savings.web.wizard.summary import check_rows

if TYPE_CHECKING:
    from savings.models import Draft

#: The names of fields that a step may send; anything else is left out of the draft.
FIELD = re.compile(r"[a-z_]{1,30}|yes\d{1,2}|[cms]-\d{4}-\d{1,18}|l\d{1,3}-[a-z]{1,12}")
#: Among them what only the server says: which file lies in the store.
NOT_KEPT = {"csrfmiddlewaretoken", "version", "do", "kept"}
LONGEST, MOST = 20_000, 2_000


@plain_page(*RECORDERS)
def desk(request: HttpRequest) -> HttpResponse:
    """My recordings: drafts, what was sent back, what waits; and the beginning of new ones."""
    screen = desk_screen(read_desk(current_user(request)))
    return render(request, "recording/desk.html", {"screen": screen, "acts": steps.BEGINNINGS})


@post_action(*RECORDERS)
def begin(request: HttpRequest) -> HttpResponse:
    """A new draft, of a programme where one is named."""
    act = request.POST.get("act", "")
    if act not in dict(steps.BEGINNINGS):
        raise Http404
    programme = next(iter(find_programmes([remove_nul(request.POST.get("programme", ""))])), None)
    answers = {steps.PROGRAMME.name: {"programme": [programme.slug]}} if programme else {}
    draft = begin_draft(act=act, by=current_user(request), at=timezone.now(), programme=programme, answers=answers)
    first = steps.after(act, steps.PROGRAMME) if programme else steps.PROGRAMME
    return redirect("recording:step", draft.pk, first.name)


@form_page(*RECORDERS)
def step(request: HttpRequest, draft_id: UUID, name: str) -> HttpResponse:
    """One step of a draft: shown, or kept as typed and cleaned."""
    draft = _own_draft(request, draft_id)
    if draft.entry_id is not None:
        return redirect("recording:receipt", draft.pk)
    wanted = next((step for step in steps.STEPS[draft.act] if step.name == name), None)
    if wanted is None:
        raise Http404
    try:
        if wanted == steps.CHECK:
            return _check_answers(request, draft)
        return _save_step(request, draft, wanted) if request.method == "POST" else _show_step(request, draft, wanted)
    except Unfinished as unfinished:
        return redirect("recording:step", draft.pk, unfinished.step.name)


def _own_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    return find_draft(draft_id, current_user(request))


def _read_draft(request: HttpRequest, draft: Draft) -> DraftReader:
    return DraftReader(draft, current_user(request), timezone.localdate(), draft.answers)


def _show_step(request: HttpRequest, draft: Draft, wanted: WizardStep) -> HttpResponse:
    reader = _read_draft(request, draft)
    form = reader.build_form(wanted)
    grid = reader.build_grid(form) if wanted == steps.AMOUNTS else None
    return _render_step(request, reader, wanted, form, grid, is_sent=form.is_bound and "do" not in request.GET)


def _save_step(request: HttpRequest, draft: Draft, wanted: WizardStep) -> HttpResponse:
    """Keep what was typed, whatever it is worth; then say what is wrong with it, or go on."""
    sent = _read_fields(request)
    file_facts = draft.answers.get(wanted.name, {}).get("kept")
    if file_facts and not sent.get("drop_file"):
        sent["kept"] = file_facts
    reader = DraftReader(draft, current_user(request), timezone.localdate(), {**draft.answers, wanted.name: sent})
    form = reader.build_form(wanted, request.FILES)
    valid = form.is_valid()
    file = form.cleaned_data.get("file")
    if isinstance(file, StoredFile) and not form.cleaned_data.get("drop_file"):
        sent["kept"] = [file.name, file.sha256, str(file.size), file.content_type]
    grid = reader.build_grid(form) if wanted == steps.AMOUNTS else None
    if grid is not None and valid:
        sent.update(grid.texts)
        for name in [name for name in sent if name.startswith("m-")]:
            del sent[name]
    version = parse_number(request.POST.get("version", ""), digits=9) or 0
    saved = save_draft(draft, {wanted.name: sent}, version=version, at=timezone.now())
    if wanted == steps.PROGRAMME and valid:
        set_draft_programme(saved, find_programme(form.cleaned_data["programme"]))
    if saved.pk != draft.pk:
        warning = _("The draft was changed in another window. What you typed here is kept as a draft of its own.")
        return redirect_warned(request, warning, "recording:step", saved.pk, wanted.name)
    stays = request.POST.get("do") == "years"
    wrong = grid is not None and valid and not stays and (grid.errors or find_gap(reader, form, grid))
    if not valid or wrong:
        reader.draft = saved
        return _render_step(request, reader, wanted, form, grid, is_sent=True)
    if request.POST.get("do") == "leave":
        return redirect("recording:desk")
    if stays:
        # Shown again to be filled in, and not to be told what it lacks.
        return redirect(f"{reverse('recording:step', args=[saved.pk, wanted.name])}?do=years")
    return redirect("recording:step", saved.pk, steps.after(draft.act, wanted).name)


def _read_fields(request: HttpRequest) -> dict[str, list[str]]:
    """The fields of the step as they were typed. A text column cannot hold the NUL character, so a sign stands for it."""
    names = [name for name in request.POST if name not in NOT_KEPT and FIELD.fullmatch(name)][:MOST]
    return {name: [text[:LONGEST].replace("\x00", "\ufffd") for text in request.POST.getlist(name)] for name in names}


def _render_step(
    request: HttpRequest, reader: DraftReader, wanted: WizardStep, form: Any, grid: AmountGrid | None, *, is_sent: bool
) -> HttpResponse:
    """The page of a step; what is wrong is said once somebody has sent it."""
    if grid is not None and is_sent and form.is_valid() and not grid.errors and (lack := find_gap(reader, form, grid)):
        form.add_error(None, lack)
    draft = reader.draft
    known = steps.STEPS[draft.act]
    place = known.index(wanted)
    context = {
        "draft": draft, "act": steps.ACTS[draft.act], "title": wanted.title, "form": form, "grid": grid, "is_sent": is_sent,
        "lines": form if isinstance(form, LinesForm) else None, "number": place + 1, "count": len(known),
        "back": known[place - 1].name if place else "", "references": getattr(form, "references", ()),
        "kept": reader.evidence_file if wanted == steps.RESTS_ON else None, "about": draft.about,
    }  # fmt: skip
    return render(request, "recording/step.html", context)


def _check_answers(request: HttpRequest, draft: Draft) -> HttpResponse:
    """*Tjek dine svar*: everything once more with what it does, and the sending."""
    reader = _read_draft(request, draft)
    proposal = Proposal(reader)
    questions = proposal.screen.questions
    form = forms.CheckForm(post_data(request), questions=questions, overlap=proposal.overlap)
    refused = ""
    if form.is_valid():
        try:
            proposal.send(timezone.now(), seen_plan=_read_seen_plan(request), targets=form.cleaned_data.get("targets", ""))
        except Refused as refusal:
            refused = str(refusal)
        except NotMoney:
            refused = _("An amount is larger than the ledger can hold. Go back and check the amounts and their unit.")
        else:
            return redirect("recording:receipt", draft.pk)
    known = steps.STEPS[draft.act]
    context = {
        "draft": draft, "act": steps.ACTS[draft.act], "title": steps.CHECK.title, "form": form, "refused": refused,
        "rows": check_rows(proposal), "effect": proposal.screen,
        "number": len(known), "count": len(known), "back": known[-2].name, "seen_plan": proposal.plan_sum,
        "documented": bool(proposal.order.proofs or proposal.order.keeps_evidence),
    }  # fmt: skip
    return render(request, "recording/check.html", context, status=409 if refused else 200)


def _read_seen_plan(request: HttpRequest) -> Decimal | None:
    """The plan's sum that the page carried along; None where it carried none."""
    try:
        return kroner(request.POST.get("seen_plan", ""))
    except NotMoney:
        return None


@plain_page(*RECORDERS)
def receipt(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The receipt, with the entry's number."""
    draft = _own_draft(request, draft_id)
    if draft.entry_id is None:
        return redirect("recording:step", draft.pk, steps.CHECK.name)
    href = reverse("entries:entry", args=[draft.entry_id])
    return render(request, "recording/receipt.html", {"number": draft.entry_id, "href": href})


@plain_page(*RECORDERS)
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where a draft was left: its first step without an answer, else the last."""
    draft = _own_draft(request, draft_id)
    known = steps.STEPS[draft.act]
    unanswered = next((step for step in known[:-1] if step.name not in draft.answers), known[-1])
    return redirect("recording:step", draft.pk, unanswered.name)


@post_action(*RECORDERS)
def resubmit(request: HttpRequest, number: int) -> HttpResponse:
    """A new draft with what was typed for an entry of one's own that was sent back or withdrawn."""
    entry, by = find_own_refused_entry(number, current_user(request)), current_user(request)
    earlier = getattr(entry, "draft", None)
    act = earlier.act if earlier else Act.RECORD
    answers = earlier.answers if earlier else {steps.RESTS_ON.name: {"text": [entry.text]}}
    about = entry.corrects if act == Act.CORRECTION else entry
    draft = begin_draft(act=act, by=by, at=timezone.now(), programme=entry.programme, about=about, answers=answers)
    return redirect("recording:step", draft.pk, steps.CHECK.name)


@post_action(*RECORDERS)
def correct(request: HttpRequest, number: int) -> HttpResponse:
    entry = find_approved_entry(number)
    if not read_reach(number, current_user(request)).acts:
        raise Http404
    draft = begin_draft(act=Act.CORRECTION, by=current_user(request), at=timezone.now(), programme=entry.programme, about=entry)
    return redirect("recording:step", draft.pk, steps.LINES.name)


@post_action(*RECORDERS)
def withdraw_entry(request: HttpRequest, number: int) -> HttpResponse:
    """Take an entry of one's own back before it is decided; what was typed can be taken up again."""
    entry = find_own_entry(number, current_user(request))
    try:
        withdraw(entry=entry, by=current_user(request), at=timezone.now())
    except Refused as refused:
        return redirect_warned(request, str(refused), "entries:entry", number)
    return redirect_done(request, _("Entry %(number)s is withdrawn.") % {"number": number}, "recording:desk")


@post_action(*RECORDERS)
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = _own_draft(request, draft_id)
    discard_draft(draft.pk, by=current_user(request))
    return redirect_done(request, _("The draft is thrown away."), "recording:desk")
