"""Sums told in words, such as "0,8 mio. kr. på husleje og 0,4 mio. kr. på post, i alt 1,2 mio. kr.": do they hold?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from savings.composing.checks import CheckContext, Finding, Weight
from savings.composing.checks.reading import NUMBERS, adds_up, excerpt, plain, read_lines, read_typed_number, sentences
from savings.composing.document import ReportDocument

_UNIT = r"\s?(?:mio\b\.?|mill\b\.?|mia\b\.?|million\b|t\.)?\s?(?:kr\b\.?|kroner\b)?"
_IN_ALL = re.compile(
    r"[,;–]\s?(?:og\s|and\s|dvs\.\s?)?(?:i alt|tilsammen|sammenlagt|in all|in total|altogether"
    r"|a total of)\s(?:ca\.\s|about\s)?",
    re.IGNORECASE,
)
_IN_ALL_AFTER = re.compile(r"\s?(?<=\s)(?:i alt|tilsammen|sammenlagt|in all|in total|altogether)\b", re.IGNORECASE)
#: What comes every year is not added up by its years.
_REPEATED = re.compile(r"\b(?:årlig\w*|pr\. år|om året|hvert år|annual\w*|a year|per year|every year)\b", re.IGNORECASE)
_AND_ANOTHER = re.compile(r"\s?(?:,|og\b|and\b)\s?\d", re.IGNORECASE)
_AMOUNT = {
    language: re.compile(rf"(?<![\w.,/-])(?:(?:kr\.?|DKK)\s?)?(?:{number}){_UNIT}(?!\d|[.,]\d|\s?[-–]\s?\d)", re.IGNORECASE)
    for language, number in NUMBERS.items()
}
#: So many amounts before it a sum in words is of at the most.
MOST = 12
_LIST = re.compile(r"\b(?:henholdsvis|hhv\.?)\s|\brespectively\b", re.IGNORECASE)


def check(document: ReportDocument, _context: CheckContext) -> Iterator[Finding]:
    """Each sentence that names amounts and then what they are in all, as it is printed."""
    language = document.manuscript.language
    for line in read_lines(document):
        if not (_IN_ALL.search(line.text) or _IN_ALL_AFTER.search(line.text)):
            continue
        for sentence in sentences(iter([replace(line, typed=line.text)])):
            yield from _check_sentence(line.block, sentence.text, language)


def _check_sentence(block: int | None, text: str, language: str) -> Iterator[Finding]:
    if _REPEATED.search(text):
        return
    amounts = [(match, number) for match in _amounts(text, language) if (number := read_typed_number(match[0], language))]
    said_before = {match.end() for match in _IN_ALL.finditer(text)}
    for place, (match, total) in enumerate(amounts):
        is_total = match.start() in said_before or (
            _IN_ALL_AFTER.match(text, match.end()) and text[max(0, match.start() - 3) : match.start()].rstrip().endswith(",")
        )
        terms = [number for _match, number in amounts[max(0, place - MOST) : place]]
        if not is_total or len(terms) < 2:
            continue
        # A number in a list has the unit of the next that names one; what is of another sort than the total is none of it.
        units = {number.unit for number in (*terms, total) if number.unit}
        if len(units) != 1 or total.unit is None:
            continue
        # The first of them may be the whole that the others are taken of.
        if not any(adds_up(terms[begin:], total, rounds=True) for begin in range(len(terms) - 1)):
            printed = ", ".join(plain(term.value) for term in terms)
            message = _("The amounts before “in all” (%(terms)s) do not come to %(sum)s.") % {
                "terms": printed,
                "sum": plain(total.value),
            }
            mend = _("Correct one of them, or insert the figures from the list of figures.")
            words = excerpt(text, amounts[max(0, place - MOST)][0].start(), match.end())
            yield Finding("sum_in_words", Weight.TO_ACKNOWLEDGE, block, words, message, mend)


def _amounts(text: str, language: str) -> Iterator[re.Match[str]]:
    """The amounts of a sentence, those of a list too: "henholdsvis 0,8, 0,4 og 0,2 mio. kr."."""
    is_list = bool(_LIST.search(text))
    for match in _AMOUNT[language].finditer(text):
        amount = read_typed_number(match[0], language)
        follows = _AND_ANOTHER.match(text, match.end())
        if amount and (amount.unit or (is_list and follows and (amount.decimals or amount.value >= 10))):
            yield match
