"""Signs and units: one unit of amount in a text, one way to write a minus, and the decimal sign of the report's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from savings.composing.checks import CheckContext, Finding, Weight
from savings.composing.checks.reading import (
    BOUND,
    counts_something_else,
    excerpt,
    find_amounts,
    read_lines,
    read_typed_number,
    read_unit,
    words_around,
)
from savings.composing.document import ReportDocument, TypedTable, words_of

_WRONG_POINT = {
    "da": re.compile(r"(?<![\d.,])\d+\.\d{1,2}(?=\s?(?:mio|mill|mia|%|procent|million))", re.IGNORECASE),
    "en": re.compile(r"(?<![\d.,])\d+,\d{1,2}(?=\s?(?:million|billion|%|per cent|percent|mio))", re.IGNORECASE),
}
#: Grouped by the other language's sign, and more than once: no decimal could look so.
_WRONG_GROUP = {
    "da": re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){2,}(?!\d|,\d)"),
    "en": re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?!\d|\.\d)"),
}
_MONEY = {
    "da": re.compile(r"[-−–]?(?:\d{1,3}(?:[.\u00a0\u202f]\d{3})+|\d+,\d+)"),
    "en": re.compile(r"[-−–]?(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+\.\d+)"),
}
_NO_KRONER = re.compile(r"\d\s?(?:mio|mia)\b(?!\.?\s?(?:danske\s)?(?:kr|DKK))", re.IGNORECASE)
_POINT, _COMMA = re.compile(r"^[-−]?\d+\.\d{1,2}\D*$"), re.compile(r"^[-−]?\d+,\d{1,2}\D*$")
_OFFSET = re.compile(r"^(?:modgående|offset|nye udgifter|new costs)", re.IGNORECASE)
_BRACKETS, _MINUS = re.compile(r"^\(\s?[\d.,]+\s?\)$"), re.compile(r"^[-−]\s?[\d.,]+")


def check(document: ReportDocument, _context: CheckContext) -> Iterator[Finding]:
    """The text first, then each typed table."""
    language = document.manuscript.language
    yield from _in_text(document, language)
    for place, placed in enumerate(document.pieces):
        if isinstance(placed.piece, TypedTable):
            yield from _in_table(placed.block, placed.piece, language)
            yield from _no_unit(placed.block, placed.piece, words_around(document, place), language)
    yield from _between_tables(document)


def _in_text(document: ReportDocument, language: str) -> Iterator[Finding]:
    used: dict[str, str] = {}
    for line in read_lines(document):
        for match in _WRONG_POINT[language].finditer(line.typed):
            message = _("%(number)s is written with the decimal sign of another language.") % {"number": match[0]}
            words = excerpt(line.typed, *match.span())
            mend = _("Write a comma in Danish, a point in English.")
            yield Finding("decimal_sign", Weight.TO_ACKNOWLEDGE, line.block, words, message, mend)
        for match in _WRONG_GROUP[language].finditer(line.typed):
            message = _("%(number)s is grouped by the sign of another language.") % {"number": match[0]}
            mend = _("Write 1.234.567 in Danish, 1,234,567 in English.")
            yield Finding("decimal_sign", Weight.TO_ACKNOWLEDGE, line.block, excerpt(line.typed, *match.span()), message, mend)
        for match in _NO_KRONER.finditer(line.typed):
            # The abbreviation's full stop belongs to it.
            if counts_something_else(line.typed, match.end() + line.typed.startswith(".", match.end()), language):
                continue
            message, mend = _("An amount does not say what it is millions of."), _("Write mio. kr.")
            yield Finding("no_kroner", Weight.TO_ACKNOWLEDGE, line.block, excerpt(line.typed, *match.span()), message, mend)
        for match in find_amounts(line.typed, language):
            number = read_typed_number(match[0], language)
            if number and number.unit and "%" not in match[0]:
                used.setdefault(str(number.unit), match[0].strip())
    if len(used) > 1:
        message = _("Amounts are typed in several units: %(examples)s.") % {"examples": "; ".join(used.values())}
        mend = _("Write them all in the unit the tables have, so that a reader can compare them.")
        yield Finding("mixed_units", Weight.TO_ACKNOWLEDGE, None, "; ".join(used.values()), message, mend)


def _in_table(block: int, table: TypedTable, language: str) -> Iterator[Finding]:
    heads = [words_of(head).strip() for head in table.heads]
    for column in range(1, len(heads)):
        cells = [words_of(row[column]).strip() for row in table.rows]
        units = {str(number.unit): cell for cell in cells if (number := read_typed_number(cell, language)) and number.unit}
        if len(units) > 1:
            message = _("A column has amounts in several units: %(examples)s.") % {"examples": "; ".join(units.values())}
            mend = _("Write the column in one unit, and name it in its head.")
            yield Finding(
                "mixed_column", Weight.TO_ACKNOWLEDGE, block, f"{heads[column]}: {'; '.join(units.values())}", message, mend
            )
        if any(_BRACKETS.match(cell) for cell in cells) and any(_MINUS.match(cell) for cell in cells):
            message = _("A column writes negative numbers both in brackets and with a minus.")
            words, mend = f"{heads[column]}: {'; '.join(cells)}"[:200], _("Write them all with a minus.")
            yield Finding("mixed_minus", Weight.TO_ACKNOWLEDGE, block, words, message, mend)
        yield from _wrong_points(block, cells, language)
        yield from _offsets(block, table, column, cells, language)


def _wrong_points(block: int, cells: list[str], language: str) -> Iterator[Finding]:
    """Both signs as decimals in one column: 1,4 beside 1.9."""
    wrong, right = (_POINT, _COMMA) if language == "da" else (_COMMA, _POINT)
    for cell in cells:
        if wrong.match(cell) and any(right.match(other) for other in cells):
            message = _("%(number)s is written with the decimal sign of another language.") % {"number": cell}
            mend = _("Write a comma in Danish, a point in English.")
            yield Finding("decimal_sign", Weight.TO_ACKNOWLEDGE, block, cell, message, mend)


def _offsets(block: int, table: TypedTable, column: int, cells: list[str], language: str) -> Iterator[Finding]:
    """New costs eat of a saving, and are negative among savings."""
    for row, cell in zip(table.rows, cells, strict=True):
        number = read_typed_number(cell, language)
        if _OFFSET.match(words_of(row[0]).strip()) and number and number.value > 0:
            message = _("A new cost stands as a positive amount among savings.")
            words = f"{words_of(row[0]).strip()} {cell}"
            mend = _("Write it with a minus, or write why it is positive.")
            yield Finding("offset_sign", Weight.TO_ACKNOWLEDGE, block, words, message, mend)


#: What a table can be of besides money, said in its heads, at its rows or in the lines beside it.
_OF_WHAT = re.compile(
    r"%|‰|\b(?:pct|procent|per cent|antal|number of|score|indeks|index|skala|scale|m2|m²|km)\b|\(\s?1\s?[-–]\s?\d+\s?\)"
    r"|(?:borgere|henvendelser|sager|timer|minutter|dage|uger|måneder|personer|medarbejdere|ansatte|årsværk|besøg|opkald|husstande|elever"
    r"|brugere|boliger|pladser|breve|dokumenter|kvadratmeter|stillinger|residents|citizens|people|visits|visitors|calls|cases|letters"
    r"|documents|hours|minutes|days|weeks|months|employees|staff|users|pupils|homes|places|enquiries|appointments|posts)\b",
    re.IGNORECASE,
)


def _no_unit(block: int, table: TypedTable, said_beside: str, language: str) -> Iterator[Finding]:
    """A table of numbers that look like amounts, with no word of what they are; once for the table."""
    heads = [words_of(head).strip() for head in table.heads]
    if _OF_WHAT.search("\n".join((said_beside, *heads))) or read_unit(said_beside) is not None:
        return
    lacking = []
    for column in range(1, len(heads)):
        cells = [words_of(row[column]).strip() for row in table.rows if not _OF_WHAT.search(words_of(row[0]))]
        has_unit = read_unit(heads[column]) is not None or any(read_unit(cell) is not None or "%" in cell for cell in cells)
        if not has_unit and _is_money(cells, language):
            lacking.append(heads[column])
    if lacking:
        message = _("The numbers have no unit in: %(heads)s.") % {"heads": ", ".join(lacking)}
        mend = _("Name the unit in the heads or in the line above the table, such as mio. kr. or number of persons.")
        yield Finding("no_unit", Weight.TO_ACKNOWLEDGE, block, ", ".join(lacking), message, mend)


def _between_tables(document: ReportDocument) -> Iterator[Finding]:
    """One typed table in millions and another in thousands."""
    used: dict[Decimal, str] = {}
    for placed in document.pieces:
        if isinstance(placed.piece, TypedTable):
            for head in placed.piece.heads:
                words = words_of(head).strip()
                if (unit := read_unit(words)) is not None:
                    used.setdefault(unit, words)
    if len(used) > 1:
        message = _("Typed tables have amounts in several units: %(examples)s.") % {"examples": "; ".join(used.values())}
        mend = _("Write them all in one unit, so that a reader can compare them.")
        yield Finding("mixed_tables", Weight.TO_ACKNOWLEDGE, None, "; ".join(used.values()), message, mend)


def _is_money(cells: list[str], language: str) -> bool:
    """Numbers with decimals or grouped by thousands."""
    return any(_MONEY[language].fullmatch(cell) for cell in cells if BOUND not in cell)
