"""The entries behind a figure, with the sum that the figure shows; and one entry whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from savings.faces.numbers import DASH, KRONER, day, moment, number
from savings.faces.screen.statements import stated
from savings.faces.screen.tables import Cell, Head, Sheet, danish, sheet
from savings.faces.sources import evidence_words, source_words
from savings.faces.wording import (
    ENTRY_ACTS,
    NOT_STATED,
    UNALLOCATED,
    WHOLE_PROGRAMME,
    Words,
    kind_word,
    price_level_words,
)
from savings.kinds import Kind
from savings.money import total
from savings.projections.facts import DocumentFacts, EntryFacts, LineFacts, ProgrammeFacts, Restatement
from savings.vocabulary import VOCABULARY, Figure, Step

ONE = Decimal(1)


class Addressed(Protocol):
    """Where the links lead."""

    def status(self, ending: str = "", **changes: str) -> str:
        """The status of the programme."""

    def entry(self, number: int) -> str:
        """One entry."""

    def document(self, number: int) -> str:
        """The page of a decision or document."""


class Found(Protocol):
    """A page of entries, as the reader of the ledger gives it."""

    @property
    def entries(self) -> Sequence[EntryFacts]:
        """The entries of this page, with the lines the figure adds up."""

    @property
    def total(self) -> int:
        """How many there are on all pages."""

    @property
    def sums(self) -> Mapping[tuple[Kind, int | None], Decimal]:
        """The sum of each kind and price level on all pages, in kroner as stated."""

    @property
    def price_levels(self) -> tuple[int | None, ...]:
        """The levels the lines are stated in."""

    @property
    def unit(self) -> str:
        """The name of the unit they are limited to; empty where they are of all, or of none."""

    @property
    def restatement(self) -> Restatement | None:
        """How the lines come to the price level asked for; None leaves them as stated."""


STATES: dict[str, Words] = {
    "recorded": gettext_lazy("recorded"),
    "submitted": gettext_lazy("waiting for approval"),
    "approved": gettext_lazy("approved"),
    "rejected": gettext_lazy("rejected"),
    "withdrawn": gettext_lazy("withdrawn"),
}


@dataclass(frozen=True)
class EntriesScreen:
    """The page of entries behind a figure."""

    programme: ProgrammeFacts
    back: str
    title: str
    of: str
    said: str
    shown: str
    table: Sheet | None


def entries_screen(
    programme: ProgrammeFacts,
    found: Found,
    figure: Figure | None,
    *,
    as_of: date,
    addresses: Addressed,
    year: int | None,
    initiative: str,
    none: Sequence[str],
    page: int,
    per_page: int,
    step: Kind | Step | None = None,
    since: str = "",
) -> EntriesScreen:
    """The page of entries behind a figure.

    Args:
        figure: the figure whose kinds are added up, each with its sign; None for every kind as it is.
        step: the step of a bridge the entries are of; `since`: since when, in words.
    """
    told = found.restatement
    signs = figure.kinds if figure else {}
    factors = dict(told.factors) if told else {}
    rows = [_row(entry, line, signs, addresses, factors) for entry in found.entries for line in entry.lines]
    amount = total(signs.get(kind, 1) * value * factors.get(level or 0, ONE) for (kind, level), value in found.sums.items())
    heads = [
        Head("entry", _("Entry"), numeric=False, small=_("Counts from")),
        Head(
            "amount", _("%(unit)s in %(level)s prices") % {"unit": KRONER.name, "level": told.level} if told else str(KRONER.name)
        ),
        *([Head("stated", _("As stated"), small=_("Price level")), Head("factor", _("Factor"))] if told else []),
        Head("text", _("What"), numeric=False),
        Head("of", _("Kind, unit and initiative"), numeric=False, small=_("Unit and initiative")),
        Head("year", _("Year")),
        Head("by", _("Recorded by"), numeric=False, small=_("Recorded on")),
        Head("approved", _("Approved by"), numeric=False, small=_("Approved on")),
        Head("source", _("Rests on"), numeric=False, small=_("Evidence")),
    ]
    sum_row = {"entry": Cell(_("Total")), "amount": Cell(KRONER.show(amount))}
    table = sheet(_("Entries"), heads, rows, said=_said(found, as_of), total=sum_row) if rows else None
    first = (page - 1) * per_page
    count = {"first": first + 1, "last": first + len(found.entries), "total": found.total}
    return EntriesScreen(
        programme=programme,
        back=addresses.status(),
        title=str(figure.words) if figure else _("All entries"),
        of=", ".join(
            filter(None, [str(VOCABULARY.steps[step]) if step else "", *_of(year, found.unit, initiative, none), since])
        ),
        said=KRONER.show_with_unit(amount),
        shown=_("Showing entries %(first)s to %(last)s of %(total)s") % count if found.entries else "",
        table=table,
    )


def _of(year: int | None, unit: str, initiative: str, none: Sequence[str]) -> Iterator[str]:
    if year:
        yield str(year)
    if unit:
        yield unit
    if initiative:
        yield initiative
    if "enhed" in none:
        yield str(UNALLOCATED)
    if "indsats" in none:
        yield str(WHOLE_PROGRAMME)


def _said(found: Found, as_of: date) -> str:
    told, levels = found.restatement, found.price_levels
    facts = {"unit": KRONER.name, "prices": price_level_words(levels), "date": day(as_of)}
    if told:
        facts["prices"] = price_level_words((told.level, None) if None in levels else (told.level,))
        facts["series"] = told.series
        return _("%(unit)s, %(prices)s by %(series)s, as of %(date)s") % facts
    return _("%(unit)s, %(prices)s, as of %(date)s") % facts


def _row(
    entry: EntryFacts, line: LineFacts, signs: Mapping[Kind, int], links: Addressed, factors: Mapping[int, Decimal]
) -> dict[str, Cell]:
    stated = signs.get(line.kind, 1) * line.amount
    factor = factors.get(line.price_level or 0, ONE)
    source = source_words(entry.decision, entry.page) if entry.decision else DASH
    proof = "; ".join(evidence_words(item) for item in entry.evidence)
    return {
        "entry": Cell(_("Entry %(number)s") % {"number": entry.number}, links.entry(entry.number), day(entry.booked_on)),
        "text": Cell(entry.text or entry.reason or DASH, own_words=True),
        "of": Cell(kind_word(line.kind), small=_about(line)),
        "year": Cell(str(line.year)),
        "by": Cell(entry.recorded_by, small=_day_of(entry.recorded_at)),
        "approved": Cell(entry.approved_by or DASH, small=_day_of(entry.approved_at)),
        "source": Cell(
            source,
            links.document(entry.decision.number) if entry.decision else "",
            small=format_html("{}: {}", _("Evidence"), danish(proof)) if proof else "",
            own_words=True,
        ),
        "amount": Cell(KRONER.show(stated * factor)),
        "stated": Cell(KRONER.show(stated), small=str(line.price_level or NOT_STATED)),
        "factor": Cell(DASH if line.price_level is None else number(factor, 6)),
    }


def _day_of(at: datetime | None) -> str:
    """The day of a moment, in the office's time."""
    return day(localtime(at).date() if at else None)


def _about(line: LineFacts) -> SafeString:
    initiative = danish(line.initiative) if line.initiative else WHOLE_PROGRAMME
    return format_html("{}, {}", line.unit or UNALLOCATED, initiative)


@dataclass(frozen=True)
class EntryScreen:
    """One entry whole."""

    number: int
    back: str
    state: str
    text: str
    act: str
    facts: Sequence[tuple[str, str]]
    corrects: tuple[int, str] | None
    corrected_by: tuple[int, str] | None
    evidence: Sequence[str]
    statements: Sequence[str]
    table: Sheet | None
    link: str


def entry_screen(entry: EntryFacts, links: Addressed) -> EntryScreen:
    """The page of one entry."""
    return EntryScreen(
        number=entry.number,
        back=links.status(),
        state=str(STATES[entry.state]),
        text=entry.text,
        act=str(ENTRY_ACTS[entry.act]),
        facts=tuple(_facts(entry, links)),
        corrects=(entry.corrects, links.entry(entry.corrects)) if entry.corrects else None,
        corrected_by=(entry.corrected_by, links.entry(entry.corrected_by)) if entry.corrected_by else None,
        evidence=tuple(_linked(item.document, evidence_words(item), links) for item in entry.evidence),
        statements=tuple(stated(said) for said in entry.statements),
        table=_lines(entry.lines),
        link=f"{entry.position}:{entry.hash}" if entry.hash else "",
    )


def _facts(entry: EntryFacts, links: Addressed) -> Iterator[tuple[str, str]]:
    yield _("Counts from"), day(entry.booked_on)
    yield _("Recorded by"), f"{entry.recorded_by}, {moment(localtime(entry.recorded_at))}"
    if entry.approved_by and entry.approved_at:
        yield _("Approved by"), f"{entry.approved_by}, {moment(localtime(entry.approved_at))}"
    if entry.decision:
        yield _("Rests on"), _linked(entry.decision, source_words(entry.decision, entry.page), links)
    if entry.refused_by:
        yield _("Sent back by") if entry.state == "rejected" else _("Withdrawn by"), entry.refused_by
    if entry.reason:
        yield _("Reason"), danish(entry.reason)
    if entry.reading:
        yield _("Our reading"), danish(entry.reading)


def _linked(document: DocumentFacts, words: str, links: Addressed) -> str:
    return format_html('<a href="{}" lang="da">{}</a>', links.document(document.number), words) if document.number else words


def _lines(lines: Sequence[LineFacts]) -> Sheet | None:
    if not lines:
        return None
    heads = [
        Head("kind", _("Kind"), numeric=False),
        Head("amount", str(KRONER.name)),
        Head("unit", _("Unit"), numeric=False),
        Head("initiative", _("Initiative"), numeric=False),
        Head("year", _("Year")),
        Head("level", _("Price level")),
    ]
    rows = [
        {
            "kind": Cell(kind_word(line.kind)),
            "unit": Cell(line.unit or str(UNALLOCATED)),
            "initiative": Cell(line.initiative or str(WHOLE_PROGRAMME), own_words=line.initiative is not None),
            "year": Cell(f"{line.earliest_year}–{line.year}" if line.earliest_year else str(line.year)),
            "level": Cell(str(line.price_level) if line.price_level else DASH),
            "amount": Cell(KRONER.show(line.amount)),
        }
        for line in lines
    ]
    return sheet(_("Lines"), heads, rows, said="")
