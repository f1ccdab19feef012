"""createsuperuser: Django's, among the first two administrators; later the database refuses it, and this says why."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management.commands.createsuperuser import Command as CreateSuperuser
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction

from savings.recording.refusals import Refused, find_refusal


class Command(CreateSuperuser):
    """A superuser administrates, and looks at rows in /admin/."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say why the database refuses."""
        try:
            with transaction.atomic():
                super().handle(*args, **options)
        except DatabaseError as error:
            refusal = find_refusal(error)
            if isinstance(refusal, Refused):
                raise CommandError(str(refusal)) from error
            raise
