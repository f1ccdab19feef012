"""Columns that tell the difference between two others, such as Budget, Forbrug and Afvigelse: does each row of them hold?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from django.utils.translation import gettext as _

from savings.composing.checks import CheckContext, Finding, Weight
from savings.composing.checks.reading import Number, adds_up, plain, read_typed_number, read_unit, words_around
from savings.composing.checks.sums import is_rounded
from savings.composing.document import ReportDocument, TypedTable, words_of

_DIFFERENCE = re.compile(
    r"afvigelse|forskel|difference|ændring|(?:mer|mindre)forbrug|udestående|resterende|variance|deviation|\bchange\b|outstanding"
    r"|remaining",
    re.IGNORECASE,
)
#: A difference is taken between columns that stand near it.
NEAREST = 6
Row = Sequence[str]


def check(document: ReportDocument, _context: CheckContext) -> Iterator[Finding]:
    """Each row of a difference that does not hold, where enough of the others show of which two columns it is one."""
    language = document.manuscript.language
    for place, placed in enumerate(document.pieces):
        table = placed.piece
        if not isinstance(table, TypedTable):
            continue
        heads = [words_of(head).strip() for head in table.heads]
        rows = [[words_of(cell).strip() for cell in row] for row in table.rows]
        unit = read_unit(words_around(document, place))
        for column in range(3, len(heads)):
            if _DIFFERENCE.search(heads[column]) and "%" not in heads[column] and "pct" not in heads[column].casefold():
                before = [each for each in range(1, column) if table.numeric[each]][-NEAREST:]
                yield from _column(placed.block, heads, rows, column, before, language, unit)


def _column(
    block: int, heads: Row, rows: Sequence[Row], column: int, before: Sequence[int], language: str, unit: Decimal | None
) -> Iterator[Finding]:
    cells = [row[column] for row in rows]
    if any("%" in cell for cell in cells):
        return
    rounds = is_rounded(heads[column], [row[each] for row in rows for each in (*before, column)], language, unit)
    best: tuple[list[Row], tuple[int, int]] | None = None
    for one, other in combinations(before, 2):
        for pair in ((one, other), (other, one)):
            complete = [row for row in rows if all(read_typed_number(row[each], language) for each in (*pair, column))]
            wrong = [row for row in complete if not _holds(row, pair, column, language, rounds=rounds)]
            # At least half of the rows, and one that is no mere nothing, show that it is this difference.
            proving = [row for row in complete if row not in wrong and not _is_nothing(row[column], language)]
            if proving and 2 * len(wrong) <= len(complete) and (best is None or len(wrong) < len(best[0])):
                best = (wrong, pair)
    if best is None:
        return
    wrong, (one, other) = best
    for row in wrong:
        first, second = read_typed_number(row[one], language), read_typed_number(row[other], language)
        if first and second:
            words = f"{row[0]}: {row[one]} − {row[other]} → {heads[column]} {row[column]}"
            message = _("The difference does not fit its two columns: they give %(sum)s.") % {
                "sum": plain(first.value - second.value)
            }
            mend = _("Correct one of the three, its sign as well; rounding cannot explain it.")
            yield Finding("difference", Weight.TO_ACKNOWLEDGE, block, words, message, mend)


def _is_nothing(cell: str, language: str) -> bool:
    number = read_typed_number(cell, language)
    return number is None or not number.value


def _holds(row: Row, pair: tuple[int, int], column: int, language: str, *, rounds: bool) -> bool:
    first, second, difference = (read_typed_number(row[each], language) for each in (*pair, column))
    if not (first and second and difference):
        return True
    return adds_up([first, Number(-second.value, second.decimals)], difference, rounds=rounds)
