"""import_entries: a spreadsheet or CSV of amounts into a programme's ledger, all or nothing."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.elements.numbers import KRONER, SCALES, number
from savings.elements.words import KINDS
from savings.models import User
from savings.money import total
from savings.recording import Refused
from savings.recording.importing import Fault, Reason, read_file
from savings.recording.importing.numbers import NumberLanguage
from savings.recording.importing.post import ImportOrder, ImportOutcome, import_file
from savings.recording.importing.totals import TotalAnswers
from savings.recording.importing.words import read_name
from savings.vocabulary import Kind

#: How many faults are printed; the rest are counted.
MOST_FAULTS = 40
ALL_LINES: frozenset[int] = frozenset({0})


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
        parser.add_argument("--decision", default="", metavar="REFERENCE", help="what rows rest on which name no reference")
        parser.add_argument(
            "--numbers", choices=("danish", "english"), help="what 1.234 and 1,234 are, where the file says it not"
        )
        parser.add_argument("--totals", type=_lines, default=frozenset(), metavar="LINES",
                            help="lines such as 5,9-12 that are totals: held against the others and left out")  # fmt: skip
        parser.add_argument("--not-totals", type=_lines, default=frozenset(), metavar="LINES",
                            help="lines, or all that are asked about, that are amounts of their own")  # fmt: skip
        parser.add_argument("--targets", choices=("oveni", "heraf"), help="targets that meet others are on top, or out, of them")
        parser.add_argument("--negative-realised", action="store_true", help="realised amounts below zero are meant")
        parser.add_argument("--create", action="store_true", help="register units, initiatives and programme that are new")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what was done or what is wrong."""
        order = _read_order(options)
        name, data = options["file"].name, _read(options["file"])
        try:
            outcome = import_file(name, data, order)
        except Refused as refused:
            raise CommandError(_("Nothing was written. %(reason)s") % {"reason": refused}) from refused
        for note in outcome.notes:
            self.stdout.write(str(note))
        if outcome.faults:
            self._tell_faults(outcome.faults, name, data)
            raise CommandError(_("Nothing was written: %(count)s faults.") % {"count": len(outcome.faults)})
        for line in describe_sums(outcome.sums, outcome.unit):
            self.stdout.write(line)
        self.stdout.write(_describe_outcome(outcome, order))

    def _tell_faults(self, faults: Sequence[Fault], name: str, data: bytes) -> None:
        for fault in faults[:MOST_FAULTS]:
            self.stdout.write(str(fault))
        if len(faults) > MOST_FAULTS:
            more = number(Decimal(len(faults) - MOST_FAULTS), 0)
            self.stdout.write(_("… and %(count)s more.") % {"count": more})
        if any(fault.reason is Reason.AMBIGUOUS for fault in faults):
            self.stdout.write(_("Or say for the whole file how its numbers are written; the sums are then:"))
            languages: tuple[NumberLanguage, NumberLanguage] = ("danish", "english")
            for language in languages:
                added = KRONER.show_with_unit(total(row.amount for row in read_file(name, data, numbers=language).rows))
                self.stdout.write(f"  --numbers {language}: {added}")


def _lines(text: str) -> frozenset[int]:
    """Lines as people write them, `5,9-12`; no line at all stands for `all`."""
    if text == "all":
        return ALL_LINES
    if not re.fullmatch(r"\d{1,7}(-\d{1,7})?(,\d{1,7}(-\d{1,7})?)*", text):
        raise ArgumentTypeError(f"{text!r} is no list of lines such as 5,9-12")
    ends = [part.partition("-") for part in text.split(",")]
    return frozenset(line for first, _dash, last in ends for line in range(int(first), int(last or first) + 1))


def _read_order(options: dict[str, Any]) -> ImportOrder:
    totals, amounts = options["totals"], options["not_totals"]
    if totals is ALL_LINES:
        raise CommandError(_("Name the lines of the totals, such as --totals 5,9."))
    return ImportOrder(
        programme=options["programme"], by=_user(options["by"]), at=timezone.now(), mode=options["mode"],
        approve_by=_user(options["approve_by"]) if options["approve_by"] else None,
        booked_on=options["booked_on"] or timezone.localdate(),
        decision=read_name(options["decision"]), targets=options["targets"],
        numbers=options["numbers"],
        negative_realised=options["negative_realised"],
        totals=TotalAnswers(totals, amounts, all_are_amounts=amounts is ALL_LINES),
        create=options["create"], dry_run=options["dry_run"],
    )  # fmt: skip


def describe_sums(sums: Mapping[tuple[Kind, int], Decimal], unit: Decimal | None) -> Iterator[str]:
    """What a file states by kind and year, to be held against the paper: in kroner, and in the unit it is written in."""
    scale = next((scale for scale in SCALES.values() if scale.one == unit and scale is not KRONER), None)
    for (kind, year), amount in sums.items():
        beside = f" = {_write_exactly(amount / scale.one)} {scale.name}" if scale else ""
        yield f"{KINDS[kind]} {year}: {KRONER.show_with_unit(amount)}{beside}"


def _write_exactly(amount: Decimal) -> str:
    decimals = amount.normalize().as_tuple().exponent
    return number(amount, max(0, -decimals) if isinstance(decimals, int) else 0)


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
