"""Amounts typed by hand: they can disagree with the ledger, and do so in silence when it moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from savings.faces.numbers import KRONER
from savings.faces.report.checks import Finding, Weight
from savings.faces.report.checks.reading import BOUND, Number, Written, amounts, excerpt, number_of, sentences, unit_of, written
from savings.faces.report.composed import sources_of
from savings.faces.report.document import Document, TypedTable
from savings.faces.report.references import insertables
from savings.manuscript import LANGUAGES
from savings.projections.figures import Figures

#: How a text names a figure right beside its amount.
NAMED: dict[str, dict[str, str]] = {
    "da": {
        "target": r"(?:krav(?:et)?|måltal(?:let)?)",
        "net_realised": r"(?:opnået|realiseret|indhentet)",
        "outstanding": r"(?:udestår|udestående|mangler)",
        "secured": r"sikret",
        "documented": r"dokumenteret",
        "open": r"usikret",
    },
    "en": {
        "target": r"target",
        "net_realised": r"(?:realised|achieved)",
        "outstanding": r"outstanding",
        "secured": r"secured",
        "documented": r"documented",
        "open": r"unsecured",
    },
}
LINKS = {
    "da": r"(?:\s+(?:på|er|udgør|i alt|stadig|fortsat|nu|af|der|(?:for|i)\s+(?:19|20|21)\d\d|efter\s+\w+\s+års\s+drift))*",
    "en": r"(?:\s+(?:of|is|are|was|in all|still|now|amounts to|(?:for|in)\s+(?:19|20|21)\d\d))*",
}
#: What follows and makes the amount another than the whole figure: a part of it, or a difference.
NARROWER = re.compile(
    r"\s+(?:(?:på|ved|for|fra|hos|gennem|vedrørende|til|through|from|by|at|on|for|to)\s+(?!(?:19|20|21)\d\d|i\s+alt)"
    r"|(?:i|in)\s+(?!alt\b|all\b|dag\b|(?:19|20|21)\d\d)"
    r"|(?:højere|lavere|større|mindre|mere|over|under|bedre|higher|lower|more|less|above|below|short|better)\b)",
    re.IGNORECASE,
)
#: And what stands before and does so.
PARTLY = re.compile(r"\b(?:heraf|deraf|hvoraf|of which|thereof|yderligere|another)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def check(document: Document) -> Iterator[Finding]:
    """Each amount and share that is typed; one that contradicts the ledger stops the report."""
    language = document.manuscript.language
    known = _known(document)
    for line in sentences(written(document)):
        for match in amounts(line.typed, language):
            wrong = _contradicted(document, line, match, language)
            yield wrong or _typed(line, match, known)
    for placed in document.pieces:
        if isinstance(placed.piece, TypedTable):
            yield from _in_table(placed.block, placed.piece, language)


def _known(document: Document) -> dict[str, str]:
    """The references by what they print, the report's main figures first."""
    with override(LANGUAGES[document.manuscript.language]):
        listed = list(insertables(sources_of(document), danish=document.manuscript.language == "da"))
    found: dict[str, str] = {}
    for figure in listed:
        found.setdefault(_bare(figure.shown), figure.reference)
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0.]+", "", text).casefold().lstrip("+")


def _typed(line: Written, match: re.Match[str], known: dict[str, str]) -> Finding:
    reference = known.get(_bare(match[0]))
    if reference:
        mend = _("Replace it by {{%(reference)s}}, which prints the same and follows the ledger.") % {"reference": reference}
    else:
        mend = _("Insert it from the list of figures, or write where it comes from.")
    words = excerpt(line.typed, *match.span())
    said = _("%(amount)s is typed by hand and does not follow the ledger.") % {"amount": match[0].strip()}
    amount = match[0].strip()
    return Finding("typed_amount", Weight.TO_ACKNOWLEDGE, line.block, words, said, mend, amount, reference or "")


def _contradicted(document: Document, line: Written, match: re.Match[str], language: str) -> Finding | None:
    """An amount beside a figure's own word, that is not that figure; None where no word stands there, or it fits."""
    number = number_of(match[0], language)
    if number is None or number.unit is None or "%" in match[0]:
        return None
    # A word that names the amount stands next to it.
    before, after = line.typed[max(0, match.start() - 60) : match.start()], line.typed[match.end() : match.end() + 60]
    for figure, word in NAMED[language].items():
        is_before = re.search(rf"\b{word}{LINKS[language]}\s*$", before, re.IGNORECASE)
        is_after = re.match(rf"{LINKS[language]}\s+{word}\b", after, re.IGNORECASE)
        if not (is_before or is_after):
            continue
        said = number.value * number.unit
        rest = after[is_after.end() :] if is_after else after
        if NARROWER.match(rest) or PARTLY.search(before):
            return None
        if _is_limited(document, line):
            return None
        exact = _figures(document.main.headline, figure)
        if exact and all(abs(said - each) > _slack(number) for each in exact):
            facts = {"figure": figure, "said": match[0].strip(), "exact": KRONER.show_with_unit(exact[0])}
            told = _("The text says %(said)s, but the ledger gives %(exact)s.") % facts
            words = excerpt(line.typed, *match.span())
            return Finding(
                "contradiction", Weight.BLOCKING, line.block, words, told, _("Insert the figure from the list of figures.")
            )
        return None
    return None


def _figures(shown: Figures, figure: str) -> list[Decimal]:
    if figure == "net_realised":
        return [shown.net_realised, shown.realised]
    value: Decimal = getattr(shown, figure)
    return [value]


def _slack(number: Number) -> Decimal:
    return number.half * (number.unit or 1)


def _is_limited(document: Document, line: Written) -> bool:
    """Whether the sentence speaks of a unit, an initiative, another year or a bound figure, and so not of the whole."""
    main = document.main
    text = line.typed
    years = set(re.findall(r"\b(?:19|20|21)\d\d\b", text)) - {str(main.year)}
    names = [unit.code for unit in main.units] + [unit.name for unit in main.units]
    names += [it.facts.name for it in main.initiatives if it.facts]
    names += [status.programme.name for status in document.statuses.values() if status is not main]
    return bool(years) or BOUND in text or any(re.search(rf"\b{re.escape(name)}\b", text) for name in names if name)


def _in_table(block: int, table: TypedTable, language: str) -> Iterator[Finding]:
    """A typed table with amounts in it counts once: it was made elsewhere, and somebody must stand for it."""
    heads = ["".join(run.text for run in head) for head in table.heads]
    typed = 0
    for row in table.rows:
        for column, cell in enumerate(row):
            words = "".join(BOUND if run.bound else run.text for run in cell).strip()
            is_amount = unit_of(words) is not None or (table.numeric[column] and unit_of(heads[column]) is not None)
            typed += bool(words) and BOUND not in words and is_amount and number_of(words, language) is not None
    if typed:
        said = _("A table typed by hand holds %(count)s amounts that do not follow the ledger.") % {"count": typed}
        mend = _("Choose one of the ledger's tables, insert its figures, or write where the table comes from.")
        yield Finding("typed_table", Weight.TO_ACKNOWLEDGE, block, " | ".join(heads), said, mend)
