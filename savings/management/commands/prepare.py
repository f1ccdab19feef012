"""prepare: everything between new code and a start, in one command that may be run as often as one likes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from savings.rules import check_rules
from valby.prepared import note_prepared
from valby.private import report_os_errors

FILES, DATABASE = "files", "database"


class Command(BaseCommand):
    """Compile the translations, collect the static files, migrate with rules and rights, and check the result."""

    help = "Prepare this code and its database for a start: translations, static files, migrations, rules, rights, checks."

    def add_arguments(self, parser: CommandParser) -> None:
        """--only, for an image that is built where no database is."""
        parser.add_argument("--only", choices=(FILES, DATABASE), help="prepare the files alone, or the database alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done, a line each."""
        if options["only"] != DATABASE:
            self._prepare_files()
        if options["only"] != FILES:
            self._prepare_database()
        self.check()
        if options["verbosity"]:
            self.stdout.write("Prepared.")

    def _prepare_files(self) -> None:
        with report_os_errors(settings.VAR_DIR):
            call_command("compile_translations", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
        note_prepared()

    def _prepare_database(self) -> None:
        if settings.EMBEDDED is not None:
            settings.EMBEDDED.hold()
        call_command("migrate", interactive=False, verbosity=0)
        # As the application itself will ask.
        check_rules(connections["default"])
        connections.close_all()
