"""Logging in: the password, and where somebody has one, a code of the second factor."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from savings.models import User
from savings.recording.access import AccessSort, count_access, forget_failures
from savings.recording.people import renew_hash
from savings.recording.second_factor import take_code
from savings.reporting.access import find_person_by_number
from savings.reporting.log_ins import has_second_factor
from savings.web.forms.account import LogInForm
from savings.web.forms.second_factor import CodeForm
from savings.web.log_in_limits import TooMany, check_log_in, client_address, count_locked, count_wrong_password
from savings.web.log_in_watch import PROVEN, start_log_in
from savings.web.navigation import start_page
from savings.web.resubmission import resubmit_page, unstash
from savings.web.views.failures import too_many

#: In the session between password and code: whose password was right, and until when a code is waited for.
AWAITED, CODE_SECONDS = "awaits_code", 5 * 60
BACKEND = "django.contrib.auth.backends.ModelBackend"


class LogIn(LoginView):
    """The form at /log-ind/."""

    template_name = "account/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """The moment goes with what was typed."""
        return super().get_form_kwargs() | {"at": timezone.now()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the password, unless the name is locked or too much is tried."""
        try:
            return super().post(request, *args, **kwargs)
        except TooMany as refusal:
            count_locked(request.POST.get("username", ""), refusal, client_address(request), timezone.now())
            return too_many(request, refusal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was typed before the session ended stays with the form."""
        return super().get_context_data(**kwargs) | {"carried": self.request.POST.get("carried", "")}

    def get_default_redirect_url(self) -> str:
        """Where the person's day begins, when they asked for no page in particular."""
        user = self.request.user
        return reverse(start_page(user) if isinstance(user, User) else "programmes:overview")

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in; or ask for a code first, where the person has a second factor."""
        user = form.get_user()
        renew_hash(user, form.cleaned_data["password"], at=timezone.now())
        if has_second_factor(user):
            return _await_code(self.request, user)
        return finish_log_in(self.request, user)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count a wrong password; the one that locks the name says so at once."""
        if form.has_error(NON_FIELD_ERRORS, "invalid_login"):
            count_wrong_password(form.cleaned_data["username"], client_address(self.request), timezone.now())
        return super().form_invalid(form)


def finish_log_in(request: HttpRequest, user: User) -> HttpResponse:
    """Log in; then go on, or offer what was typed before."""
    address = client_address(request)
    login(request, user, backend=BACKEND)
    forget_failures(user.get_username(), address)
    count_access(AccessSort.LOGGED_IN, person=user, address=address, at=timezone.now())
    start_log_in(request, user)
    stash = unstash(request.POST.get("carried", ""))
    if stash is not None:
        return resubmit_page(request, "logged-in", stash["path"], stash["fields"], status=200)
    return HttpResponseRedirect(_find_next(request) or reverse(start_page(user)))


def _find_next(request: HttpRequest) -> str:
    """The page that was asked for before the log-in; empty where there was none, or it is not ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""


def _await_code(request: HttpRequest, user: User) -> HttpResponse:
    """The page that asks for the code. The session is not the person's yet."""
    request.session.cycle_key()
    until = int(timezone.now().timestamp()) + CODE_SECONDS
    request.session[AWAITED] = {"person": user.pk, "until": until, "hash": user.get_session_auth_hash()}
    return _code_page(request, CodeForm())


def _code_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context = {"form": form, "carried": request.POST.get("carried", ""), "next": _find_next(request)}
    return render(request, "account/code.html", context)


@sensitive_post_parameters()
@login_not_required
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """The code after the password. A wrong one counts as a wrong password does."""
    user = _find_awaited(request)
    if user is None:
        request.session.pop(AWAITED, None)
        return redirect("account:log-in")
    form, name, address, now = CodeForm(request.POST), user.get_username(), client_address(request), timezone.now()
    try:
        check_log_in(name, address, now)
        if form.is_valid():
            if take_code(user, form.cleaned_data["code"], at=now):
                del request.session[AWAITED]
                response = finish_log_in(request, user)
                request.session[PROVEN] = True
                return response
            form.add_error("code", _("That is not a code for now, or it was used already. Wait for the next one and write it."))
            count_wrong_password(name, address, now)
    except TooMany as refusal:
        request.session.pop(AWAITED, None)
        count_locked(name, refusal, address, now)
        return too_many(request, refusal)
    return _code_page(request, form)


def _find_awaited(request: HttpRequest) -> User | None:
    """Whose code is waited for; nobody's when it took too long, or the password was changed or the account switched off since."""
    awaited = request.session.get(AWAITED)
    if awaited is None or awaited["until"] < timezone.now().timestamp():
        return None
    user = find_person_by_number(awaited["person"])
    if user is None or not user.is_active or not constant_time_compare(awaited["hash"], user.get_session_auth_hash()):
        return None
    return user
