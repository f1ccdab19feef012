"""References in a report's text: what each prints, in either language, and why one that means nothing does so."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from savings.composing.compose import sources_of
from savings.composing.document import Bound, MadeTable, lines_of, words_of
from savings.composing.insertables import insertables
from savings.composing.references import Sources, bind_references
from savings.elements.typesetting.tables import typeset_table
from savings.projections.bridge import Bridge, BridgeColumn, Moment
from savings.projections.cells import Cell
from savings.projections.facts import UnitFacts
from savings.projections.status import Status, build_status
from savings.publishing.frozen_programmes import freeze_programme
from savings.vocabulary import Kind
from tests import samples
from tests.composing.reports import VALBY, chart, clean_several, document, manuscript, table, text


def sources(status: Status | None = None) -> Sources:
    """What a report on Valby with a table and a chart can refer to."""
    return sources_of(document(manuscript(table("headline"), table("units"), chart("split")), {VALBY: status or samples.valby()}))


def shown(typed: str, language: str = "da", of: Sources | None = None) -> tuple[str, Bound]:
    """What is printed, its hard spaces as spaces."""
    with translation.override({"da": "da", "en": "en-gb"}[language]):
        words, facts = bind_references(typed, of or sources())
    return words.replace("\u00a0", " "), facts


def since() -> Status:
    """Valby with a report of the summer before, by which 0.2 mio. kr. were outstanding more."""
    status = samples.valby()
    columns = (
        BridgeColumn("outstanding", Decimal(2_100_000), {Kind.REALISED: Decimal(-200_000)}, Decimal(1_900_000)),
        BridgeColumn("target", Decimal(3_000_000), {Kind.TARGET: Decimal(300_000)}, Decimal(3_300_000)),
    )
    return replace(
        status,
        since=Bridge(
            programme=status.programme, unit=None, year=2011, since=Moment(date(2008, 6, 1)), until=Moment(date(2008, 10, 14)),
            columns=columns, entries=3, price_levels=(None,), series="", head=status.head,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("danish", "english", "printed", "figure"),
    [
        ("krav", "target", "3,3 mio. kr.", "target"),
        ("opnået", "realised", "1,4 mio. kr.", "realised"),
        ("udestående", "outstanding", "1,9 mio. kr.", "outstanding"),
        ("dokumenteret", "documented", "0,8 mio. kr.", "documented"),
        ("udokumenteret", "undocumented", "0,6 mio. kr.", "undocumented"),
        ("sikret", "secured", "1,9 mio. kr.", "secured"),
        ("dokumentationsgrad", "evidence coverage", "57 %", "evidence_coverage"),
        ("krav 2011", "target 2011", "3,3 mio. kr.", "target"),
        ("opnået 2009", "realised 2009", "1,4 mio. kr.", "realised"),
        ("krav i 1.000 kr.", "target in 1.000 kr.", "3.300", "target"),
        ("opnået 2011 ikke fordelt", "realised 2011 not allocated", "1,4 mio. kr.", "realised"),
    ],
)
def test_a_figure_is_named_in_danish_or_english_and_printed_in_the_reports_language(
    danish: str, english: str, printed: str, figure: str
) -> None:
    for typed in (danish, english, danish.upper(), f"  {danish.replace(' ', '   ')} "):
        words, facts = shown(typed)
        assert words.startswith(printed), typed
        assert facts.figure == figure
        assert not facts.trouble


def test_the_same_reference_prints_english_in_an_english_report() -> None:
    assert shown("krav", "en")[0] == shown("target", "en")[0] == "DKK 3.3 million"
    assert shown("tabel enheder", "en")[0] == "table 2"


def test_what_stands_behind_a_printed_figure_is_exact() -> None:
    _words, facts = shown("opnået 2009")
    assert (facts.exact, facts.year, facts.programme, facts.sort) == (Decimal(1_400_000), 2009, VALBY, "amount")
    _words, facts = shown("realiseringsgrad")
    assert facts.sort == "ratio"
    assert facts.exact is not None
    assert round(facts.exact, 4) == Decimal("0.4242")


def test_a_unit_is_named_by_its_code_and_holds_those_under_it() -> None:
    large = samples.large(units=3, years=1, initiatives=6)
    first, second, third = large.units
    facts = replace(freeze_programme(large).facts, units=(first, replace(second, parent=first.code), third))
    tree = build_status(facts, large.priced, year=large.year, rows=[unit.code for unit in large.units])
    told = manuscript(table("units"), programmes=(large.programme.slug,))

    def exact(typed: str, status: Status) -> Decimal:
        words, facts = shown(typed, of=sources_of(document(told, {large.programme.slug: status})))
        assert not facts.trouble, facts.trouble
        assert words.endswith("kr.")
        assert facts.exact is not None
        return facts.exact

    own = [exact(f"krav {code.lower()} {large.year} i kr.", large) for code in ("E000", "E001", "E002")]
    assert sum(own) == exact("krav i kr.", large)
    assert exact("krav E000 i kr.", tree) == own[0] + own[1]


def test_another_programme_is_named_by_its_slug() -> None:
    told, statuses = clean_several()
    of = sources_of(document(told, statuses))
    other = told.programmes[1]
    assert shown(f"krav {other}", of=of)[1].programme == other
    assert shown("krav", of=of)[1].programme == VALBY
    assert shown(f"tabel hovedtal {other}", of=of)[0] != shown("tabel hovedtal", of=of)[0]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("pr", "14. oktober 2008"), ("as of", "14. oktober 2008"), ("dato.", "14. oktober 2008"), ("år", "2011"), ("year", "2011"),
        ("tabel hovedtal", "tabel 1"), ("table units", "tabel 2"), ("figur fordeling", "figur 1"), ("chart split", "figur 1"),
        ("planlagt 31-05-2009", "31. maj 2009"), ("planned 2009-05-31", "31. maj 2009"), ("planlagt 31.5.2009", "31. maj 2009"),
    ],
)  # fmt: skip
def test_dates_and_numbers_are_references_too(typed: str, printed: str) -> None:
    words, facts = shown(typed)
    # How a day is written is the house's matter: what is held here is that each is the same day.
    expected = {"14. oktober 2008": shown("pr")[0], "31. maj 2009": shown("planlagt 31-05-2009")[0]}.get(printed, printed)
    assert words == expected
    assert not facts.trouble
    assert facts.planned is typed.startswith("plan")


def test_the_day_of_the_figures_is_the_memos() -> None:
    assert "2008" in shown("pr")[0]
    assert "14" in shown("pr")[0]


def test_a_change_is_told_with_its_sign_and_only_where_there_is_one() -> None:
    of = sources(since())
    assert shown("ændring i krav 2011", of=of)[0] == "+0,3 mio. kr."
    words, facts = shown("change in outstanding", of=of)
    assert (words, facts.exact) == ("−0,2 mio. kr.", Decimal(-200_000))
    for typed in ("ændring i krav 2010", "ændring i dokumenteret", "ændring i krav SC-VALBY"):
        assert shown(typed, of=of)[1].trouble
    assert "earlier published report" in _why("ændring i krav")


def _why(typed: str) -> str:
    with translation.override("en-gb"):
        words, facts = bind_references(typed, sources())
    assert words == "{{" + " ".join(typed.split()) + "}}"
    assert facts.exact is None
    return facts.trouble


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("vrøvl", "is no figure"), ("", "is no figure"), ("kravet", "is no figure"), ("krav 1999", "Nothing is recorded"),
        ("krav FINDES", "neither a year"), ("krav 20111", "neither a year"), ("opnået SC-VALBY", "Nothing is recorded"),
        ("modgående", "Nothing is recorded"), ("planlagt 31-02-2009", "is no date"), ("planlagt snart", "is no date"),
        ("tabel siden", "no such table or chart"), ("figur bro", "no such table or chart"), ("tabel vrøvl", "no such table or chart"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_printed_as_it_was_typed_and_says_why(typed: str, why: str) -> None:
    assert why in _why(typed)


@pytest.mark.parametrize("danish", [True, False])
def test_each_figure_that_is_offered_prints_what_is_said_beside_it(danish: bool) -> None:
    told, statuses = clean_several()
    several = sources_of(document(told, statuses | {VALBY: since()}))
    with translation.override("da"):
        for of in (sources(), several):
            offered = list(insertables(of, danish=danish))
            assert len({it.reference for it in offered}) == len(offered) > 10
            for it in offered:
                words, facts = bind_references(it.reference, of)
                assert not facts.trouble, it
                assert words.replace("\u00a0", " ") == it.shown.replace("\u00a0", " ")


@given(st.text(max_size=60))
def test_any_reference_is_read(typed: str) -> None:
    words, facts = shown(typed)
    assert words.startswith("{{") if facts.trouble else words


# Units whose codes look like something else ---------------------------------------------------------------------------

CODES = ("SUF", "BS VALBY", "A-1", "4010", "2011", "suf 2", "12", "I KR", "PLAN")


def of_codes() -> Status:
    """A programme of units with odd codes: the first has more than its target, the third new costs, the last no target."""
    cells = [Cell(Kind.REALISED, code, None, 2011, None, Decimal(1_500_000 if code == "SUF" else 250_000)) for code in CODES]
    cells += [
        Cell(Kind.TARGET, code, None, year, None, Decimal(place * 1_000_000))
        for place, code in enumerate(CODES[:-1], 1)
        for year in (2010, 2011)
    ]
    cells.append(Cell(Kind.OFFSET, "A-1", None, 2011, None, Decimal(-50_000)))
    facts = replace(
        freeze_programme(samples.valby()).facts, units=tuple(UnitFacts(code, f"Enhed {code}", None, 0) for code in CODES)
    )
    return build_status(facts, cells, year=2011, rows=list(CODES))


@pytest.mark.parametrize("language", ["da", "en"])
def test_each_figure_of_a_unit_prints_what_stands_in_its_row(language: str) -> None:
    """Whatever its code: with spaces, dashes or digits only, of another's first letters, a year or a unit of amount."""
    of = of_codes()
    with translation.override({"da": "da", "en": "en-gb"}[language]):
        doc = document(manuscript(table("units"), language=language), {VALBY: of})
        (units,) = (typeset_table(it.piece.table) for it in doc.pieces if isinstance(it.piece, MadeTable))
        offered = {it.reference: it.shown for it in insertables(sources_of(doc), danish=language == "da")}
    target, net, left = ("krav", "netto opnået", "udestående") if language == "da" else ("target", "net realised", "outstanding")
    for place, code in enumerate(CODES):
        cells = units["rows"][place]["cells"]
        for name, printed in ((target, cells[1]), (net, cells[2]), (left, cells[3])):
            reference = f"{name} 2011 {code}"
            if printed == "–":
                # What nothing is recorded of is not offered: the table has a dash.
                assert reference not in offered
            else:
                assert re.search(rf"(?<![\d,.]){re.escape(printed)}(?![\d,.])", offered[reference]), (
                    reference,
                    offered[reference],
                )
    # The whole is the whole, though a unit is called as the year is.
    total = units["rows"][-1]["cells"]
    for name, printed in ((target, total[1]), (net, total[2])):
        assert printed in offered[f"{name} 2011"]


def test_a_code_like_a_year_is_one_only_beside_a_year() -> None:
    of = sources_of(document(manuscript(table("units")), {VALBY: of_codes()}))
    assert shown("krav 2011", of=of)[1].unit == ""
    assert shown("krav 2010 2011", of=of)[1].year == 2010
    assert shown("krav 2010 2011", of=of)[1].unit == "2011"
    assert (shown("krav 4010", of=of)[1].unit, shown("krav 4010", of=of)[1].year) == ("4010", 2011)
    assert shown("opnået i kr. 2009")[0] == shown("opnået 2009 i kr.")[0] == "1.400.000,00 kr."


def test_two_years_are_refused() -> None:
    assert "two years, 2010 and 2011" in _why("krav 2010 2011")


def test_a_plan_of_which_only_the_ends_are_known_has_no_amount_between_them() -> None:
    assert "Between" in _why("plan 2009")
    assert shown("plan 2011")[0] == "1,9 mio. kr."


def test_realised_is_told_from_what_is_left_of_it() -> None:
    """Where new costs eat of it, the table's own line is what is left: the list says so."""
    with translation.override("en-gb"):
        labels = {
            it.reference: it.label for it in insertables(sources_of(document(manuscript(), {VALBY: of_codes()})), danish=False)
        }
    assert labels["realised 2011"] == "Realised before offsets 2011"
    assert labels["net realised 2011"] == "Net realised 2011"


def test_a_reference_stands_wherever_a_writer_puts_it() -> None:
    words = (
        "## Krav: {{krav}}\n\nSe [{{opnået}} her](https://www.kk.dk).[^1]\n\n- først {{opnået}}\n  - så {{udestående}}\n\n"
        "| Post | mio. kr. |\n|---|---:|\n| Krav | {{krav}} |\n\n> {{sikret}}\n\n[^1]: Heraf {{dokumenteret}}.\n"
    )
    doc = document(manuscript(text(words)))
    printed = "\n".join(words_of(line) for it in doc.pieces for line in lines_of(it.piece)).replace("\u00a0", " ")
    assert printed.split("\n") == [
        "Krav: 3,3 mio. kr.", "Se 1,4 mio. kr. her.", "først 1,4 mio. kr.", "så 1,9 mio. kr.", "Post", "mio. kr.", "Krav",
        "3,3 mio. kr.", "1,9 mio. kr.",
    ]  # fmt: skip
    assert words_of(doc.footnotes[0]).replace("\u00a0", " ") == "Heraf 0,8 mio. kr."
