"""Amounts typed by hand: they can disagree with the ledger, and do so in silence when it moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from savings.composing.checks import CheckContext, Finding, Weight
from savings.composing.checks.reading import (
    BOUND,
    WrittenLine,
    excerpt,
    find_amounts,
    plain,
    read_lines,
    read_typed_number,
    read_unit,
    sentences,
    words_around,
)
from savings.composing.compose import sources_of
from savings.composing.document import ReportDocument, TypedTable, words_of
from savings.composing.insertables import insertables
from savings.elements.numbers import KRONER, percent
from savings.manuscript import LANGUAGES
from savings.projections.figures import Figures
from savings.vocabulary import VOCABULARY

#: No further than this from an amount is looked for whose it is.
LONGEST = 300
#: How a text names a figure right beside its amount.
NAMED: dict[str, dict[str, str]] = {
    "da": {
        "target": r"(?:(?:effektiviserings|besparelses|finansierings|gevinst|spare)?krav(?:et)?|måltal(?:let)?)",
        "net_realised": r"(?:opnået|realiseret|indhentet)",
        "outstanding": r"(?:udestår|udestående|mangler)",
        "secured": r"sikret",
        "documented": r"dokumenteret",
        "open": r"usikret",
        "realisation_rate": r"realiseringsgrad(?:en)?",
        "evidence_coverage": r"dokumentationsgrad(?:en)?",
    },
    "en": {
        "target": r"target",
        "net_realised": r"(?:realised|achieved)",
        "outstanding": r"outstanding",
        "secured": r"secured",
        "documented": r"documented",
        "open": r"unsecured",
        "realisation_rate": r"realisation rate",
        "evidence_coverage": r"evidence coverage",
    },
}
_SHARE = re.compile(r"%|\bprocent\b|\bpct\b|\bper cent\b|\bpercent\b", re.IGNORECASE)
LINKS = {
    "da": r"(?:\s?:|\s(?:på|er|var|blev|blevet|allerede|hidtil|udgør|i alt|stadig|fortsat|nu|af|der"
    r"|(?:for|i)\s(?:19|20|21)\d\d|efter\s\w+\sårs\sdrift))*",
    "en": r"(?:\s?:|\s(?:of|is|are|was|were|has been|have been|had been|already|so far|in all|still|now"
    r"|amounts to|(?:for|in)\s(?:19|20|21)\d\d))*",
}
#: The figures' words right before an amount, and right after it.
_NAMED_BEFORE = {
    language: {figure: re.compile(rf"\b{word}{LINKS[language]}\s?$", re.IGNORECASE) for figure, word in words.items()}
    for language, words in NAMED.items()
}
_NAMED_AFTER = {
    language: {figure: re.compile(rf"{LINKS[language]}\s{word}\b", re.IGNORECASE) for figure, word in words.items()}
    for language, words in NAMED.items()
}
#: What follows and makes the amount another than the whole figure: a part of it, or a difference.
NARROWER = re.compile(
    r"\s(?:(?:på|ved|for|fra|hos|gennem|vedrørende|til|through|from|by|at|on|for|to)\s(?!(?:19|20|21)\d\d|i\salt)"
    r"|(?:i|in)\s(?!alt\b|all\b|dag\b|(?:19|20|21)\d\d)"
    r"|(?:højere|lavere|større|mindre|mere|over|under|bedre|higher|lower|more|less|above|below|short|better)\b)",
    re.IGNORECASE,
)
#: What stands before the figure's own word and makes it somebody else's: "et krav på", "enhedens krav er".
OTHERS = re.compile(
    r"\b(?:et|hvert?|enhedens|afdelingens|forvaltningens|kommunens|statens|ministeriets|an?|each|every|another|\w+['’]s)"
    r"\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
#: A typed table's row that is the whole of a figure by its label.
ROWS = {
    "da": (("target", r"(?:samlet\s)?(?:effektiviserings|besparelses|spare)?krav"), ("net_realised", r"(?:opnået|realiseret)"),
           ("outstanding", r"udestående")),
    "en": (("target", r"(?:total\s)?(?:savings\s|efficiency\s)?target"), ("net_realised", r"(?:net\s)?(?:realised|achieved)"),
           ("outstanding", r"outstanding")),
}  # fmt: skip
_ROWS = {
    language: [
        (figure, re.compile(rf"{words}(?:\s(?:besparelse|i alt|saving|in all))?\W{{0,5}}(?:\([^()]*\))?", re.IGNORECASE))
        for figure, words in rows
    ]
    for language, rows in ROWS.items()
}
#: And what stands before and does so.
PARTLY = re.compile(r"\b(?:heraf|deraf|hvoraf|of which|thereof|yderligere|another)\s(?:\w+\s){0,2}$", re.IGNORECASE)


def check(document: ReportDocument, _context: CheckContext) -> Iterator[Finding]:
    """Each amount and share that is typed; one that seems to contradict the ledger is told as that."""
    language = document.manuscript.language
    known = _find_references(document)
    for line in sentences(read_lines(document)):
        for match in find_amounts(line.typed, language):
            wrong = _find_contradiction(document, line, match, language)
            yield wrong or _report_typed_amount(line, match, known)
    for place, placed in enumerate(document.pieces):
        if isinstance(placed.piece, TypedTable):
            yield from _check_table(placed.block, placed.piece, language)
            yield from _rows(document, placed.block, placed.piece, words_around(document, place))


def _find_references(document: ReportDocument) -> dict[str, list[str]]:
    """The references by what they print, the report's main figures first."""
    with override(LANGUAGES[document.manuscript.language]):
        listed = list(insertables(sources_of(document), danish=document.manuscript.language == "da"))
    references: dict[str, list[str]] = {}
    for figure in listed:
        references.setdefault(_bare(figure.shown), []).append(figure.reference)
    return references


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0.]+", "", text).casefold().lstrip("+")


def _report_typed_amount(line: WrittenLine, match: re.Match[str], known: dict[str, list[str]]) -> Finding:
    reference, others = _choose_reference(
        known.get(_bare(match[0]), []), line.typed[max(0, match.start() - 60) : match.end() + 60]
    )
    if others:
        several = ", ".join("{{" + each + "}}" for each in others)
        mend = _("Several figures print the same: %(references)s. Insert the one that is meant, and it follows the ledger.") % {
            "references": several
        }
    elif reference:
        mend = _("Replace it by {{%(reference)s}}, which prints the same and follows the ledger.") % {"reference": reference}
    else:
        mend = _("Insert it from the list of figures, or write where it comes from.")
    words = excerpt(line.typed, *match.span())
    message = _("%(amount)s is typed by hand and does not follow the ledger.") % {"amount": match[0].strip()}
    amount = match[0].strip()
    return Finding("typed_amount", Weight.TO_ACKNOWLEDGE, line.block, words, message, mend, amount, reference or "")


def _choose_reference(references: list[str], words: str) -> tuple[str, list[str]]:
    """The reference that a typed amount stands for; where the words around it do not tell, none, and those it may be.

    Figures of the whole come first in the list, and only where none prints the amount are those of a unit looked at.
    """
    shortest = min((len(reference.split()) for reference in references), default=0)
    whole = [reference for reference in references if len(reference.split()) == shortest]
    named = [reference for reference in whole if re.search(rf"\b{re.escape(reference.split()[0])}", words, re.IGNORECASE)]
    meant = named or whole
    return ("", meant[:4]) if len(meant) > 1 else (meant[0] if meant else "", [])


def _find_contradiction(document: ReportDocument, line: WrittenLine, match: re.Match[str], language: str) -> Finding | None:
    """An amount beside a figure's own word, that is not that figure; None where no word stands there, or it fits."""
    number = read_typed_number(match[0], language)
    is_share = bool(_SHARE.search(match[0]))
    if number is None or (number.unit is None and not is_share):
        return None
    # A word that names the amount stands next to it.
    before, after = line.typed[max(0, match.start() - 60) : match.start()], line.typed[match.end() : match.end() + 60]
    for figure in NAMED[language]:
        is_before, is_after = _NAMED_BEFORE[language][figure].search(before), _NAMED_AFTER[language][figure].match(after)
        if not (is_before or is_after) or VOCABULARY[figure].is_ratio != is_share:
            continue
        if is_before and OTHERS.search(before[: is_before.start()]):
            return None
        typed = number.value * (Decimal("0.01") if is_share else number.unit or 1)
        rest = after[is_after.end() :] if is_after else after
        if NARROWER.match(rest) or PARTLY.search(before):
            return None
        if _is_limited(document, line.typed[max(0, match.start() - LONGEST) : match.end() + LONGEST]):
            return None
        exact = _figures(document.main.headline, figure)
        slack = number.half * (Decimal("0.01") if is_share else number.unit or 1)
        if exact and all(abs(typed - each) > slack for each in exact):
            printed = percent(exact[0]) if is_share else KRONER.show_with_unit(exact[0])
            facts = {"said": match[0].strip(), "exact": printed}
            message = _("The text says %(said)s, but the ledger gives %(exact)s.") % facts
            words = excerpt(line.typed, *match.span())
            return Finding(
                "contradiction",
                Weight.TO_ACKNOWLEDGE,
                line.block,
                words,
                message,
                _("Insert the figure from the list of figures, or say whose amount it is: a unit's, a year's, an initiative's."),
            )
        return None
    return None


def _figures(headline: Figures, figure: str) -> list[Decimal]:
    if figure == "net_realised":
        return [headline.net_realised, headline.realised]
    value = VOCABULARY[figure].amount(headline) if not VOCABULARY[figure].is_ratio else VOCABULARY[figure].read(headline)
    return [] if value is None else [value]


def _is_limited(document: ReportDocument, text: str) -> bool:
    """Whether the sentence speaks of a unit, an initiative, another year or a bound figure, and so not of the whole."""
    return BOUND in text or _names_another(document, text)


def _names_another(document: ReportDocument, text: str) -> bool:
    main = document.main
    years = set(re.findall(r"\b(?:19|20|21)\d\d\b", text)) - {str(main.year)}
    names = [unit.code for unit in main.units] + [unit.name for unit in main.units]
    names += [it.facts.name for it in main.initiatives if it.facts]
    names += [status.programme.name for status in document.statuses.values() if status is not main]
    return bool(years) or any(re.search(rf"\b{re.escape(name)}\b", text) for name in names if name)


def _check_table(block: int, table: TypedTable, language: str) -> Iterator[Finding]:
    """A typed table with amounts in it counts once: it was made elsewhere, and somebody must stand for it."""
    heads = ["".join(run.text for run in head) for head in table.heads]
    # A unit in the first head, over the names of the rows, is that of all columns.
    in_money = [read_unit(head) is not None or read_unit(heads[0]) is not None for head in heads]
    typed = 0
    for row in table.rows:
        for column, cell in enumerate(row):
            words = "".join(BOUND if run.bound else run.text for run in cell).strip()
            is_amount = read_unit(words) is not None or (table.numeric[column] and "%" not in heads[column] and in_money[column])
            typed += bool(words) and BOUND not in words and is_amount and read_typed_number(words, language) is not None
    if typed:
        message = _("A table typed by hand holds %(count)s amounts that do not follow the ledger.") % {"count": typed}
        mend = _("Choose one of the ledger's tables, insert its figures, or write where the table comes from.")
        yield Finding("typed_table", Weight.TO_ACKNOWLEDGE, block, " | ".join(heads), message, mend)


def _rows(document: ReportDocument, block: int, table: TypedTable, said_beside: str) -> Iterator[Finding]:
    """A typed table of the report's main figures that says other than the ledger: of one column, and of no unit or other year."""
    language = document.manuscript.language
    if len(table.heads) != 2 or not table.numeric[1] or _names_another(document, f"{said_beside} {words_of(table.heads[1])}"):
        return
    unit = read_unit(words_of(table.heads[1])) or read_unit(said_beside)
    for row in table.rows:
        label, number = words_of(row[0]).strip(), read_typed_number(words_of(row[1]), language)
        if number is None or any(run.bound for run in row[1]) or not (one := number.unit or unit):
            continue
        for figure, words in _ROWS[language]:
            if not words.fullmatch(label):
                continue
            exact = _figures(document.main.headline, figure)
            if all(abs(number.value * one - each) > number.half * one for each in exact):
                facts = {"said": f"{label} {plain(number.value)}", "exact": KRONER.show_with_unit(exact[0])}
                message = _("The table says %(said)s, but the ledger gives %(exact)s.") % facts
                mend = _("Insert the figure from the list of figures, or write above the table whose figures it shows.")
                yield Finding("table_contradiction", Weight.TO_ACKNOWLEDGE, block, f"{label} {words_of(row[1])}", message, mend)
