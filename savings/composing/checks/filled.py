"""Filled in: the head, links, references to documents, and nothing left that was meant to be replaced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from savings.composing.checks import CheckContext, Finding, Weight
from savings.composing.checks.reading import WrittenLine, excerpt, read_lines
from savings.composing.document import Nothing, ReportDocument, lines_of
from savings.elements.typesetting.glyphs import Typesetter
from savings.manuscript import BlockKind

#: What nobody means to print: what a starter, a word processor or a spreadsheet puts where something is to be written.
_PLACEHOLDER = re.compile(
    r"\[(?:indsæt|skriv|insert|write)\b[^\]\[]{0,200}\]|lorem ipsum|\bSkriv her,|\bWrite here|\bdd-mm-(?:åååå|yyyy)"
    r"|#(?:REF!|DIV/0!|VALUE!|VÆRDI!|REFERENCE!)|\b(?:Fejl!\s(?:Henvis|Bogmærke)|Error!\s(?:Reference|Bookmark))",
    re.IGNORECASE,
)
#: What may be such a place, and may as well be meant.
_MAY_BE_PLACEHOLDER = re.compile(
    r"(?<!kapitel )(?<!bind )(?<!chapter )(?<!volume )\bX{2,}\b|\bTODO\b|\?{2,}|_{2,}|\b(?:BR|ØU|SUD|SOU)\s/(?!\w)"
    r"|\[(?:dato|navn|beløb)\b[^\]\[]{0,200}\]|\[\s?\?\s?\]|\((?:indsæt|udfyldes|insert|tbc|tbd)\b[^()]{0,200}\)"
    r"|\bX,X\b|\bX\.X\b|(?-i:\bAFKLARES\b|\bTBC\b|\bTBD\b)|#(?:N/A|I/T\b)|#{4,}"
    r"|\b(?:bilag|tabel|figur|table|figure|appendix)\s(?=[.,;)](?!\d))",
    re.IGNORECASE,
)
_DECISION = re.compile(r"\b(?:BR|ØU|SUD|SOU|BUU|KFU|TMU|MU|BIU|KMF)\s?\d{1,4}/(?:\d{4}|\d{2})\b")
_DOCUMENT = re.compile(r"\b(?:Dokumentnr\.?|Document no\.?):?\s?(\d{4}-\d{3,9}(?:-\d+)?)", re.IGNORECASE)
_CASE = re.compile(r"\b(?:sags-?nr\.?|sagsnummer|case no\.?):?\s?(\d{4}-\d{3,9}(?:-\d+)?)", re.IGNORECASE)
#: A link that was not read as one, since its address is none that may stand in a paper; it would be printed as it was typed.
_RAW_LINK = re.compile(r"\[[^\]\n]{1,80}\]\([^)\n]{0,300}\)")
_TWICE = re.compile(r"\b(\w{2,})\s\1\b(?!-)", re.IGNORECASE)
#: Words that may rightly stand twice in a row.
_MAY_REPEAT = {"der", "at", "som", "det", "de", "den", "en", "had", "that", "så", "for", "i"}


def check(document: ReportDocument, context: CheckContext) -> Iterator[Finding]:
    """The head, each link, what was left to be written, and what cannot be set."""
    yield from _head(document)
    yield from _parts(document)
    yield from _links(document)
    known = {_bare(each) for each in context.references}
    cases = {_bare(each) for each in (document.manuscript.case_number, *context.references)}
    cases |= {_bare(status.programme.case_number) for status in document.statuses.values()}
    setter = Typesetter()
    for line in read_lines(document, tables=True):
        yield from _check_line(line, known, cases)
        setter.replace_uncovered(line.text)
    for words in _head_words(document):
        setter.replace_uncovered(words)
    if setter.replaced:
        message = _("The paper's fonts lack some characters, which are shown as boxes: %(characters)s.") % {
            "characters": setter.names()
        }
        yield Finding("characters", Weight.TO_ACKNOWLEDGE, None, setter.names(), message, _("Write them otherwise."))


def _check_line(line: WrittenLine, known: set[str], cases: set[str]) -> Iterator[Finding]:
    """What stands in one line.

    Args:
        known: the references that are registered; `cases`: the case numbers of the report and its programmes.
    """
    for pattern, weight in ((_PLACEHOLDER, Weight.BLOCKING), (_MAY_BE_PLACEHOLDER, Weight.TO_ACKNOWLEDGE)):
        for match in pattern.finditer(line.typed):
            message = _("“%(words)s” looks like something that was to be replaced.") % {"words": match[0]}
            words = excerpt(line.typed, *match.span())
            yield Finding("placeholder", weight, line.block, words, message, _("Write what belongs there."))
    for match in [*_DECISION.finditer(line.typed), *_DOCUMENT.finditer(line.typed)]:
        number = match[1] if match.re is _DOCUMENT else match[0]
        if _bare(number) not in known and _bare(match[0]) not in known:
            message = _("%(reference)s is not among the registered decisions and documents.") % {"reference": match[0]}
            mend = _("Correct it, register the document, or write where it is found.")
            yield Finding("document", Weight.TO_ACKNOWLEDGE, line.block, match[0], message, mend)
    for match in _CASE.finditer(line.typed):
        if _bare(match[1]) not in cases:
            message = _("%(reference)s is neither the report's case nor a programme's.") % {"reference": match[0]}
            mend = _("Correct it, or write which case it is.")
            yield Finding("case", Weight.TO_ACKNOWLEDGE, line.block, match[0], message, mend)
    for match in _RAW_LINK.finditer(line.typed):
        message = _("%(words)s would be printed as it stands: the address is none a paper may lead to.") % {"words": match[0]}
        mend = _("Write its whole address, beginning with https://, or take the link out.")
        yield Finding("link", Weight.TO_ACKNOWLEDGE, line.block, match[0], message, mend)
    for match in _TWICE.finditer(line.typed):
        if match[1].casefold() not in _MAY_REPEAT and not match[1].isdigit():
            message = _("A word stands twice: “%(words)s”.") % {"words": match[0]}
            words = excerpt(line.typed, *match.span())
            yield Finding("word_twice", Weight.TO_ACKNOWLEDGE, line.block, words, message, _("Take one of them out."))


def _head_words(document: ReportDocument) -> tuple[str, ...]:
    head = document.manuscript
    return head.title, head.number, head.to, head.case_number, head.document_number, head.case_officer, head.sender


def _bare(reference: str) -> str:
    return re.sub(r"^(?:dokumentnr\.?|document no\.?):?|\s", "", reference.casefold())


def _head(document: ReportDocument) -> Iterator[Finding]:
    manuscript = document.manuscript
    if not manuscript.title.strip():
        message, mend = _("The report has no title."), _("Write it in the report's head.")
        yield Finding("head_title", Weight.BLOCKING, None, "", message, mend)
    # The codes are the same in all languages: an acknowledgement is kept under them.
    for code, value, name in (
        ("to", manuscript.to, _("To")),
        ("case", manuscript.case_number, _("Case no.")),
        ("number", manuscript.number, _("Number in the packet")),
    ):
        if not value.strip():
            message = _("The head lacks: %(field)s.") % {"field": name.rstrip(".")}
            mend = _("Write it in the report's head, or why it has none.")
            yield Finding(f"head_{code}", Weight.TO_ACKNOWLEDGE, None, "", message, mend)


def _parts(document: ReportDocument) -> Iterator[Finding]:
    manuscript = document.manuscript
    if not any(not isinstance(placed.piece, Nothing) for placed in document.pieces):
        message, mend = _("The report is empty."), _("Write a text, or add a table.")
        yield Finding("empty", Weight.BLOCKING, None, "", message, mend)
    for placed in document.pieces:
        if isinstance(placed.piece, Nothing):
            message = _("A table, list or chart has nothing to show.")
            yield Finding("nothing", Weight.BLOCKING, placed.block, placed.piece.name, message, _("Take it out."))
    chosen: Counter[tuple[BlockKind, str, str]] = Counter(
        (block.kind, block.name, manuscript.of(block)) for block in manuscript.blocks if block.kind is not BlockKind.TEXT
    )
    for number, block in enumerate(manuscript.blocks):
        key = (block.kind, block.name, manuscript.of(block))
        if block.kind is not BlockKind.TEXT and chosen[key] > 1:
            chosen[key] = 0
            message = _("The same table, list or chart stands more than once.")
            yield Finding("part_twice", Weight.TO_ACKNOWLEDGE, number, block.name, message, _("Take one of them out."))


def _links(document: ReportDocument) -> Iterator[Finding]:
    lines = [(placed.block, line) for placed in document.pieces for line in lines_of(placed.piece)]
    for block, line in [*lines, *((None, note) for note in document.footnotes)]:
        for run in line:
            if run.link is None or re.fullmatch(r"(?:https?://[^\s.]+\.\S+|mailto:[^\s@]+@[^\s@.]+\.\S+)", run.link):
                continue
            message = _("The link “%(words)s” leads nowhere outside this paper: %(address)s") % {
                "words": run.text,
                "address": run.link or _("it has no address"),
            }
            mend = _("Write its whole address, beginning with https://, or take the link out.")
            # An office's own machines have names without a point, which only its readers can tell from a slip.
            weight = Weight.TO_ACKNOWLEDGE if run.live else Weight.BLOCKING
            yield Finding("link", weight, block, f"[{run.text}]({run.link})", message, mend)
