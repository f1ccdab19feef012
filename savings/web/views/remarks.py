"""What is said of figures: asking, answering, writing notes, and a controller's verdict; and the list of what is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from savings.models import User
from savings.presentation.screen import remarks as screen
from savings.projections.remarks import FigureComment, OpenQuestion, PendingNote
from savings.recording import Refused
from savings.recording.remarks import FigurePlace, approve_note, ask, reject_note, withdraw_note, write_note
from savings.reporting.lookup import find_note, find_programme, find_question, find_unit_by_code
from savings.reporting.remarks import Inbox, read_inbox, read_place
from savings.roles import Role
from savings.web.addresses import Addresses
from savings.web.answers import not_understood
from savings.web.forms.fields import Form
from savings.web.forms.remarks import AnswerForm, AskForm, NoteForm, PlaceQuery, RejectNoteForm, WithdrawNoteForm
from savings.web.freshness import unshared
from savings.web.guard import current_user, role_required

if TYPE_CHECKING:
    from savings.models import Note, Programme, Question

a_page_with_a_form = require_http_methods(["GET", "HEAD", "POST"])
writers = role_required(Role.FINANCE, Role.CONTROLLER)
controllers = role_required(Role.CONTROLLER)
READERS = frozenset({Role.FINANCE, Role.CONTROLLER, Role.MEMBER, Role.AUDITOR})
readers = role_required(*READERS)


@a_page_with_a_form
@unshared
def ask_at(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a question at a figure."""
    after = _("Finance staff find it on their list. The answer stands beside the figure once a controller has approved it.")
    words = {"title": _("Ask a question about this figure"), "button": _("Ask"), "after": after}
    form = AskForm(_sent(request))

    def act(place: FigurePlace, text: str) -> str:
        ask(place=place, text=text, by=current_user(request), at=timezone.now())
        return _("The question is asked.")

    return _at_a_figure(request, slug, form, words, act)


@a_page_with_a_form
@unshared
@writers
def note_at(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a note at a figure."""
    words = {"title": _("Write a note"), "button": _("Send to be approved"), "after": _waits()}
    form = NoteForm(_sent(request))

    def act(place: FigurePlace, text: str) -> str:
        write_note(place=place, text=text, by=current_user(request), at=timezone.now())
        return _("The note waits for a controller.")

    return _at_a_figure(request, slug, form, words, act)


def _waits() -> str:
    return _("It stands beside the figure, on screen and on paper, once a controller other than you has approved it.")


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _at_a_figure(
    request: HttpRequest, slug: str, form: Form, words: dict[str, str], act: Callable[[FigurePlace, str], str]
) -> HttpResponse:
    """A form about the figure that the address names, and back to the entries behind it once it is sent."""
    programme = find_programme(slug)
    query = PlaceQuery(request.GET)
    place = _place(programme, query) if query.is_valid() else None
    if place is None:
        return not_understood(request, query)
    said = read_place(place.programme, place.unit, whole=place.whole, year=place.year, figure=place.figure)
    back = screen.entries_href(said, Addresses(slug))
    if form.is_valid():
        try:
            messages.success(request, act(place, form.cleaned_data["text"]))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(back)
    return _form_page(request, form, words, said, back)


def _place(programme: Programme, query: PlaceQuery) -> FigurePlace | None:
    asked = query.cleaned_data
    nowhere = "enhed" in asked["ingen"]
    code = "" if nowhere else asked["enhed"]
    unit = find_unit_by_code(code)
    if code and unit is None:
        query.add_error("enhed", _("There is no unit with the code “%(code)s”.") % {"code": code})
        return None
    whole = unit is None and not nowhere
    return FigurePlace(programme=programme, unit=unit, whole=whole, year=asked["aar"], figure=asked["tal"])


def _form_page(
    request: HttpRequest, form: Form, words: dict[str, str], said: FigureComment, back: str, **shown: str
) -> HttpResponse:
    context = {"form": form, "words": words, "place": screen.place(said), "programme": said.programme_name, "back": back, **shown}
    return render(request, "remarks/form.html", context)


@require_safe
@unshared
@readers
def questions(request: HttpRequest) -> HttpResponse:
    """The questions that are open, and the notes that wait or were sent back."""
    by = current_user(request)
    inbox = read_inbox(by, today=timezone.localdate())
    shown = {
        "questions": screen.question_items(inbox.questions, Addresses, _may_answer(inbox)),
        "waiting": screen.pending_items(inbox.waiting, Addresses, _may_decide(by)),
        "sent_back": screen.pending_items(inbox.sent_back, Addresses),
    }
    return render(request, "remarks/list.html", shown)


def _may_answer(inbox: Inbox) -> Callable[[OpenQuestion], frozenset[str]]:
    return lambda question: frozenset({"answer"} if question.number in inbox.answerable else ())


def _may_decide(by: User) -> Callable[[PendingNote], frozenset[str]]:
    def may(note: PendingNote) -> frozenset[str]:
        own, controls = note.writer == by.get_username(), Role.CONTROLLER in by.roles
        allowed = {"approve": controls and not own, "own": controls and own, "withdraw": own}
        return frozenset(act for act, is_so in allowed.items() if is_so)

    return may


@a_page_with_a_form
@unshared
@writers
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a question."""
    found = find_question(number)
    by = current_user(request)
    if Role.CONTROLLER not in by.roles and not by.acts_for(found.unit_id):
        raise PermissionDenied
    form = AnswerForm(_sent(request))
    if form.is_valid():
        try:
            write_note(question=found, text=form.cleaned_data["text"], by=by, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The answer waits for a controller."))
            return redirect("remarks:list")
    words = {"title": _("Answer the question"), "button": _("Send to be approved"), "after": _waits()}
    return _form_page(request, form, words, _read(found), reverse("remarks:list"), question=found.text)


@require_POST
@controllers
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Let a note stand beside its figure."""
    try:
        approve_note(note=find_note(number), by=current_user(request), at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The note is approved and stands beside its figure."))
    return redirect("remarks:list")


@a_page_with_a_form
@unshared
@controllers
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send a note back to its writer with a reason."""
    words = {
        "title": _("Send the note back"),
        "button": _("Send back"),
        "after": _("Its writer finds it on the list, with your reason."),
    }
    form = RejectNoteForm(_sent(request))
    return _decided(request, find_note(number), form, words, reject_note, _("The note is sent back."))


@a_page_with_a_form
@unshared
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a note, for its writer and for controllers."""
    note, by = find_note(number), current_user(request)
    if note.by_id != by.pk and Role.CONTROLLER not in by.roles:
        raise Http404
    after = _("If it stands beside the figure, it no longer does from today on. Reports as of earlier days keep it.")
    words = {"title": _("Withdraw the note"), "button": _("Withdraw"), "after": after}
    form = WithdrawNoteForm(_sent(request))
    return _decided(request, note, form, words, withdraw_note, _("The note is withdrawn."))


def _decided(
    request: HttpRequest, note: Note, form: Form, words: dict[str, str], act: Callable[..., object], done: str
) -> HttpResponse:
    if form.is_valid():
        try:
            act(note=note, by=current_user(request), at=timezone.now(), reason=form.cleaned_data["text"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            # Whoever wrote it may have lost the roles that the list is for.
            return redirect("remarks:list" if current_user(request).roles & READERS else "programmes:overview")
    back = reverse("remarks:list")
    question = note.question.text if note.question else ""
    return _form_page(request, form, words, _read(note), back, question=question, text=note.text)


def _read(said: Note | Question) -> FigureComment:
    return read_place(said.programme, said.unit, whole=said.whole, year=said.year, figure=said.figure)
