"""Writing a report: beginning one, its parts and figures, the paper beside them, the check, and sending it to be published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from savings.faces.paper.report import report_pdf, report_pictures
from savings.faces.report.checks import Weight
from savings.faces.report.checks.binding import with_reference
from savings.faces.report.composed import choices
from savings.faces.report.document import Document
from savings.faces.report.starters import only_with_something, started
from savings.faces.screen.composer import composer_screen
from savings.manuscript import Manuscript, manuscript_of, plain_of
from savings.models import Programme, Publication, Report, ReportDraft, Unit
from savings.publishing.editions import in_language
from savings.publishing.frames import read_statuses
from savings.publishing.preparing import Prepared, checked, composed_now
from savings.recording.refusals import Refused
from savings.recording.report_drafts import begin_report, discard_report, save_report
from savings.recording.reports import Vouched, compose
from savings.reporting import UnknownProgramme, read_version
from savings.reporting.status import programme_facts
from savings.roles import Role
from savings.web import fields
from savings.web.answers import Unanswerable, answerable
from savings.web.composing import HeadForm, changed, typed_in, typed_of
from savings.web.forms import StatusQuery
from savings.web.freshness import unshared
from savings.web.guard import only, person

writers = only(Role.FINANCE, Role.CONTROLLER)
#: Dots an inch of the paper beside the text: enough to read it at the size it is shown.
DOTS = 96
STARTER_WORDS = {
    "status": gettext_lazy("A status report: what was promised, what is real, and what is left"),
    "evaluering": gettext_lazy("An evaluation: what came of it, and what was learnt"),
    "notat": gettext_lazy("A short note: a few sentences and one table"),
}


class BeginForm(fields.Form):
    """What to start from."""

    def __init__(self, latest: Report | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = [("sidste", _("The last report, %(title)s") % {"title": latest.title})] if latest else []
        begun = [*fields.named(STARTER_WORDS.items()), *last]
        self.fields["start"] = fields.choice(gettext_lazy("Start from"), begun, wanted=gettext_lazy("Choose what to start from."))
        languages = [("da", gettext_lazy("Danish")), ("en", gettext_lazy("English"))]
        self.fields["language"] = fields.choice(
            gettext_lazy("The report's language"), languages, wanted=gettext_lazy("Choose a language.")
        )


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@writers
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a report on a programme; what it is of comes from the page it was asked for on."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404
    latest = _latest(programme)
    form = (
        BeginForm(latest, request.POST)
        if request.method == "POST"
        else BeginForm(latest, initial={"start": "status", "language": "da"})
    )
    if request.method == "POST" and form.is_valid():
        manuscript = _begun(request, programme, latest, form.cleaned_data)
        draft = begin_report(programme=programme, typed=typed_of(manuscript), by=person(request), at=timezone.now())
        return redirect("report-draft", draft.pk)
    return render(request, "savings/report_new.html", {"form": form, "programme": programme})


def _latest(programme: Programme) -> Report | None:
    """The latest published report with a text of its own."""
    rows = Publication.objects.filter(report__programme=programme, report__content__isnull=False)
    row = rows.select_related("report").order_by("-report__as_of", "-report_id").first()
    return row.report if row else None


def _begun(request: HttpRequest, programme: Programme, latest: Report | None, said: dict[str, Any]) -> Manuscript:
    query = StatusQuery(request.GET)
    asked = query.cleaned_data if query.is_valid() else {}
    today = timezone.localdate()
    as_of = asked.get("pr") or today
    if said["start"] == "sidste" and latest is not None:
        return manuscript_of({**(latest.content or {}), "dated": today.isoformat(), "as_of": as_of.isoformat()})
    title = f"{programme.name}: status" if said["start"] != "evaluering" else f"{programme.name}: evaluering"
    manuscript = started(
        said["start"], programme_facts(programme), language=said["language"], today=today, as_of=as_of, year=asked.get("aar"),
        price_level=asked.get("pl"), unit=asked.get("enhed", ""), title=title,
    )  # fmt: skip
    try:
        with answerable(), in_language(manuscript):
            there = choices(manuscript, read_statuses(manuscript, today=today))
    except Unanswerable:
        return manuscript
    return only_with_something(manuscript, {(kind, name) for kind, name, _slug in there})


@dataclass(frozen=True)
class Draft:
    """A draft as its page needs it: the form, the manuscript where the form is valid, and why it cannot be shown where not."""

    row: ReportDraft
    form: HeadForm
    manuscript: Manuscript | None

    @property
    def but(self) -> tuple[int, ...]:
        """The report it takes the place of is not what changes are told since."""
        return (self.row.supersedes_id,) if self.row.supersedes_id else ()

    def document(self, today: date) -> Document | None:
        """The report with the figures of this moment; None, with the field told, where the head asks for what there is not."""
        if self.manuscript is None:
            return None
        try:
            with answerable():
                return composed_now(self.manuscript, today=today, but=self.but)
        except UnknownProgramme:
            self.form.add_error(None, _("One of its programmes is no longer there. Choose the programmes again."))
        except Unanswerable as error:
            self.form.add_error({"enhed": "unit", "pl": "price_level"}.get(error.field), error.why)
        return None


def _draft(draft_id: UUID) -> Draft:
    row = ReportDraft.objects.select_related("programme", "changed_by", "supersedes").filter(pk=draft_id).first()
    if row is None:
        raise Http404
    return _read(row)


def _read(row: ReportDraft) -> Draft:
    form = HeadForm(row.programme, row.typed["head"])
    manuscript = form.manuscript(row.programme, row.typed["parts"]) if form.is_valid() else None
    return Draft(row, form, manuscript)


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@writers
def write(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The composer: what is typed is kept at each press, and by itself while one types."""
    draft = _draft(draft_id)
    if request.method == "POST":
        return _saved(request, draft.row)
    if draft.row.report_id is not None:
        return redirect("report", draft.row.report_id)
    document = draft.document(timezone.localdate())
    screen = composer_screen(draft.row.typed["parts"], document)
    pages = len(_pictures(draft, lambda: document))
    context = {
        "draft": draft.row, "form": draft.form, "screen": screen, "pages": range(1, pages + 1), "programme": draft.row.programme,
        "stamp": draft.row.version, "removed": draft.row.typed.get("removed"),
    }  # fmt: skip
    return render(request, "savings/report_write.html", context)


def _saved(request: HttpRequest, row: ReportDraft) -> HttpResponse:
    do = request.POST.get("do", "save")
    typed, place = changed(typed_in(request.POST), do, request.POST)
    said = request.POST.get("version", "")
    version = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else -1
    kept = save_report(row, typed, version=version, by=person(request), at=timezone.now())
    quietly = request.headers.get("X-Requested-With") == "fetch"
    if kept.pk != row.pk:
        words = _("Somebody else has changed the report meanwhile. What you typed is kept here as a draft of its own.")
        messages.warning(request, words)
    if quietly:
        return _told(kept, moved=kept.pk != row.pk)
    if kept.pk == row.pk and do == "save":
        messages.success(request, _("The draft is saved."))
    if do == "check":
        return redirect("report-check", kept.pk)
    anchor = f"#part-{place}" if place is not None else ""
    return redirect(reverse("report-draft", args=[kept.pk]) + anchor)


def _told(row: ReportDraft, *, moved: bool) -> JsonResponse:
    """What the page must know after saving by itself: the version it holds now, and how many pages there are."""
    draft = _read(row)
    pages = len(_pictures(draft, lambda: draft.document(timezone.localdate())))
    address = reverse("report-draft", args=[row.pk]) if moved else ""
    problems = [str(error) for errors in draft.form.errors.values() for error in errors]
    return JsonResponse({"version": row.version, "pages": pages, "moved": address, "problems": problems})


def _pictures(draft: Draft, compose: Callable[[], Document | None]) -> list[bytes]:
    """The pages of a draft, kept while neither it nor the ledger changes; none where its head asks for what there is not."""
    stamp = (draft.row.version, *read_version())
    found = cache.get(f"preview:{draft.row.pk}")
    if found and found[0] == stamp:
        pages: list[bytes] = found[1]
        return pages
    document = compose()
    if document is None:
        return []
    with in_language(document.manuscript):
        pages = report_pictures(document, dots=DOTS)
    cache.set(f"preview:{draft.row.pk}", (stamp, pages), 60 * 60)
    return pages


@require_safe
@unshared
@writers
def picture(request: HttpRequest, draft_id: UUID, number: int) -> HttpResponse:
    """A page of the draft as a picture."""
    draft = _draft(draft_id)
    pages = _pictures(draft, lambda: draft.document(timezone.localdate()))
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1], content_type="image/png")


@require_safe
@unshared
@writers
def draft_pdf(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft as a PDF that says on each page that it is one."""
    draft = _draft(draft_id)
    document = draft.document(timezone.localdate())
    if document is None:
        return redirect("report-draft", draft_id)
    with in_language(document.manuscript):
        pdf = report_pdf(document)
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="udkast.pdf"'})


@require_http_methods(["GET", "HEAD", "POST"])
@unshared
@writers
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What the check finds, and sending the report to be published with a reason for each finding that may stand."""
    draft = _draft(draft_id)
    if draft.row.report_id is not None:
        return redirect("report", draft.row.report_id)
    document = draft.document(timezone.localdate())
    if document is None:
        return redirect("report-draft", draft_id)
    found = checked(document)
    reasons = {it.key: request.POST.get(f"why-{it.key}", "") for it in found.findings}
    told = ""
    if request.method == "POST" and request.POST.get("do", "").startswith("bind:"):
        return _bound(request, draft, found)
    if request.method == "POST":
        told = _lacking(found, reasons, request.POST.get("reason", "") if draft.row.supersedes_id else "-")
        if not told:
            try:
                report = _sent(request, draft, found, reasons)
            except Refused as refused:
                told = str(refused)
            else:
                messages.success(request, _("The report waits for a controller to publish it."))
                return redirect("report", report.pk)
    lines = [(it, reasons[it.key], _where(draft, it.block)) for it in found.findings]
    context = {
        "draft": draft.row, "found": found, "lines": lines, "told": told, "programme": draft.row.programme,
        "blocking": len(found.blocking), "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "savings/report_check.html", context)


def _bound(request: HttpRequest, draft: Draft, found: Prepared) -> HttpResponse:
    """Put the reference in the place of the amount that was typed by hand, and check again."""
    key = request.POST["do"].removeprefix("bind:")
    finding = next((it for it in found.findings if it.key == key and it.reference and it.block is not None), None)
    typed = draft.row.typed
    text = with_reference(typed["parts"][finding.block]["text"], finding) if finding and finding.block is not None else None
    if finding is not None and finding.block is not None and text is not None:
        parts = list(typed["parts"])
        parts[finding.block] = {**parts[finding.block], "text": text}
        kept = save_report(draft.row, {**typed, "parts": parts}, version=draft.row.version, by=person(request), at=timezone.now())
        messages.success(request, _("%(amount)s follows the ledger now.") % {"amount": finding.amount})
        return redirect("report-check", kept.pk)
    messages.warning(request, _("The amount does not stand in the text as it was found. Put the reference in by hand."))
    return redirect("report-check", draft.row.pk)


def _lacking(found: Prepared, reasons: dict[str, str], why: str) -> str:
    """What keeps a report from being sent, in words; empty where nothing does."""
    if found.blocking:
        return _("Mend what stops the report before you send it.")
    if any(not reasons[it.key].strip() for it in found.findings if it.weight is Weight.TO_ACKNOWLEDGE):
        return _("Mend each finding, or write why it may stand.")
    if not why.strip():
        return _("Write why the new version takes the place of the published one.")
    return ""


def _where(draft: Draft, block: int | None) -> str:
    """Where in the composer a finding's part stands."""
    return reverse("report-draft", args=[draft.row.pk]) + (f"#part-{block}" if block is not None else "#head")


def _sent(request: HttpRequest, draft: Draft, found: Prepared, reasons: dict[str, str]) -> Report:
    told = found.document.manuscript
    main = found.document.main
    vouched = [Vouched(it.key, it.excerpt, it.said, reasons[it.key]) for it in found.findings]
    beside = list(Programme.objects.filter(slug__in=told.programmes[1:]))
    return compose(
        programme=draft.row.programme, title=told.title, as_of=told.as_of, year=main.year, price_level=told.price_level,
        unit=Unit.objects.filter(code=told.unit).first() if told.unit else None,
        content=plain_of(told), closed=told.closed, beside=beside, vouched=vouched, supersedes=draft.row.supersedes,
        reason=request.POST.get("reason", "").strip() if draft.row.supersedes else "", draft=draft.row, by=person(request),
        at=timezone.now(),
    )  # fmt: skip


@require_POST
@writers
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    discard_report(draft_id, by=person(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect("reports")
