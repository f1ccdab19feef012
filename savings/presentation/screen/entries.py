"""The entries behind a figure, with the sum that the figure shows; and one entry whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from savings.elements.citations import evidence_words, source_words
from savings.elements.links import EntryLinks, ProgrammeLinks
from savings.elements.numbers import KRONER, day, moment
from savings.elements.table import (
    Amount,
    Cells,
    NumberColumn,
    OwnWords,
    Phrase,
    PlainNumber,
    Table,
    TableCell,
    TableColumn,
    build_rows,
    own_words,
)
from savings.elements.words import ENTRY_ACTS, NOT_STATED, UNALLOCATED, WHOLE_PROGRAMME, Words, kind_word, price_level_words
from savings.money import total
from savings.presentation.screen.division import division_words
from savings.presentation.screen.statements import render_statement
from savings.presentation.screen.tables import danish
from savings.prices import sort_levels
from savings.projections.entries import EntryFacts, LineFacts
from savings.projections.facts import DocumentFacts, ProgrammeFacts, Restatement
from savings.projections.pages import EntriesPage
from savings.projections.question import EntriesQuestion
from savings.vocabulary import VOCABULARY, Act, Figure, Kind

ONE = Decimal(1)


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
    table: Table | None


def entries_screen(
    programme: ProgrammeFacts,
    page: EntriesPage,
    question: EntriesQuestion,
    figure: Figure | None,
    addresses: ProgrammeLinks,
    *,
    since: str = "",
) -> EntriesScreen:
    """The page of entries behind a figure.

    Args:
        question: what was asked, of which `found` is a page.
        figure: the figure whose kinds are added up, each with its sign; None for every kind as it is.
        since: since when, in words.
    """
    restatement = page.restatement
    signs = figure.kinds if figure else {}
    factors = _factors(restatement)
    cells = [_line(entry, line, signs, addresses, factors) for entry in page.entries for line in entry.lines]
    sums = [(level, signs.get(kind, 1) * value) for (kind, level), value in page.sums.items()]
    amount = total(value * (factors or {}).get(level or 0, ONE) for level, value in sums)
    is_marked = factors is not None and any(level not in factors for level, _value in sums)
    rows = build_rows(cells, {"entry": _("Total"), "amount": TableCell(Amount(amount), is_marked=is_marked)})
    note = _note(page, question.as_of)
    if figure is not None and figure.is_measured:
        said = _("The figure is worked out by place or by initiative, so the entries together may come to another amount.")
        note = f"{note}. {said}"
    table = Table(_("Entries"), list(_columns(restatement)), rows, note, KRONER) if cells else None
    skipped = page.skipped
    count = {"first": skipped + 1, "last": skipped + len(page.entries), "total": page.total}
    return EntriesScreen(
        programme=programme,
        back=addresses.status(),
        title=str(figure.words) if figure else _("All entries"),
        of=", ".join(filter(None, [*_of(question, page.unit), since])),
        said=KRONER.show_with_unit(amount),
        shown=_("Showing entries %(first)s to %(last)s of %(total)s") % count if page.entries else "",
        table=table,
    )


def _factors(restatement: Restatement | None) -> dict[int, Decimal] | None:
    """By which factor each price level is restated; one that is missing stays as it was stated. None where none is asked for."""
    return {restatement.level: ONE, **dict(restatement.factors)} if restatement else None


def _of(question: EntriesQuestion, unit: str) -> Iterator[str]:
    yield str(VOCABULARY.steps[question.step]) if question.step else ""
    yield str(question.year or "")
    yield unit
    yield question.initiative or ""
    yield str(UNALLOCATED) if question.unit == "" else ""
    yield str(WHOLE_PROGRAMME) if question.initiative == "" else ""


def _note(page: EntriesPage, as_of: date) -> str:
    restatement, levels = page.restatement, page.price_levels
    facts = {"unit": KRONER.name, "prices": price_level_words(levels), "date": day(as_of)}
    if restatement:
        left = (*restatement.unreached, *([None] if None in levels else []))
        facts["prices"] = price_level_words(sort_levels((restatement.level, *left)))
    if restatement and restatement.series:
        facts["series"] = restatement.series
        return _("%(unit)s, %(prices)s by %(series)s, as of %(date)s") % facts
    return _("%(unit)s, %(prices)s, as of %(date)s") % facts


def _columns(restatement: Restatement | None) -> Iterator[TableColumn]:
    yield TableColumn("entry", _("Entry"), small=_("Counts from"))
    if restatement:
        facts = {"unit": KRONER.name, "level": restatement.level}
        yield NumberColumn("amount", _("%(unit)s in %(level)s prices") % facts)
        yield NumberColumn("stated", _("As stated"), small=_("Price level"))
        yield NumberColumn("factor", _("Factor"))
    else:
        yield NumberColumn("amount", str(KRONER.name))
    yield TableColumn("text", _("What"))
    yield TableColumn("of", _("Kind, unit and initiative"), small=_("Unit and initiative"))
    yield NumberColumn("year", _("Year"))
    yield TableColumn("by", _("Recorded by"), small=_("Recorded on"))
    yield TableColumn("approved", _("Approved by"), small=_("Approved on"))
    yield TableColumn("source", _("Rests on"), small=_("Evidence"))


def _line(
    entry: EntryFacts, line: LineFacts, signs: Mapping[Kind, int], links: ProgrammeLinks, factors: Mapping[int, Decimal] | None
) -> Cells:
    stated = signs.get(line.kind, 1) * line.amount
    factor = factors.get(line.price_level or 0) if factors else None
    proof = "; ".join(evidence_words(item) for item in entry.evidence)
    decision = entry.decision
    return {
        "entry": TableCell(_("Entry %(number)s") % {"number": entry.number}, links.entry(entry.number), line.booked_on),
        "text": own_words(entry.text or entry.reason),
        "of": TableCell(kind_word(line.kind), small=line_words(line)),
        "year": line.year,
        "by": TableCell(entry.recorded_by, small=_day_of(entry.recorded_at)),
        "approved": TableCell(entry.approved_by or None, small=_day_of(entry.approved_at)),
        "source": TableCell(
            own_words(source_words(decision, entry.page) if decision else None),
            links.document(decision.number) if decision else "",
            small=Phrase((_("Evidence"), ": ", OwnWords(proof))) if proof else "",
        ),
        "amount": TableCell(Amount(stated * (factor or ONE)), is_marked=factors is not None and factor is None),
        "stated": TableCell(Amount(stated), small=line.price_level or NOT_STATED),
        "factor": None if factor is None else PlainNumber(factor, 6),
    }


def entry_cell(entry: EntryFacts, links: EntryLinks) -> TableCell:
    """An entry by its number, with the day from which it counts."""
    return TableCell(_("Entry %(number)s") % {"number": entry.number}, links.entry(entry.number), entry.booked_on)


def _day_of(at: datetime | None) -> date | None:
    """The day of a moment, in the office's time."""
    return localtime(at).date() if at else None


def line_words(line: LineFacts) -> Phrase:
    """The unit and the initiative of a line."""
    return Phrase((f"{line.unit or UNALLOCATED}, ", OwnWords(line.initiative) if line.initiative else str(WHOLE_PROGRAMME)))


def line_years(line: LineFacts) -> int | str:
    """The year of a line, or the years between which it lies."""
    return f"{line.earliest_year}–{line.year}" if line.earliest_year else line.year


@dataclass(frozen=True)
class EntryScreen:
    """One entry whole."""

    entry: EntryFacts
    back: str
    state: str
    act: str
    facts: Sequence[tuple[str, str]]
    evidence: Sequence[str]
    statements: Sequence[str]
    levels: Table | None
    table: Table | None
    link: str


def entry_screen(entry: EntryFacts, links: ProgrammeLinks) -> EntryScreen:
    return EntryScreen(
        entry=entry,
        back=links.status(),
        state=str(STATES[entry.state]),
        act=str(ENTRY_ACTS[entry.act]),
        facts=tuple(_facts(entry, links)),
        evidence=tuple(_link_document(item.document, evidence_words(item), links) for item in entry.evidence),
        statements=tuple(render_statement(statement) for statement in entry.statements),
        levels=_lines(_("Levels stated"), entry.levels, entry),
        table=_lines(_("Lines"), entry.lines, entry),
        link=f"{entry.position}:{entry.hash}" if entry.hash else "",
    )


def _facts(entry: EntryFacts, links: ProgrammeLinks) -> Iterator[tuple[str, str]]:
    yield _("Programme"), danish(entry.programme_name)
    if entry.act == Act.DIVIDE:
        yield _("Divides"), division_words(entry.lines)
    yield _("Counts from"), day(entry.booked_on)
    yield _("Recorded by"), f"{entry.recorded_by}, {moment(localtime(entry.recorded_at))}"
    if entry.approved_by and entry.approved_at:
        yield _("Approved by"), f"{entry.approved_by}, {moment(localtime(entry.approved_at))}"
    if entry.decision:
        yield _("Rests on"), _link_document(entry.decision, source_words(entry.decision, entry.page), links)
    if entry.refused_by:
        yield _("Sent back by") if entry.state == "rejected" else _("Withdrawn by"), entry.refused_by
    if entry.reason:
        yield _("Reason"), danish(entry.reason)
    if entry.reading:
        yield _("Our reading"), danish(entry.reading)


def _link_document(document: DocumentFacts, words: str, links: ProgrammeLinks) -> str:
    return format_html('<a href="{}" lang="da">{}</a>', links.document(document.number), words) if document.number else words


def _lines(caption: str, lines: Sequence[LineFacts], entry: EntryFacts) -> Table | None:
    if not lines:
        return None
    columns = [
        TableColumn("kind", _("Kind")),
        NumberColumn("amount", str(KRONER.name)),
        TableColumn("unit", _("Unit")),
        TableColumn("initiative", _("Initiative")),
        NumberColumn("year", _("Year")),
        NumberColumn("level", _("Price level")),
    ]
    if any(line.text for line in lines):
        columns.append(TableColumn("text", _("What")))
    if any(line.derived for line in lines):
        columns.append(TableColumn("counts_from", _("Counts from")))
    return Table(caption, columns, build_rows(_line_cells(line, entry) for line in lines), scale=KRONER)


def _line_cells(line: LineFacts, entry: EntryFacts) -> Cells:
    is_later = line.booked_on is not None and line.booked_on > entry.booked_on
    return {
        "kind": kind_word(line.kind),
        "unit": line.unit or UNALLOCATED,
        "initiative": own_words(line.initiative) or WHOLE_PROGRAMME,
        "year": line_years(line),
        "level": line.price_level or None,
        "amount": Amount(line.amount),
        "text": own_words(line.text),
        "counts_from": TableCell(line.booked_on, small=_("because of a level of that day") if is_later else ""),
    }
