"""One's own account: what one may do and for whom, the password, the sessions, and the second factor."""

from __future__ import annotations

from typing import Any

import pyotp
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from savings.models import User
from savings.presentation.screen.office import roles_words, units_words
from savings.presentation.screen.second_factor import draw_secret
from savings.recording.log_in_sessions import end_other_sessions, end_session
from savings.recording.people import set_password
from savings.recording.second_factor import remove_second_factor, renew_recovery_codes, set_up_second_factor
from savings.reporting.choices import read_unit_codes
from savings.reporting.log_ins import FactorFacts, read_second_factor, read_sessions
from savings.reporting.lookup import find_log_in_session
from savings.roles import Role
from savings.web.acts import post_data, redirect_done
from savings.web.first_steps import needs_second_factor
from savings.web.forms.account import PasswordForm
from savings.web.forms.second_factor import OwnPasswordForm, SetUpForm
from savings.web.guard import current_user, form_page, post_action
from savings.web.log_in_limits import TooMany, client_address
from savings.web.log_in_watch import PROVEN, follow_session
from savings.web.views.failures import too_many

#: In the session while a second factor is set up: its secret.
SECRET = "second_factor_secret"  # noqa: S105 - the name of a place, not a password


@sensitive_post_parameters()
@form_page()
def account(request: HttpRequest) -> HttpResponse:
    """My account. With a new password this session goes on, and all others end."""
    user, now = current_user(request), timezone.now()
    form = PasswordForm(post_data(request), **_own_form(request, user))
    try:
        is_valid = form.is_valid()
    except TooMany as refusal:
        return too_many(request, refusal)
    if is_valid:
        set_password(user, form.cleaned_data["new_password"], by=user, at=now)
        _keep_this_session(request, user)
        done = _("Your password is changed. Where else you were logged in, you are logged out.")
        return redirect_done(request, done, "account:account")
    codes = read_unit_codes(user)
    context = {
        "form": form, "roles": roles_words(role for role in Role if role in user.roles),
        "units": units_words(codes, every_unit=user.every_unit), "factor": read_second_factor(user),
        "sessions": read_sessions(user, request.session.session_key or "", now),
    }  # fmt: skip
    return render(request, "account/account.html", context)


def _keep_this_session(request: HttpRequest, user: User) -> None:
    """Under a new key; the others end at once."""
    key = request.session.session_key
    update_session_auth_hash(request, user)
    follow_session(request, key)
    end_other_sessions(user, request.session.session_key)


@post_action()
def end_one(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own sessions."""
    end_session(find_log_in_session(number, current_user(request)))
    return redirect_done(request, _("There you are logged out."), "account:account")


@post_action()
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    end_other_sessions(current_user(request), request.session.session_key)
    return redirect_done(request, _("Everywhere else you are logged out."), "account:account")


@sensitive_variables("secret")
@sensitive_post_parameters()
@form_page()
def second_factor(request: HttpRequest) -> HttpResponse:
    """The second factor: how it stands, or the secret to set it up with. The first code proves that the app has it."""
    user = current_user(request)
    if (factor := read_second_factor(user)) is not None:
        return _factor_page(request, user, factor, OwnPasswordForm(**_own_form(request, user)))
    secret = request.session.setdefault(SECRET, pyotp.random_base32())
    form = SetUpForm(post_data(request), **_own_form(request, user))
    try:
        is_valid = form.is_valid()
    except TooMany as refusal:
        return too_many(request, refusal)
    if is_valid:
        if codes := set_up_second_factor(user, secret, form.cleaned_data["code"], at=timezone.now()):
            del request.session[SECRET]
            request.session[PROVEN] = True
            end_other_sessions(user, request.session.session_key)
            return render(request, "account/recovery_codes.html", {"codes": codes})
        form.add_error(
            "code", _("The code does not fit. See that the phone's clock is right, wait for the next code and write it.")
        )
    return render(request, "account/set_up.html", {
        "form": form, "secret": secret, "picture": draw_secret(secret, user.get_username()),
        "is_required": needs_second_factor(user),
    })  # fmt: skip


@sensitive_post_parameters()
@post_action()
def new_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, for one's password."""
    user = current_user(request)
    if (refused := _check_own_password(request, user)) is not None:
        return refused
    return render(request, "account/recovery_codes.html", {"codes": renew_recovery_codes(user, at=timezone.now())})


@sensitive_post_parameters()
@post_action()
def no_factor(request: HttpRequest) -> HttpResponse:
    """Ask for no code any more, for one's password; where the office requires one, the page to set up another follows."""
    user = current_user(request)
    if (refused := _check_own_password(request, user)) is not None:
        return refused
    remove_second_factor(user, by=user, at=timezone.now())
    request.session.pop(PROVEN, None)
    messages.success(request, _("No code is asked for at your log-in any more."))
    return redirect("account:second-factor" if needs_second_factor(user) else "account:account")


def _own_form(request: HttpRequest, user: User) -> dict[str, Any]:
    """Whose password a form asks for, from where and when."""
    return {"person": user, "address": client_address(request), "at": timezone.now()}


def _check_own_password(request: HttpRequest, user: User) -> HttpResponse | None:
    """None where the password that was sent is right; else the page that says what is wrong."""
    factor, form = read_second_factor(user), OwnPasswordForm(request.POST, **_own_form(request, user))
    if factor is None:
        return redirect("account:second-factor")
    try:
        return None if form.is_valid() else _factor_page(request, user, factor, form)
    except TooMany as refusal:
        return too_many(request, refusal)


def _factor_page(request: HttpRequest, user: User, factor: FactorFacts, form: OwnPasswordForm) -> HttpResponse:
    context = {"factor": factor, "is_required": needs_second_factor(user), "form": form}
    return render(request, "account/second_factor.html", context)
