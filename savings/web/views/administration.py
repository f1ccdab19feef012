"""The administration: people, units, programmes and initiatives, for whoever administers."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.table import Table
from savings.models import User
from savings.presentation.screen.office import people_table, roles_words, units_table
from savings.recording.access import unlock as unlock_account
from savings.recording.people import Account, change_user, register_user, set_password
from savings.recording.refusals import NameTaken, Refused, UnitCircle
from savings.recording.register import change, change_programme, open_initiative, open_programme, open_unit
from savings.recording.second_factor import remove_second_factor
from savings.reporting.choices import read_initiatives, read_programmes
from savings.reporting.lookup import find_initiative, find_programme_by_number, find_unit, find_user
from savings.reporting.organisation import Organisation
from savings.reporting.people import read_people
from savings.roles import TAKE_TWO, Role
from savings.web.acts import post_data, redirect_done, redirect_warned, refusals_in, refusals_warned
from savings.web.addresses import link_to
from savings.web.exports import TablesFile, page_or_file
from savings.web.forms.administration import InitiativeForm, PersonForm, ProgrammeForm, UnitForm, slug_of
from savings.web.forms.fields import Form
from savings.web.guard import current_user, form_page, plain_page, post_action

#: What the field for a name, a code or a place in the tree is to blame for.
FIELD_REFUSALS = (NameTaken, Refused, UnitCircle)


@plain_page(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    return _list_page(request, _("People"), people_table(read_people(), link_to("administration:person")), "person", "people")


@form_page(Role.ADMINISTRATOR)
def new_person(request: HttpRequest) -> HttpResponse:
    """A new account, with a password that is shown once."""
    form = PersonForm(post_data(request))
    if form.is_valid():
        password, username = secrets.token_urlsafe(12), form.cleaned_data["username"]
        with refusals_in(form, "username", NameTaken):
            account = Account(**form.facts)
            user = register_user(account, username=username, password=password, **_act(request))
            return _password_page(request, user, password, [role for role in account.roles if role in TAKE_TWO])
    return _form_page(request, form, _("A new account"), "people")


@form_page(Role.ADMINISTRATOR)
def one_person(request: HttpRequest, number: int) -> HttpResponse:
    """An account: its roles and units, and whether it is switched on."""
    user = find_user(number)
    form = PersonForm(post_data(request), person=user)
    if form.is_valid():
        account = Account(**form.facts, is_active=form.cleaned_data["is_active"])
        with refusals_in(form, "roles"):
            proposed = change_user(user, account, why=form.cleaned_data["why"], **_act(request))
            return redirect_done(request, _describe_change(user, proposed), "administration:people")
    return _form_page(request, form, user.get_username(), "people", shown=user)


def _describe_change(user: User, proposed: Collection[Role]) -> str:
    done = _("The account %(name)s is changed.") % {"name": user.get_username()}
    if not proposed:
        return done
    waits = _("Another administrator must confirm: %(roles)s.") % {"roles": roles_words(proposed)}
    return f"{done} {waits}"


@post_action(Role.ADMINISTRATOR)
def new_password(request: HttpRequest, number: int) -> HttpResponse:
    """A new random password for somebody, shown once."""
    user = find_user(number)
    password = secrets.token_urlsafe(12)
    try:
        waiting = set_password(user, password, **_act(request))
    except Refused as refused:
        return redirect_warned(request, str(refused), "administration:person", number)
    return _password_page(request, user, password, waiting)


@post_action(Role.ADMINISTRATOR)
def unlock(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody who was locked out after too many wrong passwords try again at once."""
    user = find_user(number)
    with refusals_warned(request):
        unlock_account(user, **_act(request))
        messages.success(request, _("%(name)s can log in again.") % {"name": user.get_username()})
    return redirect("administration:person", number)


@post_action(Role.ADMINISTRATOR)
def reset_factor(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody who has lost the app log in by the password alone, and set up another."""
    user = find_user(number)
    with refusals_warned(request):
        remove_second_factor(user, **_act(request))
        messages.success(request, _("No code is asked for at the log-in of %(name)s any more.") % {"name": user.get_username()})
    return redirect("administration:person", number)


def _password_page(request: HttpRequest, user: User, password: str, waiting: Collection[Role]) -> HttpResponse:
    context = {"person": user, "password": password, "waiting": roles_words(waiting) if waiting else ""}
    return render(request, "administration/new_password.html", context)


@plain_page(Role.ADMINISTRATOR)
def units(request: HttpRequest) -> HttpResponse:
    table = units_table(Organisation().facts.items(), link_to("administration:unit"))
    return _list_page(request, _("Units"), table, "unit", "units")


@form_page(Role.ADMINISTRATOR)
def new_unit(request: HttpRequest) -> HttpResponse:
    form = UnitForm(post_data(request))
    if form.is_valid():
        with refusals_in(form, "code", *FIELD_REFUSALS):
            open_unit(code=form.cleaned_data["code"], **_act(request), **form.facts)
            return _go_back(request, "units")
    return _form_page(request, form, _("A new unit"), "units")


@form_page(Role.ADMINISTRATOR)
def one_unit(request: HttpRequest, number: int) -> HttpResponse:
    """A unit: its name, its place and its days."""
    unit = find_unit(number)
    form = UnitForm(post_data(request), unit=unit)
    if form.is_valid():
        with refusals_in(form, "parent", *FIELD_REFUSALS):
            change(unit, why=form.cleaned_data["why"], **_act(request), **form.facts)
            return _go_back(request, "units")
    return _form_page(request, form, unit.code, "units")


@plain_page(Role.ADMINISTRATOR)
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes, each with its initiatives."""
    return render(request, "administration/programmes.html", {"programmes": read_programmes(), "here": "programmes"})


@form_page(Role.ADMINISTRATOR)
def new_programme(request: HttpRequest) -> HttpResponse:
    form = ProgrammeForm(post_data(request))
    if form.is_valid():
        with refusals_in(form, "name", *FIELD_REFUSALS):
            slug = slug_of(form.cleaned_data["name"])
            open_programme(slug=slug, units=form.member_units, **_act(request), **form.facts)
            return _go_back(request, "programmes")
    return _form_page(request, form, _("A new programme"), "programmes")


@form_page(Role.ADMINISTRATOR)
def one_programme(request: HttpRequest, number: int) -> HttpResponse:
    """A programme: what was decided, and who takes part."""
    programme = find_programme_by_number(number)
    form = ProgrammeForm(post_data(request), programme=programme)
    if form.is_valid():
        with refusals_in(form, "name", *FIELD_REFUSALS):
            change_programme(programme, form.member_units, why=form.cleaned_data["why"], **_act(request), **form.facts)
            return _go_back(request, "programmes")
    initiatives = read_initiatives(programme, current_user(request))
    return _form_page(request, form, programme.name, "programmes", programme=programme, initiatives=initiatives)


@form_page(Role.ADMINISTRATOR)
def initiative(request: HttpRequest, number: int, initiative: int = 0) -> HttpResponse:
    """An initiative of a programme, there already or new."""
    programme = find_programme_by_number(number)
    existing = find_initiative(initiative, programme) if initiative else None
    form = InitiativeForm(post_data(request), programme=programme, initiative=existing)
    if form.is_valid():
        with refusals_in(form, "name", *FIELD_REFUSALS):
            if existing is None:
                open_initiative(programme=programme, **_act(request), **form.facts)
            else:
                change(existing, why=form.cleaned_data["why"], **_act(request), **form.facts)
            return _go_back(request, "programme", number)
    return _form_page(request, form, existing.name if existing else _("A new initiative"), "programmes")


def _act(request: HttpRequest) -> dict[str, Any]:
    return {"by": current_user(request), "at": timezone.now()}


def _go_back(request: HttpRequest, page: str, *args: int) -> HttpResponse:
    return redirect_done(request, _("It is saved."), f"administration:{page}", *args)


def _list_page(request: HttpRequest, title: str, table: Table, kind: str, here: str) -> HttpResponse:
    context: dict[str, object] = {"title": title, "table": table, "new": f"{kind}-new", "here": here}
    return page_or_file(request, "administration/list.html", context, TablesFile(title=title, tables=[table]))


def _form_page(request: HttpRequest, form: Form, title: str, here: str, **more: object) -> HttpResponse:
    return render(request, "administration/form.html", {"form": form, "title": title, "here": here, **more})
