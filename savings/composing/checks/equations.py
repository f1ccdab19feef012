"""Sums that a text writes out, such as 300 + 481 = 781 and 3,3 mio. kr. (1,4 + 1,9): do they hold?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from savings.composing.checks import CheckContext, Finding
from savings.composing.checks.reading import NUMBERS, Number, adds_up, excerpt, read_lines, read_typed_number
from savings.composing.checks.sums import sum_finding
from savings.composing.document import ReportDocument

#: A space takes no part in a unit but before a word, so that there is one way only to read a line.
_UNIT = r"(?:\s?(?:mio\b\.?|mia\b\.?|millioner\b|million\b|t\.\s?kr\b\.?|tkr\b\.?|kr\b\.?|kroner\b|DKK\b)){0,2}"
#: A hyphen is a minus between spaces only; without them it joins years and pages.
_SIGN = r"(?:\s?[+−]\s?|\s[–-]\s)"
_AMOUNTS = {language: rf"(?:(?:kr\.?|DKK)\s?)?(?:{number}){_UNIT}" for language, number in NUMBERS.items()}
_TERMS = {language: rf"{amount}(?:{_SIGN}{amount}){{0,11}}" for language, amount in _AMOUNTS.items()}
_TERM = {language: re.compile(rf"([+−–-]?)\s?({amount})", re.IGNORECASE) for language, amount in _AMOUNTS.items()}
#: 300 + 481 = 781
_EQUAL = {
    language: re.compile(rf"(?<![\d.,])({terms})\s?=\s?({terms})(?![\d]|[.,]\d)", re.IGNORECASE)
    for language, terms in _TERMS.items()
}
#: 3,3 (1,4 + 1,9)
_SPLIT_UP = {
    language: re.compile(rf"(?<![\d.,])({amount})\s?\(\s?({amount}(?:{_SIGN}{amount}){{1,11}})\s?\)", re.IGNORECASE)
    for language, amount in _AMOUNTS.items()
}
#: Before these a number is part of a longer calculation, which is not read.
_GOES_ON = re.compile(r"[+−×*/:·=(^-]\s?$|\s[–x]\s?$|\b(?:tabel|figur|table|figure|bilag|appendix)\s?$", re.IGNORECASE)
_GOES_ON_AFTER = re.compile(r"\s?[×*/:·^]\s?\d|\s?%|\s(?:gange|times)\b", re.IGNORECASE)


def check(document: ReportDocument, _context: CheckContext) -> Iterator[Finding]:
    """Each sum in the text and in the cells of typed tables, as it is printed."""
    language = document.manuscript.language
    for line in read_lines(document, tables=True):
        # Most lines hold neither sign; reading them for sums would cost more than all else.
        if "=" in line.text or "+" in line.text:
            for start, end, expected in _wrong_sums(line.text, language):
                yield sum_finding(line.block, excerpt(line.text, start, end), expected)


def _wrong_sums(text: str, language: str) -> Iterator[tuple[int, int, Decimal]]:
    """Where sums that do not hold begin and end, and what their parts come to."""
    for match in _EQUAL[language].finditer(text):
        if _is_whole(text, match):
            yield from _unequal(match, match[1], match[2], language)
    for match in _SPLIT_UP[language].finditer(text):
        if "+" in match[2] and _is_whole(text, match):
            yield from _unequal(match, match[2], match[1], language)


def _is_whole(text: str, match: re.Match[str]) -> bool:
    return not (_GOES_ON.search(text[max(0, match.start() - 20) : match.start()]) or _GOES_ON_AFTER.match(text, match.end()))


def _unequal(match: re.Match[str], left: str, right: str, language: str) -> Iterator[tuple[int, int, Decimal]]:
    sides = [_terms(side, language) for side in (left, right)]
    # "a = 3" names a number; a sum has two terms on one side at least, and adds up to the other.
    if not all(sides) or all(len(side) == 1 for side in sides):
        return
    one, other = _in_one_unit(sides)
    rest = [Number(-term.value, term.decimals) for term in other[1:]]
    rounds = any(term.decimals for term in (*one, *other)) or any(term.unit and term.unit > 1 for term in (*one, *other))
    if not adds_up([*one, *rest], other[0], rounds=rounds):
        parts = one if len(one) > 1 else other
        yield match.start(), match.end(), sum((term.value for term in parts), Decimal(0))


def _in_one_unit(sides: list[list[Number]]) -> list[list[Number]]:
    """The terms as they are where one unit at most is named, and in kroner where each has its own."""
    named = {term.unit for side in sides for term in side if term.unit}
    if len(named) < 2:
        return sides
    # A number that names no unit has the unit of the next that does: 1,4 + 1,9 mio. kr.
    converted: list[list[Number]] = []
    for side in sides:
        unit = next((term.unit for term in reversed(side) if term.unit), max(named))
        inner: list[Number] = []
        for term in reversed(side):
            unit = term.unit or unit
            inner.append(term.times(unit))
        converted.append(inner[::-1])
    return converted


def _terms(text: str, language: str) -> list[Number]:
    terms = []
    for sign, words in _TERM[language].findall(text):
        term = read_typed_number(words, language)
        if term is not None:
            terms.append(Number(-term.value if sign in ("−", "–", "-") else term.value, term.decimals, term.unit))
    return terms
