"""The check of a report: it finds each planted fault where it stands, and nothing in clean reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from savings.composing.checks import CheckContext, Finding, Pending, Weight
from savings.composing.checks.every import run_checks
from savings.composing.checks.sums import check as check_sums
from savings.composing.document import MadeTable, ReportDocument
from savings.elements.table import Amount
from savings.manuscript import Block, BlockKind, Manuscript
from savings.projections.cells import Cell
from savings.projections.status import Status, build_status
from savings.vocabulary import Kind
from tests import samples
from tests.composing.reports import (
    CLEAN,
    CLEAN_REPORTS,
    DATED,
    KNOWN,
    VALBY,
    chart,
    document,
    found,
    manuscript,
    table,
    text,
)


class Fault(NamedTuple):
    """A planted fault: which check shall find it, and words of what it is about; its twin is the same without the fault."""

    code: str
    words: str
    wrong: str
    right: str
    language: str = "da"


def rows(*lines: str, head: str = "| | Antal |") -> str:
    """A typed table."""
    dashes = "|".join(["---"] + ["---:"] * (head.count("|") - 2))
    return "\n".join([head, f"|{dashes}|", *(f"| {line} |" for line in lines)])


FAULTS = {
    # Sums
    "nhs-total": Fault("sum", "716", rows("Akut | 312", "Planlagt | 286", "Ambulant | 183", "Total | 716"),
                       rows("Akut | 312", "Planlagt | 286", "Ambulant | 183", "Total | 781")),
    "ministry-total": Fault("sum", "4.275", rows("Drift | 1.500", "Anlæg | 2.500", "I alt | 4.275"),
                            rows("Drift | 1.500", "Anlæg | 2.500", "I alt | 4.000")),
    "subtotal": Fault("sum", "I alt Nord 9", rows("A | 4", "B | 4", "I alt Nord | 9", "C | 3", "D | 2", "I alt Syd | 5"),
                      rows("A | 4", "B | 4", "I alt Nord | 8", "C | 3", "D | 2", "I alt Syd | 5")),
    "grand-total": Fault("sum", "I alt 14", rows("A | 4", "B | 4", "I alt Nord | 8", "C | 3", "D | 2", "I alt Syd | 5", "I alt | 14"),
                         rows("A | 4", "B | 4", "I alt Nord | 8", "C | 3", "D | 2", "I alt Syd | 5", "I alt | 13")),
    "row-total": Fault("sum", "A: 4, 5", rows("A | 4 | 5 | 10", head="| | 2007 | 2008 | I alt |"),
                       rows("A | 4 | 5 | 9", head="| | 2007 | 2008 | I alt |")),
    "of-which": Fault("sum", "12", rows("A | 5", "heraf nye | 2", "B | 5", "I alt | 12"), rows("A | 5", "heraf nye | 2", "B | 5", "I alt | 10")),
    "shares": Fault("sum", "100", rows("A | 40 %", "B | 50 %", "I alt | 100 %"), rows("A | 40 %", "B | 60 %", "I alt | 100 %")),
    "bound-cells": Fault("sum", "I alt", rows("A | {{dokumenteret}}", "B | {{udokumenteret}}", "I alt | {{krav}}", head="| | mio. kr. |"),
                         rows("A | {{dokumenteret}}", "B | {{udokumenteret}}", "I alt | {{opnået}}", head="| | mio. kr. |")),
    "written-out": Fault("sum", "716", "Der kom 312 + 286 + 183 = 716 henvendelser.", "Der kom 312 + 286 + 183 = 781 henvendelser."),
    "split-up": Fault("sum", "3,3", "Tallet 3,3 = 1,4 + 2,5 gælder.", "Tallet 3,3 = 1,4 + 1,9 gælder."),
    "in-brackets": Fault("sum", "12 (4 + 9)", "De 12 (4 + 9) blev flyttet.", "De 13 (4 + 9) blev flyttet."),
    "both-sides": Fault("sum", "300 + 481", "Det er 300 + 481 = 500 + 216 sager.", "Det er 300 + 481 = 500 + 281 sager."),
    "difference": Fault("sum", "5 - 2", "Der er 5 - 2 = 4 tilbage.", "Der er 5 - 2 = 3 tilbage."),
    "begins-like-a-total": Fault("sum", "I alt 9", rows("Nord | 4", "Samlet administration | 2", "Syd | 5", "I alt | 9"),
                                 rows("Nord | 4", "Samlet administration | 2", "Syd | 5", "I alt | 11")),
    "years-in-parts": Fault("sum", "1, 2", rows("A | 4 | 5 | 9 | 1 | 2 | 4", head="| | 2007 | 2008 | I alt | 2009 | 2010 | I alt |"),
                            rows("A | 4 | 5 | 9 | 1 | 2 | 3", head="| | 2007 | 2008 | I alt | 2009 | 2010 | I alt |")),
    "shares-by-head": Fault("sum", "I alt 100", rows("A | 40", "B | 50", "I alt | 100", head="| | Andel, % |"),
                            rows("A | 40", "B | 60", "I alt | 100", head="| | Andel, % |")),
    # Amounts typed by hand
    "typed-millions": Fault("typed_amount", "2,5 mio. kr.", "Det kostede 2,5 mio. kr. at flytte.", "Det kostede tid at flytte."),
    "typed-kroner": Fault("typed_amount", "800.000 kr.", "Huslejen faldt 800.000 kr. om året.", "Huslejen faldt {{dokumenteret}} om året."),
    "typed-thousands": Fault("typed_amount", "275 t.kr.", "Det gav 275 t.kr. netto.", "Det gav 275 nye borgere."),
    "typed-share": Fault("typed_amount", "57 %", "I alt 57 % er vist.", "I alt {{dokumentationsgrad}} er vist."),
    "typed-pct": Fault("typed_amount", "57 pct.", "I alt 57 pct. er vist.", "I alt {{dokumentationsgrad}} er vist."),
    "typed-grouped": Fault("typed_amount", "1.250.000", "Beløbet er 1.250.000 om året.", "Sagen er 2008-122557."),
    "typed-english": Fault("typed_amount", "DKK 1.4 million", "It cost DKK 1.4 million.", "It cost time.", "en"),
    "typed-table": Fault("typed_table", "kr.", rows("Husleje | 0,8", "Andet | 0,6", head="| | mio. kr. |"),
                         rows("Husleje | {{dokumenteret}}", "Andet | {{udokumenteret}}", head="| | mio. kr. |")),
    "contradicts-target": Fault("contradiction", "3,6", "Kravet er 3,6 mio. kr. efter tre år.", "Kravet er {{krav}} efter tre år."),
    "contradicts-realised": Fault("contradiction", "1,6 mio.", "Der er nu 1,6 mio. kr. opnået.", "Der er nu {{opnået}} opnået."),
    "contradicts-for-the-year": Fault("contradiction", "3,6 mio.", "Kravet for 2011 er 3,6 mio. kr.", "Kravet for 2011 er {{krav}}."),
    "contradicts-english": Fault("contradiction", "3.6", "The target in 2011 is DKK 3.6 million.", "The target in 2011 is {{target}}.", "en"),
    # Signs and units
    "mixed-units": Fault("mixed_units", "800.000", "Det ene gav 2,5 mio. kr., det andet 800.000 kr.", "Det ene gav mest."),
    "mixed-column": Fault("mixed_column", "1,4 mio", rows("A | 1,4 mio. kr.", "B | 800.000 kr."), rows("A | {{opnået}}", "B | {{krav}}")),
    "mixed-minus": Fault("mixed_minus", "(3)", rows("A | -2", "B | (3)"), rows("A | -2", "B | -3")),
    "decimal-point": Fault("decimal_sign", "1.4", "Det gav 1.4 mio. kr.", "Det gav {{opnået}}."),
    "decimal-comma": Fault("decimal_sign", "1,4", "It gave 1,4 million.", "It gave {{realised}}.", "en"),
    "grouped-by-commas": Fault("decimal_sign", "1,234,567", "Det gav 1,234,567 kr. i alt.", "Det gav {{opnået}} i alt."),
    "grouped-by-points": Fault("decimal_sign", "1.234.567", "It gave 1.234.567 in all.", "It gave {{realised}} in all.", "en"),
    "decimal-column": Fault("decimal_sign", "1.9", rows("A | 1,4", "B | 1.9", head="| | Antal pr. dag |"),
                            rows("A | 1,4", "B | 1,9", head="| | Antal pr. dag |")),
    "no-kroner": Fault("no_kroner", "2,5 mio.", "Det gav 2,5 mio. om året.", "Det gav {{opnået}} om året."),
    "offset-sign": Fault("offset_sign", "Modgående", rows("Opnået | 5", "Modgående udgift | 2"), rows("Opnået | 5", "Modgående udgift | -2")),
    "no-unit": Fault("no_unit", "Beløb", rows("A | 1.400.000", "B | 2.100.000", head="| | Beløb |"), rows("A | 14", "B | 21", head="| | Beløb |")),
    # Dates
    "memo-date": Fault("late_date", "17. oktober", "På et møde den 17. oktober var der enighed.", "På et møde den 7. oktober var der enighed."),
    "late-full": Fault("late_date", "1. november 2008", "Mødet blev holdt 1. november 2008.", "Mødet er planlagt til 1. november 2008."),
    "late-digits": Fault("late_date", "17-10-2008", "Godkendt 17-10-2008.", "Møde {{planlagt 17-10-2008}}."),
    "late-slash": Fault("late_date", "17/10 2008", "Godkendt 17/10 2008.", "Godkendt 7/10 2008."),
    "late-iso": Fault("late_date", "2008-10-17", "Godkendt 2008-10-17.", "Godkendt 2008-10-07."),
    "late-english": Fault("late_date", "October 17, 2008", "They met on October 17, 2008.", "They are to meet on October 17, 2008.", "en"),
    "late-short": Fault("late_date", "Oct 17, 2008", "They met on Oct 17, 2008.", "They met on Oct 7, 2008.", "en"),
    "late-weekday": Fault("late_date", "fredag den 17. oktober", "De mødtes fredag den 17. oktober.", "De mødtes onsdag den 17. oktober."),
    "no-such-digits": Fault("no_such_day", "32-13-2008", "Godkendt 32-13-2008.", "Godkendt 03-10-2008."),
    "no-such-day": Fault("no_such_day", "31. september", "Mødet den 31. september var godt.", "Mødet den 30. september var godt."),
    "weekday": Fault("weekday", "fredag", "Mødet fredag den 10. september 2008 var godt.", "Mødet onsdag den 10. september 2008 var godt."),
    # Numbering
    "table-number": Fault("number", "tabel 7", "Det fremgår af tabel 7.", "Det fremgår af tabel 1."),
    "figure-number": Fault("number", "figur 4", "Det fremgår af figur 4.", "Det fremgår af figur 1."),
    "no-such-reference": Fault("reference", "vrøvl", "Tallet er {{vrøvl}}.", "Tallet er {{krav}}."),
    "no-such-year": Fault("reference", "krav 1999", "Tallet er {{krav 1999}}.", "Tallet er {{krav 2011}}."),
    "no-such-unit": Fault("reference", "FINDES", "Tallet er {{krav FINDES}}.", "Tallet er {{krav}}."),
    "no-such-table": Fault("reference", "siden", "Se {{tabel siden}}.", "Se {{tabel hovedtal}}."),
    "nothing-before": Fault("reference", "ændring", "Det er {{ændring i krav}} siden sidst.", "Det er {{krav}} nu."),
    "open-braces": Fault("braces", "{{krav", "Tallet er {{krav 2011 i dag.", "Tallet er {{krav 2011}} i dag."),
    "note-without-text": Fault("note_without_text", "[^9]", "Se her[^9].", "Se her[^9].\n\n[^9]: Det står der."),
    "note-without-call": Fault("note_without_call", "[^8]", "Se her.\n\n[^8]: Ingen spørger.", "Se her[^8].\n\n[^8]: Nogen spørger."),
    "no-such-section": Fault("section", "Økonomien", "Se afsnittet »Økonomien«.", "Se afsnittet »Status«."),
    "heading-level": Fault("heading_level", "Dybt", "## Højt\n\nOrd.\n\n#### Dybt\n\nOrd.", "## Højt\n\nOrd.\n\n### Dybt\n\nOrd."),
    "heading-twice": Fault("heading_twice", "Status", "## Status\n\nMere.", "## Mere status\n\nMere."),
    "heading-alone": Fault("heading_alone", "Alene", "## Alene\n\n## Sammen\n\nOrd.", "## Sammen\n\nOrd."),
    "heading-empty": Fault("empty_heading", "##", "##\n\nOrd.", "## Ord\n\nOrd."),
    # Filled in
    "dead-link": Fault("link", "her", "Læs [her]().", "Læs [her](https://www.kk.dk/a)."),
    "link-within": Fault("link", "#x", "Læs [her](#x).", "Læs [her](mailto:okf@kk.dk)."),
    "placeholder-x": Fault("placeholder", "XX", "Udvalget mødes XX.", "Udvalget mødes."),
    "placeholder-words": Fault("placeholder", "[indsæt dato]", "Udvalget mødtes [indsæt dato].", "Udvalget mødtes."),
    "placeholder-decision": Fault("placeholder", "BR /", "Det står i BR __/__ fra mødet.", "Det står i BR 320/07 fra mødet."),
    "placeholder-starter": Fault("placeholder", "Skriv her,", "Skriv her, hvad der er sket.", "Der er sket meget."),
    "unknown-decision": Fault("document", "BR 999/07", "Det fremgår af BR 999/07.", "Det fremgår af BR 320/07."),
    "unknown-document": Fault("document", "2009-1", "Se Dokumentnr. 2009-100200.", "Se Dokumentnr. 2008-559734."),
    "unknown-with-colon": Fault("document", "2009-1", "Se Dokumentnr.: 2009-100200.", "Se Dokumentnr.: 2008-559734."),
    "word-twice": Fault("word_twice", "er er", "Det er er sådan.", "Det er sådan."),
    "box": Fault("characters", "U+", "Godt gået \U0001f600 alle.", "Godt gået, alle."),
    # Prices
    "other-prices": Fault("other_prices", "2011-priser", "Alt er i 2011-priser.", "Alt er i {{prisniveau}}."),
}  # fmt: skip


#: What else may be found where a fault is planted: a typed amount is one whatever else is wrong with it.
COMPANY = {"typed_amount", "typed_table", "heading_alone"}


def report(words: str, language: str = "da") -> Manuscript:
    """A clean report with the words as a part of their own."""
    if language == "en":
        clean = "## Summary\n\n{{realised}} of {{target}} is realised, {{price level}}, see {{table headline}}.\n"
        return manuscript(text(clean), table("headline"), chart("split"), text(words), language="en")
    return manuscript(text(CLEAN), table("headline"), chart("split"), text(words))


@pytest.mark.parametrize("name", FAULTS)
def test_it_finds_the_planted_fault_where_it_stands(name: str) -> None:
    fault = FAULTS[name]
    hits = [it for it in found(report(fault.wrong, fault.language)) if it.code == fault.code]
    assert hits, [(it.code, it.excerpt) for it in found(report(fault.wrong, fault.language))]
    assert any(fault.words.casefold() in it.excerpt.casefold() for it in hits), hits
    assert {it.block for it in hits} <= {3, None}
    assert all(it.said and it.mend for it in hits)
    # What is planted has company at the most: an amount is also one that is typed by hand.
    assert {it.code for it in found(report(fault.wrong, fault.language))} - {fault.code} <= COMPANY


@pytest.mark.parametrize("name", FAULTS)
def test_it_finds_nothing_in_its_twin(name: str) -> None:
    fault = FAULTS[name]
    assert found(report(fault.right, fault.language)) == ()


def test_there_are_faults_enough() -> None:
    assert len(FAULTS) >= 50
    assert len({fault.code for fault in FAULTS.values()}) >= 25


@pytest.mark.parametrize("clean", CLEAN_REPORTS, ids=lambda it: it.__name__)
def test_it_finds_nothing_in_a_clean_report(clean: Callable[[], tuple[Manuscript, dict[str, Status]]]) -> None:
    told, statuses = clean()
    explained = frozenset((slug, unit.code) for slug, it in statuses.items() for unit in it.units)
    assert found(told, replace(KNOWN, explained=explained), statuses) == ()


# What a text alone does not show ------------------------------------------------------------------------------------


def codes(told: Manuscript, context: CheckContext = KNOWN, statuses: dict[str, Status] | None = None) -> set[str]:
    return {it.code for it in found(told, context, statuses)}


def tampered(doc: ReportDocument, name: str, row: int, column: int, words: str) -> ReportDocument:
    """The document with one printed number of one of the ledger's tables changed, as by a fault of ours."""

    def changed(piece: Any) -> Any:
        if not isinstance(piece, MadeTable) or piece.name != name:
            return piece
        rows = list(piece.table.rows)
        printed = Amount(Decimal(0), Decimal(words.replace(",", ".")))
        rows[row] = replace(rows[row], cells={**rows[row].cells, piece.table.columns[column].key: printed})
        return replace(piece, table=replace(piece.table, rows=rows))

    return replace(doc, pieces=tuple(replace(it, piece=changed(it.piece)) for it in doc.pieces))


@pytest.mark.parametrize(
    ("name", "row", "column", "words"), [("headline", 0, 1, "3,9"), ("headline", 2, 1, "0,3"), ("units", -1, 1, "4,1"), ("years", 0, 1, "2,0")]
)  # fmt: skip
def test_it_finds_a_table_of_ours_that_does_not_add_up(name: str, row: int, column: int, words: str) -> None:
    large = samples.large(units=3, years=3, initiatives=5)
    told = manuscript(table(name), programmes=(large.programme.slug,)) if name != "headline" else manuscript(table(name))
    doc = document(told, {large.programme.slug: large} if name != "headline" else None)
    assert not list(check_sums(doc, KNOWN))
    assert [it.code for it in check_sums(tampered(doc, name, row, column, words), KNOWN)]


def test_a_unit_behind_its_plan_needs_a_reason() -> None:
    behind = with_cells([Cell(Kind.PLAN, "PO-VALBY", None, 2011, None, 500_000)])
    told = manuscript(text(CLEAN), table("headline"), chart("split"))
    assert codes(told, KNOWN, {VALBY: behind}) == {"behind"}
    assert codes(told, replace(KNOWN, explained=frozenset({(VALBY, "PO-VALBY")})), {VALBY: behind}) == set()
    said = manuscript(*told.blocks, text("PO-VALBY er bagud, fordi flytningen blev forsinket.\n"))
    assert codes(said, KNOWN, {VALBY: behind}) == set()


def with_cells(more: list[Any]) -> Status:
    """Valby with more amounts."""
    from savings.publishing.frozen_programmes import freeze_programme

    base = samples.valby()
    frame = freeze_programme(base)
    cells = [*base.priced, *(replace(cell, amount=Decimal(cell.amount)) for cell in more)]
    return build_status(frame.facts, cells, year=frame.year, rows=[*frame.rows, "PO-VALBY"])


def test_entries_that_wait_are_told_or_acknowledged() -> None:
    waits = replace(KNOWN, pending=(Pending(17, VALBY, DATED, "Husleje"),))
    told = manuscript(text(CLEAN), table("headline"), chart("split"))
    (finding,) = found(told, waits)
    assert (finding.code, finding.weight, finding.excerpt) == ("pending", Weight.TO_ACKNOWLEDGE, "17")
    assert codes(manuscript(*told.blocks, text("Et bilag afventer godkendelse.\n")), waits) == set()


def test_the_head_is_looked_at() -> None:
    body = (text(CLEAN), table("headline"), chart("split"))
    assert codes(manuscript(*body, to="")) == {"head_to"}
    assert codes(manuscript(*body, case_number="", number="")) == {"head_case", "head_number"}
    assert codes(manuscript(*body, title=" ")) == {"head_title"}
    assert codes(manuscript(*body, as_of=date(2008, 11, 1))) == {"as_of_after_date"}
    assert codes(manuscript(*body), replace(KNOWN, earlier=(date(2009, 1, 1),))) == {"earlier_than_published"}


def test_a_heading_that_cannot_be_seen_is_empty() -> None:
    for words in ("##", "## \u200b", "## &nbsp;", "## []()"):
        assert "empty_heading" in codes(manuscript(text(f"{words}\n\n{CLEAN}"), table("headline"), chart("split"))), words


def test_characters_without_a_shape_on_paper_are_told_of_the_head_as_well() -> None:
    (finding,) = found(manuscript(text(CLEAN), table("headline"), chart("split"), title="Status \U0001f600"))
    assert (finding.code, finding.weight) == ("characters", Weight.TO_ACKNOWLEDGE)
    assert "GRINNING FACE" in finding.said


def test_parts_without_content_and_twice_are_pointed_out() -> None:
    body = (text(CLEAN), table("headline"), chart("split"))
    assert codes(manuscript(*body, table("since"))) == {"nothing"}
    assert codes(manuscript(*body, table("headline"))) == {"part_twice"}
    assert codes(manuscript()) == {"empty"}


def test_prices_are_stated_or_their_absence_is() -> None:
    assert "price_level" in codes(manuscript(text("Kravet er {{krav}}.")))
    assert codes(manuscript(text("Kravet er {{krav}} ({{prisniveau}})."))) == set()
    mixed = with_cells([Cell(Kind.SECURED, None, None, 2011, 2009, 1000)])
    assert "price_levels" in codes(manuscript(text(CLEAN), table("headline"), chart("split")), KNOWN, {VALBY: mixed})


def test_an_acknowledgement_holds_for_the_words_and_no_others() -> None:
    def keys(words: str, *before: Block) -> set[str]:
        told = manuscript(text(CLEAN), table("headline"), chart("split"), *before, text(words))
        return {it.key for it in found(told) if it.code == "typed_amount"}

    once = keys("Det kostede 2,5 mio. kr. at flytte.")
    assert keys("Det kostede 2,5 mio. kr. at flytte.", text("Et andet afsnit.")) == once
    assert keys("Det kostede 2,6 mio. kr. at flytte.") != once


def test_a_typed_amount_is_mended_by_the_reference_that_prints_the_same() -> None:
    (finding,) = (it for it in found(report("I 2011 var det 1,4 mio. kr. værd.")) if it.code == "typed_amount")
    assert "{{opnået 2011}}" in finding.mend


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["da", "en"]))
def test_any_text_is_read(words: str, language: str) -> None:
    told = manuscript(Block(BlockKind.TEXT, text=words), language=language)
    assert all(isinstance(it, Finding) for it in found(told))


@pytest.mark.parametrize(
    "piece",
    [
        "1.",
        "1,4 mio. kr. ",
        "+ 1 ",
        "(1 + ",
        "{{",
        "1-",
        "1–1 ",
        "den 1/1 ",
        "maj 2009 blev ",
        "tabel 1 og ",
        "1 234 ",
        "afsnit 1.",
        "en million ",
        "kr. 1 ",
        "i alt 1 kr., ",
        "krav: 1 kr. ",
        "[^1]",
        "| 1 ",
        "17. oktober ",
        "er ",
        "# ",
        "[a](",
        "1.000",
        "x",
    ],
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    """Each pattern reads on, and none goes back over what it has read."""
    run_checks(document(manuscript(Block(BlockKind.TEXT, text=piece * 4000))), KNOWN)
