"""A code of the second factor, and the password that is asked for before it is changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from savings.models import User
from savings.web.forms.fields import Form, PasswordField, TextField
from savings.web.log_in_limits import is_own_password


class CodeField(TextField):
    """A code; browsers offer what the app or a message says."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, wanted=_("Write the code."), most=40, **kwargs)
        self.widget.attrs |= {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class CodeForm(Form):
    """The code at the log-in."""

    code = CodeField(_("Code"), help_text=_("Six digits from your authenticator app, or one of your recovery codes."))


class OwnPasswordForm(Form):
    """One's own password once more, before something that protects the account is changed."""

    password = PasswordField(_("Your password"), wanted=_("Write your password."), complete="current-password")

    def __init__(self, *args: Any, person: User, address: str, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.address, self.at = person, address, at

    def clean_password(self) -> str:
        """The right one, guessed no oftener than at the log-in.

        Raises:
            TooMany: when too many wrong ones were tried.
        """
        password = str(self.cleaned_data["password"])
        if not is_own_password(self.person, password, self.address, self.at):
            raise forms.ValidationError(_("That is not the password you have. Write it again; capital letters count."))
        return password


class SetUpForm(OwnPasswordForm):
    """The first code of a new secret, with the password."""

    code = CodeField(_("The code that the app shows"), help_text=_("Six digits; they change every half minute."))
    field_order = ("code", "password")
