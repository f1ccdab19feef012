"""Both layouts in both languages come out as the same rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from savings.recording.importing import ImportRow, find_repeated
from savings.recording.importing.columns import FIELDS, ImportField
from savings.vocabulary import Kind
from tests.recording.importing.files import LONG, csv

HOUSE = ImportRow(
    2, "beløb", "BS", "Hus", Kind.TARGET, 2011, Decimal("3300000.00"), 2010, "permanent", "BR 320/07", "Krav efter 3 års drift"
)


def test_a_long_row_is_one_posting() -> None:
    reading = csv(f"{LONG}\nBS;Hus;krav;2011;3,3;mio. kr;2010-p/l;varig;BR 320/07;Krav efter 3 års drift\n")
    assert (reading.layout, reading.rows, reading.faults) == ("long", (HOUSE,), ())


def test_english_headings_and_words_say_the_same() -> None:
    reading = csv(
        "unit,initiative,kind,year,amount,amount_unit,price_level,duration,reference,note\n"
        "BS,Hus,target,2011,3300000,DKK,2010,permanent,BR 320/07,Krav efter 3 års drift\n"
    )
    row = reading.rows[0]
    assert row._replace(column=HOUSE.column) == HOUSE


def test_the_wide_layout_has_a_posting_for_each_year_with_an_amount() -> None:
    reading = csv("enhed;art;beløbsenhed;2023;2024;2025;2026\n;krav;mio. kr;7;14;21;28\n;opnået;mio. kr;6,5;;-;0\n")
    assert reading.layout == "wide"
    assert [(row.line, row.column, row.kind, row.year, int(row.amount)) for row in reading.rows] == [
        (2, "2023", Kind.TARGET, 2023, 7_000_000),
        (2, "2024", Kind.TARGET, 2024, 14_000_000),
        (2, "2025", Kind.TARGET, 2025, 21_000_000),
        (2, "2026", Kind.TARGET, 2026, 28_000_000),
        (3, "2023", Kind.REALISED, 2023, 6_500_000),
        (3, "2026", Kind.REALISED, 2026, 0),
    ]


def test_only_the_kind_and_the_amounts_are_required_in_any_order_and_case() -> None:
    reading = csv("\ufeff BELØB ; Art;  År\n1,5;KRAV;2011\n")
    assert [(row.unit, row.initiative, row.amount, row.price_level, row.duration) for row in reading.rows] == [
        (None, None, Decimal("1.50"), None, "")
    ]


def test_a_permanent_saving_gets_no_years_that_the_file_does_not_mention() -> None:
    assert [row.year for row in csv(f"{LONG}\nBS;Hus;opnået;2009;1;kr;;varig;;\n").rows] == [2009]


@pytest.mark.parametrize("word", ["", "Ikke fordelt", "IKKE  FORDELT", "not allocated", "-", "–"])
def test_a_unit_may_be_not_allocated(word: str) -> None:
    assert csv(f"enhed;art;2011\n{word};krav;1\n").rows[0].unit is None


def test_names_are_compared_as_they_look() -> None:
    reading = csv("enhed;indsats;art;2011\nØKF;Fælles  a\u030aben\u00a0dør ;krav;1\n")
    assert reading.rows[0].initiative == "Fælles åben dør"


@pytest.mark.parametrize(
    ("word", "kroner"),
    [("", 1), ("kr", 1), ("Kr.", 1), ("DKK", 1), ("1.000 kr", 1000), ("1000 kr.", 1000), ("1 000 kr", 1000), ("tkr", 1000),
     ("t.kr.", 1000), ("DKK thousand", 1000), ("mio. kr", 10**6), ("Mio. kr.", 10**6), ("mio kr", 10**6), ("mio.", 10**6),
     ("million", 10**6), ("DKK million", 10**6)],
)  # fmt: skip
def test_amount_units(word: str, kroner: int) -> None:
    assert csv(f"art;2011;beløbsenhed\nkrav;2;{word}\n").rows[0].amount == 2 * kroner


@pytest.mark.parametrize(
    ("word", "level"),
    [("", None), ("ikke oplyst", None), ("Not stated", None), ("-", None), ("2020", 2020), ("2020-p/l", 2020),
     ("2020 p/l", 2020), ("09-PL", 2009), ("98-pl", 1998), ("2020-priser", 2020), ("p/l 2020", 2020), ("2020 prices", 2020)],
)  # fmt: skip
def test_price_levels(word: str, level: int | None) -> None:
    assert csv(f"art;2011;prisniveau\nkrav;2;{word}\n").rows[0].price_level == level


@pytest.mark.parametrize(
    ("word", "duration"),
    [("", ""), ("varig", "permanent"), ("Varig", "permanent"), ("permanent", "permanent"), ("engangs", "one_off"),
     ("one-off", "one_off"), ("one_off", "one_off"), ("one off", "one_off")],
)  # fmt: skip
def test_durations(word: str, duration: str) -> None:
    assert csv(f"art;2011;varighed\nkrav;2;{word}\n").rows[0].duration == duration


def test_every_kind_is_known_by_its_code_and_its_danish_word() -> None:
    words = ["target", "plan", "forecast", "expected_offset", "secured", "realised", "elsewhere", "offset"]
    danish = [
        "krav",
        "indfasningsplan",
        "forventet",
        "forventet modgående udgift",
        "sikret",
        "opnået",
        "realiseret andetsteds",
        "modgående udgift",
    ]
    for names in (words, danish):
        reading = csv("\n".join(["art;2011", *(f"{name};-1" for name in names)]))
        assert [row.kind for row in reading.rows] == list(Kind)


def test_the_rebild_profile_in_the_wide_layout() -> None:
    reading = csv("# source: rebild.dk\nart;beløbsenhed;2023;2024;2025;2026\nkrav;mio. kr;7;14;21;28\n")
    assert [row.amount / 10**6 for row in reading.rows] == [7, 14, 21, 28]
    assert reading.comments == (1,)


def test_the_copenhagen_proposals_add_up_to_their_total() -> None:
    reading = csv(
        "indsats,art,år,beløb,beløbsenhed,prisniveau,reference\n"
        'Affaldssensorer,krav,2025,"0,3",mio. kr,2020,BC01\n'
        'Belysningspakke 2c,krav,2025,"0,9",mio. kr,2020,BC02\n'
        '"Identificering, afmelding og gendrift",krav,2025,"1,0",mio. kr,2020,BC03\n'
        'It-infrastruktur,krav,2025,"4,7",mio. kr,2020,BC04\n'
        'Indtægter,krav,2025,"3,6",mio. kr,2020,BC05\n'
        'SMS-gateway,krav,2025,"0,3",mio. kr,2020,BC06\n'
    )
    assert sum(row.amount for row in reading.rows) == Decimal("10800000")
    assert {row.price_level for row in reading.rows} == {2020}


def test_two_rows_for_one_level_are_told_of_when_a_level_is_set() -> None:
    """Whatever its price level and however its names are written."""
    reading = csv("enhed;art;2023;2024;prisniveau\nBS;krav;1;2;2020\nbs;krav;;3;2023\nBS;plan;1;;\n")
    assert [(fault.line, fault.column, fault.expected) for fault in find_repeated(reading.rows)] == [(3, "2024", "2")]


def test_several_hundred_rows_keep_their_total() -> None:
    lines = [f"E{i % 40};Indsats {i};realiseret;{2020 + i % 5};{i}.{i % 900 + 100},{i % 100:02};kr" for i in range(1, 801)]
    reading = csv("\n".join(["enhed;indsats;art;år;beløb;beløbsenhed", *lines]))
    assert len(reading.rows) == 800
    assert sum(row.amount for row in reading.rows) == sum(
        Decimal(i * 1000 + i % 900 + 100) + Decimal(i % 100) / 100 for i in range(1, 801)
    )


def test_every_field_is_declared_and_what_a_row_takes_is_a_field_of_it() -> None:
    assert set(FIELDS) == set(ImportField)
    assert {field.value for field, declaration in FIELDS.items() if declaration.in_row} <= set(ImportRow._fields)


HEADINGS = {
    "da": "enhed, indsats, art, år, beløb, beløbsenhed, prisniveau, varighed, reference, tekst, dokumentation, enhedsnavn,"
    " overenhed og ansvarlig, eller et år, fx 2025.",
    "en": "unit, initiative, kind, year, amount, amount_unit, price_level, duration, reference, note, evidence, unit_name,"
    " parent and owner, or a year",
}


@pytest.mark.parametrize(("language", "headings"), HEADINGS.items())
def test_an_unknown_column_is_answered_with_those_there_are(language: str, headings: str) -> None:
    with override(language):
        assert csv("art;2011;farve\nkrav;1;rød\n").faults[0].message.split("Use ")[-1].split("Brug ")[-1].startswith(headings)
