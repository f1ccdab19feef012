"""`manage.py reproduce REPORT`: make a published report again from the ledger, and say whether it is the same to the byte."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from savings.elements.numbers import moment
from savings.publishing.snapshots import Reproduction, reproduce
from savings.reporting.reports import UnknownReport


class Command(BaseCommand):
    """Exit 0 when the file is the same to the byte, 1 when it is not or there is no such report."""

    help = "Make a published report again from the ledger, and say whether it is the same to the byte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The report's number, and where to put the file."""
        parser.add_argument("report", type=int, help="the report's number, as its colophon has it")
        parser.add_argument("--out", type=Path, metavar="FILE", help="where to write the PDF that was made")

    def handle(self, *_args: Any, report: int, out: Path | None, **_options: Any) -> None:
        """Reproduce the report, compare the files, and print the result."""
        try:
            reproduction = reproduce(report)
        except UnknownReport:
            raise CommandError(
                _("There is no published report no. %(number)s with a text of its own.") % {"number": report}
            ) from None
        if out is not None:
            try:
                out.write_bytes(reproduction.pdf)
            except OSError as error:
                raise CommandError(_("%(file)s cannot be written: %(why)s") % {"file": out, "why": error.strerror}) from error
        facts = {
            "number": report,
            "at": moment(reproduction.at),
            "later": reproduction.later,
            "kept": reproduction.published,
            "made": reproduction.reproduced,
        }
        if reproduction.is_same:
            sentence = _(
                "Report no. %(number)s, published %(at)s: made again, identical to the byte. Entries approved since: %(later)s."
            )
            self.stdout.write(sentence % facts)
            self.stdout.write(f"SHA-256 {reproduction.reproduced}")
            return
        raise CommandError(_explain_difference(reproduction, facts))


def _explain_difference(reproduction: Reproduction, facts: dict[str, object]) -> str:
    if reproduction.published_with != reproduction.reproduced_with:
        why = _(
            "It was set with %(kept_with)s and now with %(made_with)s, which words or breaks lines otherwise; install that one."
        )
        why %= {"kept_with": reproduction.published_with, "made_with": reproduction.reproduced_with}
    else:
        why = _("Either this version of Valby sets reports otherwise, or the ledger was changed: run manage.py verify_ledger.")
    sentence = _("Report no. %(number)s, published %(at)s: NOT identical. Published %(kept)s, made now %(made)s.") % facts
    return f"{sentence} {why}"
