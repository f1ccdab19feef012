"""verify_ledger: does the ledger still say what was approved, and do the pages still say what the ledger says?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.auditing import (
    find_chain_faults,
    find_file_faults,
    find_head_faults,
    find_recount_faults,
    find_report_faults,
    find_rule_faults,
    find_setting_faults,
)
from savings.chain import format_head, parse_head
from savings.models import LedgerHead


class Command(BaseCommand):
    """Exit 0 when all holds, 1 with one line per fault."""

    help = "Re-add the ledger from raw rows, compare it with the pages, and follow the hash chain."

    def add_arguments(self, parser: CommandParser) -> None:
        """--head takes what a paper prints, several times if need be."""
        parser.add_argument("--head", action="append", default=[], metavar="POSITION:HASH",
                            help="a head as printed on a paper: is it still in the ledger?")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the faults, or that all holds."""
        heads = [self._head(text) for text in options["head"]]
        faults = 0
        with transaction.atomic():
            # One unmoving picture, whatever is recorded meanwhile.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for fault in self._faults(heads):
                faults += 1
                self.stdout.write(fault)
            head = LedgerHead.objects.first()
        if faults:
            sys.exit(1)
        head_text = format_head(head.position, head.hash) if head else ""
        self.stdout.write(_("The ledger holds. Head: %(head)s") % {"head": head_text})

    def _head(self, text: str) -> tuple[int, str]:
        try:
            return parse_head(text)
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _faults(self, heads: list[tuple[int, str]]) -> Iterator[str]:
        for position, digest in heads:
            yield from find_head_faults(position, digest)
        yield from find_setting_faults()
        yield from find_chain_faults()
        yield from find_rule_faults()
        yield from find_recount_faults(timezone.localdate())
        yield from find_report_faults()
        yield from find_file_faults()
