"""The log-in form, with messages that say what to do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class LogInForm(AuthenticationForm):
    """User name and password."""

    error_messages = {  # noqa: RUF012 - as the class it extends has it
        "invalid_login": _("User name and password do not go together. Check both; capital letters count in the password."),
        "inactive": _("The account is switched off. Ask your administrator."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].error_messages["required"] = _("Write your user name.")
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = _("Write your password.")
        # The browser's own bubbles say neither where nor what in our words.
        self.use_required_attribute = False
