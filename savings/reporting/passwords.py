"""The rules for passwords, asked with what others know of the person: names, units and the office."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from savings.models import Unit, User
from savings.passwords import GUESSED, find_weakness


class PasswordRules:
    """Named in AUTH_PASSWORD_VALIDATORS, so that pages and commands ask the same."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Take the password, or say why not.

        Raises:
            ValidationError: the first reason found, as a sentence.
        """
        if why := find_weakness(password, own_words(user)):
            raise ValidationError(str(why), code="weak")
        letters = password.casefold().strip("0123456789!?.,-_#*+ ")
        if {password.casefold(), letters} & read_common():
            raise ValidationError(str(GUESSED), code="common")

    def get_help_text(self) -> str:
        return _("At least 12 characters. Capitals, digits and signs are not asked for; words that belong together are guessed.")


def own_words(user: User | None) -> Iterator[str]:
    """What is tried first against this person: names, the office's units, and the hosts the pages stand under."""
    if user is not None:
        yield from (user.get_username(), user.first_name, user.last_name, user.email)
    for code, name in Unit.objects.values_list("code", "name"):
        yield from (code, name)
    yield from settings.ALLOWED_HOSTS


@cache
def read_common() -> frozenset[str]:
    """The twenty thousand most common passwords of the world, which come with Django."""
    return frozenset(CommonPasswordValidator().passwords)
