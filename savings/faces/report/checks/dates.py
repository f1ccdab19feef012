"""Dates: none that is impossible or names the wrong weekday, and none after the report's own unless it is marked as planned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from savings.faces.numbers import day
from savings.faces.report.checks import Circumstances, Finding, Weight
from savings.faces.report.checks.reading import Written, excerpt, sentences, written
from savings.faces.report.document import Document

_DANISH = "januar februar marts april maj juni juli august september oktober november december"
_ENGLISH = "january february march april may june july august september october november december"
_SHORT = "jan feb mar apr maj jun jul aug sep okt nov dec"
_SHORT_ENGLISH = "jan feb mar apr may jun jul aug sept oct nov dec"
MONTHS = {name: number for names in (_DANISH, _ENGLISH, _SHORT, _SHORT_ENGLISH) for number, name in enumerate(names.split(), 1)}
WEEKDAYS = {
    name: number
    for names in (
        ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    )
    for number, name in enumerate(names)
}
#: Words that mark a date as one that is still to come.
PLANNED = re.compile(
    r"\b(?:planlagt|planlægges|planlagte|forventes|forventet|forventer|ventes|senest|fristen|planned|expected|scheduled|due"
    r"|no later than|deadline|is to|are to|will be)\b",
    re.IGNORECASE,
)
#: These are also other words, so as months they begin with a capital.
_ALSO_WORDS = re.compile(r"may|march|mar")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(WEEKDAYS)
_PATTERNS = (
    rf"(?:(?P<w>{_DAY})(?:en)?,?\s+(?:den\s+|the\s+)?)?(?<![\d.,])(?P<d>\d{{1,2}})\.?\s*(?:st|nd|rd|th)?\s*(?:of\s+)?(?P<m>{_MONTH})\b\.?,?(?:\s+(?P<y>\d{{4}}))?",
    rf"(?:(?P<w>{_DAY}),?\s+)?\b(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+(?P<y>\d{{4}}))?",
    r"(?<![\d.,/-])(?P<y>(?:19|20|21)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])",
    r"(?<![\d.,/-])(?P<d>\d{1,2})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<y>(?:19|20|21)\d\d)(?!\d)",
    r"(?<![\d.,/-])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:\s+|-)(?P<y>(?:19|20|21)\d\d)(?!\d)",
)
MOST_DAYS = 31
#: In a report of January, "12 December" is the last one and not the next.
FAR = 180
PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text: where it stands, and what it is; None where there is no such day. `weekday` is the one it names."""

    start: int
    end: int
    value: date | None
    weekday: int | None


def dates_in(text: str, near: date) -> Iterator[Dated]:
    """The dates of a text, in their order.

    Args:
        near: the report's own date; a date without a year is of the year that its weekday or its distance speaks for.
    """
    end = 0
    for match in sorted((match for pattern in PATTERNS for match in pattern.finditer(text)), key=lambda it: it.start()):
        if match.start() >= end and not _is_no_date(match):
            end = match.end()
            yield _dated(match, near)


def _is_no_date(match: re.Match[str]) -> bool:
    """Whether it is a number and a word, as in "the 12 may be moved", or between two sentences, as in "45. Marts"."""
    month = match["m"]
    return bool(_ALSO_WORDS.fullmatch(month)) or (month[0].isupper() and "." in match[0] and int(match["d"]) > MOST_DAYS)


def _dated(match: re.Match[str], near: date) -> Dated:
    said = match.groupdict()
    month = MONTHS.get(said["m"].casefold()) or int(said["m"]) if not said["m"].isdigit() else int(said["m"])
    weekday = WEEKDAYS.get((said.get("w") or "").casefold())
    years = (int(said["y"]),) if said["y"] else (near.year, near.year - 1, near.year + 1)
    return Dated(match.start(), match.end(), _day_of(years, month, int(said["d"]), weekday, near), weekday)


def _day_of(years: tuple[int, ...], month: int, number: int, weekday: int | None, near: date) -> date | None:
    """The day in the first of the years that fits its weekday and is not most of a year after the report; None for no day."""
    possible = [found for year in years if (found := _date(year, month, number))]
    if len(years) == 1 or not possible:
        return possible[0] if possible else None
    fitting = [each for each in possible if weekday is None or each.weekday() == weekday] or possible
    close = [each for each in fitting if (each - near).days < FAR]
    return (close or fitting)[0]


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def check(document: Document, circumstances: Circumstances) -> Iterator[Finding]:
    """The report's own dates, and each date in its text."""
    yield from _own(document, circumstances)
    dated = document.manuscript.dated
    for line in sentences(written(document, tables=True)):
        is_planned = bool(PLANNED.search(line.typed))
        for found in dates_in(line.typed, dated):
            yield from _one(line, found, dated, is_planned=is_planned)


def _own(document: Document, circumstances: Circumstances) -> Iterator[Finding]:
    told = document.manuscript
    if told.as_of > told.dated:
        facts = {"as_of": day(told.as_of), "dated": day(told.dated)}
        said = _("The figures are as of %(as_of)s, after the report's own date, %(dated)s.") % facts
        mend = _("Correct one of the two dates in the report's head.")
        yield Finding("as_of_after_date", Weight.BLOCKING, None, f"{told.as_of} > {told.dated}", said, mend)
    later = [each for each in circumstances.earlier if each > told.as_of]
    if later:
        said = _("A report with figures as of %(day)s is published already.") % {"day": day(max(later))}
        mend = _("Choose a later date for the figures, or write why an earlier one is reported now.")
        yield Finding("earlier_than_published", Weight.TO_ACKNOWLEDGE, None, f"{told.as_of} < {max(later)}", said, mend)


def _one(line: Written, found: Dated, dated: date, *, is_planned: bool) -> Iterator[Finding]:
    words = line.typed[found.start : found.end]
    around = excerpt(line.typed, found.start, found.end)
    if found.value is None:
        said = _("There is no such day as %(date)s.") % {"date": words}
        yield Finding("no_such_day", Weight.BLOCKING, line.block, around, said, _("Correct the date."))
        return
    if found.weekday is not None and found.value.weekday() != found.weekday:
        said = _("%(date)s is another weekday.") % {"date": words}
        yield Finding("weekday", Weight.BLOCKING, line.block, around, said, _("Correct the weekday or the date."))
    if found.value > dated and not is_planned:
        said = _("%(date)s is after the report's date, %(dated)s.") % {"date": words, "dated": day(dated)}
        mend = _("Correct it, mark it as planned by {{planned %(day)s}}, or write why it stands.") % {
            "day": f"{found.value:%d-%m-%Y}"
        }
        yield Finding("late_date", Weight.TO_ACKNOWLEDGE, line.block, around, said, mend)
