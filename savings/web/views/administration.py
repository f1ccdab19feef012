"""The administration: people, units, programmes and initiatives, for whoever administers."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from axes.utils import reset
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from savings.models import User
from savings.presentation.screen.office import people_table, units_table
from savings.recording.people import Account, change_user, register_user, set_password
from savings.recording.refusals import NameTaken, NotYourRole, Refused, UnitCircle
from savings.recording.register import change, change_programme, open_initiative, open_programme, open_unit
from savings.reporting.choices import read_initiatives, read_programmes
from savings.reporting.lookup import find_initiative, find_programme_by_number, find_unit, find_user
from savings.reporting.organisation import Organisation
from savings.reporting.people import read_people
from savings.roles import Role
from savings.web.exports import TablesFile, page_or_file
from savings.web.forms.administration import InitiativeForm, PersonForm, ProgrammeForm, UnitForm, slug_of
from savings.web.forms.fields import Form
from savings.web.freshness import unshared
from savings.web.guard import current_user, role_required

administrators = role_required(Role.ADMINISTRATOR)
a_page_with_a_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@unshared
@administrators
def people(request: HttpRequest) -> HttpResponse:
    """Who has an account."""
    table = people_table(read_people(), lambda number: reverse("administration:person", args=[number]))
    context: dict[str, object] = {"title": _("People"), "table": table, "new": "person-new", "here": "people"}
    return page_or_file(request, "administration/list.html", context, TablesFile(title=_("People"), tables=[table]))


@a_page_with_a_form
@unshared
@administrators
def new_person(request: HttpRequest) -> HttpResponse:
    """A new account, with a password that is shown once."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if not (request.method == "POST" and form.is_valid()):
        return _form_page(request, form, _("A new account"), "people")
    password, username = secrets.token_urlsafe(12), form.cleaned_data["username"]
    try:
        made = register_user(
            Account(**form.facts), username=username, password=password, by=current_user(request), at=timezone.now()
        )
    except NameTaken as taken:
        form.add_error("username", str(taken))
        return _form_page(request, form, _("A new account"), "people")
    return _password_page(request, made, password)


@a_page_with_a_form
@unshared
@administrators
def one_person(request: HttpRequest, number: int) -> HttpResponse:
    """An account: its roles and units, and whether it is switched on."""
    user = find_user(number)
    form = PersonForm(request.POST if request.method == "POST" else None, person=user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            account = Account(**form.facts, is_active=said["is_active"])
            change_user(user, account, why=said["why"], by=current_user(request), at=timezone.now())
        except NotYourRole:
            form.add_error("roles", _("You cannot take your own administration away or switch yourself off. Let another do it."))
        else:
            messages.success(request, _("The account %(name)s is changed.") % {"name": user.get_username()})
            return redirect("administration:people")
    return _form_page(request, form, user.get_username(), "people", shown=user)


@require_POST
@administrators
def new_password(request: HttpRequest, number: int) -> HttpResponse:
    """A new random password for somebody, shown once."""
    user = find_user(number)
    password = secrets.token_urlsafe(12)
    set_password(user, password, by=current_user(request), at=timezone.now())
    return _password_page(request, user, password)


@require_POST
@administrators
def unlock(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody who was locked out after too many wrong passwords try again at once."""
    user = find_user(number)
    reset(username=user.get_username())
    messages.success(request, _("%(name)s can log in again.") % {"name": user.get_username()})
    return redirect("administration:person", number)


def _password_page(request: HttpRequest, user: User, password: str) -> HttpResponse:
    response = render(request, "administration/new_password.html", {"person": user, "password": password})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@unshared
@administrators
def units(request: HttpRequest) -> HttpResponse:
    """The units in their tree."""
    table = units_table(Organisation().facts.items(), lambda number: reverse("administration:unit", args=[number]))
    context: dict[str, object] = {"title": _("Units"), "table": table, "new": "unit-new", "here": "units"}
    return page_or_file(request, "administration/list.html", context, TablesFile(title=_("Units"), tables=[table]))


@a_page_with_a_form
@unshared
@administrators
def new_unit(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    form = UnitForm(request.POST if request.method == "POST" else None)

    def make() -> None:
        open_unit(code=form.cleaned_data["code"], by=current_user(request), at=timezone.now(), **form.facts)

    return _saved_or_shown(request, form, make, _("A new unit"), "units", field="code")


@a_page_with_a_form
@unshared
@administrators
def one_unit(request: HttpRequest, number: int) -> HttpResponse:
    """A unit: its name, its place and its days."""
    unit = find_unit(number)
    form = UnitForm(request.POST if request.method == "POST" else None, unit=unit)

    def make() -> None:
        change(unit, by=current_user(request), at=timezone.now(), why=form.cleaned_data["why"], **form.facts)

    return _saved_or_shown(request, form, make, unit.code, "units", field="parent")


@require_safe
@unshared
@administrators
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes, each with its initiatives."""
    return render(request, "administration/programmes.html", {"programmes": read_programmes(), "here": "programmes"})


@a_page_with_a_form
@unshared
@administrators
def new_programme(request: HttpRequest) -> HttpResponse:
    """A new programme."""
    form = ProgrammeForm(request.POST if request.method == "POST" else None)

    def make() -> None:
        slug = slug_of(form.cleaned_data["name"])
        open_programme(slug=slug, units=form.chosen_units, by=current_user(request), at=timezone.now(), **form.facts)

    return _saved_or_shown(request, form, make, _("A new programme"), "programmes", field="name")


@a_page_with_a_form
@unshared
@administrators
def one_programme(request: HttpRequest, number: int) -> HttpResponse:
    """A programme: what was decided, and who takes part."""
    programme = find_programme_by_number(number)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, programme=programme)

    def make() -> None:
        why = form.cleaned_data["why"]
        change_programme(programme, form.chosen_units, by=current_user(request), at=timezone.now(), why=why, **form.facts)

    shown: dict[str, Any] = {"programme": programme, "initiatives": read_initiatives(programme)}
    return _saved_or_shown(request, form, make, programme.name, "programmes", field="name", **shown)


@a_page_with_a_form
@unshared
@administrators
def initiative(request: HttpRequest, number: int, initiative: int = 0) -> HttpResponse:
    """An initiative of a programme, there already or new."""
    programme = find_programme_by_number(number)
    there = find_initiative(initiative, programme) if initiative else None
    form = InitiativeForm(request.POST if request.method == "POST" else None, programme=programme, initiative=there)

    def make() -> None:
        if there is None:
            open_initiative(programme=programme, by=current_user(request), at=timezone.now(), **form.facts)
        else:
            change(there, by=current_user(request), at=timezone.now(), why=form.cleaned_data["why"], **form.facts)

    title = there.name if there else _("A new initiative")
    back = reverse("administration:programme", args=[number])
    return _saved_or_shown(request, form, make, title, "programmes", field="name", then=back)


def _saved_or_shown(
    request: HttpRequest,
    form: Form,
    make: Callable[[], None],
    title: str,
    here: str,
    *,
    field: str,
    then: str | None = None,
    **more: Any,
) -> HttpResponse:
    """Do what a form that was sent asks and go on to the list; else show the form, with what is wrong with it.

    Args:
        field: where a name that is taken, or a unit above itself, is told.
        then: the address to go on to, where it is not the list.
    """
    if request.method == "POST" and form.is_valid():
        try:
            make()
        except Refused as refused:
            form.add_error(field if isinstance(refused, (NameTaken, UnitCircle)) else None, str(refused))
        else:
            messages.success(request, _("It is saved."))
            return redirect(then or f"administration:{here}")
    return _form_page(request, form, title, here, **more)


def _form_page(request: HttpRequest, form: Form, title: str, here: str, **more: Any) -> HttpResponse:
    context: Mapping[str, Any] = {"form": form, "title": title, "here": here, **more}
    return render(request, "administration/form.html", context)
