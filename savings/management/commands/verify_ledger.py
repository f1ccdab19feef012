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
    find_kept_faults,
    find_level_faults,
    find_recount_faults,
    find_report_faults,
    find_rule_faults,
    find_setting_faults,
    find_trail_faults,
    find_trail_head_faults,
)
from savings.chain import format_head, format_trail_head, is_trail_head, parse_head
from savings.models import LedgerHead

#: How many faults of one kind are told each on its line; the others are counted.
MOST = 20


class Command(BaseCommand):
    """Exit 0 when all holds, 1 with one line per fault, and a count where there are many."""

    help = "Re-add the ledger from raw rows, compare it with the pages, and follow both chains."

    def add_arguments(self, parser: CommandParser) -> None:
        """--head takes what a paper prints, several times if need be."""
        parser.add_argument("--head", action="append", default=[], metavar="POSITION:HASH",
                            help="a head of the ledger or the trail as printed on a paper: is it still there?")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the faults, or that all holds."""
        checks = [*map(_check_printed_head, options["head"]), *_list_checks()]
        with transaction.atomic():
            # One unmoving picture, whatever is recorded meanwhile.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            faults = sum(self._tell(check) for check in checks)
            head = LedgerHead.objects.filter(pk=1).first()
        if faults:
            sys.exit(1)
        if head:
            self.stdout.write(_("The ledger holds. Head: %(head)s") % {"head": format_head(head.position, head.hash)})
            trail = format_trail_head(head.trail_position, head.trail_hash)
            self.stdout.write(_("Head of the trail: %(head)s") % {"head": trail})

    def _tell(self, faults: Iterator[str]) -> int:
        count = 0
        for fault in _go_on_if_damaged(faults):
            count += 1
            if count <= MOST:
                self.stdout.write(fault)
        if count > MOST:
            self.stdout.write(_("… and %(more)s more of these, %(count)s in all.") % {"more": count - MOST, "count": count})
        return count


def _list_checks() -> Iterator[Iterator[str]]:
    yield find_setting_faults()
    yield find_chain_faults()
    yield find_trail_faults()
    yield find_rule_faults()
    yield find_kept_faults()
    yield find_level_faults()
    yield find_recount_faults(timezone.localdate())
    yield find_report_faults()
    yield find_file_faults()


def _go_on_if_damaged(faults: Iterator[str]) -> Iterator[str]:
    """The faults; what cannot even be read is one, and the checks after it still tell theirs."""
    try:
        with transaction.atomic():
            yield from faults
    except Exception as error:  # whatever reads rows may stumble over rows that no rule of the database would have let in
        yield _("a check could not be finished: %(error)s") % {"error": f"{type(error).__name__}: {error}".splitlines()[0]}


def _check_printed_head(text: str) -> Iterator[str]:
    try:
        position, digest = parse_head(text)
    except ValueError as error:
        raise CommandError(str(error)) from error
    return find_trail_head_faults(position, digest) if is_trail_head(text) else find_head_faults(position, digest)
