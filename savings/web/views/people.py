"""Logging in and out, and choosing a language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from savings.models import User
from savings.web.forms.account import LogInForm
from savings.web.language import remember, without_language
from savings.web.navigation import start_page
from savings.web.resubmission import resubmit_page, unstash


class LogIn(LoginView):
    """The form at /log-ind/."""

    template_name = "account/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was typed before the session ended stays with the form."""
        return super().get_context_data(**kwargs) | {"carried": self.request.POST.get("carried", "")}

    def get_default_redirect_url(self) -> str:
        """Where the person's day begins, when they asked for no page in particular."""
        user = self.request.user
        return reverse(start_page(user) if isinstance(user, User) else "programmes:overview")

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in; then go on, or offer what was typed before."""
        response = super().form_valid(form)
        stash = unstash(self.request.POST.get("carried", ""))
        if stash is None:
            return response
        return resubmit_page(self.request, "logged-in", stash["path"], stash["fields"], status=200)


class LogOut(LogoutView):
    """Ends the session; by POST only. The browser is told to drop the pages it was allowed to keep."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log out."""
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and stay on the page."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(without_language(back))
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        remember(response, wanted)
    return response
