"""What is said of figures: asking, answering, writing notes, and a controller's verdict; and the list of what is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.models import User
from savings.presentation.screen import remarks as screen
from savings.projections.remarks import FigureComment, OpenQuestion, PendingNote
from savings.recording.remarks import FigurePlace, approve_note, ask, reject_note, withdraw_note, write_note
from savings.reporting.lookup import find_note, find_programme, find_question, find_unit_by_code
from savings.reporting.remarks import Inbox, read_inbox, read_place
from savings.roles import Role
from savings.web.acts import post_data, redirect_done, refusals_in, refusals_warned
from savings.web.addresses import Addresses
from savings.web.answers import not_understood
from savings.web.forms.fields import Form
from savings.web.forms.remarks import AnswerForm, AskForm, NoteForm, PlaceQuery, RejectNoteForm, WithdrawNoteForm
from savings.web.guard import RECORDERS, current_user, form_page, has_role, plain_page, post_action

if TYPE_CHECKING:
    from savings.models import Note, Programme, Question

READERS = frozenset({Role.FINANCE, Role.CONTROLLER, Role.MEMBER, Role.AUDITOR})


@form_page()
def ask_at(request: HttpRequest, slug: str) -> HttpResponse:
    after = _("Finance staff find it on their list. The answer stands beside the figure once a controller has approved it.")
    words = {"title": _("Ask a question about this figure"), "button": _("Ask"), "after": after}
    form = AskForm(post_data(request))
    return _form_at_figure(request, slug, form, words, ask, _("The question is asked."))


@form_page(*RECORDERS)
def note_at(request: HttpRequest, slug: str) -> HttpResponse:
    words = {"title": _("Write a note"), "button": _("Send to be approved"), "after": _approval_words()}
    form = NoteForm(post_data(request))
    return _form_at_figure(request, slug, form, words, write_note, _("The note waits for a controller."))


def _approval_words() -> str:
    return _("It stands beside the figure, on screen and on paper, once a controller other than you has approved it.")


def _form_at_figure(
    request: HttpRequest, slug: str, form: Form, words: dict[str, str], act: Callable[..., object], done: str
) -> HttpResponse:
    """A form about the figure that the address names, and back to the entries behind it once it is sent."""
    programme = find_programme(slug)
    query = PlaceQuery(request.GET)
    place = _find_place(programme, query) if query.is_valid() else None
    if place is None:
        return not_understood(request, query)
    facts = _read_place(place)
    back = screen.entries_href(facts, Addresses(slug))
    if form.is_valid():
        with refusals_in(form):
            act(place=place, text=form.cleaned_data["text"], by=current_user(request), at=timezone.now())
            return redirect_done(request, done, back)
    return _form_page(request, form, words, facts, back=back)


def _find_place(programme: Programme, query: PlaceQuery) -> FigurePlace | None:
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
    request: HttpRequest, form: Form, words: dict[str, str], facts: FigureComment, back: str, **more: str
) -> HttpResponse:
    place = screen.place(facts)
    context = {"form": form, "words": words, "back": back, "place": place, "programme": facts.programme_name}
    return render(request, "remarks/form.html", context | more)


@plain_page(*READERS)
def questions(request: HttpRequest) -> HttpResponse:
    """The questions that are open, and the notes that wait or were sent back."""
    by = current_user(request)
    inbox = read_inbox(by, today=timezone.localdate())
    context = {
        "questions": screen.question_items(inbox.questions, Addresses, _may_answer(inbox)),
        "waiting": screen.pending_items(inbox.waiting, Addresses, _may_decide(by)),
        "sent_back": screen.pending_items(inbox.sent_back, Addresses),
    }
    return render(request, "remarks/list.html", context)


def _may_answer(inbox: Inbox) -> Callable[[OpenQuestion], frozenset[str]]:
    return lambda question: frozenset({"answer"} if question.number in inbox.answerable else ())


def _may_decide(by: User) -> Callable[[PendingNote], frozenset[str]]:
    def may(note: PendingNote) -> frozenset[str]:
        own, controls = note.writer == by.get_username(), Role.CONTROLLER in by.roles
        allowed = {"approve": controls and not own, "own": controls and own, "withdraw": own}
        return frozenset(act for act, is_so in allowed.items() if is_so)

    return may


@form_page(*RECORDERS)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    question, by = find_question(number), current_user(request)
    if Role.CONTROLLER not in by.roles and not by.acts_for(question.unit_id):
        raise PermissionDenied
    form = AnswerForm(post_data(request))
    if form.is_valid():
        with refusals_in(form):
            write_note(question=question, text=form.cleaned_data["text"], by=by, at=timezone.now())
            return redirect_done(request, _("The answer waits for a controller."), "remarks:list")
    words = {"title": _("Answer the question"), "button": _("Send to be approved"), "after": _approval_words()}
    return _form_page(request, form, words, _read_place(question), back=reverse("remarks:list"), question=question.text)


@post_action(Role.CONTROLLER)
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Let a note stand beside its figure."""
    with refusals_warned(request):
        approve_note(note=find_note(number), by=current_user(request), at=timezone.now())
        messages.success(request, _("The note is approved and stands beside its figure."))
    return redirect("remarks:list")


@form_page(Role.CONTROLLER)
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Send a note back to its writer with a reason."""
    words = {
        "title": _("Send the note back"),
        "button": _("Send back"),
        "after": _("Its writer finds it on the list, with your reason."),
    }
    form = RejectNoteForm(post_data(request))
    return _verdict_page(request, find_note(number), form, words, reject_note, _("The note is sent back."))


@form_page()
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a note, for its writer and for controllers."""
    note, by = find_note(number), current_user(request)
    if note.by_id != by.pk and Role.CONTROLLER not in by.roles:
        raise Http404
    after = _("If it stands beside the figure, it no longer does from today on. Reports as of earlier days keep it.")
    words = {"title": _("Withdraw the note"), "button": _("Withdraw"), "after": after}
    form = WithdrawNoteForm(post_data(request))
    return _verdict_page(request, note, form, words, withdraw_note, _("The note is withdrawn."))


def _verdict_page(
    request: HttpRequest, note: Note, form: Form, words: dict[str, str], act: Callable[..., object], done: str
) -> HttpResponse:
    if form.is_valid():
        with refusals_in(form):
            act(note=note, by=current_user(request), at=timezone.now(), reason=form.cleaned_data["text"])
            # Whoever wrote it may have lost the roles that the list is for.
            return redirect_done(request, done, "remarks:list" if has_role(request, *READERS) else "programmes:overview")
    question = note.question.text if note.question else ""
    return _form_page(request, form, words, _read_place(note), back=reverse("remarks:list"), question=question, text=note.text)


def _read_place(place: FigurePlace | Note | Question) -> FigureComment:
    return read_place(place.programme, place.unit, whole=place.whole, year=place.year, figure=place.figure)
