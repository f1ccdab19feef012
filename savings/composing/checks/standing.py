"""What a reader must be told: why a unit is behind its plan, in which prices the amounts are, and what is not counted yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from savings.composing.checks import CheckContext, Finding, Weight
from savings.composing.checks.reading import excerpt, find_amounts, read_lines, sentences
from savings.composing.document import MadeTable, ReportDocument
from savings.elements.numbers import MILLIONS
from savings.elements.words import price_level_words
from savings.projections.rounds import is_behind

_WHY = re.compile(
    r"\b(?:skyld(?:es|tes)|fordi|idet|grundet|på grund af|som følge af|forsinke\w*|årsag\w*|forklar\w+|udsk(?:udt|udes|ydes)"
    r"|because|due to|owing to|caused by|as a result of|delay\w*|postponed|reasons?|expla\w+)\b",
    re.IGNORECASE,
)
_PRICES = re.compile(
    r"\b(?:prisniveau\w*|pris- og lønniveau\w*|p/l|(?:19|20|21)\d\d-priser|faste priser|løbende priser|price level\w*|prices)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?P<a>(?:19|20|21)\d\d)(?:-p/?l\b|-priser|-pris\b|-niveau|\sprices|\sp/?l\b|\sprice\slevel|\spriser\b)"
    r"|\b(?:prisniveau|pris- og lønniveau|p/l(?:-niveau)?|price\slevel(?:\sof)?|prices\sof)\s?:?\s?(?P<b>(?:19|20|21)\d\d)\b",
    re.IGNORECASE,
)
#: Before these a price level is what the amounts were in, not what they are in.
_BEFORE = re.compile(r"\b(?:fra|omregnet af|from)\s$", re.IGNORECASE)
_WAITING = re.compile(
    r"\b(?:afventer\sgodkendelse|venter\spå\s(?:at\sblive\s)?godken\w+|ikke\sgodkendt\w*|waits?\s(?:for|to\sbe)\sapprov\w+"
    r"|awaiting\sapproval|not\s(?:yet\s)?approved)\b",
    re.IGNORECASE,
)


def check(document: ReportDocument, context: CheckContext) -> Iterator[Finding]:
    """Explanations, prices, and entries that wait."""
    yield from _behind(document, context)
    yield from _prices(document)
    yield from _pending(document, context)


def _behind(document: ReportDocument, context: CheckContext) -> Iterator[Finding]:
    """Every unit that has realised less than its plan needs a reason: in a round, in a note at it, or in the text."""
    explaining = list(_explaining(document))
    for slug, status in document.statuses.items():
        for row in status.grid.rows:
            figures = row.year(status.year)
            if row.unit is None or row.has_children or not is_behind(figures) or (slug, row.unit) in context.explained:
                continue
            name = status.unit_name(row.unit) or row.unit
            # A code may be a word as well, so it counts as it is written only; a name may begin a sentence.
            named = re.compile(rf"(?<!\w)(?<!\w-)(?:{re.escape(row.unit)}|(?i:{re.escape(name)}))(?:[’']?s)?(?!\w|-[A-ZÆØÅ\d])")
            if any(remark.unit == row.unit for remark in status.remarks) or any(named.search(text) for text in explaining):
                continue
            missing = MILLIONS.show_with_unit(figures.plan - figures.net_realised)
            message = _("%(unit)s is %(amount)s behind its plan in %(year)s, and the report does not say why.") % {
                "unit": name, "amount": missing, "year": status.year,
            }  # fmt: skip
            mend = _("Write why in the text, naming the unit, or in a note at its figure.")
            yield Finding("behind", Weight.TO_ACKNOWLEDGE, None, f"{slug} {row.unit} {status.year}", message, mend)


def _explaining(document: ReportDocument) -> Iterator[str]:
    """What gives a reason, with what it may be the reason of: its sentence, the one before it, and the heading above both."""
    heading = ""
    for line in read_lines(document):
        if line.is_heading:
            heading = line.text
            continue
        before = ""
        for sentence in sentences(iter([replace(line, typed=line.text)])):
            if _WHY.search(sentence.text):
                yield f"{heading}\n{before}\n{sentence.text}"
            before = sentence.text


def _prices(document: ReportDocument) -> Iterator[Finding]:
    language = document.manuscript.language
    lines = list(read_lines(document, tables=True))
    has_amounts = any(
        any(run.bound and run.bound.sort == "amount" for run in line.runs)
        or any(True for _it in find_amounts(line.typed, language))
        for line in lines
    )
    names_prices = any(isinstance(placed.piece, MadeTable) and placed.piece.table.note for placed in document.pieces)
    names_prices = names_prices or any(_PRICES.search(line.text) for line in lines)
    names_prices = names_prices or any(
        run.bound and run.bound.typed.casefold() in ("prisniveau", "price level") for line in lines for run in line.runs
    )
    if has_amounts and not names_prices:
        message = _("The report has amounts, but does not say in which prices they are.")
        mend = _("Insert {{prisniveau}} where the first amount stands.")
        yield Finding("price_level", Weight.TO_ACKNOWLEDGE, None, "", message, mend)
    for status in document.statuses.values():
        levels = status.price_levels
        if len(levels) < 2:
            continue
        message = _("Amounts of several price levels are added together: %(levels)s.") % {"levels": price_level_words(levels)}
        mend = _("Choose a price level in the report's head, or write why they stand as they are.")
        yield Finding("price_levels", Weight.TO_ACKNOWLEDGE, None, str(levels), message, mend)
    levels = tuple(dict.fromkeys(level for status in document.statuses.values() for level in status.price_levels))
    for line in lines:
        for match in _LEVEL.finditer(line.typed):
            level = match["a"] or match["b"]
            if int(level) not in levels and not _BEFORE.search(line.typed[: match.start()]):
                message = _("The text speaks of %(level)s prices, but the amounts are in others: %(levels)s.") % {
                    "level": level, "levels": price_level_words(levels),
                }  # fmt: skip
                words = excerpt(line.typed, *match.span())
                yield Finding(
                    "other_prices", Weight.TO_ACKNOWLEDGE, line.block, words, message, _("Insert {{prisniveau}} instead.")
                )


def _pending(document: ReportDocument, context: CheckContext) -> Iterator[Finding]:
    if not context.pending or any(_WAITING.search(line.text) for line in read_lines(document)):
        return
    numbers = ", ".join(str(entry.number) for entry in context.pending)
    message = _("Entries wait for approval and are not counted: %(numbers)s.") % {"numbers": numbers}
    mend = _("Have them approved or sent back first, say in the text that they wait, or write why the report goes out now.")
    yield Finding("pending", Weight.TO_ACKNOWLEDGE, None, numbers, message, mend)
