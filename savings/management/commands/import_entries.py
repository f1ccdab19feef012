"""import_entries: a spreadsheet or CSV of amounts into a programme's ledger, all or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.models import User
from savings.recording import Refused
from savings.recording.importing.post import ImportOrder, ImportOutcome, import_file


class Command(BaseCommand):
    """Exit 0 when everything was written (or would be), 1 with one line per bad row when nothing was."""

    help = "Import amounts from .xlsx or .csv (long or wide layout) into a programme."

    def add_arguments(self, parser: CommandParser) -> None:
        """What is imported, into what, by whom, and how."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--by", required=True, metavar="USER", help="who records")
        parser.add_argument("--approve-by", metavar="USER", help="who vouches; somebody else than --by")
        parser.add_argument("--mode", choices=("set", "add"), default="set",
                            help="set: the file states levels (default); add: it states changes")  # fmt: skip
        parser.add_argument("--booked-on", type=date.fromisoformat, metavar="DATE", help="default: today")
        parser.add_argument("--create", action="store_true", help="register units, initiatives and programme that are new")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was done or what is wrong."""
        order = ImportOrder(
            programme=options["programme"], by=_user(options["by"]), at=timezone.now(), mode=options["mode"],
            approve_by=_user(options["approve_by"]) if options["approve_by"] else None,
            booked_on=options["booked_on"] or timezone.localdate(),
            create=options["create"], dry_run=options["dry_run"],
        )  # fmt: skip
        try:
            outcome = import_file(options["file"].name, _read(options["file"]), order)
        except Refused as refused:
            raise CommandError(_("Nothing was written. %(reason)s") % {"reason": refused}) from refused
        if outcome.faults:
            for fault in outcome.faults:
                self.stdout.write(str(fault))
            raise CommandError(_("Nothing was written: %(count)s faults.") % {"count": len(outcome.faults)})
        self.stdout.write(_describe_outcome(outcome, order))


def _user(name: str) -> User:
    try:
        return User.objects.get(username=name, is_active=True)
    except User.DoesNotExist:
        raise CommandError(_("There is no active user “%(name)s”.") % {"name": name}) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(reason)s") % {"reason": error.strerror}) from error


def _describe_outcome(outcome: ImportOutcome, order: ImportOrder) -> str:
    facts = {"rows": outcome.rows, "entries": len(outcome.entries), "lines": outcome.lines, "name": order.approve_by}
    if order.dry_run:
        return _("%(rows)s rows read. Nothing was written: %(lines)s lines in %(entries)s entries would be.") % facts
    if not outcome.entries:
        return _("%(rows)s rows read. The ledger says the same already; nothing was written.") % facts
    if order.approve_by is None:
        return _("%(rows)s rows read. %(lines)s lines in %(entries)s entries wait for approval.") % facts
    return _("%(rows)s rows read. %(lines)s lines in %(entries)s entries recorded and approved by %(name)s.") % facts
