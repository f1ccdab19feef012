"""Binding: an amount typed by hand gives way to the reference that prints the same, where it was found and nowhere else."""

from __future__ import annotations

import re

from savings.composing.checks import Finding


def with_reference(text: str, finding: Finding) -> str | None:
    """A text's Markdown with the reference of a finding in the place of its amount; None where the amount does not stand so.

    An amount may stand more than once, and as the end of a longer one: the place is where most of the words before it are
    those it was found with.
    """
    places = [match.start() for match in re.finditer(rf"(?<![\w.,/-]){re.escape(finding.amount)}(?![\d\w]|[.,]\d)", text)]
    if not places:
        return None
    place = max(places, key=lambda each: _alike(text[:each], finding.excerpt, finding.amount))
    return f"{text[:place]}{{{{{finding.reference}}}}}{text[place + len(finding.amount) :]}"


def _alike(before: str, excerpt: str, amount: str) -> int:
    """How many characters before a place are those before the amount in the excerpt, signs of Markdown apart."""
    excerpt_before = _bare(excerpt[: excerpt.find(amount)])
    there = _bare(before[-80:])
    length = 0
    while length < min(len(excerpt_before), len(there)) and excerpt_before[-1 - length] == there[-1 - length]:
        length += 1
    return length


def _bare(words: str) -> str:
    return re.sub(r"[\s*_]+|\{\{[^{}]{0,200}\}\}|…", "", words)
