"""backup: the ledger, its accounts and its attached files in one folder, taken while people work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError
from django.utils import timezone

from savings.backups import take_backup
from valby.private import report_os_errors
from valby.startup import summarise


class Command(BaseCommand):
    """Exit 0 when the backup is whole, 1 when none was made or something in it was gone already."""

    help = "Write a backup of database and attached files into a new folder, and read it again."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder", type=Path, help="a folder that is not there yet; the one above it holds them all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it, and say what it is of."""
        folder: Path = options["folder"].absolute()
        try:
            with report_os_errors(folder.parent, "Put it right, or name a folder elsewhere."):
                backup = take_backup(folder, at=timezone.now())
        except ProgrammingError as error:
            raise CommandError(f"The database cannot be backed up: {summarise(error)}. Was it ever migrated?") from error
        manifest = backup.manifest
        self.stdout.write(
            f"Backed up: {sum(manifest.rows.values())} rows of {len(manifest.rows)} tables and {manifest.files} files, "
            f"to {backup.folder}. It was read again and is whole. Heads: {', '.join(manifest.heads)}"
        )
        if manifest.missing:
            raise CommandError(
                f"{len(manifest.missing)} attached files are gone from {settings.FILES_DIR} or damaged there, so they are not "
                "in the backup; verify_ledger names them. Put them back from an older backup, or attach them again."
            )
