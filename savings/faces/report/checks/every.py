"""All the checks of a report, in the order a reader meets what they find."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from savings.faces.report.checks import (
    Circumstances,
    Finding,
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
from savings.faces.report.document import Document


def findings(document: Document, circumstances: Circumstances) -> tuple[Finding, ...]:
    """What is wrong with a report or may be, each once, by where it stands; told in the language that is active."""
    found = chain(
        filled.check(document, circumstances),
        numbering.check(document),
        sums.check(document),
        differences.check(document),
        equations.check(document),
        worded.check(document),
        amounts.check(document),
        units.check(document),
        dates.check(document, circumstances),
        standing.check(document, circumstances),
    )
    once = {finding.key: _ended_once(finding) for finding in found}
    return tuple(sorted(once.values(), key=lambda it: -1 if it.block is None else it.block))


def _ended_once(finding: Finding) -> Finding:
    """The finding with one full stop: a sentence that ends with "kr." has it already."""
    return replace(finding, said=finding.said[:-1]) if finding.said.endswith("..") else finding
