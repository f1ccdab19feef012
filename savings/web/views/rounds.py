"""Rounds: the list, opening one, one with who is missing, answering, reminding, closing and exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.numbers import day
from savings.models import User
from savings.presentation.screen.rounds import round_screen, rounds_table
from savings.presentation.screen.tasks import reminder_lines, task_screen, tasks_table
from savings.projections.rounds import RoundReport, TaskFacts, TaskReport
from savings.recording import Refused
from savings.recording import rounds as recording
from savings.reporting import rounds as reporting
from savings.reporting.lookup import find_asked, find_closings, find_initiative, find_round, find_tasks, find_user
from savings.roles import Role
from savings.web import reminders
from savings.web.acts import post_data, redirect_done, refusals_in
from savings.web.addresses import Addresses
from savings.web.exports import TablesFile, page_or_file
from savings.web.forms.fields import Form, key_choices
from savings.web.forms.rounds import CloseForm, ExceptionForm, OpenRoundForm, RemindForm, ReplyForm
from savings.web.guard import RECORDERS, current_user, form_page, has_role, plain_page

if TYPE_CHECKING:
    from savings.models import RoundReminder


class Links:
    """Where the links of a page lead."""

    def round(self, number: int) -> str:
        return reverse("rounds:round", args=[number])

    def task(self, number: int) -> str:
        return reverse("rounds:reply", args=[number])

    def entry(self, number: int) -> str:
        return reverse("entries:entry", args=[number])

    def entries(self, task: TaskFacts) -> str:
        """The entries behind a unit's figures, as of the round's cut-off date."""
        asked = {"pr": task.round.cut_off.isoformat()}
        return Addresses(task.slug, asked).entries("", task.round.year, unit=task.unit.code)


LINKS = Links()


def _scope(by: User) -> reporting.Scope:
    """The units the person may answer for: a controller for all, an auditor for none."""
    if Role.CONTROLLER in by.roles:
        return None
    return by.scope if Role.FINANCE in by.roles else ()


@plain_page(Role.FINANCE, Role.CONTROLLER, Role.AUDITOR)
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds; before them, for finance staff, what they have to answer."""
    by, today = current_user(request), timezone.localdate()
    finance = Role.FINANCE in by.roles
    tasks = reporting.read_tasks_of(by.pk, by.scope, today=today) if finance else ()
    own_tasks, every = tasks_table(tasks, LINKS), rounds_table(reporting.read_rounds(), LINKS)
    context: dict[str, object] = {
        "finance": finance, "tasks": own_tasks, "reminded": reminder_lines(tasks), "rounds": every,
        "may_open": Role.CONTROLLER in by.roles,
    }  # fmt: skip
    return page_or_file(request, "rounds/list.html", context, TablesFile(title=_("Rounds"), tables=[own_tasks, every]))


@form_page(Role.CONTROLLER)
def new(request: HttpRequest) -> HttpResponse:
    askable = [(f"{programme}-{unit}", words) for programme, unit, words in reporting.read_askable()]
    form = OpenRoundForm(post_data(request), askable=askable)
    if form.is_valid():
        new_round = recording.NewRound(**form.cleaned_data | {"tasks": find_asked(form.task_keys())})
        with refusals_in(form, "name", recording.RoundNameTaken):
            opened = recording.open_round(new_round, by=current_user(request), at=timezone.now())
            done = _("The round is open. Remind the units when you want them to answer.")
            return redirect_done(request, done, "rounds:round", opened.pk)
    return render(request, "rounds/new.html", {"form": form, "askable": askable})


@plain_page(Role.FINANCE, Role.CONTROLLER, Role.AUDITOR)
def overview(request: HttpRequest, number: int) -> HttpResponse:
    """A round: who is missing first, then the figures and the answers, then what a controller does with it."""
    return _round_page(request, number)


def _round_page(request: HttpRequest, number: int, **forms: Form) -> HttpResponse:
    report = _read_round(request, number)
    page = round_screen(report, LINKS)
    context: dict[str, Any] = {"screen": page, "form": next(iter(forms.values()), None)}
    if has_role(request, Role.CONTROLLER):
        context |= _build_controllers_forms(request, report) | forms
    file = TablesFile(title=report.facts.name, tables=[page.table, page.exceptions])
    return page_or_file(request, "rounds/round.html", context, file)


def _read_round(request: HttpRequest, number: int) -> RoundReport:
    by = current_user(request)
    return reporting.read_round(number, scope=_scope(by), reader=by, today=timezone.localdate())


def _build_controllers_forms(request: HttpRequest, report: RoundReport) -> dict[str, Form]:
    if report.facts.is_closed:
        return {"exception": _exception_form(request, None, report)}
    return {"close": CloseForm(), **({"remind": _remind_form(None, report)} if report.missing else {})}


def _remind_form(data: QueryDict | None, report: RoundReport) -> RemindForm:
    missing = [(task.facts.number, f"{task.facts.unit.name}, {task.facts.programme}") for task in report.missing]
    return RemindForm(data, missing=key_choices(missing))


def _exception_form(request: HttpRequest, data: QueryDict | None, report: RoundReport) -> ExceptionForm:
    recorders = key_choices(reporting.read_recorders(but=current_user(request).pk))
    return ExceptionForm(data, recorders=recorders, closings=key_choices(report.closings), today=timezone.localdate())


@form_page(Role.CONTROLLER)
def remind(request: HttpRequest, number: int) -> HttpResponse:
    """Remind those whose answers are missing, in Valby and by e-mail."""
    if request.method != "POST":
        return redirect("rounds:round", number)
    form = _remind_form(request.POST, _read_round(request, number))
    if form.is_valid():
        tasks = find_tasks(form.cleaned_data["tasks"])
        with refusals_in(form):
            reminded = recording.remind(round=find_round(number), tasks=tasks, by=current_user(request), at=timezone.now())
            unsent = reminders.send(reminded, lambda task: request.build_absolute_uri(LINKS.task(task)))
            nobody = {task.unit.name for task in tasks} - {reminder.task.unit.name for reminder in reminded}
            _add_messages(request, reminded, unsent, nobody)
            return redirect("rounds:round", number)
    return _round_page(request, number, remind=form)


def _add_messages(request: HttpRequest, reminded: list[RoundReminder], unsent: list[User], nobody: set[str]) -> None:
    people = {reminder.person.display_name() for reminder in reminded}
    if people:
        messages.success(request, _("Reminded: %(people)s.") % {"people": ", ".join(sorted(people))})
    if unsent:
        words = _("The reminder stands in Valby, but no e-mail could be sent to: %(people)s.")
        messages.warning(request, words % {"people": ", ".join(sorted(user.display_name() for user in unsent))})
    if nobody:
        words = _("Nobody in finance acts for: %(units)s. Ask your administrator to give somebody the unit.")
        messages.warning(request, words % {"units": ", ".join(sorted(nobody))})


@form_page(Role.CONTROLLER)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close the round, and the books of its programmes."""
    if request.method != "POST":
        return redirect("rounds:round", number)
    open_round, form = find_round(number), CloseForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            reason = form.cleaned_data["reason"]
            recording.close_round(round=open_round, reason=reason, by=current_user(request), at=timezone.now())
            done = _("The round is closed, and so are the books of its programmes.")
            return redirect_done(request, done, "rounds:round", number)
    return _round_page(request, number, close=form)


@form_page(Role.CONTROLLER)
def exception(request: HttpRequest, number: int) -> HttpResponse:
    """Let one person still record into the books the round closed."""
    if request.method != "POST":
        return redirect("rounds:round", number)
    form = _exception_form(request, request.POST, _read_round(request, number))
    if not form.is_valid():
        return _round_page(request, number, exception=form)
    facts = form.cleaned_data
    closings, person = find_closings(facts["programmes"]), find_user(facts["person"])
    terms = {name: facts[name] for name in ("until", "reason")}
    recording.grant_exception(closings=closings, person=person, **terms, by=current_user(request), at=timezone.now())
    done = _("%(person)s may still record.") % {"person": person.display_name()}
    return redirect_done(request, done, "rounds:round", number)


@form_page(*RECORDERS)
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm a unit's figures, with its forecast and, where it is behind, why."""
    report = _read_task(request, number)
    form = _reply_form(post_data(request), report)
    if form.is_valid():
        try:
            _record_reply(request, number, form.cleaned_data)
        except Refused as refused:
            # The figures may be others by now: the person confirms what stands on the page, and nothing older.
            report = _read_task(request, number)
            form = _form_after_refusal(request, report, refused)
        else:
            done = _("The answer is recorded. Thank you.")
            return redirect_done(request, done, "rounds:round", report.facts.round.number)
    page = task_screen(report, LINKS)
    file = TablesFile(title=", ".join((page.task.unit.name, page.task.programme, page.task.round.name)), tables=[page.table])
    return page_or_file(request, "rounds/reply.html", {"screen": page, "form": form}, file)


def _read_task(request: HttpRequest, number: int) -> TaskReport:
    return reporting.read_task(number, scope=_scope(current_user(request)), today=timezone.localdate())


def _reply_form(data: QueryDict | None, report: TaskReport) -> ReplyForm:
    cut_off = day(report.facts.round.cut_off)
    return ReplyForm(data, behind=report.behind, cut_off=cut_off, position=report.position, initiatives=report.initiatives)


def _record_reply(request: HttpRequest, number: int, cleaned: dict[str, Any]) -> None:
    task, today = find_tasks([number])[0], timezone.localdate()
    about: dict[str, Any] = {name: cleaned[name] for name in ("explanation", "mitigation")}
    if chosen := cleaned.get("initiative"):
        about["initiative"] = find_initiative(int(chosen), task.programme)
    new = recording.NewReply(task=task, confirmed=cleaned["seen"], forecast=cleaned["level"], booked_on=today, **about)
    recording.reply(new, by=current_user(request), at=timezone.now())


def _form_after_refusal(request: HttpRequest, report: TaskReport, refused: Refused) -> ReplyForm:
    data = request.POST.copy()
    if isinstance(refused, recording.FiguresMoved):
        data.pop("confirmed", None)
    form = _reply_form(data, report)
    form.add_error(None, str(refused))
    return form
