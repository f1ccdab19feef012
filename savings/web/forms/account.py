"""Logging in, and changing one's own password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from savings.models import User
from savings.web.forms.fields import Form, PasswordField
from savings.web.log_in_limits import check_log_in, client_address, is_own_password, password_turn


class LogInForm(AuthenticationForm):
    """User name and password."""

    use_required_attribute = False
    error_messages = {  # noqa: RUF012 - as the class it extends has it
        "invalid_login": _("User name and password do not go together. Check both; capital letters count in the password."),
        "inactive": _("The account is switched off. Ask your administrator."),
    }

    def __init__(self, *args: Any, at: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["username"].label = _("User name")
        self.fields["username"].error_messages["required"] = _("Write your user name.")
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = _("Write your password.")

    def clean(self) -> dict[str, Any]:
        """The account, where the password is right.

        Raises:
            TooMany: when no password is looked at now.
        """
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (name and password and self.request and self.at):
            return self.cleaned_data
        check_log_in(name, client_address(self.request), self.at)
        with password_turn():
            return super().clean()


class PasswordForm(Form):
    """A new password for one's own account: the old one, and the new one twice."""

    old_password = PasswordField(
        _("The password you have"), wanted=_("Write the password you have."), complete="current-password"
    )
    new_password = PasswordField(
        _("The new password"),
        wanted=_("Write a new password."),
        complete="new-password",
        help_text=_("At least 12 characters. Four words that have nothing to do with each other are easy to remember."),
    )
    new_password_again = PasswordField(
        _("The new password once more"), wanted=_("Write the new password once more."), complete="new-password"
    )

    def __init__(self, *args: Any, person: User, address: str, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.address, self.at = person, address, at

    def clean_old_password(self) -> str:
        """The old one, guessed no oftener than at the log-in.

        Raises:
            TooMany: when too many wrong ones were tried.
        """
        old = str(self.cleaned_data["old_password"])
        if not is_own_password(self.person, old, self.address, self.at):
            raise forms.ValidationError(_("That is not the password you have. Write it again; capital letters count."))
        return old

    def clean(self) -> dict[str, Any]:
        """The new one is good, and written twice alike."""
        cleaned = self.cleaned_data
        new, again = cleaned.get("new_password"), cleaned.get("new_password_again")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password", _("That is the password you have. Write another one."))
        if new and again and new != again:
            self.add_error("new_password_again", _("The two are not alike. Write the new password once more."))
        if new:
            try:
                validate_password(new, self.person)
            except ValidationError as error:
                self.add_error("new_password", error)
        return cleaned
