"""The check reads as offices write: their tables, dates and turns of phrase, with the slips they make and without."""

from __future__ import annotations

import pytest
from django.utils import translation

from savings.composing.checks import Weight
from savings.composing.checks.every import run_checks
from tests.composing.reports import KNOWN, VALBY, document, found, manuscript, table, text
from tests.composing.test_checks import Fault, report, rows, with_cells

MILLIONS = "| Post | mio. kr. |"
FAULTS = {
    # Totals by the names they have
    "total-at-its-end": Fault("sum", "1,4", rows("ØKF | 0,4", "SUF | 0,3", "Besparelser i alt | 1,4", head=MILLIONS),
                              rows("ØKF | 0,4", "SUF | 0,3", "Besparelser i alt | 0,7", head=MILLIONS)),
    "total-in-words": Fault("sum", "1,4", rows("ØKF | 0,4", "SUF | 0,3", "Samlede besparelser | 1,4", head=MILLIONS),
                            rows("ØKF | 0,4", "SUF | 0,3", "Samlede besparelser | 0,7", head=MILLIONS)),
    "net": Fault("sum", "2,4", rows("Besparelse | 2,4", "Merudgift | –0,6", "Netto | 2,4", head=MILLIONS),
                 rows("Besparelse | 2,4", "Merudgift | –0,6", "Netto | 1,8", head=MILLIONS)),
    "net-total-english": Fault("sum", "0.7", rows("A | 0.4", "B | -0.3", "Net total | 0.7", head="| Unit | DKK million |"),
                               rows("A | 0.4", "B | -0.3", "Net total | 0.1", head="| Unit | DKK million |"), "en"),
    "sub-total-english": Fault("sum", "1.92", rows("Rent | 0.75", "Post | 0.33", "Sub-total | 1.08", "Sale | 0.20", "Total | 1.92",
                                                   head="| Scheme | DKK million |"),
                               rows("Rent | 0.75", "Post | 0.33", "Sub-total | 1.08", "Sale | 0.20", "Total | 1.28",
                                    head="| Scheme | DKK million |"), "en"),
    "total-above": Fault("sum", "3.500", rows("I alt | 3.500", "ØKF | 1.200", "SUF | 1.400", "SOF | 800", head="| Enhed | t.kr. |"),
                         rows("I alt | 3.400", "ØKF | 1.200", "SUF | 1.400", "SOF | 800", head="| Enhed | t.kr. |")),
    "hard-spaces": Fault("sum", "1234000, 2100000", rows("SUF | 1\u202f234\u202f000", "SOF | 2\u00a0100\u00a0000", "I alt | 3\u202f434\u202f000",
                                                head="| Enhed | kr. |"),
                         rows("SUF | 1\u202f234\u202f000", "SOF | 2\u00a0100\u00a0000", "I alt | 3\u202f334\u202f000", head="| Enhed | kr. |")),
    "spaces": Fault("sum", "1234000, 2100000", rows("SUF | 1 234 000 kr.", "SOF | 2 100 000 kr.", "I alt | 3 434 000 kr."),
                    rows("SUF | 1 234 000 kr.", "SOF | 2 100 000 kr.", "I alt | 3 334 000 kr.")),
    "brackets": Fault("sum", "-0,25", rows("Rent | 0.05", "Post | (0.25)", "Total | 0.20", head="| Scheme | DKK million |"),
                      rows("Rent | 0.05", "Post | (0.25)", "Total | (0.20)", head="| Scheme | DKK million |"), "en"),
    "part-above-its-whole": Fault("part", "heraf", rows("Løn | 2,4", "heraf vikarer | 2,9", "Drift | 1,1", head=MILLIONS),
                                  rows("Løn | 2,4", "heraf vikarer | 0,9", "Drift | 1,1", head=MILLIONS)),
    # Differences
    "deviation": Fault("difference", "-350", rows("ØKF | 1.250 | 1.190 | -60", "SUF | 2.400 | 2.150 | -350",
                                                  head="| Enhed | Budget (t.kr.) | Forbrug (t.kr.) | Afvigelse (t.kr.) |"),
                       rows("ØKF | 1.250 | 1.190 | -60", "SUF | 2.400 | 2.150 | -250",
                            head="| Enhed | Budget (t.kr.) | Forbrug (t.kr.) | Afvigelse (t.kr.) |")),
    "sign-of-a-difference": Fault("difference", "250", rows("A | 1,250 | 1,190 | -60", "B | 2,400 | 2,150 | 250", "C | 10 | 30 | 20",
                                                            head="| Unit | Budget, DKK | Actual, DKK | Variance, DKK |"),
                                  rows("A | 1,250 | 1,190 | -60", "B | 2,400 | 2,150 | -250", "C | 10 | 30 | 20",
                                       head="| Unit | Budget, DKK | Actual, DKK | Variance, DKK |"), "en"),
    # Sums in words
    "in-all": Fault("sum_in_words", "i alt 1,8", "De sparede henholdsvis 0,8, 0,4 og 0,2 mio. kr., i alt 1,8 mio. kr.",
                    "De sparede henholdsvis 0,8, 0,4 og 0,2 mio. kr., i alt 1,4 mio. kr."),
    "in-all-english": Fault("sum_in_words", "1.8 million in all", "DKK 0.8 million on rent and DKK 0.4 million on post, DKK 1.8 million in all.",
                            "DKK 0.8 million on rent and DKK 0.4 million on post, DKK 1.2 million in all.", "en"),
    # Amounts typed by hand
    "range": Fault("typed_amount", "1-2 mio. kr.", "Det ventes at give 1-2 mio. kr. om året.", "Det ventes at tage 1-2 år."),
    "range-english": Fault("typed_amount", "1–2 million", "It is expected to give DKK 1–2 million.", "It is expected to take 1–2 years.", "en"),
    "mill": Fault("typed_amount", "0,8 mill. kr.", "Huslejen faldt 0,8 mill. kr. om året.", "Huslejen faldt."),
    "in-words": Fault("typed_amount", "en halv million kroner", "Huslejen faldt en halv million kroner.", "Det kostede mange millioner kroner."),
    "hard-spaced": Fault("typed_amount", "800", "Huslejen faldt 800\u00a0000\u00a0kr. om året.", "Der kom 12\u00a0500 borgere."),
    "points": Fault("typed_amount", "3 procentpoint", "Andelen steg 3 procentpoint.", "Andelen steg 3 gange."),
    "table-by-its-first-head": Fault("typed_table", "1.000 kr.", rows("ØKF | 12.340", "SUF | 8.450", head="| Enhed (1.000 kr.) | Forbrug |"),
                                     rows("ØKF | 12.340", "SUF | 8.450", head="| Enhed | Antal sager |")),
    # What contradicts the ledger
    "contradicts-in-a-compound": Fault("contradiction", "3,4", "Det samlede effektiviseringskrav på 3,4 mio. kr. står fast.",
                                       "Det samlede effektiviseringskrav på {{krav}} står fast."),
    "contradicts-in-a-heading": Fault("contradiction", "1,5", "## Opnået: 1,5 mio. kr.\n\nDet er vist.", "## Opnået: {{opnået}}\n\nDet er vist."),
    "contradicts-a-rate": Fault("contradiction", "75 pct.", "Dokumentationsgraden er 75 pct. i dag.", "Dokumentationsgraden er {{dokumentationsgrad}} i dag."),
    "contradicts-been": Fault("contradiction", "1.5", "DKK 1.5 million has been realised.", "{{realised}} has been realised.", "en"),
    "table-contradicts": Fault("table_contradiction", "Opnået", rows("Samlet effektiviseringskrav | 3,3", "Opnået besparelse | 1,5", head=MILLIONS),
                               rows("Samlet effektiviseringskrav | {{krav}}", "Opnået besparelse | {{opnået}}", head=MILLIONS)),
    # Units and signs
    "grouped-at-a-sentence's-end": Fault("decimal_sign", "1.400.000", "It saves DKK 1.400.000.", "It saves {{realised}}.", "en"),
    "tables-of-two-units": Fault("mixed_tables", "t.kr.", rows("A | {{opnået}}", "B | {{krav}}", head=MILLIONS) + "\n\nOg så:\n\n"
                                 + rows("A | {{opnået i 1.000 kr.}}", "B | {{krav i 1.000 kr.}}", head="| Post | t.kr. |"),
                                 rows("A | {{opnået}}", "B | {{krav}}", head=MILLIONS)),
    # Dates
    "short-year": Fault("late_date", "17.10.08", "Styregruppen mødtes 17.10.08 om sagen.", "Styregruppen mødtes 7.10.08 om sagen."),
    "slash-and-short-year": Fault("late_date", "17/10-08", "De mødtes 17/10-08 om sagen.", "De mødtes 7/10-08 om sagen."),
    "no-year": Fault("late_date", "den 17/10", "Mødet den 17/10 gav enighed.", "Mødet den 7/10 gav enighed."),
    "month": Fault("late_date", "december 2008", "I december 2008 blev aftalen indgået.", "I december 2008 indgås aftalen."),
    "ultimo": Fault("late_date", "ultimo 2008", "Alle var ultimo 2008 flyttet.", "Alle er ultimo 2008 flyttet."),
    "quarter": Fault("late_date", "3. kvartal 2009", "I 3. kvartal 2009 blev det nået.", "I 3. kvartal 2009 ventes det nået."),
    "quarter-english": Fault("late_date", "Q3 2009", "It was delivered in Q3 2009.", "It is due in Q3 2009.", "en"),
    "week": Fault("late_date", "uge 47 i 2008", "Ordningen begyndte i uge 47 i 2008.", "Ordningen begynder i uge 47 i 2008."),
    "as-planned": Fault("late_date", "17. oktober", "Som planlagt holdt enhederne møde den 17. oktober 2008, og de var enige.",
                        "Mødet holdes som planlagt den 17. oktober 2008."),
    "to-come-in-another-clause": Fault("late_date", "17. oktober", "De mødtes den 17. oktober og forventer at nå det.",
                                       "De mødtes den 7. oktober og forventer at nå det den 1. november 2008."),
    # Numbering
    "and-another-table": Fault("number", "tabel 1 og 4", "Det fremgår af tabel 1 og 4.", "Det fremgår af tabel 1 og 4 enheder er med."),
    "tables-to": Fault("number", "tables 1–3", "It follows from tables 1–3.", "It follows from tables 1–3 of the annual report.", "en"),
    "abbreviated": Fault("number", "fig. 4", "Det er vist (fig. 4).", "Det er vist (fig. 1)."),
    "numbered-by-hand": Fault("number_twice", "Tabel 1", "Tabel 1. Sager\n\n" + rows("A | 4", "B | 5"), "Tabel 2. Sager\n\n" + rows("A | 4", "B | 5") + "\n\nJf. tabel 2."),
    "no-such-section-number": Fault("section", "afsnit 7", "Det fremgår af afsnit 7.", "Det fremgår af afsnit 7 i budgetvejledningen."),
    # Filled in
    "address-of-a-drive": Fault("link", "regnearket", "Se [regnearket](file:///H:/valby.xls).", "Se [regnearket](https://www.kk.dk/valby.xls)."),
    "left-by-a-word-processor": Fault("placeholder", "Fejl! Henvis", "Det fremgår af Fejl! Henvisningskilde ikke fundet.", "Det fremgår af kilden."),
    "left-by-a-spreadsheet": Fault("placeholder", "#REF!", "Det gav #REF! i alt.", "Det gav {{opnået}} i alt."),
    "to-be-cleared": Fault("placeholder", "X,X", "Det gav X,X mio. kr.", "Det gav {{opnået}}."),
    "no-number-behind": Fault("placeholder", "bilag", "Det fremgår af bilag .", "Det fremgår af et bilag."),
    "another-case": Fault("case", "2008-122575", "Baggrunden står i sagsnr. 2008-122575.", "Baggrunden står i sagsnr. 2008-122557."),
    # Prices
    "prices-behind-their-word": Fault("other_prices", "prisniveau 2009", "Alt er i prisniveau 2009.", "Alt er i {{prisniveau}}."),
    "prices-short": Fault("other_prices", "2009 pl", "Alt er i 2009 pl.", "Alt er i {{prisniveau}}."),
    "prices-english": Fault("other_prices", "2009 price level", "All is at the 2009 price level.", "All is at one price level.", "en"),
}  # fmt: skip
#: What else may be said where one of them is planted, and where it is not: these papers have amounts of their own.
COMPANY = {"typed_amount", "typed_table"}


@pytest.mark.parametrize("name", FAULTS)
def test_it_finds_the_slip_where_it_stands(name: str) -> None:
    fault = FAULTS[name]
    there = found(report(fault.wrong, fault.language))
    hits = [it for it in there if it.code == fault.code and fault.words.casefold() in it.excerpt.casefold()]
    assert hits, [(it.code, it.excerpt) for it in there]
    assert {it.block for it in hits} <= {3, None}
    assert {it.code for it in there} - {fault.code} <= COMPANY


@pytest.mark.parametrize("name", FAULTS)
def test_it_does_not_find_it_in_its_twin(name: str) -> None:
    fault = FAULTS[name]
    assert {it.code for it in found(report(fault.right, fault.language))} <= COMPANY - {fault.code}


#: A page each as offices write it, nothing wrong with it but that some amounts are typed.
PAGES = {
    "memo": ("da", """I forbindelse med Økonomiudvalgets 1. behandling den 9. september bad udvalget om en redegørelse for de opnåede effektiviseringer.

De er vist i {{tabel hovedtal}} ({{prisniveau}}). Samlet udrulles besparelsen over en 3-årig periode fra 2009. De {{udestående}} er sikret, ved \
at de indarbejdes i rammebudgettet (jf. BR 320/07), og SUF har fundet sin del på tværs af alle kontorer (jf. ØU 377/2007).

Siden centeret åbnede i april 2008, er der kommet ny chef. Der gennemføres en masterplan for 2009 (jf. budget 2009). I foråret 2009 gennemføres \
en evaluering. Den femte stilling nedlægges den 1. januar 2009, når lejemålet overtages. Det er besluttet, at evalueringen forelægges udvalget \
den 31. maj 2009, og fristen blev sat til den 28. november 2008."""),
    "rounded": ("da", """På grund af afrunding kan totaler afvige. Beløbene er i {{prisniveau}}.

| Tiltag | 2009 (mio. kr.) | 2010 (mio. kr.) | I alt (mio. kr.) |
|---|---:|---:|---:|
| Husleje | 0,33 | 0,33 | 0,67 |
| Post og kantine | 0,14 | 0,28 | 0,42 |
| heraf post | 0,08 | 0,16 | 0,24 |
| Vagt og betjente | 0,26 | 0,29 | 0,56 |
| I alt | 0,74 | 0,90 | 1,64 |

Beløbene nedenfor er i 1.000 kr.

| Enhed | Budget | Regnskab | Afvigelse | Forbrug i % |
|---|---:|---:|---:|---:|
| Borgerservice | 12.340 | 12.105 | 235 | 98 |
| Pension og omsorg | 8.450 | 8.610 | -160 | 102 |
| Socialcenter | 21.005 | 20.871 | 135 | 99 |
| I alt | 41.796 | 41.585 | 210 | 99 |"""),
    "counts": ("da", """Evalueringen bygger på interview med 14 medarbejdere og 212 borgere fra den 4. august til den 26. september 2008.

| Kanal | 2007 | 2008 | Ændring |
|---|---:|---:|---:|
| Personlig | 7.400 | 6.150 | -1.250 |
| Telefon | 4.100 | 4.200 | 100 |
| I alt | 11.500 | 10.350 | -1.150 |

Tabellen viser antal henvendelser. Enhederne har henholdsvis 12, 14 og 9 medarbejdere, i alt 35.

| Enhed | Tilfredshed (1-5) | Antal svar |
|---|---:|---:|
| ØKF | 3,8 | 12 |
| SUF | 4,1 | 14 |
| I alt | 4,0 | 26 |

Antal ansatte:

| Personale | Antal |
|---|---:|
| I alt | 45 |
| Kvinder | 30 |
| Mænd | 15 |
| Under 40 år | 20 |
| Over 40 år | 25 |"""),
    "numbers-that-are-none": ("da", """Afsnit 2.1.10 i budgetvejledningen gælder, og version 1.2.08 af skemaet er brugt. Ring på 33.66.33.66. \
Vagten er åben 24/7, og 1/2 af tiden er gået. Perioden er 1.1.-30.6.2008. Se tabel 2-3 i bilag 5.

Tabel 2. Henvendelser

| Måned | Antal |
|---|---:|
| Maj | 4 |
| Juni | 5 |
| I alt | 9 |

Jf. tabel 1 og 2 er der ni."""),
    "fees": ("da", """Gebyrerne er uændrede.

| Gebyr | Pris |
|---|---:|
| Pas | 1.000 kr. |
| Kørekort | 2.500 kr. |"""),
    "splits": ("da", """Af kravet på {{krav}} er {{dokumenteret}} opnået på husleje og {{udokumenteret}} på andet, i alt {{opnået}}. \
Staten har et krav på 45 mio. kr. til kommunerne, og i aftalen for 2012 er der 0,8 mio. kr. om året i tre år og 0,5 mio. kr. årligt derefter, i alt 4,0 mio. kr."""),
    "english": ("en", """On 9 September 2008 the committee asked for an account. Section 3 of Appendix 2 has the details, and tables 4 and 5 of the \
March report show the lease. The lease runs until 31 March 2018, and two units share a mail room by 1 January 2009, as planned.

The joint centre opened in April 2008. The evaluation will be carried out in spring 2009, and a report is expected in the fourth quarter of 2009.

| Scheme (DKK million) | Plan | Actual | Variance |
|---|---:|---:|---:|
| Rent | 0.75 | 0.80 | 0.05 |
| Post | 0.33 | 0.28 | (0.05) |
| Guards | 0.34 | 0.33 | (0.02) |
| Sub-total recurrent | 1.42 | 1.41 | (0.02) |
| One-off sale | 0.20 | 0.20 | 0.00 |
| Total | 1.62 | 1.61 | (0.01) |"""),
    "shares": ("da", """Svarene er talt op.

| Svar | Antal | Andel (%) |
|---|---:|---:|
| Meget tilfreds | 41 | 33,3 |
| Tilfreds | 41 | 33,3 |
| Utilfreds | 41 | 33,3 |
| I alt | 123 | 100,0 |

| Antal borgere efter alder | 2006 | 2007 | Vækst |
|---|---:|---:|---:|
| 18-29 år | 1.204 | 1.310 | 8,8 % |
| 30-66 år | 2.311 | 2.402 | 3,9 % |
| I alt | 3.515 | 3.712 | 5,6 % |"""),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_it_finds_nothing_in_a_page_as_offices_write_it(name: str) -> None:
    language, words = PAGES[name]
    assert [(it.code, it.excerpt) for it in found(report(words, language)) if it.code not in COMPANY] == []


@pytest.mark.parametrize(
    "words",
    [
        "Socialcenter Valby kom senere i gang. Det skyldes flytningen.",
        "### SC-VALBY\n\nForsinkelsen skyldes flytningen.",
        "Årsagen til SC-VALBYs afvigelse er flytningen.",
        "- SC-VALBY: udskudt til det nye år",
    ],
)
def test_a_reason_counts_where_its_unit_is_named(words: str) -> None:
    assert not _is_unexplained(words)


@pytest.mark.parametrize(
    "words",
    [
        "SC-VALBY var med. Alle var glade. Mødet blev forsinket.",
        "SC-VALBY er bagud.",
        "Forsinkelsen skyldes flytningen.",
        "Årsagen er flytningen i SC-VALBY-NORD.",
    ],
)
def test_a_reason_of_something_else_does_not(words: str) -> None:
    assert _is_unexplained(words)


def _is_unexplained(words: str) -> bool:
    from savings.projections.cells import Cell
    from savings.vocabulary import Kind

    late = with_cells([Cell(Kind.PLAN, "SC-VALBY", None, 2011, None, 500_000)])
    told = manuscript(text("Kravet er {{krav}} ({{prisniveau}}).\n"), table("headline"), text(words))
    return "behind" in {it.code for it in found(told, KNOWN, {VALBY: late})}


def test_what_may_be_several_figures_is_put_to_the_writer() -> None:
    """Outstanding and secured are both 1.9: only the sentence tells which of them follows the ledger."""
    (open_,) = (it for it in found(report("De sidste 1,9 mio. kr. er svære.")) if it.code == "typed_amount")
    assert open_.reference == ""
    assert "{{udestående 2011}}" in open_.mend
    assert "{{sikret 2011}}" in open_.mend
    (named,) = (it for it in found(report("Der er sikret 1,9 mio. kr. til det.")) if it.code == "typed_amount")
    assert named.reference == "sikret 2011"


def test_what_stops_a_report_in_a_table_can_be_mended_or_told_apart() -> None:
    """A typed table may rightly show other figures than the ledger's, so it is acknowledged; a sentence says whose they are."""
    (finding,) = (it for it in found(report(FAULTS["table-contradicts"].wrong)) if it.code == "table_contradiction")
    assert finding.weight is Weight.TO_ACKNOWLEDGE
    of_a_year = "Tallene er fra 2009.\n\n" + FAULTS["table-contradicts"].wrong
    assert "table_contradiction" not in {it.code for it in found(report(of_a_year))}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "Teksten siger 1,8 mio. kr., men regnskabet giver 1.900.000,00 kr."),
        ("en-gb", "The text says 1,8 mio. kr., but the ledger gives DKK 1,900,000.00."),
        ("da", "mandag den 14. oktober 2008: den dag er en tirsdag."),
        ("en-gb", "mandag den 14. oktober 2008: that day is a Tuesday."),
    ],
)
def test_a_finding_says_what_is_so_in_the_readers_language(language: str, words: str) -> None:
    doc = document(report("Der udestår 1,8 mio. kr. endnu. De mødtes mandag den 14. oktober 2008."))
    with translation.override(language):
        assert words in [it.said.replace("\u00a0", " ") for it in run_checks(doc, KNOWN)]
