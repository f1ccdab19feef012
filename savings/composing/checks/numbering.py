"""Numbering: tables, figures, notes, headings and references point at what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from savings.composing.checks import CheckContext, Finding, Weight
from savings.composing.checks.reading import counts_something_else, excerpt, read_lines
from savings.composing.document import Heading, MadeChart, MadeTable, Paragraph, ReportDocument, TypedTable, lines_of, words_of
from savings.elements.typesetting.glyphs import shows
from savings.manuscript import BlockKind

_TABLE = re.compile(r"\b(?:tabel|tab\.|tables?)\s(\d{1,3})\b", re.IGNORECASE)
_CHART = re.compile(r"\b(?:figur|fig\.|figures?|charts?)\s(\d{1,3})\b", re.IGNORECASE)
#: The other numbers of "tabel 1 og 2" and "figures 1-3"; what is followed by a unit or a month is none of them.
_AND = re.compile(
    r"\s?(?:,|[-–]|og|and|to|til|eller|or|samt)\s?(\d{1,3})\b(?![.,]\d|\.?\s?(?:%|pct|procent|mio|mill|mia|kr\b|t\.|DKK|kroner"
    r"|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december))",
    re.IGNORECASE,
)
#: The line above a typed table that gives it a number of its own.
_CAPTION = re.compile(r"^\s?(?:tabel|table)\s(\d{1,3})\b(?!\s\w)", re.IGNORECASE)
#: A table or figure of another paper: said after its number, or right before it.
_ELSEWHERE_AFTER = re.compile(
    r"\s(?:i|in|of|af|fra|from|til|to)\s(?!dette\b|denne\b|this\b)(?:[\w’'.-]+\s){0,3}?"
    r"(?:\w{0,30}(?:bilag|rapport|notat|budget|indstilling|evaluering|redegørelse|regnskab|vejledning|aftale|loven|lov)\w{0,30}|appendix|annex"
    r"|report|note|memo\w*|paper|evaluation|accounts|act|agreement|guide\w*)\b",
    re.IGNORECASE,
)
_ELSEWHERE_BEFORE = re.compile(
    r"\b(?:\w{0,30}(?:bilag|rapport|notat|budget|indstilling)\w{0,30}|appendix|annex)\s[\w/-]{1,20},?\s$", re.IGNORECASE
)
_SECTION = re.compile(r"\b(?:afsnittet|section)\s[»“\"„']([^«”\"']{2,80})[«”\"']", re.IGNORECASE)
_SECTION_NUMBER = re.compile(r"\b(?:afsnit|section)\s(\d{1,2}(?:\.\d{1,2})*)\b", re.IGNORECASE)
_CALL, _NOTE = re.compile(r"(?<!\\)\[\^([^\]\s]{1,40})\](?!:)"), re.compile(r"^\s{0,3}\[\^([^\]\s]{1,40})\]:", re.MULTILINE)


def check(document: ReportDocument, _context: CheckContext) -> Iterator[Finding]:
    """References, typed numbers, notes and headings."""
    yield from _references(document)
    yield from _check_typed_numbers(document)
    yield from _notes(document)
    yield from _headings(document)


def _references(document: ReportDocument) -> Iterator[Finding]:
    lines = [(placed.block, line) for placed in document.pieces for line in lines_of(placed.piece)]
    for block, line in [*lines, *((None, note) for note in document.footnotes)]:
        for run in line:
            if run.bound and run.bound.trouble:
                mend = _("Choose a figure from the list of figures, or take the reference out.")
                yield Finding("reference", Weight.BLOCKING, block, "{{" + run.bound.typed + "}}", run.bound.trouble, mend)
            elif not run.bound and ("{{" in run.text or "}}" in run.text):
                message = _("A reference is begun or ended, but not both.")
                mend = _("Write it as {{name}}, on one line.")
                place = run.text.find("{{") if "{{" in run.text else run.text.find("}}")
                yield Finding("braces", Weight.BLOCKING, block, excerpt(run.text, place, place + 2), message, mend)


def _check_typed_numbers(document: ReportDocument) -> Iterator[Finding]:
    tables = sum(isinstance(placed.piece, MadeTable) for placed in document.pieces)
    charts = sum(isinstance(placed.piece, MadeChart) for placed in document.pieces)
    captions = list(_captions(document))
    yield from _check_captions(captions, tables)
    known = {*range(1, tables + 1), *(number for _block, number, _words in captions)}
    headings = {words_of(it.piece.runs).casefold().strip() for it in document.pieces if isinstance(it.piece, Heading)}
    language = document.manuscript.language
    for line in read_lines(document, tables=True):
        for pattern, there, message in (
            (_TABLE, known, _("There is no table of that number; the report has %(count)s.")),
            (_CHART, set(range(1, charts + 1)), _("There is no figure of that number; the report has %(count)s.")),
        ):
            for match in pattern.finditer(line.typed):
                numbers, end = _numbers(line.typed, match, language)
                if numbers <= there or _is_elsewhere(line.typed, match.start(), end):
                    continue
                mend = _("Insert the reference from the list of figures: then the number follows.")
                words = excerpt(line.typed, match.start(), end)
                yield Finding("number", Weight.TO_ACKNOWLEDGE, line.block, words, message % {"count": len(there)}, mend)
        for match in _SECTION.finditer(line.typed):
            if match[1].casefold().strip() not in headings:
                told = _("There is no heading “%(heading)s” in the report.") % {"heading": match[1]}
                words = excerpt(line.typed, *match.span())
                yield Finding("section", Weight.TO_ACKNOWLEDGE, line.block, words, told, _("Write the heading as it stands."))
        for match in _SECTION_NUMBER.finditer(line.typed):
            begins = re.compile(rf"{re.escape(match[1])}(?![\d.]*\d)")
            if not (any(begins.match(it) for it in headings) or _is_elsewhere(line.typed, *match.span())):
                told = _("No heading of the report has the number %(number)s.") % {"number": match[1]}
                mend = _("Name the section by its heading, or say which paper it is in.")
                words = excerpt(line.typed, *match.span())
                yield Finding("section", Weight.TO_ACKNOWLEDGE, line.block, words, told, mend)


def _numbers(text: str, match: re.Match[str], language: str) -> tuple[set[int], int]:
    """All the numbers that a reference such as "tabel 1 og 2" names, and where the last of them ends."""
    numbers, end = {int(match[1])}, match.end()
    while (more := _AND.match(text, end)) and not counts_something_else(text, more.end(), language):
        numbers.add(int(more[1]))
        end = more.end()
    return numbers, end


def _captions(document: ReportDocument) -> Iterator[tuple[int, int, str]]:
    """The lines right above a typed table that give it a number: part, number and words."""
    for above, below in pairwise(document.pieces):
        if isinstance(below.piece, TypedTable) and isinstance(above.piece, Heading | Paragraph):
            words = words_of(above.piece.runs)
            if match := _CAPTION.match(words):
                yield above.block, int(match[1]), words


def _check_captions(captions: list[tuple[int, int, str]], tables: int) -> Iterator[Finding]:
    """A number given by hand that another table has: the ledger's tables number themselves from 1."""
    seen = set(range(1, tables + 1))
    for block, number, words in captions:
        if number in seen:
            message = _("Two tables have the number %(number)s: the ledger's tables number themselves.") % {"number": number}
            mend = _("Give the typed table a number after theirs, or call it by a name.")
            yield Finding("number_twice", Weight.TO_ACKNOWLEDGE, block, words[:200], message, mend)
        seen.add(number)


def _is_elsewhere(text: str, start: int, end: int) -> bool:
    """Whether the words around a number say that it is of another paper, such as "tabel 7 i bilag 3"."""
    before = text[max(0, start - 60) : start]
    return bool(_ELSEWHERE_AFTER.match(text, end) or _ELSEWHERE_BEFORE.search(before))


def _notes(document: ReportDocument) -> Iterator[Finding]:
    for number, block in enumerate(document.manuscript.blocks):
        if block.kind is not BlockKind.TEXT:
            continue
        # What stands in code is no call; a report has none worth the trouble of telling it apart.
        called, written_out = set(_CALL.findall(block.text)), set(_NOTE.findall(block.text))
        for name in sorted(called - written_out):
            message = _("The footnote [^%(name)s] has no text.") % {"name": name}
            mend = _("Write its text below as [^%(name)s]: …, or take the call out.") % {"name": name}
            yield Finding("note_without_text", Weight.BLOCKING, number, f"[^{name}]", message, mend)
        for name in sorted(written_out - called):
            message = _("The footnote [^%(name)s] is called nowhere, so it would not be printed.") % {"name": name}
            mend = _("Put [^%(name)s] where it belongs in this text, or take it out.") % {"name": name}
            yield Finding("note_without_call", Weight.BLOCKING, number, f"[^{name}]:", message, mend)


def _headings(document: ReportDocument) -> Iterator[Finding]:
    seen: set[tuple[int, str]] = set()
    level = 2
    pieces = list(document.pieces)
    for place, placed in enumerate(pieces):
        if not isinstance(placed.piece, Heading):
            continue
        heading, block = placed.piece, placed.block
        words = words_of(heading.runs).strip()
        if not shows(words):
            message, mend = _("A heading is empty."), _("Write it, or take it out.")
            yield Finding("empty_heading", Weight.BLOCKING, block, "#" * heading.typed, message, mend)
            continue
        if max(2, heading.typed) > level + 1:
            message = _("A level of headings is skipped before “%(heading)s”.") % {"heading": words}
            yield Finding("heading_level", Weight.BLOCKING, block, words, message, _("Take one # away from the heading."))
        level = max(2, heading.typed)
        if (heading.typed, words.casefold()) in seen:
            message = _("There are two headings “%(heading)s”.") % {"heading": words}
            yield Finding("heading_twice", Weight.TO_ACKNOWLEDGE, block, words, message, _("Give one of them another name."))
        seen.add((heading.typed, words.casefold()))
        after = pieces[place + 1].piece if place + 1 < len(pieces) else None
        if after is None or (isinstance(after, Heading) and after.typed <= heading.typed):
            message = _("Nothing stands under the heading “%(heading)s”.") % {"heading": words}
            yield Finding(
                "heading_alone", Weight.TO_ACKNOWLEDGE, block, words, message, _("Write what belongs there, or take it out.")
            )
