"""load_example: a municipality as big as a real one and made up, beside the demo."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from savings.demo.example.acts import MARK
from savings.demo.example.drawing import LARGE
from savings.demo.example.loading import load_municipality
from savings.demo.example.municipality import build_municipality
from savings.demo.people import ACCOUNTS, register_people
from savings.demo.prices import NAME, load_prices
from savings.models import PriceSeries, Programme, User
from savings.models.people import count_active_administrators


class Command(BaseCommand):
    """All or nothing; loading it twice changes nothing."""

    help = "Load the example municipality: made up, from a seed, and marked so wherever it stands."

    def add_arguments(self, parser: CommandParser) -> None:
        """--seed chooses the figures; --force allows it on a server named by DATABASE_URL."""
        parser.add_argument("--seed", type=int, default=1, help="the number that all figures follow from (1)")
        parser.add_argument("--force", action="store_true", help="load it also on the server that DATABASE_URL names")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what there is now."""
        if os.environ.get("DATABASE_URL") and not options["force"]:
            raise CommandError(
                "DATABASE_URL names a server, and made-up figures do not belong in real data. "
                "Unset it to use the embedded database, or add --force."
            )
        if Programme.objects.filter(slug=LARGE).exists():
            self.stdout.write("The example is not loaded: it is there already.")
            return
        has_people = User.objects.filter(username__in=ACCOUNTS).count() == len(ACCOUNTS)
        if not has_people and count_active_administrators():
            raise CommandError(
                "There are administrators already, and the example brings the demo's people. Load it into an empty database, "
                "or into one with the demo."
            )
        password = os.environ.get("VALBY_DEMO_PASSWORD") or secrets.token_urlsafe(9)
        with transaction.atomic():
            self._load(options["seed"], password)
        self.stdout.write(f"{MARK}: {Programme.objects.filter(is_example=True).count()} programmes are loaded.")
        if not has_people:
            self.stdout.write(f"Demo accounts: {', '.join(ACCOUNTS)}. Password: {password}")

    def _load(self, seed: int, password: str) -> None:
        at = timezone.now()
        people = register_people(password)
        series = PriceSeries.objects.filter(name=NAME).first() or load_prices(people, at=at)
        load_municipality(build_municipality(seed), people, at=at, series=series)
