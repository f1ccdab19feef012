"""The auditor's questions as tables, and the sample as tables for a page and for a paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from savings.elements.numbers import DASH, KRONER, day, number
from savings.elements.table import (
    Amount,
    Cells,
    NumberColumn,
    OwnWords,
    Table,
    TableCell,
    TableColumn,
    Value,
    build_rows,
    own_words,
)
from savings.elements.words import DURATIONS, NOT_STATED
from savings.presentation.screen.entries import kind_word
from savings.projections.entries import EntryFacts
from savings.projections.inquiries import DocumentedSaving, Sample, SampleQuestion, StoppedGain
from savings.vocabulary import Kind

#: Where an entry, a document and an initiative (of a programme) are read.
Href = Callable[[int], str]


def evidence_table(savings: Sequence[DocumentedSaving], document_href: Href, entry_href: Href) -> Table | None:
    """Who documented what twice; None where nobody has."""
    columns = [
        TableColumn("document", _("Document"), small=_("Page in it")),
        TableColumn("equal", _("Same amount twice")),
        TableColumn("programme", _("Programme")),
        TableColumn("entry", _("Entry")),
        TableColumn("unit", _("Unit")),
        TableColumn("initiative", _("Initiative")),
        TableColumn("years", _("Years")),
        NumberColumn("amount", _("Kroner a year, at most")),
    ]
    rows = build_rows(
        {
            "document": TableCell(OwnWords(it.document), document_href(it.number), own_words(it.page) or ""),
            "equal": _("yes") if it.has_equal else "",
            "programme": OwnWords(it.programme),
            "entry": TableCell(_("Entry %(number)s") % {"number": it.entry}, entry_href(it.entry)),
            "unit": it.unit, "initiative": own_words(it.initiative),
            "years": _years(*it.years), "amount": Amount(it.amount),
        }
        for it in savings
    )  # fmt: skip
    return Table(_("Documented twice?"), columns, rows, scale=KRONER) if rows else None


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def gains_table(gains: Sequence[StoppedGain], initiative_href: Callable[[str, int], str]) -> Table | None:
    """The gains that stopped; None where none did."""
    columns = [
        TableColumn("programme", _("Programme")),
        TableColumn("initiative", _("Initiative"), small=_("Duration")),
        TableColumn("unit", _("Unit")),
        NumberColumn("year", _("Last year")),
        NumberColumn("amount", _("Kroner that year")),
        NumberColumn("later", _("Kroner the year after")),
        NumberColumn("until", _("The programme goes on until")),
    ]
    return (
        Table(_("Gains that stopped?"), columns, build_rows(_gain_cells(it, initiative_href) for it in gains), scale=KRONER)
        if gains
        else None
    )


def _gain_cells(gain: StoppedGain, initiative_href: Callable[[str, int], str]) -> Cells:
    saving = gain.saving
    href = initiative_href(saving.slug, saving.initiative_number) if saving.initiative_number else ""
    return {
        "programme": OwnWords(saving.programme),
        "initiative": TableCell(own_words(saving.initiative) or _("whole programme"), href, _duration(saving.duration)),
        "unit": saving.unit, "year": gain.year, "amount": Amount(gain.amount), "later": Amount(gain.later), "until": saving.until,
    }  # fmt: skip


def _duration(code: str) -> str:
    return str(DURATIONS[code]) if code else str(NOT_STATED)


def describe_sample(sample: Sample, question: SampleQuestion) -> list[str]:
    """How the sample was drawn, a line each: whoever does the same gets the same entries."""
    facts = {
        "drawn": number(Decimal(len(sample.entries)), 0), "population": number(Decimal(sample.population), 0),
        "total": number(sample.total, 2), "seed": question.seed, "size": question.size,
        "year": question.year or "", "programmes": ", ".join(question.programmes) or _("all"),
    }  # fmt: skip
    lines = [
        _("%(drawn)s of %(population)s entries that say something is realised; together they come to DKK %(total)s a year.")
        % facts,
        _("Programmes: %(programmes)s.") % facts,
        _("Year: %(year)s.") % facts if question.year else _("All years; an entry weighs by the year in which it is largest."),
    ]
    method = (
        _("Drawn by amount: the amounts in øre in a row by the entries' numbers, cut into %(size)s parts, a point in each.")
        if question.by_amount
        else _("Drawn by chance: the %(size)s entries whose SHA-256 of “seed:number” is lowest.")
    )
    return [*lines, method % facts, _("Seed: %(seed)s.") % facts]


def sample_tables(sample: Sample, entry_href: Href) -> list[Table]:
    """The sample as two tables: its lines, and what shows them to be true."""
    line_columns = [
        TableColumn("entry", _("Entry"), small=_("Counts from")),
        TableColumn("programme", _("Programme")),
        TableColumn("by", _("Recorded by")),
        TableColumn("approved", _("Approved by")),
        *_line_columns(),
    ]
    proof_columns = [TableColumn("entry", _("Entry")), *_proof_columns()]
    lines = build_rows(
        _entry_cells(entry, entry_href) | _line_cells(entry, place)
        for entry in sample.entries
        for place in range(len(entry.lines))
    )
    proofs = build_rows(
        {"entry": TableCell(_name(entry), entry_href(entry.number))} | cells
        for entry in sample.entries
        for cells in _list_proofs(entry, sample)
    )
    return [
        Table(_("The lines of the sample"), line_columns, lines, scale=KRONER),
        Table(_("The evidence of the sample"), proof_columns, proofs),
    ]


def sample_sheets(sample: Sample) -> Iterator[Table]:
    """The sample for a paper: each entry by itself, with room for the auditor's tick at every line."""
    tick = TableColumn("tick", _("Seen"))
    for entry in sample.entries:
        facts = {
            "number": entry.number, "programme": entry.programme_name, "booked": day(entry.booked_on),
            "recorder": entry.recorded_by, "recorded": _day_of(entry.recorded_at),
            "approver": entry.approved_by, "approved": _day_of(entry.approved_at),
        }  # fmt: skip
        note = _("counts from %(booked)s, recorded by %(recorder)s on %(recorded)s, approved by %(approver)s on %(approved)s")
        lines = build_rows(_line_cells(entry, place) for place in range(len(entry.lines)))
        caption = _("Entry %(number)s, %(programme)s") % facts
        yield Table(caption, [*_line_columns(), tick], lines, note=note % facts, scale=KRONER)
        proofs = build_rows(_list_proofs(entry, sample))
        yield Table(_("Evidence of entry %(number)s") % facts, [*_proof_columns(), tick], proofs)


def _day_of(at: datetime | None) -> str:
    return day(localtime(at).date()) if at else DASH


def _line_columns() -> list[TableColumn]:
    return [
        TableColumn("kind", _("Kind")),
        TableColumn("unit", _("Unit")),
        TableColumn("initiative", _("Initiative")),
        NumberColumn("year", _("Year")),
        NumberColumn("amount", _("Kroner")),
        TableColumn("level", _("Price level")),
    ]


def _line_cells(entry: EntryFacts, place: int) -> dict[str, TableCell | Value]:
    line = entry.lines[place]
    return {
        "kind": kind_word(Kind(line.kind)), "unit": line.unit or _("Not allocated"), "initiative": own_words(line.initiative),
        "year": line.year, "amount": Amount(line.amount), "level": str(line.price_level or NOT_STATED),
    }  # fmt: skip


def _entry_cells(entry: EntryFacts, entry_href: Href) -> dict[str, TableCell | Value]:
    return {
        "entry": TableCell(_name(entry), entry_href(entry.number), entry.booked_on),
        "programme": OwnWords(entry.programme_name), "by": entry.recorded_by, "approved": entry.approved_by or None,
    }  # fmt: skip


def _name(entry: EntryFacts) -> str:
    return _("Entry %(number)s") % {"number": entry.number}


def _proof_columns() -> list[TableColumn]:
    return [
        TableColumn("document", _("Document"), small=_("Title")),
        TableColumn("page", _("Page in it")),
        TableColumn("file", _("File")),
        TableColumn("digest", _("SHA-256 of the file")),
    ]


def _list_proofs(entry: EntryFacts, sample: Sample) -> Iterator[dict[str, TableCell | Value]]:
    """A row for each file of each document; one that says so where there is no document, or it has no file."""
    if not entry.evidence:
        yield {"document": _("none named"), "page": None, "file": None, "digest": None}
    for proof in entry.evidence:
        document = TableCell(OwnWords(proof.document.reference), small=own_words(proof.document.title) or "")
        for name, digest in sample.files.get(proof.document.number) or ((None, None),):
            yield {"document": document, "page": own_words(proof.page), "file": own_words(name), "digest": _group(digest)}


def _group(digest: str | None) -> str | None:
    """A hash in groups, which an eye can compare and a narrow column can break."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8)) if digest else None
