"""What the check cannot be sure of is acknowledged, so that a true report has a way past it; what it is sure of stops."""

from __future__ import annotations

import pytest

from savings.composing.checks import Weight
from tests.composing.reports import CLEAN, chart, found, manuscript, table, text
from tests.composing.test_checks import rows

#: Reports that say the truth, by what the check reads out of them all the same.
TRUE = {
    "percentages that are no parts of one whole": rows("Husleje | 57 %", "Post | 43 %", "Tilfredse | 80 %", "I alt | 100 %"),
    "shares of different wholes": rows("Nord | 40", "Syd | 70", "I alt | 100", head="| | Andel, % |"),
    "a percentage of each year": rows("A | 40 % | 55 % | 48 %", head="| | 2007 | 2008 | I alt |"),
    "a total that stands in the second column": rows("Nord | 9 | 4 | 3", "Syd | 7 | 2 | 4", head="| | I alt | Kvinder | Mænd |"),
    "a total in the second column and a part of it": rows("Nord | 12 | 5", "Syd | 9 | 2", head="| | I alt | Heraf nye |"),
    "subtotals counted with their parts": rows(
        "Nord | 4", "heraf by | 3", "Delsum Nord | 7", "Syd | 2", "Delsum Syd | 2", "I alt | 9", head="| | Sager |"
    ),
    "subtotals counted twice": rows("By | 4", "Land | 4", "Nord i alt | 8", "Syd | 3", "I alt | 11", "Hele landet i alt | 19"),
    "another's saving": "Borgerservicecenteret har opnået 0,3 mio. kr.",
    "one of two offices'": "Ydelseskontoret på Toftegårds Plads har realiseret 0,2 mio. kr.",
    "another's share": "Socialforvaltningens andel af kravet er 1,0 mio. kr.",
    "another's share without a unit": "Socialforvaltningens andel af kravet er 1,0",
    "a share by its owner": "Den del af kravet, som Sundhedsforvaltningen bærer, er 0,9 mio. kr.",
    "another municipality": "I Roskilde Kommune er der opnået 2,2 mio. kr.",
    "another municipality without a unit": "I Roskilde Kommune er der opnået 2,2",
    "another city": "Til sammenligning er der i Odense opnået 4,0 mio. kr.",
    "a table of another paper": "Det fremgår af tabel 12, som rådhuset offentliggjorde.",
    "a case number that looks like a day": "Se journal 31-13-2008.",
    "a weekday of another year": "I sin tid, fredag den 17. september, blev centeret åbnet.",
    "a leap day of another year": "Aftalen blev skrevet under den 29. februar, da den gamle udløb.",
    "Louis the Twentieth": "Karl XX var der ikke.",
    "a question in brackets": "Hvad blev der af resten (??)",
    "prices of another paper": "Budgettet for 2011 er lagt i 2011-priser.",
    "a number as it is written abroad": "Rapporten på engelsk skriver 1.4 mio. kr.",
    "an office's own machine": "Se [vejledningen](http://intranet/vejledning).",
}  # fmt: skip
#: What nobody means to print, or nobody could.
WRONG = {
    "a reference to no figure": "Tallet er {{vrøvl}}.",
    "a reference to a unit that is not there": "Tallet er {{krav FINDES}}.",
    "a reference begun": "Tallet er {{krav.",
    "what the starter wrote": "Skriv her, hvad der er sket.",
    "what a writer left": "Udvalget mødtes [indsæt dato].",
    "what a spreadsheet left": "Beløbet er #REF! i alt.",
    "a day that no year has": "Mødet den 31. september var godt.",
    "a weekday of a whole date": "Mødet fredag den 10. september 2008 var godt.",
    "a link to nowhere": "Læs [her]().",
    "a note without text": "Se her[^9].",
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_a_true_report_has_a_way_past_the_check(name: str) -> None:
    findings = found(manuscript(text(CLEAN), table("headline"), chart("split"), text(TRUE[name])))
    assert {it.weight for it in findings} <= {Weight.TO_ACKNOWLEDGE}, findings


@pytest.mark.parametrize("name", WRONG)
def test_what_is_certain_stops_a_report(name: str) -> None:
    findings = found(manuscript(text(CLEAN), table("headline"), chart("split"), text(WRONG[name])))
    assert [it.block for it in findings if it.weight is Weight.BLOCKING] == [3], findings
