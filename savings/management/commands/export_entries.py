"""export_entries: a programme's amounts as a file that import_entries takes back in unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.data.spreadsheet_text import guard_text
from savings.elements.data.status_csv import Dialect, dialect, write_csv
from savings.models import Programme
from savings.recording.importing.columns import FIELDS, ImportField
from savings.reporting.import_rows import ExportedRow, read_import_rows
from savings.vocabulary import VOCABULARY
from valby.private import report_os_errors

#: The columns that an exported cell has something for; decisions, evidence and texts belong to entries, of which a cell has many.
COLUMNS = (
    ImportField.UNIT, ImportField.UNIT_NAME, ImportField.PARENT, ImportField.INITIATIVE, ImportField.DURATION, ImportField.OWNER,
    ImportField.KIND, ImportField.YEAR, ImportField.AMOUNT, ImportField.AMOUNT_UNIT, ImportField.PRICE_LEVEL,
)  # fmt: skip


class Command(BaseCommand):
    """Exit 0 when the file is written."""

    help = "Write a programme's amounts into a .csv that import_entries takes back in."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, into which file, and as of when."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--programme", required=True, metavar="SLUG")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="default: today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and say how many rows it has."""
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            raise CommandError(_("There is no programme of that name. Check the slug, or register it with --create."))
        rows = read_import_rows(programme, options["as_of"] or timezone.localdate())
        file: Path = options["file"]
        with report_os_errors(file.absolute().parent, "Put it right, or name a folder elsewhere."):
            file.write_bytes(write_csv(_write_rows(rows), dialect().delimiter))
        self.stdout.write(_("%(rows)s rows are written to %(file)s.") % {"rows": len(rows), "file": file})


def _write_rows(rows: list[ExportedRow]) -> Iterator[list[str]]:
    speaks = dialect()
    yield [FIELDS[field].danish if speaks.danish else field.value for field in COLUMNS]
    for row in rows:
        yield _write_row(row, speaks)


def _write_row(row: ExportedRow, speaks: Dialect) -> list[str]:
    texts = (row.unit, row.unit_name, row.parent, row.initiative)
    kind = VOCABULARY.kinds[row.kind].word_in_files(danish=speaks.danish)
    level = "" if row.price_level is None else str(row.price_level)
    return [
        *map(guard_text, texts), row.duration, guard_text(row.owner), kind, str(row.year), speaks.amount(row.amount), "kr", level
    ]  # fmt: skip
