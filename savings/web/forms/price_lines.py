"""Yearly changes as people type or paste them: a line for each year, and what is wrong with a line in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.prices import YEARS
from savings.recording.importing.numbers import ColumnFormats, NumberFormat, parse_number, read_number
from savings.recording.prices import can_hold

#: A year; then a semicolon, a tabulator or spaces; then the change, with or without a sign for per cent.
_LINE = re.compile(r"(?P<year>[0-9]+)(?:\s*[;:]\s*|\s+)(?P<change>.*?)\s*(?:%|pct\.?|procent|per cent)?", re.IGNORECASE)
#: How much of a line is shown again in a message, and how long a line can be that still says a year and a change.
SHOWN, LONGEST = 40, 100


@dataclass(frozen=True, slots=True)
class ReadLines:
    """What was read: each year with its change in per cent, and what is wrong, a sentence for each wrong line."""

    changes: tuple[tuple[int, Decimal], ...]
    faults: tuple[str, ...]


def read_lines(text: str) -> ReadLines:
    """The changes that a text states, a line each: `2026;3,1`, `2026 3.1`, or two cells of a workbook as `2026⇥3,1 %`."""
    seen: dict[int, int] = {}
    changes: list[tuple[int, Decimal]] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            year, change = _read(line)
            if year in seen:
                raise _Wrong(
                    _("%(year)s stands in line %(first)s already. Keep one of them.") % {"year": year, "first": seen[year]}
                )
        except _Wrong as wrong:
            faults.append(_("Line %(line)s: %(message)s") % {"line": number, "message": wrong})
            continue
        seen[year] = number
        changes.append((year, change))
    return ReadLines(tuple(sorted(changes)), tuple(faults))


class _Wrong(Exception):
    """A line that cannot be read, with what to do about it."""


def _read(line: str) -> tuple[int, Decimal]:
    bare = " ".join(line.split())
    excerpt = bare if len(bare) <= SHOWN else f"{bare[:SHOWN]}…"
    # Not of the text on one line: a tab between digits parts two cells, and groups no thousands.
    match = _LINE.fullmatch(line.strip()) if len(bare) <= LONGEST else None
    if match is None:
        raise _Wrong(_("“%(found)s” is not a year and its change. Write for example 2026;3,1.") % {"found": excerpt})
    year = match["year"]
    if len(year) != 4 or not YEARS[0] <= int(year) <= YEARS[1]:
        raise _Wrong(_("“%(found)s” is not a year. Write four digits, from 1900 to 2199.") % {"found": year[:SHOWN]})
    return int(year), _change(match["change"], excerpt)


def _change(text: str, excerpt: str) -> Decimal:
    number = parse_number(text)
    if number is None or number.says_kroner:
        raise _Wrong(_("“%(found)s” has no change in per cent. Write for example 2026;3,1.") % {"found": excerpt})
    # No price changes by thousands of per cent: 3.125 has three decimals, however it is written.
    change = read_number(number, ColumnFormats(answer="english" if number.form is NumberFormat.ONE_POINT else "danish"))
    if not can_hold(change):
        raise _Wrong(
            _(
                "“%(found)s” is no change that a price can have. Write one over −100 and under 1000 per cent, with at most four "
                "decimals."
            )
            % {"found": excerpt}
        )
    return change
