"""The e-mails of a round: sent after the reminders are written, so that no mail server can lose one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from savings.elements.numbers import day
from savings.models import User

if TYPE_CHECKING:
    from savings.models import RoundReminder

#: Seconds that a mail server has to answer while the controller waits for the page.
PATIENCE = 10
LANGUAGE = "da"
log = logging.getLogger(__name__)


def send(reminders: Sequence[RoundReminder], address_of: Callable[[int], str]) -> list[User]:
    """Send each person one e-mail with all the tasks, and return those to whom it could not be sent.

    Args:
        address_of: the whole address of a task's page, by the task's number.
    """
    by_person: dict[User, list[RoundReminder]] = {}
    for reminder in reminders:
        by_person.setdefault(reminder.person, []).append(reminder)
    return [person for person, own in by_person.items() if not _send(own, address_of)]


def _send(reminders: Sequence[RoundReminder], address_of: Callable[[int], str]) -> bool:
    address = reminders[0].address
    if not address:
        return False
    subject, body = _compose(reminders, address_of)
    try:
        connection = get_connection(timeout=PATIENCE)
        return EmailMessage(subject, body, to=[address], connection=connection).send() == 1
    except (OSError, ValueError):
        # Whatever the server or the address does not take: the reminder itself stands, and the page says so.
        log.exception("a reminder could not be sent by e-mail")
        return False


def _compose(reminders: Sequence[RoundReminder], address_of: Callable[[int], str]) -> tuple[str, str]:
    """Subject and text, in Danish whatever language the controller reads in."""
    asked = reminders[0].task.round
    with override(LANGUAGE):
        name = " ".join(asked.name.split())
        subject = _("Reminder: %(round)s") % {"round": name}
        lines = [
            _("%(person)s reminds you to answer in %(round)s by %(date)s:")
            % {"person": reminders[0].by.display_name(), "round": name, "date": day(asked.answer_by)},
            "",
        ]
        for reminder in reminders:
            lines += [f"{reminder.task.unit.name}, {reminder.task.programme.name}", address_of(reminder.task_id), ""]
        return subject, "\n".join(lines)
