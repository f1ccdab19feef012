"""One's own account: what one may do and for whom, and the password."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from savings.presentation.screen.office import roles_words, units_words
from savings.recording.people import set_password
from savings.reporting.choices import read_unit_codes
from savings.roles import Role
from savings.web.acts import post_data, redirect_done
from savings.web.forms.account import PasswordForm
from savings.web.guard import current_user, form_page


@sensitive_post_parameters()
@form_page()
def account(request: HttpRequest) -> HttpResponse:
    """My account. With a new password this session goes on, and all others end."""
    user = current_user(request)
    form = PasswordForm(post_data(request), person=user)
    if form.is_valid():
        set_password(user, form.cleaned_data["new_password"], by=user, at=timezone.now())
        update_session_auth_hash(request, user)
        done = _("Your password is changed. Where else you were logged in, you are logged out.")
        return redirect_done(request, done, "account:account")
    codes = read_unit_codes(user)
    context = {
        "form": form, "roles": roles_words(role for role in Role if role in user.roles),
        "units": units_words(codes, every_unit=user.every_unit),
    }  # fmt: skip
    return render(request, "account/account.html", context)
