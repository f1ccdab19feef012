"""restore: an empty database becomes the ledger of a backup, and is verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from savings.backups import find_contents, read_backup, restore_backup
from valby.private import report_os_errors
from valby.startup import summarise


class Command(BaseCommand):
    """Nothing is touched before the backup was read to its end; the database changes in one transaction."""

    help = "Restore a backup into an empty database, and verify the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, and whether what is in the database may go."""
        parser.add_argument("folder", type=Path, help="the folder of a backup")
        parser.add_argument("--check", action="store_true", help="read the backup to its end, and restore nothing")
        parser.add_argument("--replace", action="store_true", help="throw away what is in the database now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, refuse or restore, verify."""
        backup = read_backup(options["folder"].absolute())
        manifest = backup.manifest
        heads = ", ".join(manifest.heads)
        told = f"{sum(manifest.rows.values())} rows and {manifest.files} files of {manifest.at}. Heads: {heads}"
        if options["check"]:
            self.stdout.write(f"The backup is whole: {told}")
            return
        try:
            self._require_empty(options["replace"])
            with report_os_errors(Path(settings.FILES_DIR), "The database is as it was. Put it right, and restore again."):
                restore_backup(backup)
        except DatabaseError as error:
            raise CommandError(f"Nothing was restored, and the database is as it was: {summarise(error)}") from error
        # What else is connected, this process included, has seen tables that are gone.
        connections.close_all()
        self.stdout.write(f"Restored: {told}")
        call_command("verify_ledger", head=list(manifest.heads), stdout=self.stdout)
        if manifest.missing:
            self.stdout.write(f"{len(manifest.missing)} attached files were gone already when the backup was taken.")

    def _require_empty(self, replace: bool) -> None:
        if not replace and (tables := find_contents()):
            named = ", ".join(tables[:3]) + (" …" if tables[3:] else "")
            raise CommandError(
                f"The database is not empty: there are rows in {named}. Name an empty database, or add --replace, "
                "which throws away everything that is in it now: ledger, accounts and reports."
            )
