"""Rounds: the list, opening one, one with who is missing, answering, reminding, closing and exceptions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from savings.elements.numbers import day
from savings.models import User
from savings.presentation.screen.rounds import round_screen, rounds_table
from savings.presentation.screen.tasks import reminder_lines, task_screen, tasks_table
from savings.projections.rounds import RoundReport, TaskFacts, TaskReport
from savings.recording import Refused
from savings.recording import rounds as recording
from savings.reporting import rounds as reporting
from savings.reporting.lookup import find_asked, find_closings, find_round, find_tasks, find_user
from savings.roles import Role
from savings.web import reminders
from savings.web.addresses import Addresses
from savings.web.exports import TablesFile, page_or_file
from savings.web.forms.fields import Form, keyed
from savings.web.forms.rounds import CloseForm, ExceptionForm, OpenRoundForm, RemindForm, ReplyForm
from savings.web.freshness import unshared
from savings.web.guard import current_user, role_required

if TYPE_CHECKING:
    from savings.models import RoundReminder

readers = role_required(Role.FINANCE, Role.CONTROLLER, Role.AUDITOR)
controllers = role_required(Role.CONTROLLER)
a_page_with_a_form = require_http_methods(["GET", "HEAD", "POST"])


class Links:
    """Where the links of a page lead."""

    def round(self, number: int) -> str:
        """One round."""
        return reverse("rounds:round", args=[number])

    def task(self, number: int) -> str:
        """The answer to a task."""
        return reverse("rounds:reply", args=[number])

    def entry(self, number: int) -> str:
        """One entry."""
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


@require_safe
@unshared
@readers
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds; before them, for finance staff, what they have to answer."""
    by, today = current_user(request), timezone.localdate()
    finance = Role.FINANCE in by.roles
    tasks = reporting.read_tasks_of(by.pk, by.scope, today=today) if finance else ()
    asked, every = tasks_table(tasks, LINKS), rounds_table(reporting.read_rounds(), LINKS)
    shown: dict[str, object] = {
        "finance": finance,
        "tasks": asked,
        "reminded": reminder_lines(tasks),
        "rounds": every,
        "may_open": Role.CONTROLLER in by.roles,
    }
    return page_or_file(request, "rounds/list.html", shown, TablesFile(title=_("Rounds"), tables=[asked, every]))


@a_page_with_a_form
@unshared
@controllers
def new(request: HttpRequest) -> HttpResponse:
    """Open a round."""
    askable = [(f"{programme}-{unit}", words) for programme, unit, words in reporting.read_askable()]
    form = OpenRoundForm(request.POST if request.method == "POST" else None, askable=askable)
    if form.is_valid():
        try:
            made = recording.open_round(recording.NewRound(**_asked(form)), by=current_user(request), at=timezone.now())
        except recording.RoundNameTaken as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("The round is open. Remind the units when you want them to answer."))
            return redirect("rounds:round", made.pk)
    return render(request, "rounds/new.html", {"form": form, "askable": askable})


def _asked(form: OpenRoundForm) -> dict[str, Any]:
    return form.cleaned_data | {"tasks": find_asked(form.asked())}


@require_safe
@unshared
@readers
def overview(request: HttpRequest, number: int) -> HttpResponse:
    """A round: who is missing first, then the figures and the answers, then what a controller does with it."""
    return _overview(request, number)


def _overview(request: HttpRequest, number: int, **forms: Form) -> HttpResponse:
    by, today = current_user(request), timezone.localdate()
    report = _report(number, by, today)
    told = round_screen(report, LINKS)
    shown: dict[str, Any] = {"screen": told, "form": next(iter(forms.values()), None)}
    if Role.CONTROLLER in by.roles:
        shown |= _controllers_forms(report, by, today) | forms
    return page_or_file(
        request, "rounds/round.html", shown, TablesFile(title=report.facts.name, tables=[told.table, told.exceptions])
    )


def _report(number: int, by: User, today: date) -> RoundReport:
    return reporting.read_round(number, scope=_scope(by), today=today)


def _controllers_forms(report: RoundReport, by: User, today: date) -> dict[str, Form]:
    if report.facts.is_closed:
        return {"exception": _exception_form(None, report, by, today)}
    return {"close": CloseForm(), **({"remind": _remind_form(None, report)} if report.missing else {})}


def _remind_form(data: Any, report: RoundReport) -> RemindForm:
    missing = [(task.facts.number, f"{task.facts.unit.name}, {task.facts.programme}") for task in report.missing]
    return RemindForm(data, missing=keyed(missing))


def _exception_form(data: Any, report: RoundReport, by: User, today: date) -> ExceptionForm:
    recorders = keyed(reporting.read_recorders(but=by.pk))
    return ExceptionForm(data, recorders=recorders, closings=keyed(report.closings), today=today)


@a_page_with_a_form
@unshared
@controllers
def remind(request: HttpRequest, number: int) -> HttpResponse:
    """Remind those whose answers are missing, in Valby and by e-mail."""
    if request.method != "POST":
        return redirect("rounds:round", number)
    form = _remind_form(request.POST, _report(number, current_user(request), timezone.localdate()))
    if not form.is_valid():
        return _overview(request, number, remind=form)
    tasks, found = find_tasks(form.cleaned_data["tasks"]), find_round(number)
    try:
        made = recording.remind(round=found, tasks=tasks, by=current_user(request), at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _overview(request, number, remind=form)
    unsent = reminders.send(made, lambda task: request.build_absolute_uri(reverse("rounds:reply", args=[task])))
    _tell(request, made, unsent, {task.unit.name for task in tasks} - {reminder.task.unit.name for reminder in made})
    return redirect("rounds:round", number)


def _tell(request: HttpRequest, made: list[RoundReminder], unsent: list[User], nobody: set[str]) -> None:
    people = {reminder.person.display_name() for reminder in made}
    if people:
        messages.success(request, _("Reminded: %(people)s.") % {"people": ", ".join(sorted(people))})
    if unsent:
        names = ", ".join(sorted(user.display_name() for user in unsent))
        messages.warning(
            request, _("The reminder stands in Valby, but no e-mail could be sent to: %(people)s.") % {"people": names}
        )
    if nobody:
        words = _("Nobody in finance acts for: %(units)s. Ask your administrator to give somebody the unit.")
        messages.warning(request, words % {"units": ", ".join(sorted(nobody))})


@a_page_with_a_form
@unshared
@controllers
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close the round, and the books of its programmes."""
    if request.method != "POST":
        return redirect("rounds:round", number)
    found = find_round(number)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            recording.close_round(round=found, reason=form.cleaned_data["reason"], by=current_user(request), at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The round is closed, and so are the books of its programmes."))
            return redirect("rounds:round", number)
    return _overview(request, number, close=form)


@a_page_with_a_form
@unshared
@controllers
def exception(request: HttpRequest, number: int) -> HttpResponse:
    """Let one person still record into the books the round closed."""
    if request.method != "POST":
        return redirect("rounds:round", number)
    by, today = current_user(request), timezone.localdate()
    form = _exception_form(request.POST, _report(number, by, today), by, today)
    if not form.is_valid():
        return _overview(request, number, exception=form)
    said = form.cleaned_data
    closings = find_closings(said["programmes"])
    whom = find_user(said["person"])
    recording.grant_exception(
        closings=closings, person=whom, until=said["until"], reason=said["reason"], by=by, at=timezone.now()
    )
    messages.success(request, _("%(person)s may still record.") % {"person": whom.display_name()})
    return redirect("rounds:round", number)


@a_page_with_a_form
@unshared
@role_required(Role.FINANCE, Role.CONTROLLER)
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm a unit's figures, with its forecast and, where it is behind, why."""
    report = _task(request, number)
    form = _reply_form(request.POST if request.method == "POST" else None, report)
    if form.is_valid():
        try:
            _record(request, number, form.cleaned_data)
        except Refused as refused:
            # The figures may be others by now: the person confirms what stands on the page, and nothing older.
            report = _task(request, number)
            form = _asked_again(request, report, refused)
        else:
            messages.success(request, _("The answer is recorded. Thank you."))
            return redirect("rounds:round", report.facts.round.number)
    told = task_screen(report, LINKS)
    title = ", ".join((told.unit, told.programme, told.round[0]))
    return page_or_file(
        request, "rounds/reply.html", {"screen": told, "form": form}, TablesFile(title=title, tables=[told.table])
    )


def _task(request: HttpRequest, number: int) -> TaskReport:
    return reporting.read_task(number, scope=_scope(current_user(request)), today=timezone.localdate())


def _reply_form(data: Any, report: TaskReport) -> ReplyForm:
    cut_off = day(report.facts.round.cut_off)
    return ReplyForm(data, behind=report.behind, cut_off=cut_off, position=report.position)


def _record(request: HttpRequest, number: int, said: dict[str, Any]) -> None:
    new = recording.NewReply(
        task=find_tasks([number])[0], confirmed=said["seen"],
        forecast=said["level"], explanation=said["explanation"], mitigation=said["mitigation"], booked_on=timezone.localdate(),
    )  # fmt: skip
    recording.reply(new, by=current_user(request), at=timezone.now())


def _asked_again(request: HttpRequest, report: TaskReport, refused: Refused) -> ReplyForm:
    data = request.POST.copy()
    if isinstance(refused, recording.FiguresMoved):
        data.pop("confirmed", None)
    form = _reply_form(data, report)
    form.add_error(None, str(refused))
    return form
