"""All the checks of a report, and the findings of all of them in the order a reader meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from savings.composing.checks import (
    CheckContext,
    Finding,
    Weight,
    amounts,
    dates,
    differences,
    equations,
    filled,
    numbering,
    standing,
    sums,
    units,
    worded,
)
from savings.composing.checks.reading import CheckTookTooLong, time_limit
from savings.composing.document import ReportDocument

#: Each check takes a document and what it does not hold, and yields findings. At one place they are listed in this order.
CHECKS: tuple[Callable[[ReportDocument, CheckContext], Iterator[Finding]], ...] = (
    filled.check, numbering.check, sums.check, differences.check, equations.check, worded.check, amounts.check, units.check,
    dates.check, standing.check,
)  # fmt: skip

#: How long the check of a report may work; a report of a hundred pages takes four seconds.
SECONDS = 20


def run_checks(document: ReportDocument, context: CheckContext) -> tuple[Finding, ...]:
    """What is wrong with a report or may be, each once, by where it stands; worded in the active language."""
    try:
        with time_limit(SECONDS):
            by_key = {finding.key: _with_one_full_stop(finding) for check in CHECKS for finding in check(document, context)}
    except CheckTookTooLong:
        message, mend = _("The report is too long to be checked."), _("Divide it in two.")
        return (Finding("too_long", Weight.BLOCKING, None, "", message, mend),)
    return tuple(sorted(by_key.values(), key=lambda finding: -1 if finding.block is None else finding.block))


def _with_one_full_stop(finding: Finding) -> Finding:
    """The finding with one full stop: a sentence that ends with "kr." has it already."""
    return replace(finding, said=finding.said[:-1]) if finding.said.endswith("..") else finding
