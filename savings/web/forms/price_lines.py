"""Yearly changes as people type or paste them: a line for each year, and what is wrong with a line in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.presentation.screen.prices import change_words
from savings.prices import YEARS, PriceChange
from savings.recording.importing.numbers import ColumnFormats, NumberFormat, parse_number, read_number
from savings.recording.prices import can_hold

#: A year; then a semicolon, a tabulator or spaces; then the change.
_LINE = re.compile(r"(?P<year>[0-9]+)(?:\s*[;:]\s*|\s+)(?P<change>.*)", re.DOTALL)
#: A sign for per cent behind the change.
_PER_CENT = re.compile(r"(?:%|pct\.?|procent|per cent)\Z", re.IGNORECASE)
#: How much of a line is shown again in a message, and how long a line can be that still says a year and a change.
SHOWN, LONGEST = 40, 100


@dataclass(frozen=True, slots=True)
class ReadLines:
    """What was read: each year's change in per cent, and what is wrong, a sentence for each wrong line."""

    changes: tuple[PriceChange, ...]
    faults: tuple[str, ...]


def read_lines(text: str) -> ReadLines:
    """The changes that a text states, a line each: `2026;3,1`, `2026 3.1`, or two cells of a workbook as `2026⇥3,1 %`.

    A change may be written as its two parts, level correction and estimate, with the printed sum behind: `2026;0,4+3,1=3,5`.
    """
    seen: dict[int, int] = {}
    changes: list[PriceChange] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            change = _read(line)
            year = change.year
            if year in seen:
                raise _Wrong(
                    _("%(year)s stands in line %(first)s already. Keep one of them.") % {"year": year, "first": seen[year]}
                )
        except _Wrong as wrong:
            faults.append(_("Line %(line)s: %(message)s") % {"line": number, "message": wrong})
            continue
        seen[year] = number
        changes.append(change)
    return ReadLines(tuple(sorted(changes, key=lambda change: change.year)), tuple(faults))


class _Wrong(Exception):
    """A line that cannot be read, with what to do about it."""


def _read(line: str) -> PriceChange:
    bare = " ".join(line.split())
    excerpt = bare if len(bare) <= SHOWN else f"{bare[:SHOWN]}…"
    # Not of the text on one line: a tab between digits parts two cells, and groups no thousands.
    match = _LINE.fullmatch(line.strip()) if len(bare) <= LONGEST else None
    if match is None:
        raise _Wrong(_("“%(found)s” is not a year and its change. Write for example 2026;3,1.") % {"found": excerpt})
    year = match["year"]
    if len(year) != 4 or not YEARS[0] <= int(year) <= YEARS[1]:
        raise _Wrong(_("“%(found)s” is not a year. Write four digits, from 1900 to 2199.") % {"found": year[:SHOWN]})
    return _read_parts(int(year), _PER_CENT.sub("", match["change"]).rstrip(), excerpt)


#: The level correction, a plus or minus, and the estimate.
_PARTS = re.compile(r"(?P<correction>[+\-−]?\s*[0-9.,]+)\s*(?:%\s*)?(?P<sign>[+\-−])\s*(?P<estimate>.+)", re.DOTALL)


def _read_parts(year: int, text: str, excerpt: str) -> PriceChange:
    """The change of a year, its two parts where it is written as them; behind an equals sign stands the printed sum."""
    left, equals, printed = text.partition("=")
    match = _PARTS.fullmatch(left.strip())
    if match is None:
        return PriceChange(year, _change(text, excerpt))
    correction, estimate = _change(match["correction"], excerpt), _change(match["estimate"].rstrip(" %"), excerpt)
    change = _check(correction + (estimate if match["sign"] == "+" else -estimate), excerpt)
    if equals and _change(printed.rstrip(" %"), excerpt) != change:
        facts = {"found": excerpt, "sum": change_words(change)}
        raise _Wrong(_("“%(found)s”: the two parts come to %(sum)s. Write the parts and the sum as they are printed.") % facts)
    return PriceChange(year, change, correction)


def _change(text: str, excerpt: str) -> Decimal:
    number = parse_number(text.strip())
    if number is None or number.says_kroner:
        raise _Wrong(_("“%(found)s” has no change in per cent. Write for example 2026;3,1.") % {"found": excerpt})
    # No price changes by thousands of per cent: 3.125 has three decimals, however it is written.
    change = read_number(number, ColumnFormats(answer="english" if number.form is NumberFormat.ONE_POINT else "danish"))
    return _check(change, excerpt)


def _check(change: Decimal, excerpt: str) -> Decimal:
    if not can_hold(change):
        raise _Wrong(
            _(
                "“%(found)s” is no change that a price can have. Write one over −100 and under 1000 per cent, with at most four "
                "decimals."
            )
            % {"found": excerpt}
        )
    return change
