"""export_ledger: the whole ledger in an open form, beside a verifier that needs nothing but Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.auditing.export import write_export
from valby.private import report_os_errors


class Command(BaseCommand):
    """Exit 0 when the export is whole; otherwise nothing stands under its name."""

    help = "Write the ledger into a new folder or .zip file, with a verifier that needs nothing of Valby."

    def add_arguments(self, parser: CommandParser) -> None:
        """The place."""
        parser.add_argument(
            "place", type=Path, metavar="FOLDER", help="a folder, or a file ending in .zip, that is not there yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and say what an auditor compares."""
        place: Path = options["place"].absolute()
        with report_os_errors(place.parent, "Put it right, or name a folder elsewhere."):
            export = write_export(place, at=timezone.now())
        self.stdout.write(_("%(links)s links are written to %(place)s.") % {"links": export.links, "place": export.place})
        self.stdout.write(_("Head: %(head)s") % {"head": export.head})
        self.stdout.write(_("Digest of the manifest: %(digest)s") % {"digest": export.digest})
