"""create_administrator: one of the first two administrators; all others are made and confirmed on the pages."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from savings.models import User
from savings.models.people import count_active_administrators
from savings.recording.people import set_up_administrator
from savings.recording.refusals import EnoughAdministrators


class Command(BaseCommand):
    """Refused when two administrators are active. With one left it makes the second, or lets one in who was shut out."""

    help = "Make one of the first two administrators. The password is asked for twice, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """NAME, --email, --password-stdin."""
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--email", default="", help="where reminders are sent")
        parser.add_argument("--password-stdin", action="store_true", help="read the password as one line of standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, make, and say what comes next."""
        name = _clean_name(options["name"])
        # Asked before the password is, so that nobody types one in vain.
        if count_active_administrators() >= 2:
            raise CommandError(str(EnoughAdministrators.sentence))
        password = _read_password(from_stdin=options["password_stdin"])
        try:
            validate_password(password, User(username=name, email=options["email"]))
            set_up_administrator(name, password, email=options["email"], at=timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except EnoughAdministrators as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{name} is an administrator.")
        if count_active_administrators() < 2:
            self.stdout.write("Make the second one the same way: until there are two, no role that vouches can be given.")


def _clean_name(name: str) -> str:
    try:
        User.username_validator(name)
    except ValidationError as error:
        raise CommandError(f"{name!r} is no user name. Write letters, digits and . - _ @ + only.") from error
    same = User.objects.filter(username__iexact=name).first()
    if same is not None and same.get_username() != name:
        raise CommandError(f"There is an account {same.get_username()!r}. Write its name in the same letters, or another name.")
    return name


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CommandError("There is no terminal to ask for the password at. Add --password-stdin and send it as one line.")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Password once more: ") != password:
        raise CommandError("The two passwords are not alike. Nothing was made.")
    return password
