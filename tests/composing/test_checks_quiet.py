"""The check keeps quiet where nothing is wrong: who is warned in vain reads no warnings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from savings.composing.checks.every import run_checks
from tests.composing.reports import KNOWN, VALBY, document, found, manuscript, table, text
from tests.composing.test_checks import codes, report, rows

#: Sentences and tables of offices in which nothing is wrong, by what they could be taken for.
QUIET = {
    # No amounts
    "people": "Der kom 12.500 borgere og 1.200 henvendelser til 3 enheder.",
    "millions-of-people": "Der var 2 mio. borgere i området.",
    "law": "Se lov nr. 1.234 af 2007, § 12, stk. 2, og side 14.",
    "unit": "Beløbene er i 1.000 kr. som i budgettet, ikke i hele 1.000 kr. pr. måned.",
    "telephone": "Ring på 33 66 33 66 eller 3366 2008 efter kl. 10.30 om sag 2008-122557.",
    # No sums
    "years-in-brackets": "Kravet er {{krav}} (2008–2011) i alt.",
    "both-sides": "Det er 300 + 481 = 500 + 281 sager.",
    "product": "Der er 3 × 4 + 2 = 14 pladser, og 2 + 3 * 4 = 14.",
    "in-one-unit": "De 2 + 3 = 5 sager er lukket.",
    "rates": rows("A | 40", "B | 70", "I alt | 57", head="| | Realiseringsgrad, % |"),
    "averages": rows("A | 40", "B | 70", "I alt | 57", head="| | Gennemsnitlig ventetid |"),
    "price-of-one": rows("A | 40", "B | 70", "I alt | 57", head="| | Minutter pr. sag |"),
    "a-column-that-is-no-year": rows("A | 12 | 4 | 5 | 9", "B | 7 | 2 | 1 | 3", head="| | Ansatte | 2007 | 2008 | I alt |"),
    "not-stated": rows("A | 4", "B | –", "C | 5", "I alt | 9"),
    # No dates, or none too late
    "end-of-sentence": "Antallet er 45. Marts var rolig.",
    "earlier-year-by-weekday": "Mødet onsdag den 17. oktober gav enighed.",
    "leap-day": "Den 29. februar begyndte det.",
    "deadline": "Svaret skal være der senest den 1. november 2008.",
    # Of other papers
    "table-of-appendix": "Det fremgår af tabel 7 i bilag 3 og af figur 4 i budgetforslaget.",
    "appendix-before": "Det fremgår af bilag 3, tabel 7.",
    # Words
    "de-facto": "Det er de de facto ledige pladser.",
    "chapter": "Se kapitel XX i betænkningen.",
    "former-prices": "Omregnet fra 2009-priser til nu.",
}
QUIET_IN_ENGLISH = {
    "may": "Of the units, 32 may be closed, and the 12 may be moved in March.",
    "report-of-others": "It follows from table 7 in the committee's report.",
    "people": "There were 12,500 residents and 1,200 visits.",
}


@pytest.mark.parametrize("name", QUIET)
def test_it_finds_nothing_where_nothing_is_wrong(name: str) -> None:
    assert [(it.code, it.excerpt) for it in found(report(QUIET[name]))] == []


@pytest.mark.parametrize("name", QUIET_IN_ENGLISH)
def test_it_finds_nothing_wrong_in_english(name: str) -> None:
    assert [(it.code, it.excerpt) for it in found(report(QUIET_IN_ENGLISH[name], "en"))] == []


@pytest.mark.parametrize(
    "words",
    [
        "Heraf er 0,8 mio. kr. dokumenteret.",
        "Der er 0,6 mio. kr. opnået på det øvrige.",
        "Kravet på 0,5 mio. kr. til skiltene er nyt.",
        "Kravet er 0,5 mio. kr. højere end ventet.",
        "Kravet for 2009 er 0,5 mio. kr.",
        "Kravet er 3,3 mio. kr.",
        "Socialcenter Valby: kravet er 0,5 mio. kr.",
    ],
)
def test_an_amount_that_is_of_a_part_or_fits_contradicts_nothing(words: str) -> None:
    assert {it.code for it in found(report(words))} == {"typed_amount"}


def test_sums_of_several_units_are_added_as_money() -> None:
    right, wrong = "Det er 800.000 kr. + 1,4 mio. kr. = 2,2 mio. kr.", "Det er 800.000 kr. + 1,4 mio. kr. = 2,9 mio. kr."
    assert "sum" not in codes(report(right))
    assert "sum" in codes(report(wrong))


@pytest.mark.parametrize(
    ("words", "late"), [("Mødet den 12. december var godt.", False), ("Mødet den 17. januar var godt.", True)]
)
def test_a_date_without_a_year_is_the_nearest(words: str, late: bool) -> None:
    told = manuscript(text(f"Kravet er {{{{krav}}}} ({{{{prisniveau}}}}). {words}"), table("headline"))
    dated = replace(told, dated=date(2009, 1, 14))
    assert codes(dated) == ({"late_date"} if late else set())


def test_an_acknowledgement_holds_in_either_language() -> None:
    """Findings are kept under words of the report, so that a reader in another language finds them acknowledged."""
    told = manuscript(
        text("Kravet er 3,6 mio. kr. og 57 pct. den 17. oktober.\n\n## Tom\n"),
        table("headline"), table("headline"), to="", case_number="", number="",
    )  # fmt: skip
    doc = document(told)
    keys = []
    for language in ("da", "en-gb"):
        with translation.override(language):
            keys.append({it.key for it in run_checks(doc, KNOWN)})
    assert keys[0] == keys[1]
    assert len(keys[0]) >= 7


def test_another_programmes_prices_may_be_told() -> None:
    from tests.composing.reports import clean_several

    told, statuses = clean_several()
    other = next(status for slug, status in statuses.items() if slug != VALBY)
    (level,) = (it for it in other.price_levels if it)
    more = manuscript(*told.blocks, text(f"Det andet program er i {level}-priser."), programmes=told.programmes, dated=told.dated)
    explained = frozenset((slug, unit.code) for slug, it in statuses.items() for unit in it.units)
    assert "other_prices" not in codes(more, replace(KNOWN, explained=explained), statuses)
