"""Recording: the desk of whoever records, and a draft step by step until it is sent."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

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
from savings.roles import Role
from savings.vocabulary import Act
from savings.web.forms import recording as forms
from savings.web.forms.correction import LinesForm
from savings.web.freshness import unshared
from savings.web.guard import current_user, role_required
from savings.web.posted import parse_number, remove_nul
from savings.web.wizard import steps
from savings.web.wizard.grid import Grid
from savings.web.wizard.proposal import Proposal
from savings.web.wizard.summary import check_rows, stale_words
from savings.web.wizard.typed import DraftReader, Unfinished

if TYPE_CHECKING:
    from savings.models import Draft

recorders = role_required(Role.FINANCE, Role.CONTROLLER)
#: The names of fields that a step may send; anything else is left out of the draft.
FIELD = re.compile(r"[a-z_]{1,30}|yes\d{1,2}|[cms]-\d{4}-\d{1,18}|l\d{1,3}-[a-z]{1,12}")
#: Among them what only the server says: which file lies in the store.
NOT_KEPT = {"csrfmiddlewaretoken", "version", "do", "kept"}
LONGEST, MOST = 20_000, 2_000


@require_safe
@unshared
@recorders
def desk(request: HttpRequest) -> HttpResponse:
    """My recordings: drafts, what was sent back, what waits; and the beginning of new ones."""
    return render(
        request, "recording/desk.html", {"screen": desk_screen(read_desk(current_user(request))), "acts": steps.BEGINNINGS}
    )


@require_POST
@recorders
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


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@recorders
def step(request: HttpRequest, draft_id: UUID, name: str) -> HttpResponse:
    """One step of a draft: shown, or kept as typed and cleaned."""
    draft = _own_draft(request, draft_id)
    if draft.entry_id is not None:
        return redirect("recording:receipt", draft.pk)
    wanted = next((step for step in steps.steps_of(draft.act) if step.name == name), None)
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


def _show_step(request: HttpRequest, draft: Draft, wanted: steps.Step) -> HttpResponse:
    reader = _read_draft(request, draft)
    form = reader.build_form(wanted)
    grid = reader.build_grid(form) if wanted == steps.AMOUNTS else None
    return _render_step(request, draft, wanted, reader, form, grid, is_sent=form.is_bound and "do" not in request.GET)


def _save_step(request: HttpRequest, draft: Draft, wanted: steps.Step) -> HttpResponse:
    """Keep what was typed, whatever it is worth; then say what is wrong with it, or go on."""
    sent = _posted(request)
    kept = draft.answers.get(wanted.name, {}).get("kept")
    if kept and not sent.get("drop_file"):
        sent["kept"] = kept
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
    saved = save_draft(draft, {wanted.name: sent}, version=_version(request), at=timezone.now())
    if wanted == steps.PROGRAMME and valid:
        set_draft_programme(saved, find_programme(form.cleaned_data["programme"]))
    if saved.pk != draft.pk:
        messages.warning(
            request, _("The draft was changed in another window. What you typed here is kept as a draft of its own.")
        )
        return redirect("recording:step", saved.pk, wanted.name)
    stays = request.POST.get("do") == "years"
    wrong = grid is not None and valid and not stays and (grid.errors or reader.find_gap(form, grid))
    if not valid or wrong:
        return _render_step(request, saved, wanted, reader, form, grid, is_sent=True)
    if request.POST.get("do") == "leave":
        return redirect("recording:desk")
    if stays:
        # Shown again to be filled in, and not to be told what it lacks.
        return redirect(f"{reverse('recording:step', args=[saved.pk, wanted.name])}?do=years")
    return redirect("recording:step", saved.pk, steps.after(draft.act, wanted).name)


def _posted(request: HttpRequest) -> dict[str, list[str]]:
    """The fields of the step as they were typed. A text column cannot hold the NUL character, so a sign stands for it."""
    names = [name for name in request.POST if name not in NOT_KEPT and FIELD.fullmatch(name)][:MOST]
    return {name: [text[:LONGEST].replace("\x00", "\ufffd") for text in request.POST.getlist(name)] for name in names}


def _version(request: HttpRequest) -> int:
    return parse_number(request.POST.get("version", ""), digits=9) or 0


def _render_step(
    request: HttpRequest, draft: Draft, wanted: steps.Step, reader: DraftReader, form: Any, grid: Grid | None, *, is_sent: bool
) -> HttpResponse:
    """The page of a step; what is wrong is said once somebody has sent it."""
    if grid is not None and is_sent and form.is_valid() and not grid.errors and (lack := reader.find_gap(form, grid)):
        form.add_error(None, lack)
    known = steps.steps_of(draft.act)
    place = known.index(wanted)
    context = {
        "draft": draft, "act": steps.ACTS[draft.act], "title": wanted.title, "form": form, "grid": grid, "is_sent": is_sent,
        "lines": form if isinstance(form, LinesForm) else None, "number": place + 1, "count": len(known),
        "back": known[place - 1].name if place else "", "references": getattr(form, "references", ()),
        "kept": reader.attached_file if wanted == steps.RESTS_ON else None, "about": draft.about,
    }  # fmt: skip
    return render(request, "recording/step.html", context)


def _check_answers(request: HttpRequest, draft: Draft) -> HttpResponse:
    """*Tjek dine svar*: everything once more with what it does, and the sending."""
    reader = _read_draft(request, draft)
    proposal = Proposal(reader)
    questions = proposal.screen.questions
    posted = request.method == "POST"
    form = forms.CheckForm(_posted_values(request) if posted else None, questions=questions)
    refused = ""
    if posted and form.is_valid():
        try:
            proposal.send(timezone.now(), seen_plan=_seen_plan(request))
        except Refused as refusal:
            refused = _refusal_words(refusal)
        except NotMoney:
            refused = _("An amount is larger than the ledger can hold. Go back and check the amounts and their unit.")
        else:
            return redirect("recording:receipt", draft.pk)
    known = steps.steps_of(draft.act)
    context = {
        "draft": draft, "act": steps.ACTS[draft.act], "title": steps.CHECK.title, "form": form, "refused": refused,
        "rows": check_rows(proposal), "effect": proposal.screen,
        "number": len(known), "count": len(known), "back": known[-2].name, "seen_plan": proposal.seen_plan,
        "documented": bool(proposal.order.proofs or proposal.order.keeps_evidence),
    }  # fmt: skip
    return render(request, "recording/check.html", context, status=409 if refused else 200)


def _seen_plan(request: HttpRequest) -> Decimal | None:
    """The plan's sum that the page carried along; None where it carried none."""
    try:
        return kroner(request.POST.get("seen_plan", ""))
    except NotMoney:
        return None


def _posted_values(request: HttpRequest) -> dict[str, str]:
    return {name: values[-1] for name, values in _posted(request).items()}


def _refusal_words(refused: Refused) -> str:
    """Why the ledger refuses; of a level that has moved, both figures."""
    seen, current = getattr(refused, "seen", ""), getattr(refused, "current", "")
    if seen and current:
        return f"{refused} {stale_words(seen, current)}"
    return str(refused)


@require_safe
@unshared
@recorders
def receipt(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The receipt, with the entry's number."""
    draft = _own_draft(request, draft_id)
    if draft.entry_id is None:
        return redirect("recording:step", draft.pk, steps.CHECK.name)
    return render(
        request, "recording/receipt.html", {"number": draft.entry_id, "href": reverse("entries:entry", args=[draft.entry_id])}
    )


@require_safe
@recorders
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Where a draft was left: its first step without an answer, else the last."""
    draft = _own_draft(request, draft_id)
    known = steps.steps_of(draft.act)
    left = next((step for step in known[:-1] if step.name not in draft.answers), known[-1])
    return redirect("recording:step", draft.pk, left.name)


@require_POST
@recorders
def resubmit(request: HttpRequest, number: int) -> HttpResponse:
    """A new draft with what was typed for an entry of one's own that was sent back or withdrawn."""
    entry = find_own_refused_entry(number, current_user(request))
    earlier = getattr(entry, "draft", None)
    act = earlier.act if earlier else Act.RECORD
    answers = earlier.answers if earlier else {steps.RESTS_ON.name: {"text": [entry.text]}}
    about = entry.corrects if act == Act.CORRECTION else entry
    draft = begin_draft(
        act=act, by=current_user(request), at=timezone.now(), programme=entry.programme, about=about, answers=answers
    )
    return redirect("recording:step", draft.pk, steps.CHECK.name)


@require_POST
@recorders
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """A new draft of a correction of an approved entry."""
    entry = find_approved_entry(number)
    if not read_reach(number, current_user(request)).acts:
        raise Http404
    draft = begin_draft(act=Act.CORRECTION, by=current_user(request), at=timezone.now(), programme=entry.programme, about=entry)
    return redirect("recording:step", draft.pk, steps.LINES.name)


@require_POST
@recorders
def withdraw_entry(request: HttpRequest, number: int) -> HttpResponse:
    """Take an entry of one's own back before it is decided; what was typed can be taken up again."""
    entry = find_own_entry(number, current_user(request))
    try:
        withdraw(entry=entry, by=current_user(request), at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("entries:entry", number)
    messages.success(request, _("Entry %(number)s is withdrawn.") % {"number": number})
    return redirect("recording:desk")


@require_POST
@recorders
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    draft = _own_draft(request, draft_id)
    discard_draft(draft.pk, by=current_user(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect("recording:desk")
