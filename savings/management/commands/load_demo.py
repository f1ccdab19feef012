"""load_demo: the three demo programmes, the first price series and the demo accounts."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from savings.demo.imported import load_copenhagen, load_rebild
from savings.demo.people import ACCOUNTS, OF_ONE_UNIT, register_one_units_finance, register_people
from savings.demo.prices import load_prices
from savings.demo.valby import load_valby
from savings.models import Programme, Unit
from savings.models.people import count_active_administrators


class Command(BaseCommand):
    """All or nothing; loading it twice changes nothing."""

    help = "Load the three demo programmes and the demo accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        """--force allows it on a server named by DATABASE_URL."""
        parser.add_argument("--force", action="store_true", help="load it also on the server that DATABASE_URL names")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and print the accounts."""
        if os.environ.get("DATABASE_URL") and not options["force"]:
            raise CommandError(
                "DATABASE_URL names a server, and the demo does not belong in real data. "
                "Unset it to use the embedded database, or add --force."
            )
        if Programme.objects.exists():
            self.stdout.write("The demo is not loaded: there are programmes already.")
            return
        if count_active_administrators():
            raise CommandError(
                "There are administrators already, and the demo brings its own people. Load it into an empty database."
            )
        password = os.environ.get("VALBY_DEMO_PASSWORD") or secrets.token_urlsafe(9)
        with transaction.atomic():
            self._load(password)
        self.stdout.write(f"Demo accounts: {', '.join([*ACCOUNTS, OF_ONE_UNIT])}. Password: {password}")

    def _load(self, password: str) -> None:
        at = timezone.now()
        people = register_people(password)
        series = load_prices(people, at=at)
        load_valby(people, at=at, series=series)
        register_one_units_finance(password, Unit.objects.get(code="SUF"), at=at)
        load_copenhagen(people, at=at, series=series)
        load_rebild(people, at=at, series=series)
