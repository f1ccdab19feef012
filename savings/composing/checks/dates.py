"""Dates: none that is impossible or names the wrong weekday, and none after the report's own unless it is marked as planned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from savings.composing.checks import CheckContext, Finding, Weight
from savings.composing.checks.reading import WrittenLine, excerpt, read_lines, sentences
from savings.composing.document import ReportDocument
from savings.elements.numbers import day

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
#: Words that mark a date as one that is still to come; verbs such as "gennemføres" speak of what is to come as well.
_TO_COME = (
    r"\b(?:planlagt|planlægges|planlagte|forventes|forventet|forventer|ventes|senest|fristen|skal|vil|kommende|næste|inden|indtil"
    r"|frem til|til og med|fra og med|træder i kraft|virkning fra|gælder fra|udløber|planned|expected|scheduled|due|no later than"
    r"|deadline|is to|are to|will|shall|next|upcoming|until|by(?=\s\d)|takes effect|comes into force"
    r"|(?!fælles|deres|vores|jeres|alles)[a-zæøå]{3,}(?<![edt])es)\b"
)
PLANNED = re.compile(_TO_COME, re.IGNORECASE)
#: Right before a date it is planned whatever else the sentence tells; "as planned" says that it has happened.
_PLANNED_FOR = re.compile(rf"(?<!som )(?<!as )(?:{_TO_COME})[^,;]{{0,25}}$", re.IGNORECASE)
#: Words of what has happened: a date they stand with is not to come, however much of the sentence is.
PAST = re.compile(
    r"\b(?:blev|blevet|var|havde|fik|kom|gav|holdt|afholdt|afholdtes|mødtes|viste|besluttede|drøftede|godkendte|vedtog|tiltrådte"
    r"|tog|gik|skete|åbnede|lukkede|flyttede|opsagde|indgik|aftalte|meddelte|oplyste|konstaterede|noterede|trådte|begyndte"
    r"|startede|sluttede|ophørte|was|were|had|met|noted|agreed|discussed|decided|held|approved|adopted|took|gave|came|began|ended"
    r"|closed|opened|moved|reported|showed|delivered|(?:has|have)\sbeen)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]|\b(?:at|hvor|som|der|da|fordi|which|that|when|where|because)\b", re.IGNORECASE)
#: These are also other words, so as months they begin with a capital.
_ALSO_WORDS = re.compile(r"may|march|mar")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(WEEKDAYS)
_PATTERNS = (
    rf"(?:(?P<w>{_DAY})(?:en)?,?\s(?:den\s|the\s)?)?(?<![\d.,])(?P<d>\d{{1,2}})\.?\s?(?:st|nd|rd|th)?\s?(?:of\s)?(?P<m>{_MONTH})\b\.?,?(?:\s(?P<y>\d{{4}}))?",
    rf"(?:(?P<w>{_DAY}),?\s)?\b(?P<m>{_MONTH})\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,?\s(?P<y>\d{{4}}))?",
    r"(?<![\d.,/-])(?P<y>(?:19|20|21)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])",
    r"(?<![\d.,/-])(?P<d>\d{1,2})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<y>(?:19|20|21)\d\d)(?!\d)",
    r"(?<![\d.,/-])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:\s|-)(?P<y>(?:19|20|21)\d\d)(?!\d)",
    r"(?<![\d.,/-])(?P<d>\d{1,2})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<y>\d\d)(?![\d/-]|\.\d)",
    r"(?<![\d.,/-])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:\s|-)(?P<y>\d\d)(?![\d/-]|[.,]\d)",
    r"\b(?:den|d\.|pr\.|mødtes|mødet?|the|on)\s(?P<d>\d{1,2})/(?P<m>\d{1,2})(?P<y>(?![\d/-]))(?!\s?\d)",
)
MOST_DAYS = 31
LEAP_DAY = (2, 29)
#: No further than this is looked for the verb that a date stands with.
LONGEST_CLAUSE = 200
#: In a report of January, "12 December" is the last one and not the next.
FAR = 180
PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)


#: Before these, numbers with points between them are no date.
_NUMBERED = re.compile(r"(?:\b(?:afsnit|kapitel|punkt|pkt|version|section|chapter|item|v|nr|no)\.?|§)\s?$", re.IGNORECASE)
_WHEN = {"primo": 1, "begyndelsen af": 1, "starten af": 1, "early": 1, "beginning of": 1, "medio": 6, "midten af": 6, "mid": 6,
         "ultimo": 12, "slutningen af": 12, "udgangen af": 12, "late": 12, "end of": 12}  # fmt: skip
_SEASONS = {"foråret": 3, "sommeren": 6, "efteråret": 9, "vinteren": 12, "spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_QUARTERS = {"1": 1, "2": 4, "3": 7, "4": 10, "first": 1, "second": 4, "third": 7, "fourth": 10}
_YEAR = r"(?P<y>(?:19|20|21)\d\d)(?![\d/-])"
#: Months, quarters, seasons and weeks of a year; the first of the two groups tells when in the year it begins.
_PERIODS = tuple(
    (re.compile(pattern, re.IGNORECASE), first)
    for pattern, first in (
        (rf"(?<!\d)(?<!\d\s)(?<!\d\.\s)(?<!\d\.)\b(?P<p>{_MONTH})\s{_YEAR}", MONTHS),
        (rf"\b(?P<p>{'|'.join(_WHEN)})\s{_YEAR}", _WHEN),
        (rf"\b(?P<p>{'|'.join(_SEASONS)})\s(?:of\s)?{_YEAR}", _SEASONS),
        (rf"\b(?P<p>[1-4])\.\s?kvartal\s(?:i\s|af\s)?{_YEAR}", _QUARTERS),
        (rf"\bQ(?P<p>[1-4])\s(?:of\s)?{_YEAR}", _QUARTERS),
        (rf"\b(?P<p>first|second|third|fourth)\squarter\s(?:of\s)?{_YEAR}", _QUARTERS),
        (rf"\b(?:uge|week)\s(?P<p>\d{{1,2}})\s(?:i\s|af\s|of\s)?{_YEAR}", {}),
    )
)


@dataclass(frozen=True, slots=True)
class DateInText:
    """A date in a text.

    Attributes:
        start, end: where it stands.
        value: which day it is; None where there is no such day.
        weekday: the one it names.
        is_certain: whether nothing had to be guessed: 31-13-2008 may be a case number, and 17 October be of another year.
    """

    start: int
    end: int
    value: date | None
    weekday: int | None
    is_certain: bool


def find_dates(text: str, near: date) -> Iterator[DateInText]:
    """The dates of a text, in their order.

    Args:
        near: the report's own date; a date without a year is of the year that its weekday or its distance speaks for.
    """
    end = 0
    for match in sorted((match for pattern in PATTERNS for match in pattern.finditer(text)), key=lambda it: it.start()):
        if match.start() >= end and not _is_no_date(match, text):
            end = match.end()
            yield _read_date(match, near)


def _is_no_date(match: re.Match[str], text: str) -> bool:
    """Whether it is a number and a word, as in "the 12 may be moved", or between two sentences, as in "45. Marts"."""
    month = match["m"]
    if month.isdigit() and len(match["y"]) < 4:
        # A year of two digits, or none: other things are written so, too.
        return not (0 < int(month) <= 12 and 0 < int(match["d"]) <= MOST_DAYS) or bool(
            _NUMBERED.search(text[max(0, match.start() - 12) : match.start()])
        )
    return bool(_ALSO_WORDS.fullmatch(month)) or (month[0].isupper() and "." in match[0] and int(match["d"]) > MOST_DAYS)


def _read_date(match: re.Match[str], near: date) -> DateInText:
    parts = match.groupdict()
    month = MONTHS.get(parts["m"].casefold()) or int(parts["m"]) if not parts["m"].isdigit() else int(parts["m"])
    weekday = WEEKDAYS.get((parts.get("w") or "").casefold())
    if parts["y"]:
        years: tuple[int, ...] = (int(parts["y"]) if len(parts["y"]) == 4 else near.year // 100 * 100 + int(parts["y"]),)
    else:
        years = (near.year, near.year - 1, near.year + 1)
    number = int(parts["d"])
    value = _choose_day(years, month, number, weekday, near)
    # Without its year a weekday may be that of another, and so may a leap day; 31 September is none in any.
    is_fixed = len(years) == 1 or (value is None and (month, number) != LEAP_DAY)
    is_certain = not parts["m"].isdigit() and number <= MOST_DAYS and is_fixed
    return DateInText(match.start(), match.end(), value, weekday, is_certain)


def _choose_day(years: tuple[int, ...], month: int, number: int, weekday: int | None, near: date) -> date | None:
    """The day in the first of the years that fits its weekday and is not most of a year after the report; None for no day."""
    possible = [valid for year in years if (valid := _date(year, month, number))]
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


def check(document: ReportDocument, context: CheckContext) -> Iterator[Finding]:
    """The report's own dates, and each date in its text."""
    yield from _check_own_dates(document, context)
    dated = document.manuscript.dated
    for line in sentences(read_lines(document, tables=True)):
        is_marked = bool(PLANNED.search(line.typed))
        for date_in_text in find_dates(line.typed, dated):
            is_planned = _is_planned(line.typed, date_in_text.start, date_in_text.end, is_marked=is_marked)
            yield from _check_date(line, date_in_text, dated, is_planned=is_planned)
        # What is to come is often told in the present tense; told in the past, a period that has not begun is a mistake.
        for start, end, begins in _periods_in(line.typed):
            is_planned = _is_planned(line.typed, start, end, is_marked=is_marked)
            if begins > dated and not is_planned and PAST.search(_clause(line.typed, start, end)):
                words = line.typed[start:end]
                message = _("%(date)s is after the report's date, %(dated)s.") % {"date": words, "dated": day(dated)}
                mend = _("Correct it, or write it as something that is still to come.")
                around = excerpt(line.typed, start, end)
                yield Finding("late_date", Weight.TO_ACKNOWLEDGE, line.block, around, message, mend)


def _is_planned(text: str, start: int, end: int, *, is_marked: bool) -> bool:
    """Whether a date is told as one to come: by a word right before it, or by one in a sentence that tells nothing past of it.

    Args:
        is_marked: whether any word of the sentence speaks of what is to come.
    """
    if is_marked and PAST.search(_clause(text, start, end)):
        return bool(_PLANNED_FOR.search(text[max(0, start - 60) : start]))
    return is_marked


def _clause(text: str, start: int, end: int) -> str:
    """What stands with a date between two commas, or words that begin a clause."""
    left = max(0, start - LONGEST_CLAUSE)
    before = [match.end() for match in _CLAUSE.finditer(text, left, start)]
    after = _CLAUSE.search(text, end, end + LONGEST_CLAUSE)
    return text[before[-1] if before else left : after.start() if after else end + LONGEST_CLAUSE]


def _periods_in(text: str) -> Iterator[tuple[int, int, date]]:
    """Where months, quarters, seasons and weeks of a year stand in a text, and the day they begin."""
    for pattern, first in _PERIODS:
        for match in pattern.finditer(text):
            period, year = match["p"].casefold(), int(match["y"])
            if first:
                yield match.start(), match.end(), date(year, first[period], 1)
            elif 1 <= int(period) <= 52:
                yield match.start(), match.end(), date.fromisocalendar(year, int(period), 1)


def _check_own_dates(document: ReportDocument, context: CheckContext) -> Iterator[Finding]:
    manuscript = document.manuscript
    if manuscript.as_of > manuscript.dated:
        facts = {"as_of": day(manuscript.as_of), "dated": day(manuscript.dated)}
        message = _("The figures are as of %(as_of)s, after the report's own date, %(dated)s.") % facts
        mend = _("Correct one of the two dates in the report's head.")
        yield Finding("as_of_after_date", Weight.BLOCKING, None, f"{manuscript.as_of} > {manuscript.dated}", message, mend)
    later = [each for each in context.earlier if each > manuscript.as_of]
    if later:
        message = _("A report with figures as of %(day)s is published already.") % {"day": day(max(later))}
        mend = _("Choose a later date for the figures, or write why an earlier one is reported now.")
        yield Finding("earlier_than_published", Weight.TO_ACKNOWLEDGE, None, f"{manuscript.as_of} < {max(later)}", message, mend)


def _check_date(line: WrittenLine, date_in_text: DateInText, dated: date, *, is_planned: bool) -> Iterator[Finding]:
    words = line.typed[date_in_text.start : date_in_text.end]
    around = excerpt(line.typed, date_in_text.start, date_in_text.end)
    weight = Weight.BLOCKING if date_in_text.is_certain else Weight.TO_ACKNOWLEDGE
    if date_in_text.value is None:
        message = _("There is no such day as %(date)s.") % {"date": words}
        yield Finding("no_such_day", weight, line.block, around, message, _("Correct the date."))
        return
    if date_in_text.weekday is not None and date_in_text.value.weekday() != date_in_text.weekday:
        message = _("%(date)s: that day is a %(weekday)s.") % {"date": words, "weekday": date_format(date_in_text.value, "l")}
        yield Finding("weekday", weight, line.block, around, message, _("Correct the weekday or the date."))
    if date_in_text.value > dated and not is_planned:
        message = _("%(date)s is after the report's date, %(dated)s.") % {"date": words, "dated": day(dated)}
        mend = _("Correct it, mark it as planned by {{planned %(day)s}}, or write why it stands.") % {
            "day": f"{date_in_text.value:%d-%m-%Y}"
        }
        yield Finding("late_date", Weight.TO_ACKNOWLEDGE, line.block, around, message, mend)
